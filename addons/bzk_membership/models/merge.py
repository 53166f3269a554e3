from odoo import models


class Merge(models.Model):
    """Undoing a merge lets memberships that came in since go with their key."""

    _inherit = "bzk.merge"

    def _follow_back(self):
        """Move memberships that an import made after the merge to whom their key belongs to."""
        # The customers were checked; memberships are an import's to write.
        memberships = self.env["bzk.membership"].sudo().with_context(active_test=False)
        astray = memberships.search(
            [
                ("partner_id", "=", self.target_id.id),
                ("external_id_id.partner_id", "=", self.source_id.id),
            ]
        )
        astray._move_to(self.source_id)
        return super()._follow_back()
