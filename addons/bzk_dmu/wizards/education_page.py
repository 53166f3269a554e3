from markupsafe import Markup
from odoo import api, fields, models

from odoo.addons.bzk_base.printing.chart import stacked_columns

from ..education.school_year import school_year, shifted, span
from . import education_figures as figures

#: Colour of the revenue of each kind of programme; hatched shows in print too.
LOOKS = {"subscription": ("#1f5673", ""), "single": ("#d98e04", "hatched")}
#: Boards in their table; the rest is one line.
MOST_BOARDS = 25


class EducationPage(models.TransientModel):
    """The figures of education programmes of one library, on screen, on paper and in Excel."""

    _name = "bzk.education.page"
    _inherit = "bzk.table.page"
    _description = "Education report"

    school_year = fields.Selection(
        selection="_selection_school_year",
        string="School year",
        required=True,
        default=lambda self: school_year(fields.Date.context_today(self)),
        help="The breakdowns are those of this year. The years run up to it.",
    )
    date_from = fields.Date(compute="_compute_dates", store=True, precompute=True)
    date_to = fields.Date(compute="_compute_dates", store=True, precompute=True)

    @api.model
    def _selection_school_year(self):
        return self.env["bzk.education.price"]._selection_school_year()

    @api.depends("school_year")
    def _compute_dates(self):
        for page in self:
            page.date_from, page.date_to = span(page.school_year)

    @api.model
    def _chosen(self):
        return [*super()._chosen(), "school_year"]

    @api.depends("company_id", "school_year")
    def _compute_workbook_name(self):
        for page in self:
            name = f"{self._title()} {page.company_id.name} {page.school_year}"
            page.workbook_name = f"{name}.xlsx"

    def action_look_further(self):
        """Open the same figures in a pivot table, to turn and sort them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_education_report")
        return action | {"domain": [("school_year", "=", self.school_year)], "context": {}}

    @api.model
    def _title(self):
        return self.env._("Education report")

    @api.model
    def _print_action(self):
        return "bzk_dmu.action_print_education"

    def _subtitle(self):
        return self.env._(
            "%(library)s, school year %(year)s",
            library=self.company_id.name,
            year=self.school_year,
        )

    def _tables(self):
        self.ensure_one()
        if not self.school_year:
            return []
        self.env["bzk.education.report"].check_access("read")
        self._check_library()
        self.env.flush_all()
        found = figures.reach(self.env, self.company_id.id, self.school_year)
        return [
            self._year_table(),
            self._programme_table(),
            self._reach_table("municipality", found),
            self._reach_table("group_id", found),
            self._reach_table("board_id", found),
        ]

    def _year_table(self):
        _ = self.env._
        rows = figures.years(self.env, self.company_id.id, self.school_year)
        kinds = self.env["bzk.education.programme"]._fields["kind"]._description_selection(self.env)
        chart = stacked_columns(
            [row["year"] for row in rows],
            [(f"{label} (€)", *LOOKS[kind], [row[kind] for row in rows]) for kind, label in kinds],
            lambda number: self._written(number, "integer"),
            _("Revenue per school year"),
        )
        keys = ("year", "schools", "orders", "classes", "pupils", "revenue", "renewed")
        return {
            "title": _("Per school year"),
            "note": _(
                "What was ordered or delivered. Pupils: those of a school count once, however many "
                "programmes it took. Renewed: of the subscriptions of that year, those that were "
                "ordered again for the next."
            ),
            "chart": Markup(chart) if rows else None,
            "columns": [
                (_("School year"), "text"),
                (_("Organisations"), "integer"),
                (_("Orders"), "integer"),
                (_("Classes"), "integer"),
                (_("Pupils"), "integer"),
                (_("Revenue"), "euro"),
                (_("Renewed"), "percent"),
            ],
            "rows": [[row[key] for key in keys] for row in rows],
            "total": None,
        }

    def _programme_table(self):
        _ = self.env._
        before = shifted(self.school_year, -1)
        rows = figures.programmes(self.env, self.company_id.id, self.school_year, before)
        names = self._names("bzk.education.programme", rows, "programme_id")
        keys = ("schools", "classes", "pupils", "revenue", "schools_before", "revenue_before")
        added = [sum(row[key] for row in rows) for key in keys]
        # Schools and pupils with two programmes would be in the sum twice.
        added[0] = added[2] = added[4] = None
        return {
            "title": _("By programme"),
            "note": self._subtitle(),
            "columns": [
                (_("Programme"), "text"),
                (_("Organisations"), "integer"),
                (_("Classes"), "integer"),
                (_("Pupils"), "integer"),
                (_("Revenue"), "euro"),
                (_("Organisations in %s", before), "integer"),
                (_("Revenue in %s", before), "euro"),
            ],
            "rows": [[names[row["programme_id"]], *(row[key] for key in keys)] for row in rows],
            "total": [_("Total"), *added] if rows else None,
        }

    def _reach_table(self, part, found):
        _ = self.env._
        title, heading = {
            "municipality": (_("By municipality"), _("Municipality")),
            "group_id": (_("By group"), _("Group")),
            "board_id": (_("By board"), _("Board")),
        }[part]
        rows, total = found[part], found["total"]
        names = {row["key"]: row["key"] for row in rows}
        if part != "municipality":
            model = {"group_id": "bzk.relation.group", "board_id": "res.partner"}[part]
            names = self._names(model, rows, "key")
        lines = [
            self._reach_row(names.get(row["key"]) or _("(not given)"), row)
            for row in rows[:MOST_BOARDS]
        ]
        if rest := rows[MOST_BOARDS:]:
            keys = ("schools", "reached", "classes", "pupils", "revenue")
            together = {key: sum(row[key] for row in rest) for key in keys}
            lines.append(self._reach_row(_("The other %s", len(rest)), together))
        return {
            "title": title,
            "note": _(
                "Known: schools and childcare with which the library has not ended, as they are "
                "now, and whoever ordered in %s.",
                self.school_year,
            ),
            "columns": [
                (heading, "text"),
                (_("Known"), "integer"),
                (_("Reached"), "integer"),
                (_("Share reached"), "share"),
                (_("Classes"), "integer"),
                (_("Pupils"), "integer"),
                (_("Revenue"), "euro"),
            ],
            "rows": lines,
            "total": self._reach_row(_("Total"), total[0]) if lines else None,
        }

    def _reach_row(self, label, row):
        share = 100 * row["reached"] / row["schools"] if row["schools"] else None
        return [
            label,
            row["schools"],
            row["reached"],
            share,
            row["classes"],
            row["pupils"],
            row["revenue"],
        ]
