from odoo import models
from odoo.tools import SQL


class JourneyEntry(models.Model):
    """Taking customers out of a journey."""

    _inherit = "bzk.journey.entry"

    def action_remove(self):
        """Take customers out of the journey: they get nothing more of it."""
        self.check_access("read")
        # Who may make journeys may take somebody out of one; nobody else.
        self.journey_id.check_access("write")
        self._leave("removed")
        return True

    def _leave(self, reason):
        """Let customers leave who are under way; a mail that still waits is not sent.

        :param str reason: key of the field ``reason``
        """
        if not self:
            return
        self.env["mailing.trace"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (
                    UPDATE bzk_journey_entry
                       SET state = 'left', reason = %s, step_id = NULL, due = NULL
                     WHERE id = ANY(%s) AND state = 'running'
                 RETURNING id)
                UPDATE mailing_trace trace SET trace_status = 'cancel'
                  FROM bzk_journey_passage passage
                 WHERE passage.entry_id IN (SELECT id FROM gone)
                   AND trace.id = passage.trace_id AND trace.trace_status = 'outgoing'
                """,
                reason,
                self.ids,
            )
        )
        self.invalidate_model(flush=False)
        self.env["mailing.trace"].invalidate_model(["trace_status"], flush=False)
