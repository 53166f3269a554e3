import logging

from odoo import api, fields, models

#: Customers, or records, that are removed in one transaction.
CHUNK = 200

_logger = logging.getLogger(__name__)


class RetentionReport(models.Model):
    """The nightly job: it reports, and carries out what was approved or announced long enough."""

    _inherit = "bzk.retention.report"

    @api.model
    def _cron_retention(self):
        """Carry out what may be, then report what is past its term today."""
        today = fields.Date.context_today(self)
        for report in self.search([("state", "=", "waiting")]):
            if report.acts_on and report.acts_on <= today and report.record_count:
                report.write({"state": "approved", "approved_on": fields.Datetime.now()})
        for report in self.search([("state", "=", "approved")], order="id"):
            if not report._carry_out():
                return
        for company in self.env["res.company"].search([]):
            if not self.search_count([("company_id", "=", company.id), ("state", "=", "approved")]):
                self._report(company)
            self.env["ir.cron"]._commit_progress(1)

    def _carry_out(self):
        """Remove what the report says, chunk by chunk, each a transaction of its own.

        :return: False when time is up and the job should be called again
        """
        self.ensure_one()
        for line in self.line_ids.filtered(lambda line: not line.skip):
            while True:
                records = line._still_due()
                if not records:
                    break
                line._remove(records[:CHUNK])
                if self.env["ir.cron"]._commit_progress(len(records[:CHUNK]), remaining=1) <= 0:
                    return False
        self.write({"state": "done", "done_on": fields.Datetime.now()})
        _logger.info("Retention report %s: %s records removed", self.id, self.done_count)
        return True


class RetentionReportLine(models.Model):
    """Removing the records of one line."""

    _inherit = "bzk.retention.report.line"

    def _still_due(self):
        """Records to remove: those past their term on the day of the report, and no more of them.

        What came in since with older dates, or by a shorter term, was not reported; then all of
        the line waits for the next report.
        """
        rule, report = self.rule_id, self.report_id
        if self.grown or not rule.active or rule.months != self.months:
            return self.env[self._model_name()]
        due = rule._due(report.date)
        if len(due) > self.record_count - self.done_count:
            self.grown = True
            return due.browse()
        return due

    def _model_name(self):
        return self.env["bzk.retention.rule"]._terms()[self.rule_id.code].model

    def _remove(self, records):
        """Do what the rule says with some of its records."""
        term = self.env["bzk.retention.rule"]._terms()[self.rule_id.code]
        if term.action == "erase":
            self._erase(records)
        elif term.action == "clear":
            self.env["bzk.personal.data"]._clear(records, term.names)
        else:
            records.unlink()
        self.done_count += len(records)

    def _erase(self, customers):
        """Erase customers, with one proof for all of a report."""
        report = self.report_id
        erasures = self.env["bzk.erasure"]
        erasure = erasures.search([("report_id", "=", report.id)], limit=1)
        if not erasure:
            erasure = erasures.create(
                {
                    "company_id": report.company_id.id,
                    "ground": "term",
                    "state": "done",
                    "report_id": report.id,
                    "person_count": 0,
                    "prepared_by_id": False,
                    "decided_by_id": report.approved_by_id.id,
                    "decided_on": fields.Datetime.now(),
                }
            )
        outcome = self.env["bzk.personal.data"]._erase(customers, erasure)
        erasure.write(
            {
                "person_count": erasure.person_count + len(customers),
                "outcome": _added(erasure.outcome or [], outcome),
            }
        )


def _added(before, lines):
    """Two outcomes of erasures as one, with the counts of the same kinds added."""
    total = {}
    for line in [*before, *lines]:
        key = (line["title"], line["erase"], line["reason"])
        known = total.setdefault(key, {**line, "count": 0})
        known["count"] += line["count"]
    return list(total.values())
