from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .journey_entry import PASSING, POSTPONE_MAX

#: For so long a mail may still wait in the queue and be refused in the end.
WAITING = timedelta(days=7)


class Journey(models.Model):
    """What became of mails that a journey put in the queue and the gate refused in the end."""

    _inherit = "bzk.journey"

    def _follow_refused(self):
        """Note who was refused when the mail was to be sent, and let wait who had enough mail.

        Between the queue and sending another mail may have come first. Nothing was sent, so the
        customer comes back to the step and waits a day, as if the gate had said so at once.

        :return: number of customers who come back
        """
        self.ensure_one()
        self.env["mailing.trace"].flush_model()
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_journey_passage passage
                   SET outcome = 'refused', refusal = trace.refusal
                  FROM mailing_trace trace, bzk_journey_step step
                 WHERE step.id = passage.step_id AND step.journey_id = %s
                   AND passage.outcome = 'done' AND passage.date > %s
                   AND trace.id = passage.trace_id AND trace.trace_status = 'cancel'
                   AND trace.refusal IS NOT NULL
             RETURNING passage.id, trace.refusal
                """,
                self.id,
                now - WAITING,
            )
        )
        passages = [key for key, refusal in self.env.cr.fetchall() if refusal in PASSING]
        self.env["bzk.journey.passage"].invalidate_model(flush=False)
        if not passages:
            return 0
        self.env.cr.execute(
            SQL(
                """
                WITH back AS (
                    SELECT passage.id, passage.entry_id, passage.step_id, passage.trace_id,
                           passage.postponed + 1 AS postponed
                      FROM bzk_journey_passage passage
                      JOIN bzk_journey_entry entry ON entry.id = passage.entry_id
                      JOIN bzk_journey_step step ON step.id = passage.step_id AND step.active
                     WHERE passage.id = ANY(%s) AND passage.postponed < %s
                       AND entry.state IN ('running', 'done')
                       AND NOT EXISTS (SELECT FROM bzk_journey_passage later
                                        WHERE later.entry_id = passage.entry_id
                                          AND later.id > passage.id)
                ), undone AS (
                    DELETE FROM bzk_journey_passage WHERE id IN (SELECT id FROM back)
                ), dropped AS (
                    DELETE FROM mailing_trace WHERE id IN (SELECT trace_id FROM back)
                )
                UPDATE bzk_journey_entry entry
                   SET state = 'running', step_id = back.step_id, due = %s,
                       postponed = back.postponed
                  FROM back
                 WHERE entry.id = back.entry_id
                """,
                passages,
                POSTPONE_MAX,
                now + timedelta(days=1),
            )
        )
        number = self.env.cr.rowcount
        for name in ("bzk.journey.entry", "bzk.journey.passage", "mailing.trace"):
            self.env[name].invalidate_model(flush=False)
        return number
