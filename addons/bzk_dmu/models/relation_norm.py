from odoo import Command, api, fields, models


class RelationNorm(models.Model):
    """What one library wants to know of the organisations of a group that all libraries have."""

    _name = "bzk.relation.norm"
    _inherit = "bzk.library.guard"
    _description = "What must be known of a group"
    _rec_name = "group_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    group_id = fields.Many2one(
        "bzk.relation.group",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    role_ids = fields.Many2many("bzk.dmu.role", string="Roles that must be known")
    silent_months = fields.Integer(
        string="Too long without contact",
        help="In months; longer without contact counts as a gap. 0 for never.",
    )

    _company_group_uniq = models.Constraint(
        "UNIQUE(company_id, group_id)", "The library has its own rule for this group already."
    )
    _silence_not_negative = models.Constraint(
        "CHECK(silent_months >= 0)", "A number of months is not below zero."
    )

    def action_drop(self):
        """Go back to what holds for all libraries."""
        self.unlink()
        return {"type": "ir.actions.act_window_close"}


class RelationGroup(models.Model):
    """A group, with what the library at work wants to know of its organisations."""

    _inherit = "bzk.relation.group"

    norm_id = fields.Many2one(
        "bzk.relation.norm", string="Own rule", compute="_compute_norm", compute_sudo=False
    )
    needed_role_ids = fields.Many2many(
        "bzk.dmu.role", string="Roles we must know", compute="_compute_norm", compute_sudo=False
    )
    needed_months = fields.Integer(
        string="Months without contact", compute="_compute_norm", compute_sudo=False
    )

    @api.depends("role_ids", "silent_months")
    @api.depends_context("company")
    def _compute_norm(self):
        norms = (
            self.env["bzk.relation.norm"]
            .search([("group_id", "in", self.ids), ("company_id", "=", self.env.company.id)])
            .grouped("group_id")
        )
        for group in self:
            norm = norms.get(group._origin)
            group.norm_id = norm
            group.needed_role_ids = (norm or group).role_ids
            group.needed_months = (norm or group).silent_months

    def action_own_norm(self):
        """Let the library want something else than all libraries do."""
        self.ensure_one()
        norm = self.norm_id or self.env["bzk.relation.norm"].create(
            {
                "group_id": self.id,
                "role_ids": [Command.set(self.role_ids.ids)],
                "silent_months": self.silent_months,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%s at our library", self.name),
            "res_model": "bzk.relation.norm",
            "res_id": norm.id,
            "views": [(False, "form")],
            "target": "new",
        }
