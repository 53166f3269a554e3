from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html_escape


class MailActivityPlan(models.Model):
    """A series of activities, of one library or for all of them."""

    _name = "mail.activity.plan"
    _inherit = ["bzk.library.guard", "mail.activity.plan"]

    name = fields.Char(translate=True)


class MailActivityPlanTemplate(models.Model):
    """An activity of a plan, which may be for whoever keeps the relation."""

    _name = "mail.activity.plan.template"
    _inherit = ["bzk.library.guard", "mail.activity.plan.template"]

    summary = fields.Char(translate=True)
    responsible_type = fields.Selection(
        selection_add=[("owner", "Owner of the relation")], ondelete={"owner": "cascade"}
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_owner_of_relation(self):
        for template in self:
            relations = template.plan_id.res_model == "bzk.relation"
            if template.responsible_type == "owner" and not relations:
                raise ValidationError(
                    self.env._("Only a plan for relations can leave it to the owner.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """Give it to the owner; to who launches the plan when there is none, with a warning."""
        if self.responsible_type != "owner":
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        owner = applied_on_record.user_id
        warning = not owner and self.env._(
            "%s has no owner: the activity is yours.", html_escape(applied_on_record.name)
        )
        return {"responsible": owner or self.env.user, "error": False, "warning": warning}
