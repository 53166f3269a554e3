from odoo import api, fields, models


class ResPartner(models.Model):
    """In which segments a customer is, and why."""

    _inherit = "res.partner"

    segment_why = fields.Char(
        string="Why in it",
        compute="_compute_segment_why",
        help="Why this customer is in the segment that is looked at.",
    )

    @api.depends_context("why_segment_id", "lang", "uid", "allowed_company_ids")
    def _compute_segment_why(self):
        """Tell of the segment in the context, which the user must be able to read."""
        segment = self.env["mailing.filter"].browse(self.env.context.get("why_segment_id")).exists()
        segment.check_access("read")
        for partner in self:
            _within, sentences = segment._why(partner) if segment else (False, [])
            partner.segment_why = " · ".join(sentences)

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
