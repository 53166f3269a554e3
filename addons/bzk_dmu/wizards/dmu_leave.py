from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class DmuLeave(models.TransientModel):
    """Somebody leaves: the place stays in the history, and a successor takes over."""

    _name = "bzk.dmu.leave"
    _inherit = "bzk.library.guard"
    _description = "Somebody leaves"

    member_id = fields.Many2one(
        "bzk.dmu.member", string="Who leaves", required=True, readonly=True, ondelete="cascade"
    )
    relation_id = fields.Many2one(related="member_id.relation_id")
    company_id = fields.Many2one(related="member_id.company_id")
    function_id = fields.Many2one(related="member_id.function_id")
    date = fields.Date(
        string="Last day", required=True, compute="_compute_date", store=True, readonly=False
    )
    successor = fields.Selection(
        [("known", "Somebody"), ("unknown", "Not known yet"), ("none", "Nobody")],
        string="Who comes instead",
        required=True,
        default="unknown",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Successor", domain="[('work_contact', '=', True)]"
    )
    take_over = fields.Boolean(string="Takes over the roles", default=True)
    date_from = fields.Date(
        string="First day",
        compute="_compute_date_from",
        store=True,
        readonly=False,
        help="Of the successor.",
    )

    @api.depends("member_id")
    def _compute_date(self):
        """Today, or when somebody left whose successor is told now."""
        for wizard in self:
            wizard.date = wizard.member_id.date_to or fields.Date.context_today(self)

    @api.depends("date")
    def _compute_date_from(self):
        for wizard in self:
            wizard.date_from = wizard.date and wizard.date + timedelta(days=1)

    def action_leave(self):
        """End the place, and let the successor take over.

        :raises UserError: when the successor is missing or is who leaves
        """
        self.ensure_one()
        member = self.member_id
        if self.successor == "known" and not self.partner_id:
            raise UserError(self.env._("Choose who comes instead, or say that it is not known."))
        if self.successor == "known" and self.partner_id == member.partner_id:
            raise UserError(self.env._("Nobody succeeds themselves: choose somebody else."))
        values = {"date_to": self.date, "not_replaced": self.successor == "none"}
        if self.successor == "known":
            successor = self._successor()
            (member.subordinate_ids - successor).manager_id = successor
            if successor.manager_id == member:
                successor.manager_id = member.manager_id
            values["successor_id"] = successor.id
        member.write(values)
        return {"type": "ir.actions.act_window_close"}

    def _successor(self):
        """The place of who comes instead: the one they have in this function, or a new one."""
        member = self.member_id
        roles = member.role_ids if self.take_over else member.role_ids.browse()
        place = self.env["bzk.dmu.member"].search(
            [
                ("relation_id", "=", self.relation_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("function_id", "=", member.function_id.id),
                # Also one that begins later: somebody may have been told to come already.
                *("|", ("date_to", "=", False), ("date_to", ">", self.date)),
            ],
            limit=1,
        )
        if place:
            place.role_ids |= roles
            return place
        above = member.manager_id
        return self.env["bzk.dmu.member"].create(
            {
                "relation_id": self.relation_id.id,
                "partner_id": self.partner_id.id,
                "function_id": member.function_id.id,
                "department": member.department,
                "role_ids": [Command.set(roles.ids)],
                "manager_id": above.id if above.partner_id != self.partner_id else False,
                "date_from": self.date_from,
            }
        )
