from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.fields import ImportField

#: Names of what a column fills, before the code of the purpose.
SAID = "consent_"
SAID_ON = "consent_date_"


class ImportConsent(models.AbstractModel):
    """What files of customers, of whatever subject, tell of consent.

    Per purpose a column says yes or no, and another on which day that was said. The source's own
    day decides:

    * Told with a day that is later than what is known, it holds; told with an earlier day, not.
      A no of the same day goes before a yes.
    * Told without a day it overrides nothing: it is taken in only where nothing was ever noted.
      But when a source that said yes says no from now on, it was taken back since its last file.
    * What the source told before and tells again is nothing new.
    """

    _name = "bzk.import.consent"
    _description = "Consent in an import"

    @api.model
    def _consent_purposes(self, company):
        """What a file may tell of: every purpose that asks for consent, also one that is off.

        :param company: ``res.company`` record
        :return: ``bzk.consent.purpose`` records, of a code only one
        """
        purposes = self.env["bzk.consent.purpose"].search(
            [("company_id", "in", [company.id, False]), ("basis", "!=", "agreement")]
        )
        own = set(purposes.filtered("company_id").mapped("code"))
        return purposes.filtered(lambda one: one.company_id or one.code not in own)

    @api.model
    def _consent_fields(self, company, clean_date):
        """The columns of a library's purposes.

        :param clean_date: function that reads a day as the source writes it
        :return: dict of name -> :class:`~odoo.addons.bzk_base.importing.fields.ImportField`
        """
        _ = self.env._
        today = fields.Date.to_string(fields.Date.context_today(self))

        def clean_past(text):
            found = clean_date(text)
            if found and found > today:
                raise cleaning.Refusal("date_in_future", text.strip())
            return found

        found = {}
        for purpose in self._consent_purposes(company):
            name = {"purpose": purpose.name}
            for prefix, label, clean in (
                (SAID, _("Consent: %(purpose)s (yes or no)", **name), cleaning.clean_boolean),
                (SAID_ON, _("Consent: %(purpose)s, date", **name), clean_past),
            ):
                key = f"{prefix}{purpose.code}"
                found[key] = ImportField(key, label, clean)
        return found

    @api.model
    def _dated_consents(self, columns):
        """Names of the columns of a file that tell on which day consent was given.

        :param columns: list of :class:`~odoo.addons.bzk_base.importing.fields.Column`
        """
        names = {column.field.name for column in columns}
        return tuple(sorted(name for name in names if name.startswith(SAID_ON)))

    @api.model
    def _drop_misdated(self, values):
        """Take no yes or no of which the day cannot be read: it may be older than it seems.

        :param dict values: cleaned values of a row, changed in place
        """
        for dated in self.env.context.get("bzk_consent_dates", ()):
            if dated not in values:
                values.pop(SAID + dated.removeprefix(SAID_ON), None)

    @api.model
    def _together(self, names):
        """Add to names of values those that mean nothing without them: a yes and its day."""
        names = set(names)
        for name in list(names):
            if name.startswith(SAID_ON):
                names.add(SAID + name.removeprefix(SAID_ON))
            elif name.startswith(SAID):
                names.add(SAID_ON + name.removeprefix(SAID))
        return names

    @api.model
    def _complete_consents(self, changes, values):
        """Let of what changed a yes or no and its day go together.

        :param dict changes: what changed at the source, completed in place
        :param dict values: all values of the row
        """
        for name in self._together(name for name in changes if name.startswith(SAID)):
            if name in values:
                changes[name] = values[name]

    @api.model
    def _purposes_query(self, company):
        """SQL select of ``id``, ``said`` and ``dated``: a purpose and the names of its values."""
        purposes = self._consent_purposes(company)
        return SQL(
            "SELECT * FROM unnest(%s::integer[], %s::text[], %s::text[]) purpose(id, said, dated)",
            purposes.ids,
            [SAID + code for code in purposes.mapped("code")],
            [SAID_ON + code for code in purposes.mapped("code")],
        )

    @api.model
    def _write_consents(self, run, told):
        """Add to the list what the rows of a chunk tell that is not known yet.

        :param run: the ``bzk.import.run`` at work
        :param told: SQL select of ``partner_id``, ``purpose_id``, ``row_no``, ``key`` (of the
            customer in the source), ``yes``, ``date`` (``NULL`` when the source does not tell) and
            ``before`` (what it said before)
        :return: number of decisions that were added
        """
        _ = self.env._
        now = fields.Datetime.now()
        place = {"row": "{row}", "file": run.file_name or ""}
        self.env["bzk.consent"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_consent (
                       partner_id, company_id, purpose_id, state, date, channel, evidence,
                       source_id, source_key, run_id, row_no, user_id)
                SELECT DISTINCT ON (told.partner_id, told.purpose_id)
                       told.partner_id, partner.company_id, told.purpose_id,
                       CASE WHEN told.yes THEN 'given' ELSE 'withdrawn' END,
                       -- A no of the same day comes after the yes.
                       LEAST(CASE WHEN told.date IS NULL THEN %(now)s
                                  WHEN told.yes THEN told.date
                                  ELSE GREATEST(told.date, present.date) END, %(now)s),
                       'import',
                       replace(CASE WHEN told.date IS NULL THEN %(undated)s ELSE %(dated)s END,
                               '{row}', told.row_no::text),
                       %(source)s, told.key, %(run)s, told.row_no, %(user)s
                  FROM (%(told)s) told
                  JOIN res_partner partner
                    ON partner.id = told.partner_id AND partner.company_id = %(company)s
                   AND partner.is_company IS NOT TRUE
             LEFT JOIN bzk_consent_present present
                    ON present.partner_id = told.partner_id
                   AND present.purpose_id = told.purpose_id
                 WHERE CASE WHEN present.date IS NULL THEN TRUE
                            WHEN told.date IS NULL
                            THEN told.before AND NOT told.yes AND present.state = 'given'
                            WHEN told.yes THEN present.date < told.date
                            ELSE present.date < told.date
                                 OR present.state = 'given' AND present.date::date = told.date
                       END
                 ORDER BY told.partner_id, told.purpose_id, told.date DESC NULLS LAST, told.yes,
                          told.row_no
                """,
                told=told,
                now=now,
                dated=_("Row %(row)s of %(file)s", **place),
                undated=_("Row %(row)s of %(file)s, without a date", **place),
                source=run.source_id.id,
                company=run.company_id.id,
                run=run.id,
                user=self.env.uid,
            )
        )
        added = self.env.cr.rowcount
        if added:
            self.env["bzk.consent"].invalidate_model(flush=False)
            self.env["res.partner"].invalidate_model(["consent_ids"], flush=False)
        return added
