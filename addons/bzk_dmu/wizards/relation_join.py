from odoo import api, fields, models
from odoo.exceptions import UserError


class RelationJoin(models.TransientModel):
    """Two organisations that are one: which stays?"""

    _name = "bzk.relation.join"
    _description = "Join two organisations"

    relation_ids = fields.Many2many("bzk.relation", string="Organisations", required=True)
    target_id = fields.Many2one(
        "bzk.relation",
        string="Organisation that stays",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', relation_ids)]",
    )
    same = fields.Selection(
        [
            ("same", "It is one organisation that was there twice"),
            ("successor", "One has closed and gone up in the other"),
        ],
        string="What happened",
        required=True,
        default="same",
    )
    summary = fields.Text(compute="_compute_summary", string="What moves")

    @api.depends("relation_ids")
    def _compute_target_id(self):
        """Propose the one of which most is known."""
        for wizard in self:
            wizard.target_id = wizard.target_id or max(
                wizard.relation_ids,
                key=lambda one: (len(one.member_ids) + len(one.report_ids), -one.id),
                default=self.env["bzk.relation"],
            )

    @api.depends("relation_ids", "target_id")
    def _compute_summary(self):
        for wizard in self:
            source = wizard.relation_ids - wizard.target_id
            if len(source) != 1:
                wizard.summary = False
                continue
            wizard.summary = self.env._(
                "%(people)s people and %(reports)s reports of %(source)s move to %(target)s, with "
                "its messages, plans, orders and parts. It stays, ended, and this can be undone.",
                people=len(source.member_ids),
                reports=len(source.report_ids),
                source=source.display_name,
                target=wizard.target_id.display_name,
            )

    def action_join(self):
        """Join them, and open the one that stays.

        :raises UserError: when not two organisations were chosen
        """
        self.ensure_one()
        source = self.relation_ids - self.target_id
        if len(self.relation_ids) != 2 or len(source) != 1:
            raise UserError(self.env._("Choose two organisations."))
        pairs = self.env["bzk.relation.pair"].search(
            [
                ("relation1_id", "in", self.relation_ids.ids),
                ("relation2_id", "in", self.relation_ids.ids),
                ("state", "=", "open"),
            ]
        )
        merges = self.env["bzk.relation.merge"]
        merges._merge(self.target_id, source, same=self.same == "same")
        # sudo: pairs are decided with buttons and not written by hand.
        pairs.sudo().write({"state": "joined", "decided_by_id": self.env.uid})
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.relation",
            "res_id": self.target_id.id,
            "views": [(False, "form")],
        }
