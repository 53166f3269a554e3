from odoo import models


class IrUiMenu(models.Model):
    """No reason to forget every cache when nothing was written.

    A merge of customers writes to whatever refers to them, here nearly always to nothing; core
    would still make each worker of the server begin anew.
    """

    _inherit = "ir.ui.menu"

    def write(self, vals):
        return super().write(vals) if self else True
