from odoo import api, fields, models
from odoo.tools import SQL


class SegmentCount(models.Model):
    """How many were in a segment on a day, for its trend."""

    _name = "bzk.segment.count"
    _inherit = "bzk.library.guard"
    _description = "People in a segment on a day"
    _order = "date DESC, id DESC"
    _rec_name = "date"

    segment_id = fields.Many2one(
        "mailing.filter", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(required=True, readonly=True)
    people = fields.Integer(readonly=True)
    allowed = fields.Integer(string="May be mailed", readonly=True)

    _once_a_day = models.Constraint(
        "UNIQUE(segment_id, company_id, date)", "This segment was counted on this day already."
    )

    @api.model
    def _cron_count(self):
        """Count every segment of every library for today."""
        companies = self.env["bzk.branch"].search([]).company_id
        for done, company in enumerate(companies, start=1):
            self._count(company)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _count(self, company):
        """Write down how many are in each segment of a library today; a second time replaces it.

        :param company: ``res.company``
        """
        segments = (
            self.env["mailing.filter"]
            .with_context(allowed_company_ids=company.ids)
            .search([("at_work", "=", False), ("company_id", "in", [company.id, False])])
        )
        segments.invalidate_recordset(["people_count", "allowed_count", "unreadable"])
        rows = [
            SQL("(%s, %s, %s)", segment.id, segment.people_count, segment.allowed_count)
            for segment in segments
            if not segment.unreadable
        ]
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_segment_count AS known (segment_id, company_id, date, people,
                       allowed, create_uid, write_uid, create_date, write_date)
                SELECT counted.segment_id, %(company)s, %(today)s, counted.people,
                       counted.allowed, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM (VALUES %(rows)s) counted (segment_id, people, allowed)
                    ON CONFLICT (segment_id, company_id, date) DO UPDATE
                   SET people = EXCLUDED.people, allowed = EXCLUDED.allowed
                """,
                company=company.id,
                today=fields.Date.context_today(self),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                rows=SQL(", ").join(rows),
            )
        )
        self.invalidate_model(flush=False)
