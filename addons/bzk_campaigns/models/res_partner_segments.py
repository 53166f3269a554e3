from odoo import models


class ResPartner(models.Model):
    """In which segments a customer is, and why."""

    _inherit = "res.partner"

    def action_open_segments(self):
        """List the segments in which this customer is today, each with why."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_segments_of_customer"
        )
        name = self.env._("Segments of %s", self.name)
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("id", "in", self.env["mailing.filter"]._segments_of(self).ids)],
            "context": {"why_partner_id": self.id},
        }
