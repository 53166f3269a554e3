from odoo import models

from .agreement import SHARED


class MailActivity(models.Model):
    """What is done with an activity that was agreed on is done with the agreement."""

    _inherit = "mail.activity"

    def write(self, vals):
        result = super().write(vals)
        names = {theirs: ours for ours, theirs in SHARED.items() if theirs in vals}
        if self.env.context.get("agreement_follows") or not (names or "active" in vals):
            return result
        # sudo: who does what was agreed need not be one who keeps relations.
        agreements = (
            self.env["bzk.agreement"]
            .sudo()
            .with_context(agreement_follows=True)
            .search([("activity_id", "in", self.ids)])
        )
        for agreement in agreements:
            values = {ours: vals[theirs] for theirs, ours in names.items() if vals[theirs]}
            if "active" in vals:
                values["done"] = not vals["active"]
            if values:
                agreement.write(values)
        return result
