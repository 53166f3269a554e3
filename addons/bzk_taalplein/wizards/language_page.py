from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools.misc import format_date

from odoo.addons.bzk_base.printing.chart import stacked_columns

from . import language_figures as figures

HOURS_LOOK = ("#1f5673", "")


class LanguagePage(models.TransientModel):
    """The figures of the language point of one library, as a municipality asks for them."""

    _name = "bzk.language.page"
    _inherit = "bzk.table.page"
    _description = "Figures of the language point"

    date_from = fields.Date(
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1)
    )
    branch_id = fields.Many2one(
        "bzk.branch", check_company=True, help="Empty for the library as a whole."
    )

    @api.model
    def _chosen(self):
        return [*super()._chosen(), "branch_id"]

    @api.model
    def _title(self):
        return self.env._("Figures of the language point")

    @api.model
    def _print_action(self):
        return "bzk_taalplein.action_print_language"

    def _subtitle(self):
        return ", ".join(filter(None, (super()._subtitle(), self.branch_id.name)))

    def _tables(self):
        self.ensure_one()
        if not (self.date_from and self.date_to):
            return []
        self.env["bzk.language.meeting"].check_access("read")
        self._check_library()
        self.branch_id.check_access("read")
        self.env.flush_all()
        where = (
            self.env,
            self.company_id.id,
            self.branch_id.id,
            self.date_from,
            self.date_to,
        )
        met = figures.met(*where)
        return [
            self._year_table(met),
            self._met_table(self.env._("Per month"), self.env._("Month"), met, "month"),
            self._met_table(self.env._("By branch"), self.env._("Branch"), met, "branch"),
            self._learner_table(figures.learners(*where)),
            self._ended_table(figures.ended(*where)),
        ]

    def _met_columns(self, heading):
        _ = self.env._
        return [
            (heading, "text"),
            (_("Meetings"), "integer"),
            (_("Hours"), "decimal"),
            (_("Learners"), "integer"),
            (_("Volunteers"), "integer"),
            (_("Did not take place"), "integer"),
        ]

    def _met_row(self, label, row):
        keys = ("meetings", "hours", "learners", "volunteers", "missed")
        return [label, *(row[key] for key in keys)]

    def _year_table(self, met):
        _ = self.env._
        rows = met["year"]
        chart = stacked_columns(
            [row["key"] for row in rows],
            [(_("Hours"), *HOURS_LOOK, [row["hours"] or 0 for row in rows])],
            lambda number: self._written(number, "integer"),
            _("Hours per year"),
        )
        return {
            "title": _("Per year"),
            "note": _(
                "Learners and volunteers are different people who met. Who met at two branches, or "
                "in two months, counts in both and once in the total."
            ),
            "chart": Markup(chart) if rows else None,
            "columns": self._met_columns(_("Year")),
            "rows": [self._met_row(row["key"], row) for row in rows],
            "total": None,
        }

    def _met_table(self, title, heading, met, part):
        _ = self.env._
        labels = self._met_labels(met[part], part)
        rows = [
            self._met_row(labels.get(row["key"]) or _("(online or not given)"), row)
            for row in met[part]
        ]
        return {
            "title": title,
            "note": self._subtitle(),
            "columns": self._met_columns(heading),
            "rows": rows,
            "total": self._met_row(_("Total"), met["total"][0]) if rows else None,
        }

    def _met_labels(self, rows, part):
        if part == "month":
            return {
                row["key"]: format_date(
                    self.env, fields.Date.to_date(row["key"]), date_format="MMMM yyyy"
                )
                for row in rows
            }
        ids = [int(row["key"]) for row in rows if row["key"]]
        return {str(branch.id): branch.name for branch in self.env["bzk.branch"].browse(ids)}

    def _learner_table(self, rows):
        _ = self.env._
        keys = ("new", "begun", "days", "waiting", "waited", "longest")
        names = self._names("bzk.branch", rows, "key")
        lines = [
            [names.get(row["key"]) or _("(not given)"), *(row[key] for key in keys)]
            for row in rows
            if not row["is_total"]
        ]
        total = [[_("Total"), *(row[key] for key in keys)] for row in rows if row["is_total"]]
        return {
            "title": _("Learners"),
            "note": _(
                "New and begun in the period; who waits, and for how many days, is that of today."
            ),
            "columns": [
                (_("Branch"), "text"),
                (_("New"), "integer"),
                (_("First pair"), "integer"),
                (_("Days until then"), "integer"),
                (_("Waiting now"), "integer"),
                (_("Days waiting"), "integer"),
                (_("Longest"), "integer"),
            ],
            "rows": lines,
            "total": total[0] if lines else None,
        }

    def _ended_table(self, rows):
        _ = self.env._
        pairs = self.env["bzk.language.pair"]
        labels = dict(pairs._fields["end_reason"]._description_selection(self.env))
        return {
            "title": _("Pairs that ended"),
            "note": self._subtitle(),
            "columns": [
                (_("Why it ended"), "text"),
                (_("Pairs"), "integer"),
                (_("Days together"), "integer"),
                (_("Meetings per pair"), "decimal"),
            ],
            "rows": [
                [labels.get(row["key"], ""), row["pairs"], row["days"], row["meetings"]]
                for row in rows
            ],
            "total": None,
        }
