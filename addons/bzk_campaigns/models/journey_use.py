from odoo import models
from odoo.exceptions import UserError

from .journey_step_mail import NOTHING


class Journey(models.Model):
    """Beginning to use a ready journey, and copying one."""

    _inherit = "bzk.journey"

    def action_use(self):
        """Copy a ready journey into the library of the user, who then makes it their own.

        Segments are common and stay as they are: they find the own library's people by themselves.

        :return: action that opens the copy
        """
        self.ensure_one()
        self.check_access("read")
        if self.company_id:
            raise UserError(self.env._("This journey is of a library already."))
        # Texts are taken over in the language of the library's readers.
        lang = self.env.company.partner_id.lang or self.env.lang
        ready = self.with_context(lang=lang)
        journey = ready.copy(
            {"company_id": self.env.company.id, "name": ready.name, "user_id": self.env.uid}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": journey.id,
            "views": [(False, "form")],
        }

    def copy(self, default=None):
        """Copy journeys with their steps and the mails of those."""
        copies = super().copy(default)
        for journey, other in zip(self, copies, strict=True):
            for step, copied in zip(journey.step_ids, other.step_ids, strict=True):
                step._copy_mail(copied)
            # Translations are copied after the steps were made.
            other.step_ids.filtered("mailing_id").write(NOTHING)
        return copies

    def copy_data(self, default=None):
        """Name a copy as one, unless it is named otherwise."""
        values = super().copy_data(default)
        if "name" not in (default or {}):
            for journey, vals in zip(self, values, strict=True):
                vals["name"] = self.env._("%s (copy)", journey.name)
        return values
