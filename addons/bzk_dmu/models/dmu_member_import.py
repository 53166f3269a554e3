from odoo import fields, models


class DmuMember(models.Model):
    """A function that a list named and nobody knew."""

    _inherit = "bzk.dmu.member"

    function_text = fields.Char(
        string="Function in the list",
        help="As a list that was imported called the function. Choose the function it stands for, "
        "or add this as another name of a function.",
    )
