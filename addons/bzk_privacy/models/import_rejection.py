from odoo import api, models
from odoo.exceptions import UserError


class ImportRejection(models.Model):
    _inherit = "bzk.import.rejection"

    @api.model
    def _selection_code(self):
        own = self.env._("This person was erased; the source still names them")
        return [*super()._selection_code(), ("erased", own)]

    def action_take_in_again(self):
        """Let an erased number be imported again: the person came back, or it is someone else's.

        :raises UserError: when none of these was refused for that
        """
        erased = self.filtered(lambda item: item.code == "erased" and item.state == "open")
        if not erased:
            raise UserError(self.env._("None of these rows is of a person who was erased."))
        self.check_access("write")
        digest = self.env["bzk.erased.key"]._digester()
        for rejection in erased:
            source = rejection.run_id.source_id
            # sudo: prints are nobody's to change; who may mend this row may let the person in.
            self.env["bzk.erased.key"].sudo().search(
                [
                    ("source_id", "=", source.id),
                    ("digest", "=", digest("key", str(source.id), rejection.key)),
                ]
            ).unlink()
        erased.state = "replayed"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("They are taken in with the next file of the source."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
