from odoo import models


class ImportSubject(models.AbstractModel):
    """Whoever was erased stays so, whichever kind of file still names them."""

    _inherit = "bzk.import.subject"

    def _erased_keys(self, source, keys):
        return super()._erased_keys(source, keys) | self.env["bzk.erased.key"]._erased(source, keys)
