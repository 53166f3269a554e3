from odoo import fields, models

from .education_order import BINDING


class Relation(models.Model):
    """What an organisation takes of the library's education programmes."""

    _inherit = "bzk.relation"

    education_order_ids = fields.One2many(
        "bzk.education.order", "relation_id", string="Education programmes"
    )
    education_count = fields.Integer(
        string="Programmes this year",
        compute="_compute_education_count",
        help="Ordered for this school year, by the organisation and its parts.",
    )
    koha_code = fields.Char(
        string="Code in Koha",
        copy=False,
        help="Under which the school library stands in Koha (branchcode). Files from Koha or the "
        "ordering system are matched by it.",
    )

    _company_koha_uniq = models.UniqueIndex(
        "(company_id, lower(koha_code)) WHERE koha_code IS NOT NULL",
        "Another organisation has this code in Koha already.",
    )

    def _compute_education_count(self):
        """Count for boards what their schools ordered."""
        self.education_count = 0
        ids = [relation_id for relation_id in self._origin.ids if relation_id]
        if not ids or not self.env["bzk.education.order"].has_access("read"):
            return
        counted = self.env["bzk.education.order"]._read_group(
            [
                ("relation_id", "child_of", ids),
                ("period", "=", "this"),
                ("state", "in", BINDING),
            ],
            ["relation_id"],
            ["__count"],
        )
        for relation in self:
            path = relation._origin.parent_path
            relation.education_count = path and sum(
                count for part, count in counted if part.parent_path.startswith(path)
            )

    def action_open_education(self):
        """Show what the organisation and its parts ordered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_education_orders")
        return action | {
            "domain": [("relation_id", "child_of", self.ids)],
            "context": {"default_relation_id": self.id, "search_default_group_year": 1},
        }
