from dateutil.relativedelta import relativedelta
from markupsafe import Markup
from odoo import api, fields, models

from odoo.addons.bzk_base.printing.chart import stacked_columns

from . import campaign_figures as figures


class CampaignPage(models.TransientModel):
    """What became of the mails of a library: of all in a period, of one, or of a journey."""

    _name = "bzk.campaign.page"
    _inherit = "bzk.table.page"
    _description = "Results of campaigns"

    date_from = fields.Date(
        default=lambda self: fields.Date.context_today(self) - relativedelta(months=12),
        help="Days on which mails were sent. One mail or journey is shown with all its days.",
    )
    mailing_id = fields.Many2one(
        "mailing.mailing",
        string="Mail",
        check_company=True,
        domain="[('mailing_model_name', '=', 'res.partner'), ('for_journey', '=', False)]",
        help="Empty for all mails of the period.",
    )
    journey_id = fields.Many2one(
        "bzk.journey", check_company=True, domain="[('company_id', '!=', False)]"
    )

    @api.model
    def _chosen(self):
        return [*super()._chosen(), "mailing_id", "journey_id"]

    @api.onchange("mailing_id")
    def _onchange_mailing_id(self):
        if self.mailing_id:
            self.journey_id = False

    @api.onchange("journey_id")
    def _onchange_journey_id(self):
        if self.journey_id:
            self.mailing_id = False

    @api.model
    def _open(self, values):
        """Open the page about something.

        :param dict values: of the page
        """
        page = self.create(values)
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": page.id,
            "views": [(False, "form")],
        }

    def action_look_further(self):
        """Open the same figures in a pivot table, to turn and sort them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_campaign_results"
        )
        domain = [("date", ">=", str(self.date_from)), ("date", "<=", str(self.date_to))]
        if self.mailing_id:
            domain = [("mailing_id", "=", self.mailing_id.id)]
        elif self.journey_id:
            domain = [("journey_id", "=", self.journey_id.id)]
        return action | {"domain": domain}

    @api.model
    def _title(self):
        return self.env._("Results of campaigns")

    @api.model
    def _print_action(self):
        return "bzk_campaigns.action_print_campaigns"

    def _subtitle(self):
        about = self.mailing_id.subject or self.journey_id.name
        return f"{self.company_id.name}, {about}" if about else super()._subtitle()

    def _tables(self):
        self.ensure_one()
        if not (self.date_from and self.date_to):
            return []
        self.env["bzk.campaign.result"].check_access("read")
        self._check_library()
        for about in (self.mailing_id, self.journey_id):
            about.check_access("read")
        self.env.flush_all()
        found = figures.results(
            self.env,
            self.company_id.id,
            self.date_from,
            self.date_to,
            self.mailing_id.id,
            self.journey_id.id,
        )
        if self.mailing_id:
            return self._mailing_tables(found)
        if self.journey_id:
            return self._journey_tables(found)
        return self._period_tables(found)

    def _period_tables(self, found):
        """All mails of a period: per month, newsletters, journeys, branches, purposes."""
        _ = self.env._
        journeys = [row for row in found["journey_id"] if row["key"]]
        of_journeys = {row["key"] for row in found["step_id"] if row["key"]}
        steps = self.env["bzk.journey.step"].sudo().browse(of_journeys)
        newsletters = [row for row in found["mailing_id"] if row["key"] not in steps.mailing_id.ids]
        return [
            self._month_table(found),
            self._count_table(
                _("Newsletters"),
                _("Mail"),
                "mailing.mailing",
                newsletters,
                self._count_note(),
            ),
            self._count_table(_("Journeys"), _("Journey"), "bzk.journey", journeys),
            self._count_table(
                _("By branch of the reader"), _("Branch"), "bzk.branch", found["branch_id"]
            ),
            self._count_table(
                _("By purpose"), _("Purpose"), "bzk.consent.purpose", found["purpose_id"]
            ),
        ]

    def _mailing_tables(self, found):
        """One mail: a funnel, its links, the branches, and what it changed."""
        return [
            self._funnel_table(found),
            *self._refusal_tables(),
            self._link_table(found),
            self._machine_table(),
            self._count_table(
                self.env._("By branch of the reader"),
                self.env._("Branch"),
                "bzk.branch",
                found["branch_id"],
            ),
            *self._effect_tables(),
        ]

    def _journey_tables(self, found):
        """One journey: who travels it, each step, and what it changed."""
        _ = self.env._
        order = {step.id: place for place, step in enumerate(self.journey_id.step_ids)}
        rows = sorted(found["step_id"], key=lambda row: order.get(row["key"], len(order)))
        return [
            self._traveller_table(),
            self._count_table(
                _("Mail of each step"),
                _("Step"),
                "bzk.journey.step",
                rows,
                self._count_note(),
            ),
            self._count_table(
                _("By branch of the reader"), _("Branch"), "bzk.branch", found["branch_id"]
            ),
            *self._effect_tables(),
        ]

    def _month_table(self, found):
        _ = self.env._
        by_month = {}
        for row in found["month"]:
            month, newsletter = row["key"]
            if month:
                by_month.setdefault(month, {})[newsletter] = row["delivered"]
        months = sorted(by_month)
        columns = [[by_month[month].get(kind, 0) for month in months] for kind in (True, False)]
        labels = [month.strftime("%m-%Y") for month in months]
        chart = stacked_columns(
            labels,
            [
                (_("Newsletters"), "#1f5673", "", columns[0]),
                (_("Journeys"), "#d98e04", "hatched", columns[1]),
            ],
            lambda number: self._written(number, "integer"),
            _("Mails delivered per month"),
        )
        return {
            "title": _("Mails delivered per month"),
            "note": "",
            "chart": Markup(chart),
            "columns": [
                (_("Month"), "text"),
                (_("Newsletters"), "integer"),
                (_("Journeys"), "integer"),
            ],
            "rows": [list(row) for row in zip(labels, *columns, strict=True)],
            "total": None,
        }

    def _count_columns(self, heading):
        _ = self.env._
        return [
            (heading, "text"),
            (_("Sent"), "integer"),
            (_("Delivered"), "percent"),
            (_("Address does not exist"), "integer"),
            (_("Not delivered this time"), "integer"),
            (_("Opening is measured"), "integer"),
            (_("Opened"), "percent"),
            (_("Followed a link"), "percent"),
            (_("Unsubscribed"), "integer"),
            (_("Reported as spam"), "integer"),
        ]

    def _count_row(self, label, row):
        return [
            label,
            row["sent"],
            _share(row["delivered"], row["sent"]),
            row["hard"],
            row["soft"],
            row["measured"],
            _share(row["opened"], row["measured"]),
            _share(row["clicked"], row["delivered"]),
            row["unsubscribed"],
            row["complaints"],
        ]

    def _count_note(self):
        return self.env._(
            "Opened is a share of the mails of which that is measured; followed a link is one of "
            "what was delivered, without programs that check mails."
        )

    def _count_table(self, title, heading, model, rows, note=""):
        """The results of whatever the rows are about.

        :param str model: of what ``key`` is the id
        """
        _ = self.env._
        # sudo: the name of what a figure is about, which is of this library.
        records = self.env[model].sudo().browse(row["key"] for row in rows if row["key"])
        names = {record.id: self._label_of(record) for record in records}
        rows = [row for row in rows if row["sent"]]
        total = {
            name: sum(row[name] for row in rows)
            for name in (rows[0] if rows else ())
            if name in figures.COUNTS
        }
        return {
            "title": title,
            "note": note,
            "columns": self._count_columns(heading),
            "rows": [
                self._count_row(names.get(row["key"]) or _("(not given)"), row) for row in rows
            ],
            "total": self._count_row(_("Total"), total) if len(rows) > 1 else None,
        }

    def _label_of(self, record):
        if record._name == "mailing.mailing":
            day = fields.Datetime.context_timestamp(
                self, record.sent_date or record.create_date
            ).strftime("%d-%m-%Y")
            return f"{record.subject} ({day})"
        return record.display_name


def _share(number, whole):
    """A percentage, or nothing when there is nothing to take it of."""
    return 100 * number / whole if whole else None
