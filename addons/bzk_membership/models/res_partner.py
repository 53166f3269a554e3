from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """A customer with their memberships."""

    _inherit = "res.partner"

    membership_ids = fields.One2many("bzk.membership", "partner_id", string="Memberships")
    paid_membership_ids = fields.One2many(
        "bzk.membership", "payer_id", string="Pays for", help="Memberships that this customer pays."
    )
    membership_count = fields.Integer(string="Number of memberships", compute="_compute_membership")
    membership_id = fields.Many2one(
        "bzk.membership",
        compute="_compute_membership",
        search="_search_membership_id",
        help="The current membership, or else the last one.",
    )
    membership_number = fields.Char(
        related="membership_id.number", string="Membership number", search="_search_number"
    )
    membership_type_id = fields.Many2one(
        related="membership_id.type_id",
        string="Membership type",
        search="_search_membership_type_id",
    )
    membership_state = fields.Selection(
        related="membership_id.state", string="Member", search="_search_membership_state"
    )
    membership_payer_id = fields.Many2one(
        related="membership_id.payer_id", string="Membership paid by"
    )

    quiet_text = fields.Char(
        string="Retention signal",
        compute="_compute_quiet_text",
        help="Why this member may be on the way out: for how long nothing was borrowed.",
    )

    @api.depends("membership_ids.date_start", "membership_ids.date_end")
    def _compute_membership(self):
        rank = {"current": 0, "upcoming": 1, "ended": 2}
        for partner in self:
            memberships = partner.membership_ids
            partner.membership_count = len(memberships)
            # The order of the list puts the latest first, and sorting keeps that order.
            partner.membership_id = memberships.sorted(lambda item: rank[item.state])[:1]

    @api.depends("membership_id.last_loan_date", "membership_id.type_id.quiet_months")
    def _compute_quiet_text(self):
        """Say how long a current member has not borrowed, from the months set for the type on."""
        today = fields.Date.context_today(self)
        for partner in self:
            membership = partner.membership_id
            kind = membership.type_id
            since = membership.last_loan_date or membership.date_start
            partner.quiet_text = False
            if membership.state != "current" or not (kind.counts_loans and kind.quiet_months):
                continue
            if not since or since > today - relativedelta(months=kind.quiet_months):
                continue
            gone = relativedelta(today, since)
            months = 12 * gone.years + gone.months
            if membership.last_loan_date:
                partner.quiet_text = partner.env._("No loan for %s months", months)
            elif membership.never_borrowed:
                partner.quiet_text = partner.env._("Never borrowed in %s months", months)

    @api.model
    def _search_membership_id(self, operator, value):
        return Domain("membership_ids", operator, value)

    @api.model
    def _search_number(self, operator, value):
        return Domain("membership_ids.number", operator, value)

    @api.model
    def _search_membership_type_id(self, operator, value):
        """Customers with a current membership of the type."""
        current = Domain("state", "in", ["current"]) & Domain("type_id", operator, value)
        return Domain("membership_ids", "any", current)

    @api.model
    def _search_membership_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = [state for state in value if state]
        domain = Domain("membership_ids", "any", Domain("state", "in", states))
        if len(states) < len(value):
            domain |= Domain("membership_ids", "=", False)
        return domain

    @api.model
    def _member_periods(self):
        return SQL("SELECT partner_id, date_start, date_end FROM bzk_membership")

    def action_open_memberships(self):
        """Show the customer's memberships, or the membership when there is just one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_membership.action_membership_all"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        if self.membership_count == 1:
            form = self.env.ref("bzk_membership.view_membership_form")
            action.update(views=[(form.id, "form")], res_id=self.membership_ids.id)
        return action
