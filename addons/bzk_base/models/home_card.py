from ast import literal_eval

from odoo import api, fields, models


class HomeCard(models.Model):
    """A card on the home screen: one thing a role may want to do now, with how many wait."""

    _name = "bzk.home.card"
    _description = "Home screen card"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True)
    button_label = fields.Char(required=True, translate=True, default="Open")
    icon = fields.Char(default="fa-arrow-right", help="Font Awesome class.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_ids = fields.Many2many("res.groups", string="Roles")
    action_id = fields.Many2one("ir.actions.act_window", string="Window", ondelete="cascade")
    client_action_id = fields.Many2one(
        "ir.actions.client", string="Screen", ondelete="cascade", help="A screen without a list."
    )
    action_context = fields.Char(default="{}", help="Extra context, such as default filters.")
    count_model = fields.Char(help="Model whose records are counted; empty for no number.")
    count_domain = fields.Char(default="[]")
    count = fields.Integer(compute="_compute_count")
    hide_when_zero = fields.Boolean(help="Show the card only when something waits.")

    _one_action = models.Constraint(
        "CHECK(num_nonnulls(action_id, client_action_id) = 1)",
        "A card opens either a window or a screen.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        for card in self:
            model = self.env.get(card.count_model or "")
            if model is None or not model.has_access("read"):
                card.count = 0
                continue
            card.count = model.search_count(literal_eval(card.count_domain or "[]"))

    @api.model
    def action_home(self):
        """Open the cards that the user's role may act on and that have something to say."""
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_home")
        cards = self.search(
            ["|", ("group_ids", "=", False), ("group_ids", "in", self.env.user.all_group_ids.ids)]
        )
        shown = cards.filtered(lambda card: not card.hide_when_zero or card.count)
        action["domain"] = [("id", "in", shown.ids)]
        return action

    def action_open(self):
        """Open what the card is about."""
        self.ensure_one()
        action = (self.action_id or self.client_action_id)._get_action_dict()
        context = literal_eval(action["context"]) if action.get("context") else {}
        action["context"] = {**context, **literal_eval(self.action_context or "{}")}
        return action
