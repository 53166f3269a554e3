from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    merge_certain = fields.Boolean(
        string="Merge certain duplicates by itself",
        default=True,
        help="Pairs that can only be one person are merged without anyone looking. Every merge "
        "can be undone from the list of possible duplicates.",
    )
    compared_on = fields.Datetime(
        readonly=True, help="When changed customers were last compared with everyone."
    )
