from odoo import fields, models


class ResPartner(models.Model):
    """An organisation with what schools have, or a person with their places at organisations."""

    _inherit = "res.partner"

    relation_ids = fields.One2many("bzk.relation", "partner_id", string="Relations")
    dmu_member_ids = fields.One2many("bzk.dmu.member", "partner_id", string="Functions")
    brin = fields.Char(
        string="BRIN",
        index="btree_not_null",
        help="The ministry's number of a school with that of its branch, such as 16DA00.",
    )
    coc_number = fields.Char(
        string="Chamber of commerce", index="btree_not_null", help="Eight digits."
    )
    school_type = fields.Char(help="Such as basisschool, vmbo-t or havo/vwo.")
    denomination = fields.Char(help="Such as public, Catholic or Montessori.")
    pupil_count = fields.Integer(string="Pupils")
    municipality = fields.Char()
