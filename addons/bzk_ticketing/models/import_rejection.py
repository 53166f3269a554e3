from odoo import api, models


class ImportRejection(models.Model):
    _inherit = "bzk.import.rejection"

    @api.model
    def _selection_code(self):
        _ = self.env._
        own = {
            "bad_time": _("Not a time of the day"),
            "no_begin": _("It is not told when the activity begins"),
            "no_activity_name": _("The activity has no name"),
            "end_before_begin": _("The activity would end before it begins"),
            "unknown_theme": _("The library has no theme with this code or name"),
            "unknown_audience": _("The library has no audience with this code or name"),
            "unknown_kind": _("The library has no kind of activity with this name"),
            "unknown_price_model": _("Not free, paid or pay what you want"),
            "unknown_state": _("This state of an order or ticket is not known"),
            "unknown_activity": _(
                "The activity is not known; import the activities first, or give its name and date"
            ),
        }
        return [*super()._selection_code(), *own.items()]
