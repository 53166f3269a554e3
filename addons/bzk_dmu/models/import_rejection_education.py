from odoo import api, models


class ImportRejection(models.Model):
    """Reasons for refusing an order of an education programme."""

    _inherit = "bzk.import.rejection"

    @api.model
    def _selection_code(self):
        _ = self.env._
        own = {
            "no_school": _("It is not told which school ordered"),
            "unknown_school": _(
                "The school is not among the relations, or more than one could be meant; give its "
                "BRIN, or its name and town"
            ),
            "unknown_programme": _("The library has no programme with this name or code"),
            "no_school_year": _(
                "It is not told for which school year; add a column, or the year to the file's name"
            ),
            "bad_school_year": _("Not a school year, such as 2026-2027"),
            "unknown_order_state": _("Not proposed, ordered, delivered or cancelled"),
            "unknown_contact": _("Not a person known at the school; kept in the note"),
        }
        return [*super()._selection_code(), *own.items()]
