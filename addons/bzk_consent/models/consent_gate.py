from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

#: Why somebody is not mailed, the weightiest first.
REASONS = [
    ("erased", "Was erased"),
    ("merged", "Was merged into another customer"),
    ("archived", "Is in the archive"),
    ("organisation", "Is an organisation"),
    ("deceased", "Is deceased"),
    ("do_not_contact", "Asked not to be contacted"),
    ("withdrawn", "Does not want this"),
    ("no_consent", "Never agreed to this"),
    ("child", "Is a child, and no parent agreed"),
    ("moved_away", "Moved away"),
    ("no_email", "Has no valid e-mail address"),
    ("no_block", "Has nothing to read in it"),
]


class Verdict(NamedTuple):
    """Who may be mailed for a purpose, and why the others may not.

    :param allowed: ``res.partner`` records
    :param refused: dict of customer id -> key of :data:`REASONS`
    """

    allowed: models.BaseModel
    refused: dict


class ResPartner(models.Model):
    """The gate that every mail passes that customers did not ask for themselves."""

    _inherit = "res.partner"

    def _consent_gate(self, purpose_code):
        """Tell which of these customers may be mailed for a purpose (Telecommunicatiewet 11.7).

        One query, however many customers.

        :param purpose_code: ``code`` of a ``bzk.consent.purpose``
        :return: :class:`Verdict`
        :raises ValueError: for a purpose that no library has
        """
        # sudo: a code that exists nowhere is a mistake, whichever library is at work.
        purposes = self.env["bzk.consent.purpose"].sudo().with_context(active_test=False)
        if not purposes.search_count([("code", "=", purpose_code)]):
            raise ValueError(f"no purpose of consent {purpose_code}")
        self.check_access("read")
        people = SQL("SELECT unnest(%s::integer[]) AS id", self.ids)
        self.env.cr.execute(self._consent_gate_query(purpose_code, people))
        refused = {key: reason for key, reason in self.env.cr.fetchall() if reason}
        return Verdict(self.filtered(lambda partner: partner.id not in refused), refused)

    @api.model
    def _consent_gate_query(self, purpose_code, people):
        """Give the gate as SQL, for what is done to many customers inside the database.

        The last decision on the purpose holds. A child's must be a parent's: of someone younger
        than the purpose asks for on the day of the decision (AVG article 8), and of whoever has a
        guardian although their age is unknown or they are of age (UAVG article 5).

        :param purpose_code: ``code`` of a ``bzk.consent.purpose``
        :param people: SQL select of one column ``id`` of customers
        :return: SQL select of ``id`` and ``reason``, a key of :data:`REASONS`; NULL when allowed
        """
        for name in ("res.partner", "bzk.consent", "bzk.consent.purpose", "bzk.guardian"):
            self.env[name].flush_model()
        return SQL(
            """
            SELECT person.id,
                   CASE WHEN partner.id IS NULL OR partner.erased_on IS NOT NULL THEN 'erased'
                        WHEN partner.merged_into_id IS NOT NULL THEN 'merged'
                        WHEN partner.active IS NOT TRUE THEN 'archived'
                        WHEN partner.is_company IS TRUE THEN 'organisation'
                        WHEN partner.deceased IS TRUE THEN 'deceased'
                        WHEN partner.do_not_contact IS TRUE THEN 'do_not_contact'
                        WHEN last.state = 'withdrawn' THEN 'withdrawn'
                        WHEN last.state IS NULL THEN 'no_consent'
                        WHEN last.guardian_id IS NULL AND (
                             partner.birthdate > last.date - make_interval(years => last.age)
                             OR EXISTS (
                                SELECT FROM bzk_guardian tie
                                  JOIN res_partner giver ON giver.id = tie.guardian_id
                                   AND giver.active AND giver.deceased IS NOT TRUE
                                 WHERE tie.child_id = partner.id AND tie.state = 'confirmed'
                                   AND tie.may_consent
                                   AND (tie.date_start IS NULL OR tie.date_start <= last.date)
                                   AND (tie.date_end IS NULL OR tie.date_end > last.date)
                                   AND (partner.birthdate IS NULL
                                        OR tie.kind = 'guardian' AND partner.birthdate
                                           <= last.date - make_interval(years => 18))
                             )) THEN 'child'
                        WHEN partner.moved_away IS TRUE THEN 'moved_away'
                        WHEN partner.email_normalized IS NULL THEN 'no_email'
                   END AS reason
              FROM (%s) person
         LEFT JOIN res_partner partner ON partner.id = person.id
         LEFT JOIN LATERAL (
                    SELECT line.state, line.guardian_id, line.date, purpose.minimum_age AS age
                      FROM bzk_consent_purpose purpose
                      JOIN bzk_consent line ON line.purpose_id = purpose.id
                     WHERE purpose.code = %s AND purpose.active
                       AND COALESCE(purpose.company_id, partner.company_id) = partner.company_id
                       AND line.partner_id = partner.id AND line.company_id = partner.company_id
                     ORDER BY line.date DESC, line.id DESC
                     LIMIT 1
                   ) last ON TRUE
            """,
            people,
            purpose_code,
        )
