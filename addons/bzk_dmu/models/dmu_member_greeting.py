from odoo import api, fields, models


class DmuMember(models.Model):
    """How somebody is addressed at this organisation."""

    _inherit = "bzk.dmu.member"

    salutation = fields.Char(compute="_compute_salutation")

    @api.depends("partner_id.relation_salutation", "relation_id.group_id.formal")
    def _compute_salutation(self):
        for member in self:
            member.salutation = member.partner_id._salutation(member.relation_id.group_id.formal)
