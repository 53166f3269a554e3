from odoo import api, fields, models
from odoo.exceptions import UserError

#: Relations that the message to the new owner names.
NAMED = 20


class RelationHandOver(models.TransientModel):
    """Gives relations another owner: those that were chosen, or all of a colleague who leaves."""

    _name = "bzk.relation.hand.over"
    _inherit = "bzk.library.guard"
    _description = "Hand relations over"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, default=lambda self: self.env.company
    )
    from_user_id = fields.Many2one(
        "res.users",
        string="From",
        domain="[('share', '=', False)]",
        help="All relations of this colleague, also archived ones.",
    )
    relation_ids = fields.Many2many(
        "bzk.relation",
        string="Relations",
        compute="_compute_relation_ids",
        context={"active_test": False},
        store=True,
        readonly=False,
        check_company=True,
    )
    to_user_id = fields.Many2one(
        "res.users",
        string="To",
        required=True,
        domain="[('share', '=', False)]",
        check_company=True,
    )
    with_activities = fields.Boolean(
        string="Open activities and agreements too",
        default=True,
        help="Those with these relations that their owner has.",
    )
    relation_count = fields.Integer(compute="_compute_counts", string="Number of relations")
    activity_count = fields.Integer(compute="_compute_counts", string="Open activities")
    appointment_count = fields.Integer(
        compute="_compute_counts",
        string="Coming appointments",
        help="They stay whose they are: somebody has to arrange who goes.",
    )

    @api.depends("from_user_id", "company_id")
    def _compute_relation_ids(self):
        for wizard in self:
            if wizard.from_user_id:
                wizard.relation_ids = (
                    self.env["bzk.relation"]
                    .with_context(active_test=False)
                    .search(
                        [
                            ("user_id", "=", wizard.from_user_id.id),
                            ("company_id", "=", wizard.company_id.id),
                        ]
                    )
                )

    @api.depends("relation_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.relation_count = len(wizard.relation_ids)
            wizard.activity_count = len(wizard._activities())
            wizard.appointment_count = self.env["calendar.event"].search_count(
                [
                    ("relation_id", "in", wizard.relation_ids.ids),
                    ("start", ">=", fields.Datetime.now()),
                ]
            )

    def _activities(self):
        """Open activities on the relations, of who has them now."""
        relations = self.relation_ids
        owners = self.from_user_id or relations.user_id
        # sudo: activities of colleagues; the relations themselves were read with the user's rights.
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "bzk.relation"),
                    ("res_id", "in", relations.ids),
                    ("user_id", "in", owners.ids),
                ]
            )
        )

    def action_hand_over(self):
        """Write the new owner, and tell how many relations got it.

        :raises UserError: when nothing is chosen, or the new owner does not keep relations
        """
        self.ensure_one()
        relations = self.relation_ids
        if not relations:
            raise UserError(self.env._("There is no relation to hand over."))
        relations.check_access("write")
        # sudo: whether a colleague keeps relations is not for everybody to read.
        if not self.to_user_id.sudo().has_group("bzk_base.group_relations"):
            raise UserError(
                self.env._(
                    "%s does not keep relations: an administrator gives that role.",
                    self.to_user_id.name,
                )
            )
        activities = self._activities() if self.with_activities else self.env["mail.activity"]
        agreements = self.env["bzk.agreement"].search(
            [
                ("relation_id", "in", relations.ids),
                ("done", "=", False),
                ("user_id", "in", (self.from_user_id or relations.user_id).ids),
            ]
        )
        relations.with_context(mail_auto_subscribe_no_notify=True).user_id = self.to_user_id
        if self.with_activities:
            activities.with_context(
                mail_activity_quick_update=True, agreement_follows=True
            ).user_id = self.to_user_id
            agreements.with_context(agreement_follows=True).user_id = self.to_user_id
        self._tell(relations)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s relations are now of %(name)s.",
                    count=len(relations),
                    name=self.to_user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _tell(self, relations):
        """Let the new owner know, in one message however many relations there are."""
        if self.to_user_id == self.env.user:
            return
        self.env["mail.thread"].message_notify(
            partner_ids=self.to_user_id.sudo().partner_id.ids,  # sudo: whom to tell
            subject=self.env._("Relations handed over to you"),
            body=self.env._(
                "%(count)s relations are now yours: %(names)s",
                count=len(relations),
                names=", ".join(relations[:NAMED].mapped("name")),
            ),
        )
