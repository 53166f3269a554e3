from odoo import api, models


class ImportRejection(models.Model):
    """Reasons for refusing what a list says of an organisation or its people."""

    _inherit = "bzk.import.rejection"

    @api.model
    def _selection_code(self):
        _ = self.env._
        own = {
            "bad_brin": _("Not a BRIN with the number of the branch, such as 16DA00"),
            "bad_coc": _("Not a number of the chamber of commerce: eight digits"),
            "bad_board": _("Not a number of a school board: five digits"),
            "bad_website": _("Not a website"),
            "unknown_group": _("The library has no group of relations with this name"),
            "unknown_owner": _("The library has no colleague with this name or login"),
            "no_organisation": _("It is not told at which organisation"),
            "several_organisations": _(
                "More than one organisation fits: write its full name or number, or join them first"
            ),
            "only_name": _("Only a name stands here: a heading or a note, it seems"),
            "no_person": _("There is a function or role, but nobody who has it"),
            "unknown_function": _("Not a known function; it is kept as text with the person"),
            "unknown_role": _("Not a known role"),
            "unknown_class": _("Not a class: A, B or C"),
        }
        return [*super()._selection_code(), *own.items()]
