from odoo import models
from odoo.tools import SQL


class Merge(models.Model):
    """Two customers who turned out to be one travel a journey once."""

    _inherit = "bzk.merge"

    def _move_references(self, target, source):
        """Let the one who goes leave what both entered for the same; what they got is kept."""
        self.env["bzk.journey.entry"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_journey_entry twice
                   SET state = 'left', reason = 'merged', step_id = NULL, due = NULL
                  FROM bzk_journey_entry own
                 WHERE twice.partner_id = %s AND twice.state = 'running' AND own.partner_id = %s
                   AND own.journey_id = twice.journey_id AND own.key = twice.key
                """,
                source.id,
                target.id,
            )
        )
        self.env["bzk.journey.entry"].invalidate_model(flush=False)
        return super()._move_references(target, source)
