from markupsafe import Markup
from odoo import api, fields, models

from odoo.addons.bzk_base.printing.chart import stacked_columns

from ..reports.attendance_report import KINDS
from . import activity_figures as figures

#: Colour of each kind of visitor; what was estimated is hatched, so that it shows in print too.
LOOKS = {
    "attended": ("#1f5673", ""),
    "registered": ("#6fa8c4", ""),
    "counted": ("#d98e04", ""),
    "estimated": ("#d98e04", "hatched"),
}


class ActivityPage(models.TransientModel):
    """The figures of activities of one library in the tables of the strategy paper."""

    _name = "bzk.activity.page"
    _inherit = "bzk.table.page"
    _description = "Activity report"

    date_from = fields.Date(
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="The breakdowns are those of the period. The years run up to its last day.",
    )
    branch_id = fields.Many2one(
        "bzk.branch", check_company=True, help="Empty for the library as a whole."
    )

    @api.model
    def _chosen(self):
        return [*super()._chosen(), "branch_id"]

    def action_look_further(self):
        """Open the same figures in a pivot table, to turn and sort them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_ticketing.action_activity_report"
        )
        domain = [("date", ">=", str(self.date_from)), ("date", "<=", str(self.date_to))]
        if self.branch_id:
            domain.append(("branch_id", "=", self.branch_id.id))
        return action | {"domain": domain}

    @api.model
    def _title(self):
        return self.env._("Activity report")

    @api.model
    def _print_action(self):
        return "bzk_ticketing.action_print_activities"

    def _subtitle(self):
        parts = [super()._subtitle(), self.branch_id.name]
        return ", ".join(filter(None, parts))

    def _tables(self):
        self.ensure_one()
        if not (self.date_from and self.date_to):
            return []
        self.env["bzk.activity.report"].check_access("read")
        self._check_library()
        self.env.flush_all()
        where = self.company_id.id, self.branch_id.id
        found = figures.activities(self.env, *where, self.date_from, self.date_to)
        return [
            self._year_table(found["years"]),
            self._kind_table(found["years"]),
            self._people_table(figures.people(self.env, *where, self.date_to)),
            *(self._breakdown_table(name, found) for name in figures.BREAKDOWNS),
        ]

    def _year_table(self, rows):
        _ = self.env._
        labels = dict(
            self.env["bzk.attendance.report"]._fields["kind"]._description_selection(self.env)
        )
        chart = stacked_columns(
            [row["year"] for row in rows],
            [(labels[kind], *LOOKS[kind], [row[kind] for row in rows]) for kind, _label in KINDS],
            lambda number: self._written(number, "integer"),
            _("Visitors per year"),
        )
        keys = ("visitors", "revenue", "activities", "average")
        return {
            "title": _("Per year"),
            "note": _("Activities that were held, up to the last day of the period."),
            "chart": Markup(chart),
            "columns": [
                (_("Year"), "text"),
                (_("Visitors"), "integer"),
                (_("Revenue"), "euro"),
                (_("Activities"), "integer"),
                (_("Visitors per activity"), "decimal"),
            ],
            "rows": [[str(row["year"]), *(row[key] for key in keys)] for row in rows],
            "total": None,
        }

    def _kind_table(self, rows):
        _ = self.env._
        keys = ("attended", "registered", "counted", "estimated", "no_show", "occupancy", "score")
        return {
            "title": _("How the visitors are known"),
            "note": _(
                "Booked: nobody wrote down who came, so who had booked is taken to have come. "
                "Did not come: of the places booked where visitors were checked in."
            ),
            "columns": [
                (_("Year"), "text"),
                (_("Checked in"), "integer"),
                (_("Booked"), "integer"),
                (_("Counted"), "integer"),
                (_("Estimated"), "integer"),
                *self._quality_columns(),
            ],
            "rows": [[str(row["year"]), *(row[key] for key in keys)] for row in rows],
            "total": None,
        }

    def _people_table(self, rows):
        _ = self.env._
        return {
            "title": _("Who came"),
            "note": _(
                "Known: visitors of whom it is known which customer they are. New customers came "
                "for the first time, returning ones had come before; who did both in a year is in "
                "both. Members were one on the day of a visit."
            ),
            "columns": [
                (_("Year"), "text"),
                (_("Visitors"), "integer"),
                (_("Known"), "integer"),
                (_("Different customers"), "integer"),
                (_("New"), "integer"),
                (_("Returning"), "integer"),
                (_("Members"), "integer"),
                (_("Share of members"), "share"),
            ],
            "rows": [
                [
                    str(row["year"]),
                    row["visitors"],
                    row["named"] or 0,
                    row["customers"],
                    row["new"],
                    row["again"],
                    row["members"],
                    100 * row["members"] / row["customers"] if row["customers"] else None,
                ]
                for row in rows
            ],
            "total": None,
        }

    def _breakdown_table(self, name, found):
        _ = self.env._
        title, heading = {
            "branch_id": (_("By branch"), _("Branch")),
            "theme_id": (_("By theme"), _("Theme")),
            "audience_id": (_("By audience"), _("Audience")),
            "price_model": (_("By price"), _("Price")),
            "type_id": (_("By kind of activity"), _("Kind of activity")),
        }[name]
        total, rows = found["total"], found[name]
        labels = self._labels(name, rows)
        lines = [
            self._breakdown_row(labels.get(row["key"]) or _("(not given)"), row, total)
            for row in rows
        ]
        return {
            "title": title,
            "note": self._subtitle(),
            "columns": [
                (heading, "text"),
                (_("Visitors"), "integer"),
                (_("Share of the visitors"), "share"),
                (_("Revenue"), "euro"),
                (_("Activities"), "integer"),
                (_("Visitors per activity"), "decimal"),
                *self._quality_columns(),
            ],
            "rows": lines,
            "total": self._breakdown_row(_("Total"), total, total) if lines else None,
        }

    def _breakdown_row(self, label, row, total):
        return [
            label,
            row["visitors"],
            100 * row["visitors"] / total["visitors"] if total["visitors"] else None,
            row["revenue"],
            row["activities"],
            row["average"],
            row["no_show"],
            row["occupancy"],
            row["score"],
        ]

    def _quality_columns(self):
        _ = self.env._
        return [
            (_("Did not come"), "percent"),
            (_("Occupied"), "percent"),
            (_("Score (1-5)"), "decimal"),
        ]

    def _labels(self, name, rows):
        field = self.env["bzk.activity.report"]._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))
        return self._names(field.comodel_name, rows, "key")
