from dateutil.relativedelta import relativedelta
from markupsafe import Markup
from odoo import api, fields, models

from odoo.addons.bzk_base.printing.chart import stacked_columns

from ..results import large_enough, net_promoters
from ..results.chance import SMALLEST
from . import satisfaction_figures as figures

#: Texts of customers that are shown.
TEXTS = 30
COUNTS = ("answers", "promoters", "passives", "detractors")
#: Colours; who does not recommend is hatched, so that it shows in print too.
LOOKS = {
    "promoters": ("#1f5673", ""),
    "passives": ("#6fa8c4", ""),
    "detractors": ("#d98e04", "hatched"),
}


class SatisfactionPage(models.TransientModel):
    """How satisfied customers are: whether they recommend the library, per branch and age."""

    _name = "bzk.satisfaction.page"
    _inherit = "bzk.table.page"
    _description = "Satisfaction of customers"

    date_from = fields.Date(
        default=lambda self: fields.Date.context_today(self) - relativedelta(months=12)
    )

    @api.model
    def _title(self):
        return self.env._("Satisfaction of customers")

    @api.model
    def _print_action(self):
        return "bzk_campaigns.action_print_satisfaction"

    def _tables(self):
        self.ensure_one()
        if not (self.date_from and self.date_to):
            return []
        _ = self.env._
        self.env["bzk.campaign.result"].check_access("read")
        self._check_library()
        self.env.flush_all()
        period = self.company_id.id, self.date_from, self.date_to
        found = figures.answers(self.env, *period)
        total = found["total"][0]["answers"] if found["total"] else 0
        tables = [self._grade_table(_("Whether customers recommend us"), "", found["total"], {})]
        if total < SMALLEST:
            tables[0] |= {
                "rows": [],
                "note": _(
                    "There are %(number)s answers. From %(least)s on they are told here.",
                    number=total,
                    least=SMALLEST,
                ),
            }
            return tables
        tables[0] |= {"rows": [[_("The whole library"), *tables[0]["rows"][0][1:]]]}
        return [
            *tables,
            self._quarter_table(found["quarter"]),
            self._grade_table(
                _("By branch"),
                _("Branch"),
                found["branch_id"],
                self._names("bzk.branch", found["branch_id"], "key"),
            ),
            self._grade_table(
                _("By age"),
                _("Age"),
                found["age_group"],
                dict(self.env["res.partner"]._fields["age_group"]._description_selection(self.env)),
            ),
            self._text_table(figures.words(self.env, *period, TEXTS)),
        ]

    def _columns(self, heading):
        _ = self.env._
        return [
            (heading or _("Who"), "text"),
            (_("Answers"), "integer"),
            (_("Recommend us (9-10)"), "share"),
            (_("In between (7-8)"), "share"),
            (_("Do not (0-6)"), "share"),
            (_("Net promoter score"), "integer"),
        ]

    def _row(self, label, row):
        answers = row["answers"]
        return [
            label,
            answers,
            *(100 * row[name] / answers for name in COUNTS[1:]),
            net_promoters(row["promoters"], row["detractors"], answers),
        ]

    def _grade_table(self, title, heading, rows, names):
        """The grades of groups, without those of which it would be known who gave them."""
        _ = self.env._
        by_key = {row["key"]: row for row in rows}
        told, rest = large_enough({key: row["answers"] for key, row in by_key.items()})
        lines = [self._row(names.get(key) or _("(not given)"), by_key[key]) for key in told]
        if rest:
            together = {name: sum(by_key[key][name] for key in rest) for name in COUNTS}
            lines.append(self._row(_("Other groups together"), together))
        return {
            "title": title,
            # Once is enough.
            "note": ""
            if heading
            else _(
                "The score is how many of a hundred recommend us (9 or 10) less how many do not "
                "(0 up to and including 6). Groups of fewer than %s answers are taken together.",
                SMALLEST,
            ),
            "columns": self._columns(heading),
            "rows": lines,
            "total": None,
        }

    def _quarter_table(self, rows):
        _ = self.env._
        names = {row["key"]: "{1}-{0}".format(*row["key"].split("-")) for row in rows}
        names = {key: _("quarter %s", name) for key, name in names.items()}
        table = self._grade_table(_("Per quarter"), _("Quarter"), rows, names)
        shown = [row for row in rows if row["answers"] >= SMALLEST]
        labels = {
            "promoters": _("Recommend us (9-10)"),
            "passives": _("In between (7-8)"),
            "detractors": _("Do not (0-6)"),
        }
        chart = stacked_columns(
            [names[row["key"]] for row in shown],
            [(labels[name], *look, [row[name] for row in shown]) for name, look in LOOKS.items()],
            lambda number: self._written(number, "integer"),
            _("Answers per quarter"),
        )
        return table | {"chart": Markup(chart)}

    def _text_table(self, texts):
        _ = self.env._
        return {
            "title": _("In their own words"),
            "note": _("The latest first; without who wrote it."),
            "columns": [(_("What can be better"), "text")],
            "rows": [[text] for text in texts],
            "total": None,
        }
