from ast import literal_eval

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.bzk_base.printing.chart import stacked_columns

#: How many people are shown as an example.
SAMPLE = 10
#: Days in the chart of the trend, one column for each week.
WEEKS = 26
LOOKS = (("#1f5673", ""), ("#9db8c7", "hatched"))


class MailingFilter(models.Model):
    """A segment of private customers, evergreen: relative dates find who fits today."""

    _inherit = "mailing.filter"

    count_ids = fields.One2many("bzk.segment.count", "segment_id", string="Counts")
    sample_ids = fields.Many2many(
        "res.partner",
        compute="_compute_sample_ids",
        help="Some of the people in it, the same as long as nothing changes.",
    )
    sample = fields.Html(string="For example", compute="_compute_sample", sanitize=False)
    last_allowed = fields.Integer(
        string="May be mailed (last night)",
        compute="_compute_last_allowed",
        help="As counted last night; open the segment for the number of now.",
    )
    trend = fields.Html(compute="_compute_trend", sanitize=False)

    @api.depends("count_ids.allowed")
    @api.depends_context("allowed_company_ids")
    def _compute_last_allowed(self):
        """Take the latest count of each library at work; asking the gate takes too long here."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT segment_id, sum(allowed)
                  FROM (SELECT DISTINCT ON (segment_id, company_id) segment_id, allowed
                          FROM bzk_segment_count
                         WHERE segment_id = ANY(%s) AND company_id = ANY(%s)
                         ORDER BY segment_id, company_id, date DESC) latest
                 GROUP BY 1
                """,
                self._origin.ids,
                self.env.companies.ids,
            )
        )
        allowed = dict(found)
        for segment in self:
            segment.last_allowed = allowed.get(segment._origin.id, 0)

    @api.depends("mailing_domain", "company_id", "at_work")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sample_ids(self):
        for segment in self:
            _readable, queries = segment._people_queries()
            found = []
            if queries:
                # In an order that is the same each time and says nothing about the people.
                found = self.env.execute_query(
                    SQL(
                        "SELECT id FROM (%s) person ORDER BY hashint4(id), id LIMIT %s",
                        queries[0][1],
                        SAMPLE,
                    )
                )
            segment.sample_ids = [fields.Command.set([partner_id for (partner_id,) in found])]

    @api.depends("sample_ids", "purpose_id")
    @api.depends_context("lang")
    def _compute_sample(self):
        """Show the example with why each of them is in it, and may not be mailed."""
        refusal = self.env["res.partner"]._fields["mailing_refusal"]
        labels = dict(refusal._description_selection(self.env))
        for segment in self:
            people = segment.sample_ids
            reasons = {}
            if people:
                gate = people._consent_gate_query(
                    segment.purpose_id.code or "", SQL("SELECT unnest(%s) AS id", people.ids)
                )
                reasons = dict(self.env.execute_query(gate))
            segment.sample = people and self.env["ir.qweb"]._render(
                "bzk_campaigns.segment_sample",
                {
                    "lines": [
                        (person, segment._why(person)[1], labels.get(reasons.get(person.id)))
                        for person in people
                    ]
                },
            )

    @api.depends("count_ids.people", "count_ids.allowed")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_trend(self):
        """A column for each week of the last half year, as counted on its last night."""
        _ = self.env._
        for segment in self:
            weeks = {}
            for count in segment._origin.count_ids.sorted("date"):
                year, week, _day = count.date.isocalendar()
                key = (year, week, count.company_id.id)
                weeks[key] = (week, count.allowed, count.people - count.allowed)
            totals = {}
            for (year, week, _company), (_week, allowed, refused) in sorted(weeks.items()):
                before = totals.get((year, week), (0, 0))
                totals[year, week] = (before[0] + allowed, before[1] + refused)
            shown = list(totals.items())[-WEEKS:]
            series = [
                (label, *look, [numbers[place] for _week, numbers in shown])
                for place, (label, look) in enumerate(
                    zip((_("May be mailed"), _("Not mailed")), LOOKS, strict=True)
                )
            ]
            segment.trend = shown and Markup(
                stacked_columns(
                    [str(week) for (_year, week), _numbers in shown],
                    series,
                    lambda number: f"{number:,.0f}".replace(",", "."),
                    _("People in the segment, by week"),
                )
            )

    def action_open_trend(self):
        """Show how many were in the segment on each day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_campaigns.action_segment_trend")
        return action | {"domain": [("segment_id", "=", self.id)]}

    def action_per_branch(self):
        """Make a segment of each branch of the library out of this one, where there is none yet.

        :raises UserError: when the library has no branches, or each has its segment
        """
        self.ensure_one()
        branches = self.env["bzk.branch"].search([("company_id", "=", self.env.company.id)])
        if not branches:
            raise UserError(self.env._("Your library has no branches."))
        domain = literal_eval(self.mailing_domain or "[]")
        wanted = {str([("branch_id", "=", branch.id), *domain]): branch for branch in branches}
        known = self.search(
            [("company_id", "=", self.env.company.id), ("mailing_domain", "in", list(wanted))]
        )
        values = [
            {
                "name": f"{self.name} · {branch.name}",
                "description": self.description,
                "company_id": self.env.company.id,
                "purpose_id": self.purpose_id.id,
                "mailing_model_id": self.mailing_model_id.id,
                "mailing_domain": text,
            }
            for text, branch in wanted.items()
            if text not in known.mapped("mailing_domain")
        ]
        if not values:
            raise UserError(self.env._("Each branch has a segment of these people already."))
        made = self.create(values)
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_campaigns.action_segments")
        return action | {"domain": [("id", "in", made.ids)], "context": {}}

    def _open(self, name, domain):
        """Show private customers in the views of customers."""
        action = super()._open(name, domain)
        if self.at_work:
            return action
        shown = self.env["ir.actions.act_window"]._for_xml_id("bzk_campaigns.action_segment_people")
        context = action["context"] | {"why_segment_id": self.id}
        return shown | {
            "name": name,
            "display_name": name,
            "domain": action["domain"],
            "context": context,
        }
