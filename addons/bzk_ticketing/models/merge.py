from odoo import models


class Merge(models.Model):
    """Undoing a merge lets tickets that came in since go with their key."""

    _inherit = "bzk.merge"

    def _follow_back(self):
        """Move what an import linked after the merge to whom its key belongs to again."""
        self.source_id.external_id_ids._move_tickets(self.target_id, self.source_id)
        return super()._follow_back()
