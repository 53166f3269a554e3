from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..proof.address import shorten_ip


class Consent(models.Model):
    """How the rest of the program adds decisions to the list: many customers at once."""

    _inherit = "bzk.consent"

    @api.private
    @api.model
    def _give(self, partners, purposes, channel, **proof):
        """Note that customers agree to purposes; see :meth:`_decide`."""
        return self._decide(partners, purposes, "given", channel, **proof)

    @api.private
    @api.model
    def _withdraw(self, partners, purposes, channel, **proof):
        """Note that customers no longer want purposes; see :meth:`_decide`."""
        return self._decide(partners, purposes, "withdrawn", channel, **proof)

    @api.model
    def _decide(
        self,
        partners,
        purposes,
        state,
        channel,
        *,
        evidence=None,
        date=None,
        asked=None,
        guardian=None,
        version=None,
        form=None,
        ip=None,
        source=None,
    ):
        """Add one line for each customer and purpose, in one statement however many there are.

        Nothing is added for who decided the same already, unless it is now said by another parent
        or by a newer text; nor for who decided on the purpose later than ``date``, or later than
        they were asked: an old link is no way back.

        The caller has checked who speaks: that a child's parent is its parent, that a link was
        signed.

        :param partners: ``res.partner`` persons
        :param purposes: ``bzk.consent.purpose`` records
        :param state: ``given`` or ``withdrawn``
        :param channel: key of ``CHANNELS``
        :param str evidence: where the proof is, in words
        :param date: datetime of the decision; now when empty
        :param asked: datetime at which they were asked, when that was before the decision
        :param guardian: ``res.partner`` who decides for the customers
        :param version: ``bzk.consent.version`` that they read; that of today when empty
        :param str form: name of the form or page
        :param str ip: address of their computer; only its network is kept
        :param source: ``bzk.source`` that told it
        :return: the ``bzk.consent`` lines that were added
        :raises AccessError: for who may not note consent, or not see these customers
        :raises ValidationError: for an organisation, a day to come, or another library's purpose
        """
        self.check_access("create")
        for records in (partners, purposes, guardian, version, source):
            if records:
                records.check_access("read")
        now = fields.Datetime.now()
        date = date or now
        self._check_decision(partners, purposes, guardian, version, date, now)
        for name in ("res.partner", "bzk.consent", "bzk.consent.purpose"):
            self.env[name].flush_model()
        companies = partners.company_id
        lang = self.env.lang or companies[:1].partner_id.lang or "en_US"
        user = self.env.user
        noted_by = user.id if user._is_internal() and user.id != SUPERUSER_ID else None
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_consent (
                       partner_id, company_id, purpose_id, state, date, channel, version_id,
                       wording, evidence, form, ip, source_id, guardian_id, user_id)
                SELECT partner.id, partner.company_id, purpose.id, %(state)s, %(date)s,
                       %(channel)s, text.id,
                       COALESCE(text.text->>%(lang)s, text.text->>'en_US',
                                purpose.description->>%(lang)s,
                                purpose.description->>'en_US'),
                       %(evidence)s, %(form)s, %(ip)s, %(source)s, %(guardian)s, %(user)s
                  FROM res_partner partner
            CROSS JOIN bzk_consent_purpose purpose
             LEFT JOIN (%(texts)s) text
                    ON text.purpose_id = purpose.id AND text.company_id = partner.company_id
             LEFT JOIN bzk_consent_present present
                    ON present.partner_id = partner.id AND present.purpose_id = purpose.id
             LEFT JOIN bzk_consent last ON last.id = present.consent_id
                 WHERE partner.id = ANY(%(partners)s) AND purpose.id = ANY(%(purposes)s)
                   AND (present.date IS NULL OR present.date <= %(asked)s)
                   AND (present.state IS DISTINCT FROM %(state)s
                        OR %(state)s = 'given'
                           AND (%(guardian)s IS NOT NULL
                                AND present.guardian_id IS DISTINCT FROM %(guardian)s
                                OR last.version_id IS DISTINCT FROM text.id))
                 ORDER BY partner.id, purpose.sequence, purpose.id
             RETURNING id
                """,
                state=state,
                date=date,
                asked=min(asked or date, date),
                channel=channel,
                lang=lang,
                evidence=evidence or None,
                form=form or None,
                ip=shorten_ip(ip),
                source=source.id if source else None,
                guardian=SQL("%s::integer", guardian.id if guardian else None),
                user=noted_by,
                texts=self._texts_query(purposes, companies, version),
                partners=partners.ids,
                purposes=purposes.ids,
            )
        )
        lines = self.browse(row[0] for row in self.env.cr.fetchall())
        if lines:
            partners.invalidate_recordset(
                ["consent_ids", "consent_given_ids", "consent_withdrawn_ids"]
            )
        return lines

    def _texts_query(self, purposes, companies, version):
        """The texts that are decided by; see ``bzk.consent.version._current_query``."""
        versions = self.env["bzk.consent.version"]
        if not version:
            return versions._current_query(purposes.ids, companies.ids)
        versions.flush_model()
        return SQL(
            """
            SELECT version.purpose_id, library.id AS company_id, version.id, version.text
              FROM bzk_consent_version version
              JOIN unnest(%s::integer[]) library (id)
                ON COALESCE(version.company_id, library.id) = library.id
             WHERE version.id = ANY(%s)
            """,
            companies.ids,
            version.ids,
        )

    def _check_decision(self, partners, purposes, guardian, version, date, now):
        """Check what the constraints of a line check, for all at once.

        :raises ValidationError: saying what is wrong
        """
        _ = self.env._
        if any(partner.is_company or not partner.company_id for partner in partners):
            raise ValidationError(_("A person consents, not an organisation."))
        others = purposes.company_id | (guardian.company_id if guardian else purposes.company_id)
        if others and partners.company_id - others:
            raise ValidationError(_("This purpose is of another library."))
        if len(others) > 1:
            raise ValidationError(_("This purpose is of another library."))
        if version and version.purpose_id - purposes:
            raise ValidationError(_("This text is of another purpose."))
        if date > now:
            raise ValidationError(_("Consent cannot be of a day to come."))
