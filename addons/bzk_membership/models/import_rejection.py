from odoo import api, models


class ImportRejection(models.Model):
    _inherit = "bzk.import.rejection"

    @api.model
    def _selection_code(self):
        _ = self.env._
        own = {
            "unknown_type": _("The library has no membership type with this code or name"),
            "no_type": _("The membership type is missing"),
            "unknown_reason": _("This reason for leaving is not known"),
            "end_before_start": _("The membership would end before it starts"),
        }
        return [*super()._selection_code(), *own.items()]
