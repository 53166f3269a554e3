from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

#: Why somebody is not mailed, the weightiest first.
REASONS = [
    ("erased", "Was erased"),
    ("merged", "Was merged into another customer"),
    ("archived", "Is in the archive"),
    ("organisation", "Is an organisation"),
    ("deceased", "Is deceased"),
    ("do_not_contact", "Asked not to be contacted"),
    ("purpose_off", "The library does not send this"),
    ("withdrawn", "Does not want this"),
    ("no_consent", "Never agreed to this"),
    ("no_agreement", "Has no membership or ticket that this mail belongs to"),
    ("child", "Is a child, and no parent agreed"),
    ("moved_away", "Moved away"),
    ("no_email", "Has no valid e-mail address"),
    ("bounced", "The e-mail address does not exist"),
    ("no_block", "Has nothing to read in it"),
    ("frequency", "Wants mail less often"),
    ("pressure", "Had enough mail this week"),
]


class Verdict(NamedTuple):
    """Who may be mailed for a purpose, and why the others may not.

    :param allowed: ``res.partner`` records
    :param refused: dict of customer id -> key of :data:`REASONS`
    """

    allowed: models.BaseModel
    refused: dict


class Rule(NamedTuple):
    """What holds for a purpose at one library.

    :param company_id: id of the library
    :param purpose_id: id of its own purpose of the code, or else of the common one
    :param age: years from which the customer's own word is enough
    :param agreement: whether it belongs to an agreement, and needs no consent
    :param enabled: whether the library sends this
    :param soft_since: day from which who bought something may get it without consent; or None
    """

    company_id: int
    purpose_id: int
    age: int
    agreement: bool
    enabled: bool
    soft_since: object

    def values(self):
        """The rule as a row of SQL."""
        kinds = "(%s::integer, %s::integer, %s::integer, %s::boolean, %s::boolean, %s::date)"
        return SQL(kinds, *self)


#: Of a purpose that no library has; it is no library's.
UNKNOWN = Rule(None, None, None, None, None, None)


class ResPartner(models.Model):
    """The gate that every mail passes that customers did not ask for themselves."""

    _inherit = "res.partner"

    def _consent_gate(self, purpose_code):
        """Tell which of these customers may be mailed for a purpose (Telecommunicatiewet 11.7).

        Two queries, however many customers.

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
        verdicts = dict(self.env.cr.fetchall())
        # Who is not there any more has no verdict.
        refused = {key: verdicts.get(key, "erased") for key in self.ids}
        refused = {key: reason for key, reason in refused.items() if reason}
        return Verdict(self.filtered(lambda partner: partner.id not in refused), refused)

    @api.model
    def _consent_gate_query(self, purpose_code, people):
        """Give the gate as SQL, for what is done to many customers inside the database.

        The last decision on the purpose holds; a library's own purpose goes before a common one
        of the same code. A child's must be a parent's: of someone younger than the purpose asks
        for on the day of the decision (AVG article 8), and of whoever has a guardian although
        their age is unknown or they are of age (UAVG article 5). Who never decided is mailed only
        for an agreement that they have with the library, or as an existing customer where the
        library declares that it met the conditions for it (Telecommunicatiewet 11.7.3).

        :param purpose_code: ``code`` of a ``bzk.consent.purpose``
        :param people: SQL select of one column ``id`` of customers
        :return: SQL select of ``id`` and ``reason``, a key of :data:`REASONS`; NULL when allowed
        """
        for name in (
            "res.partner",
            "bzk.consent",
            "bzk.consent.purpose",
            "bzk.consent.setting",
            "bzk.guardian",
            "bzk.transaction",
        ):
            self.env[name].flush_model()
        # Few, and looked up first: the database then knows which decisions count, and which of the
        # questions below are asked of nobody.
        rules = self._consent_rules(purpose_code)
        nobody = SQL("FALSE")
        values = SQL("(VALUES %s)", SQL(", ").join(rule.values() for rule in rules or [UNKNOWN]))
        return SQL(
            """
            SELECT person.id,
                   CASE WHEN partner.erased_on IS NOT NULL THEN 'erased'
                        WHEN partner.merged_into_id IS NOT NULL THEN 'merged'
                        WHEN partner.active IS NOT TRUE THEN 'archived'
                        WHEN partner.is_company IS TRUE THEN 'organisation'
                        WHEN partner.deceased IS TRUE THEN 'deceased'
                        WHEN partner.do_not_contact IS TRUE THEN 'do_not_contact'
                        WHEN NOT rule.enabled THEN 'purpose_off'
                        WHEN last.state = 'withdrawn' THEN 'withdrawn'
                        WHEN rule.agreement AND NOT (%(agreement)s) THEN 'no_agreement'
                        WHEN rule.agreement IS NOT TRUE AND last.state IS NULL
                             AND (rule.soft_since IS NULL OR NOT (%(customer)s)) THEN 'no_consent'
                        WHEN rule.agreement IS NOT TRUE AND last.guardian_id IS NULL
                             AND (%(child)s) THEN 'child'
                        WHEN partner.moved_away IS TRUE THEN 'moved_away'
                        WHEN partner.email_normalized IS NULL THEN 'no_email'
                        WHEN partner.email_bounced = partner.email_normalized THEN 'bounced'
                   END AS reason
              FROM (%(people)s) person
              JOIN res_partner partner ON partner.id = person.id
         LEFT JOIN %(rules)s rule (company_id, purpose_id, age, agreement, enabled, soft_since)
                ON rule.company_id = partner.company_id
         LEFT JOIN bzk_consent_present last
                ON last.partner_id = partner.id AND last.purpose_id = rule.purpose_id
               AND last.purpose_id = ANY(%(purposes)s)
            -- A question of its own: the database would reckon with a reason for each customer.
            OFFSET 0
            """,
            people=people,
            purposes=list({rule.purpose_id for rule in rules}),
            rules=values,
            agreement=self._agreement_condition()
            if any(rule.agreement for rule in rules)
            else nobody,
            customer=self._existing_customer_condition()
            if any(rule.soft_since for rule in rules)
            else nobody,
            child=self._child_condition(values),
        )

    @api.model
    def _consent_rules(self, purpose_code):
        """What holds for a purpose at each library.

        :return: list of :class:`Rule`, one for each library that has the purpose
        """
        query = SQL(
            """
            SELECT DISTINCT ON (library.id)
                   library.id AS company_id, purpose.id AS purpose_id,
                   purpose.minimum_age AS age, purpose.basis = 'agreement' AS agreement,
                   purpose.active IS TRUE
                       AND COALESCE(setting.enabled, purpose.on_by_default, FALSE) AS enabled,
                   CASE WHEN purpose.basis = 'soft' THEN setting.soft_since END AS soft_since
              FROM bzk_consent_purpose purpose
              JOIN res_company library
                ON COALESCE(purpose.company_id, library.id) = library.id
         LEFT JOIN bzk_consent_setting setting
                ON setting.purpose_id = purpose.id AND setting.company_id = library.id
             WHERE purpose.code = %s
             ORDER BY library.id, purpose.active IS NOT TRUE, purpose.company_id IS NULL
            """,
            purpose_code,
        )
        self.env.cr.execute(query)
        return [Rule(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _child_condition(self, rules):
        """Whose own word is not enough, as SQL on ``partner``, ``rule`` and ``last``.

        Few have a guardian at all, so they are looked up together.

        :param SQL rules: values of :class:`Rule`
        """
        now = fields.Datetime.now()
        return SQL(
            """
            partner.birthdate > COALESCE(last.date, %(now)s) - make_interval(years => rule.age)
            OR partner.id IN (
                SELECT child.id
                  FROM bzk_guardian tie
                  JOIN res_partner giver ON giver.id = tie.guardian_id
                   AND giver.active AND giver.deceased IS NOT TRUE
                  JOIN res_partner child ON child.id = tie.child_id
             LEFT JOIN %(rules)s own (company_id, purpose_id) ON own.company_id = child.company_id
             LEFT JOIN bzk_consent_present decision
                    ON decision.partner_id = child.id AND decision.purpose_id = own.purpose_id
            CROSS JOIN LATERAL (SELECT COALESCE(decision.date, %(now)s) AS day) decided
                 WHERE tie.state = 'confirmed' AND tie.may_consent
                   AND (tie.date_start IS NULL OR tie.date_start <= decided.day)
                   AND (tie.date_end IS NULL OR tie.date_end > decided.day)
                   AND (child.birthdate IS NULL
                        OR tie.kind = 'guardian'
                           AND child.birthdate <= decided.day - make_interval(years => 18)))
            """,
            now=now,
            rules=rules,
        )

    @api.model
    def _agreement_condition(self):
        """Who has an agreement with the library that mail may belong to; rooms tell which.

        :return: SQL condition on ``partner``
        """
        return SQL("FALSE")

    @api.model
    def _existing_customer_condition(self):
        """Who bought something of the library since it told about its mail.

        Paid, and not paid back in full; to the same library, for its own similar services.

        :return: SQL condition on ``partner`` and ``rule``
        """
        return SQL(
            """
            EXISTS (
                SELECT FROM bzk_transaction paid
                 WHERE paid.partner_id = partner.id AND paid.company_id = partner.company_id
                   AND paid.date >= rule.soft_since AND paid.amount > 0
                   AND paid.kind = ANY(%s)
                   AND paid.amount > (SELECT -COALESCE(sum(refund.amount), 0)
                                        FROM bzk_transaction refund
                                       WHERE refund.reversed_id = paid.id))
            """,
            list(self._similar_services()),
        )

    @api.model
    def _similar_services(self):
        """Kinds of ``bzk.transaction`` of which a newsletter tells; rooms add theirs."""
        return ()
