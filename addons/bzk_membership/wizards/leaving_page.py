from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import leaving_figures as figures

#: Years that can be looked back at most.
MOST_MONTHS = 60


class LeavingPage(models.TransientModel):
    """Retention signals tried on the library's own leavers: who had one, and did they leave?"""

    _name = "bzk.leaving.page"
    _inherit = "bzk.table.page"
    _description = "Retention signals looked back at"

    months = fields.Integer(
        string="Months back",
        required=True,
        default=12,
        help="Who had a signal so many months ago, and who of them left since.",
    )
    date_from = fields.Date(compute="_compute_dates", store=True, precompute=True)
    date_to = fields.Date(compute="_compute_dates", store=True, precompute=True)

    @api.depends("months")
    def _compute_dates(self):
        today = fields.Date.context_today(self)
        for page in self:
            page.date_to = today
            page.date_from = today - relativedelta(months=page._months_back())

    @api.constrains("months")
    def _check_months(self):
        for page in self:
            if page.months != page._months_back():
                raise ValidationError(self.env._("Look back between 1 and %s months.", MOST_MONTHS))

    def _months_back(self):
        """The months that were asked for, as far as they make sense."""
        return min(max(self.months, 1), MOST_MONTHS)

    @api.model
    def _chosen(self):
        return [*super()._chosen(), "months"]

    @api.model
    def _title(self):
        return self.env._("Retention signals looked back at")

    @api.model
    def _print_action(self):
        return "bzk_membership.action_print_leaving"

    def action_look_further(self):
        """Open the signals themselves."""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id("bzk_membership.action_leaving_signal")

    def _tables(self):
        self.ensure_one()
        self.env["bzk.leaving.signal"].check_access("read")
        self._check_library()
        self.env.flush_all()
        tables = [self._type_table()]
        for audience in ("adult", "youth"):
            tables.append(self._threshold_table(audience))
        return [*tables, self._leaver_table()]

    def _type_table(self):
        _ = self.env._
        rows = figures.by_type(self.env.cr, self.company_id.id, self.date_from, self.date_to)
        names = self._names("bzk.membership.type", rows, "type_id")
        lines = [[names.get(row["type_id"], ""), row["months"], *_outcome(row)] for row in rows]
        total = _sum(rows)
        return {
            "title": _("Who had a signal, and who left"),
            "note": _(
                "Members of the first day; left: up to and including the last. Only the day of the "
                "last loan is kept. Of who borrowed again since, it may not be known whether there "
                "was a signal then: as long as many are not known, the share that left after a "
                "signal is too high, because who came back is missing from it. From today on "
                "signals are written down, so after a year this table is exact. Who moved or died "
                "counts as having left."
            ),
            "columns": [
                (_("Membership type"), "text"),
                (_("Months"), "integer"),
                *self._outcome_columns(),
            ],
            "rows": lines,
            "total": [_("Total"), None, *_outcome(total)],
        }

    def _threshold_table(self, audience):
        _ = self.env._
        rows = figures.by_threshold(
            self.env.cr, self.company_id.id, self.date_from, self.date_to, audience
        )
        labels = dict(
            self.env["bzk.membership.type"]._fields["audience"]._description_selection(self.env)
        )
        return {
            "title": _("With other months: %s", labels[audience]),
            "note": _(
                "What a signal after so many months without a loan would have told. More months: "
                "fewer signals that are more often right, and fewer of the leavers seen in time."
            ),
            "columns": [(_("Months"), "integer"), *self._outcome_columns()],
            "rows": [[row["months"], *_outcome(row)] for row in rows],
            "total": None,
        }

    def _outcome_columns(self):
        _ = self.env._
        return [
            (_("Had a signal"), "integer"),
            (_("Of them left"), "percent"),
            (_("No signal"), "integer"),
            (_("Of them left"), "percent"),
            (_("Not known"), "integer"),
            (_("Times as often"), "decimal"),
            (_("Of all leavers seen"), "percent"),
        ]

    def _leaver_table(self):
        _ = self.env._
        rows = figures.before_leaving(self.env.cr, self.company_id.id, self.date_to)
        names = self._names("bzk.membership.type", rows, "type_id")
        keys = ("members", "never", "early", "half", "late")
        return {
            "title": _("How long leavers had not borrowed"),
            "note": _(
                "Who left in the last %s years. Half of those who ever borrowed stopped longer "
                "before leaving than the months in the middle.",
                figures.LEAVERS_YEARS,
            ),
            "columns": [
                (_("Membership type"), "text"),
                (_("Left"), "integer"),
                (_("% never borrowed"), "percent"),
                (_("A quarter under (months)"), "decimal"),
                (_("Half under (months)"), "decimal"),
                (_("Three quarters under (months)"), "decimal"),
            ],
            "rows": [
                [names.get(row["type_id"], ""), *(_float(row[key]) for key in keys)] for row in rows
            ],
            "total": None,
        }


def _float(value):
    return value if value is None or isinstance(value, int) else float(value)


def _sum(rows):
    keys = ("flagged", "flagged_gone", "clear", "clear_gone", "unknown", "unknown_gone")
    return {key: sum(row[key] for row in rows) for key in keys}


def _outcome(row):
    """The figures of one line, as :meth:`LeavingPage._outcome_columns` names them.

    Who left after a signal is compared with everybody else who was a member, known or not.
    """
    others = row["clear"] + row["unknown"]
    others_gone = row["clear_gone"] + row["unknown_gone"]
    rate, other_rate = _share(row["flagged_gone"], row["flagged"]), _share(others_gone, others)
    return [
        row["flagged"],
        rate,
        others - row["unknown"],
        _share(row["clear_gone"], row["clear"]),
        row["unknown"],
        rate / other_rate if rate is not None and other_rate else None,
        _share(row["flagged_gone"], row["flagged_gone"] + others_gone),
    ]


def _share(part, whole):
    return 100.0 * part / whole if whole else None
