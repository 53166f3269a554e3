from odoo import api, fields, models

from ..organisations import web_domain


class ResPartner(models.Model):
    """By what an organisation is recognised in files and while somebody types it."""

    _inherit = "res.partner"

    web_domain = fields.Char(
        compute="_compute_web_domain",
        store=True,
        index="btree_not_null",
        help="Of the website, or of the e-mail address when that is the organisation's own.",
    )

    @api.depends("is_company", "website", "email")
    def _compute_web_domain(self):
        for partner in self:
            partner.web_domain = partner.is_company and web_domain(partner.website, partner.email)
