from odoo import fields, models


class Relation(models.Model):
    """A relation that has gone up in another says where everything is."""

    _inherit = "bzk.relation"

    merged_into_id = fields.Many2one(
        "bzk.relation",
        string="Gone up in",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )

    def _ancestors(self):
        """The relations of which this one is a part, directly or by way of another."""
        self.ensure_one()
        ids = [int(part) for part in (self.parent_path or "").split("/") if part]
        return self.browse(ids) - self

    def _standing(self):
        """The relation that stands for this one now: itself, or what it has gone up in."""
        self.ensure_one()
        relation, seen = self, self
        while relation.merged_into_id and relation.merged_into_id not in seen:
            relation = relation.merged_into_id
            seen |= relation
        return relation

    def action_undo_merge(self):
        """Take back that the relation has gone up in another."""
        self.ensure_one()
        merges = self.env["bzk.relation.merge"]
        return merges.search(
            [("source_id", "=", self.id), ("state", "=", "done")], limit=1
        ).action_undo()

    def action_join(self):
        """Join two organisations that are one."""
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_relation_join")
        action["context"] = {"default_relation_ids": self.ids}
        return action
