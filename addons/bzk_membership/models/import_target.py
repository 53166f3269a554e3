from datetime import timedelta

from odoo import fields, models

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.fields import ROW, ImportField
from odoo.addons.bzk_base.importing.readers import header_key

from . import import_sql

LOANS = "loans"
MOST_LOANS = 100_000
YEARS = range(1990, 2100)
#: A file may be made a little ahead, to show what next week will bring.
DAYS_AHEAD = 31


class ImportTarget(models.AbstractModel):
    """Lets an import fill memberships, loans per genre and their history.

    A row with a membership type is a member. The bulk statements are in :mod:`.import_sql`; they
    do what ``bzk.membership`` does when somebody creates or changes a membership by hand.
    """

    _inherit = "bzk.import.target"

    def _import_fields(self, company):
        _ = self.env._
        types = self._by_code(self._lookup("bzk.membership.type", company), "unknown_type")
        reasons = self._by_code(self._reasons(company), "unknown_reason")
        specs = [
            ImportField("number", _("Membership number"), cleaning.clean_number),
            ImportField(
                "type_id",
                _("Membership type"),
                types,
                refuses=ROW,
                model="bzk.membership.type",
            ),
            ImportField("date_start", _("Member since"), self._in_order(cleaning.clean_date)),
            ImportField("date_end", _("Ends on"), self._in_order(cleaning.clean_date)),
            ImportField("reason_id", _("Reason for leaving"), reasons, model="bzk.leaving.reason"),
            ImportField("payer_key", _("Number of the payer"), cleaning.clean_key),
            ImportField("fee", _("Fee"), _clean_fee),
            ImportField("last_loan_date", _("Last loan"), self._clean_past_date()),
            ImportField("loans_total", _("Loans ever"), cleaning.clean_integer),
            ImportField(
                LOANS, _("Loans per year and genre"), _clean_loans, accept=self._accept_loans()
            ),
        ]
        return super()._import_fields(company) | {spec.name: spec for spec in specs}

    def _reasons(self, company):
        """Ids of the reasons for leaving that a library knows, by name and by code, casefolded."""
        reasons = self.env["bzk.leaving.reason"].search(
            [("company_id", "in", (company.id, False))], order="company_id DESC"
        )
        found = {reason.code.casefold(): reason.id for reason in reasons if reason.code}
        return found | {reason.name.casefold(): reason.id for reason in reasons}

    def _accept_loans(self):
        """Recognise the year and the genre in a heading such as ``UITLENINGEN_2026_ROMAN``."""
        genres = self.env["bzk.genre"].search([])
        codes = {header_key(genre.name): genre.code for genre in genres}
        codes |= {header_key(genre.code): genre.code for genre in genres}

        def accept(parts):
            digits = [int(part) for part in parts if part.isascii() and part.isdecimal()]
            years = [year for year in digits if year in YEARS]
            known = [codes[part] for part in parts if part in codes]
            return f"{years[0]}|{known[0]}" if len(years) == len(known) == 1 else None

        return accept

    def _clean_past_date(self):
        latest = fields.Date.context_today(self) + timedelta(days=DAYS_AHEAD)
        latest = fields.Date.to_string(latest)
        clean_date = self._in_order(cleaning.clean_date)

        def clean(text):
            found = clean_date(text)
            if found and found > latest:
                raise cleaning.Refusal("date_in_future", text.strip())
            return found

        return clean

    def _compose(self, values):
        """Refuse a member without a type, and one who left before joining."""
        result = super()._compose(values)
        if "type_id" in values and values["type_id"] is None:
            raise cleaning.Refusal("no_type", "")
        start, end = values.get("date_start"), values.get("date_end")
        if start and end and end < start:
            raise cleaning.Refusal("end_before_start", end)
        return result

    def _gone(self, run):
        """Also genres, whose codes and not their ids are in the plan."""
        self.env.cr.execute(
            """
            SELECT DISTINCT split_part(jsonb_object_keys(data->'loans'), '|', 2)
              FROM bzk_import_row
             WHERE run_id = %s AND data ? 'loans'
            """,
            (run.id,),
        )
        codes = {row[0] for row in self.env.cr.fetchall()}
        known = self.env["bzk.genre"].search([("code", "in", list(codes))])
        gone = [LOANS] if codes - set(known.mapped("code")) else []
        return super()._gone(run) + gone

    def _plan_missing(self, run, planner):
        """Take note of who has left, before asking who is missing."""
        self.env.flush_all()
        self.env.cr.execute(
            import_sql.CLOSE_ENDED_KEYS,
            {"source": run.source_id.id, "today": fields.Date.context_today(self)},
        )
        self.env["bzk.external.id"].invalidate_model(["state"])
        missing = super()._plan_missing(run, planner)
        self.env.cr.execute(import_sql.FORGET_LEAVERS, {"run": run.id, "source": run.source_id.id})
        return missing - self.env.cr.rowcount

    def _write_chunk(self, run):
        """Write the memberships of ``bzk_import_chunk`` after the customers."""
        self.env.flush_all()
        cr, parameters = self.env.cr, self._import_parameters(run)
        # Before super(), which overwrites what the source sent before.
        cr.execute(import_sql.COLLECT)
        result = super()._write_chunk(run)
        cr.execute(import_sql.INSERT_MEMBERSHIPS, parameters)
        self._refresh_statistics(run, "bzk_membership", "bzk_membership_change")
        cr.execute(import_sql.UPDATE_MEMBERSHIPS, parameters)
        cr.execute(import_sql.WRITE_LOANS, parameters)
        self._refresh_statistics(run, "bzk_loan_stat")
        cr.execute(import_sql.DELETE_LOANS)
        cr.execute(import_sql.UPDATE_LOAN_TOTALS)
        cr.execute(import_sql.SETTLE_KEYS, parameters)
        self._invalidate_memberships()
        return result

    def _finish(self, run):
        """Link payers who stood further on in the file than those they pay for."""
        result = super()._finish(run)
        self.env.flush_all()
        self.env.cr.execute(import_sql.LINK_PAYERS, self._import_parameters(run))
        self._invalidate_memberships()
        return result

    def _close_missing(self, run, external_ids, date):
        """End the memberships of customers whom the source no longer names."""
        memberships = self.env["bzk.membership"].search(
            [
                ("external_id_id", "in", external_ids.ids),
                "|",
                ("date_end", "=", False),
                ("date_end", ">", date),
            ]
        )
        reason = self.env.ref("bzk_membership.reason_missing")
        upcoming = memberships.filtered(lambda item: item.date_start and item.date_start > date)
        for membership in upcoming:
            membership.write({"date_end": membership.date_start, "reason_id": reason.id})
        (memberships - upcoming).write({"date_end": date, "reason_id": reason.id})
        return super()._close_missing(run, external_ids, date)

    def _import_parameters(self, run):
        return {
            "company": run.company_id.id,
            "source": run.source_id.id,
            "missing": self.env.ref("bzk_membership.reason_missing").id,
            "today": fields.Date.context_today(self),
            "uid": self.env.uid,
        }

    def _invalidate_memberships(self):
        self.env.invalidate_all(flush=False)


def _clean_fee(text):
    """Amount in euros, as a text that keeps its cents exact.

    :raises Refusal: ``bad_amount``, also for a negative fee
    """
    cents = cleaning.clean_amount(text)
    if cents is None:
        return None
    if cents < 0:
        raise cleaning.Refusal("bad_amount", text.strip())
    return f"{cents // 100}.{cents % 100:02}"


def _clean_loans(text):
    """Number of loans. A blank is none, so that a number taken back at the source is noticed.

    :raises Refusal: ``bad_number``, also for more than anybody borrows in a year
    """
    loans = cleaning.clean_integer(text) or 0
    if not 0 <= loans <= MOST_LOANS:
        raise cleaning.Refusal("bad_number", text.strip())
    return loans
