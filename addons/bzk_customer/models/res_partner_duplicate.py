from odoo import api, fields, models


class ResPartner(models.Model):
    """A customer who may be there twice."""

    _inherit = "res.partner"

    duplicate_names = fields.Char(
        string="May be the same person as",
        compute="_compute_duplicate_names",
        help="Customers with whom a data steward has to compare this one.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_duplicate_names(self):
        pairs = self.env["bzk.duplicate"]
        names = {}
        if pairs.has_access("read"):
            for pair in pairs.search(self._open_pairs_domain()):
                names.setdefault(pair.partner1_id.id, []).append(pair.partner2_id.name)
                names.setdefault(pair.partner2_id.id, []).append(pair.partner1_id.name)
        for partner in self:
            partner.duplicate_names = ", ".join(names.get(partner._origin.id, []))

    def _open_pairs_domain(self):
        return [
            ("state", "=", "open"),
            "|",
            ("partner1_id", "in", self.ids),
            ("partner2_id", "in", self.ids),
        ]

    def action_compare_duplicates(self):
        """Open the pairs with this customer in the work screen."""
        return self.env["bzk.duplicate"].search(self._open_pairs_domain()).action_work()

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            # sudo: whoever archives a customer need not be a data steward.
            self.env["bzk.duplicate"].sudo().search(self._open_pairs_domain()).unlink()
        return result
