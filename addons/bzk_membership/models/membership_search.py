from odoo import api, fields, models
from odoo.fields import Domain


class Membership(models.Model):
    """Members are found as customers are."""

    _inherit = "bzk.membership"

    find = fields.Char(
        string="Member",
        compute="_compute_find",
        search="_search_find",
        help="Name, membership number, e-mail, phone, or postcode and house number.",
    )

    def _compute_find(self):
        for membership in self:
            membership.find = membership.display_name

    @api.model
    def _search_find(self, operator, value):
        """Find by whatever a customer is found by.

        Customers are looked up first and their memberships after: left to itself, the database
        walks the list in its order until it has found eighty, which takes seconds when the name
        is rare.
        """
        partners = self.env["res.partner"].with_context(active_test=False)
        domain = partners._search_find(operator, value)
        if domain is NotImplemented:
            return NotImplemented
        if domain.is_true():
            return domain
        return Domain("partner_id", "in", partners.search(domain, order="id").ids)
