from odoo import api, fields, models


class Relation(models.Model):
    """The chances at an organisation."""

    _inherit = "bzk.relation"

    lead_ids = fields.One2many("crm.lead", "relation_id", string="Chances")
    lead_count = fields.Integer(
        compute="_compute_lead_count", groups="bzk_base.group_relations", string="Number of chances"
    )

    @api.depends("lead_ids")
    def _compute_lead_count(self):
        counts = dict(
            self.env["crm.lead"]
            .with_context(active_test=False)
            ._read_group([("relation_id", "in", self.ids)], ["relation_id"], ["__count"])
        )
        for relation in self:
            relation.lead_count = counts.get(relation._origin, 0)

    def action_open_leads(self):
        """Show every chance at this organisation, also those that were lost."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_leads")
        name = self.env._("Chances at %s", self.name)
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("relation_id", "=", self.id)],
            "views": [(False, "list"), (False, "form")],
            "context": {"default_relation_id": self.id, "active_test": False},
        }
