from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """The mails of campaigns that a customer got."""

    _inherit = "res.partner"

    campaign_mail_count = fields.Integer(
        string="Number of campaign mails", compute="_compute_campaign_mail_count"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_campaign_mail_count(self):
        traces = self.env["mailing.trace"]
        found = {}
        if traces.has_access("read"):
            domain = [("partner_id", "in", self.ids)]
            found = dict(traces._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.campaign_mail_count = found.get(partner._origin, 0)

    def action_open_campaign_mails(self):
        """List the mails of campaigns to this customer; each tells why it came."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_customer_traces"
        )
        return action | {"domain": [("partner_id", "=", self.id)], "context": {}}

    def _why_verdict(self, mailing):
        """What the gate says of this customer and a mailing now.

        :return: why not, in the user's language; empty when the customer may be mailed
        """
        self.ensure_one()
        people = SQL("SELECT %s::integer AS id", self.id)
        self.env.cr.execute(mailing._verdict_query(people))
        reasons = [reason for _key, reason in self.env.cr.fetchall() if reason]
        labels = dict(self.env["mailing.trace"]._fields["refusal"]._description_selection(self.env))
        return labels.get(reasons[0], reasons[0]) if reasons else ""
