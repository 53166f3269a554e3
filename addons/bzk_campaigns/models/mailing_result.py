from odoo import api, fields, models
from odoo.tools import SQL

#: What a list of mails shows of their results.
SHOWN = ("sent", "delivered_rate", "opened_rate", "clicked_rate", "unsubscribed", "complaints")


class CampaignResultMixin(models.AbstractModel):
    """Results of a mail beside the mail, or beside the step of a journey that sends it."""

    _name = "bzk.campaign.result.mixin"
    _description = "Results beside a mail"

    result_sent = fields.Integer(string="Mails sent", compute="_compute_results")
    result_delivered_rate = fields.Float(
        string="% delivered", compute="_compute_results", digits=(16, 1), aggregator=None
    )
    result_measured = fields.Integer(string="Opening is measured", compute="_compute_results")
    result_opened_rate = fields.Float(
        string="% opened",
        compute="_compute_results",
        digits=(16, 1),
        aggregator=None,
        help="Of those who agreed that it is measured.",
    )
    result_clicked_rate = fields.Float(
        string="% followed a link", compute="_compute_results", digits=(16, 1), aggregator=None
    )
    result_unsubscribed = fields.Integer(string="Unsubscribed", compute="_compute_results")
    result_complaints = fields.Integer(string="Reported as spam", compute="_compute_results")

    #: Field of the results by which they belong to these records.
    _result_key = "mailing_id"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_results(self):
        """One query for all mails that are shown."""
        results, found = self.env["bzk.campaign.result"], {}
        names = ["measured", *SHOWN]
        if results.has_access("read"):
            rows = results._read_group(
                [(self._result_key, "in", self.ids)],
                [self._result_key],
                [f"{name}:{'avg' if name.endswith('_rate') else 'sum'}" for name in names],
            )
            found = {row[0].id: dict(zip(names, row[1:], strict=True)) for row in rows}
        for record in self:
            values = found.get(record._origin.id, {})
            for name in names:
                record[f"result_{name}"] = values.get(name) or 0


class MailingMailing(models.Model):
    """Results of a mailing."""

    _name = "mailing.mailing"
    _inherit = ["mailing.mailing", "bzk.campaign.result.mixin"]

    def _watched(self, readers):
        """Remember of a mail that goes out whether it tells that it was opened."""
        watched = super()._watched(readers)
        if watched:
            # What is only looked at again, or tried out, is not under way.
            self.env.cr.execute(
                SQL(
                    "UPDATE mailing_trace SET tracked = TRUE"
                    " WHERE id = ANY(%s) AND trace_status = 'process' AND tracked IS NOT TRUE",
                    [trace.id for trace in watched if trace],
                )
            )
            self.env["mailing.trace"].invalidate_model(["tracked"], flush=False)
        return watched

    def action_results(self):
        """Show what became of this mail, with a funnel, the links and the branches."""
        self.ensure_one()
        return self.env["bzk.campaign.page"]._open(
            {"mailing_id": self.id, "company_id": self.company_id.id}
        )


class JourneyStep(models.Model):
    """Results of the mail of a step."""

    _name = "bzk.journey.step"
    _inherit = ["bzk.journey.step", "bzk.campaign.result.mixin"]
    _result_key = "step_id"


class Journey(models.Model):
    """Results of a journey."""

    _inherit = "bzk.journey"

    def action_results(self):
        """Show the results of every step, and what the journey changed."""
        self.ensure_one()
        return self.env["bzk.campaign.page"]._open(
            {"journey_id": self.id, "company_id": self.company_id.id}
        )
