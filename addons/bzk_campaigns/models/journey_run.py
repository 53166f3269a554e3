import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from psycopg2 import DataError, ProgrammingError

from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE

from ..timing.window import Window

_logger = logging.getLogger(__name__)

#: Customers of whom a step is taken and committed together.
BATCH = 2000
#: What goes wrong in one journey and must not keep the others: a condition nobody can read.
PROBLEMS = (*UNREADABLE, UserError, DataError, ProgrammingError)


class Journey(models.Model):
    """Takes the steps that are due, set by set.

    A batch is one transaction: that a customer moved on, what they got, and the mail that waits in
    the queue for it are committed together. Whatever ends the server in the middle, the batch
    either was or was not; nobody gets a mail twice, and nobody is passed over.
    """

    _inherit = "bzk.journey"

    @api.model
    def _cron_run(self):
        """Let everybody enter and go on, in every journey that runs."""
        # sudo: the server looks at the journeys of all libraries, one by one.
        journeys = self.sudo().search([("state", "=", "running")])
        for number, journey in enumerate(journeys, 1):
            left = len(journeys) - number
            if not journey._run(left):
                return

    def _run(self, left=0):
        """Let everybody enter and go on as far as they can today.

        :param int left: journeys that come after this one
        :return: whether there is time for them
        """
        self.ensure_one()
        progress = self.env["ir.cron"]._commit_progress
        try:
            with self.env.cr.savepoint():
                number = self._enter() + self._note_goals() + self._follow_refused()
            batches = 0
            while True:
                if number >= BATCH and not batches & (batches + 1):
                    self._tell_numbers()
                time_left = progress(number, remaining=left + 1)
                if time_left <= 0:
                    return False
                with self.env.cr.savepoint():
                    number = self._advance()
                batches += 1
                if not number:
                    break
            problem = False
        except PROBLEMS as error:
            _logger.warning("journey %s stands still", self.id, exc_info=True)
            problem = self.env._("Cannot be read any more: %s", error)
        if problem != (self.problem or False):
            self.problem = problem
        return progress(1, remaining=left) > 0

    def _tell_numbers(self):
        """Let the database know how many there are by now, when thousands came at once.

        It plans by numbers that it counts itself a minute later, and until then takes ways that are
        meant for a few. Asked after 1, 2, 4, 8… batches it costs next to nothing.
        """
        self.env.cr.execute("ANALYZE bzk_journey_entry, bzk_journey_passage, mailing_trace")

    def _window(self):
        """Give the hours in which mails of this journey may leave."""
        return Window(self.hour_from, self.hour_to, self.weekdays, self._zone())

    def _advance(self, limit=None):
        """Take the next step of customers for whom it is due.

        :param int limit: number of customers at most; ``BATCH`` when not given
        :return: number of customers who went on, wait another day or left
        """
        self.ensure_one()
        for name in ("res.partner", "bzk.journey", "bzk.journey.step", "mailing.trace"):
            self.env[name].flush_model()
        by_step = self._claim(limit or BATCH)
        if not by_step:
            return 0
        entries = [entry for some in by_step.values() for entry in some]
        gone = self._leave_gone(entries)
        taken = {}
        for step in self.step_ids:
            here = [entry for entry in by_step.get(step.id, ()) if entry not in gone]
            if here:
                taken.update(step._take(here))
        self._settle([entry for entry, outcome in taken.items() if outcome])
        self.env["bzk.journey.entry"].invalidate_model(flush=False)
        self.env["bzk.journey.passage"].invalidate_model(flush=False)
        return len(entries)

    def _claim(self, limit):
        """Lock who is to take a step now; what another server works on is left alone.

        :return: dict of step id -> list of entry ids
        """
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id, entry.step_id
                  FROM bzk_journey_entry entry
                  JOIN bzk_journey_step step ON step.id = entry.step_id
                 WHERE entry.journey_id = %s AND entry.state = 'running' AND entry.due <= %s
                   AND (%s OR step.kind NOT IN ('mail', 'survey'))
                 ORDER BY entry.due, entry.id
                 LIMIT %s
                   FOR UPDATE OF entry SKIP LOCKED
                """,
                self.id,
                now,
                self._window().is_open(now),
                limit,
            )
        )
        by_step = {}
        for entry, step in self.env.cr.fetchall():
            by_step.setdefault(step, []).append(entry)
        return by_step

    def _leave_gone(self, entries):
        """Let go who is no customer any more: moved into the archive, erased, deceased.

        :param list entries: ids
        :return: set of ids of who left
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_journey_entry entry
                   SET state = 'left', reason = 'gone', step_id = NULL, due = NULL
                  FROM res_partner partner
                 WHERE entry.id = ANY(%s) AND partner.id = entry.partner_id
                   AND NOT (%s)
             RETURNING entry.id
                """,
                entries,
                self._sql_customer(),
            )
        )
        return {entry for (entry,) in self.env.cr.fetchall()}

    def _settle(self, entries=None, anew=False):
        """Set what comes next for who is under way, by what they took and the steps as they are.

        Everybody stands behind the last step that they took, and goes on from there. A step that
        was removed is passed over, one that came before is not gone back to, and after the last
        one the journey is done. So steps may change at any time.

        :param list entries: ids; without it, everybody of this journey
        :param bool anew: also count anew until when who stays at the same step waits
        """
        self.ensure_one()
        self.env["bzk.journey.step"].flush_model()
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        waiting = SQL(
            "SELECT id FROM bzk_journey_entry WHERE journey_id = %s AND state = 'running'", self.id
        )
        if entries is not None:
            waiting = SQL("SELECT unnest(%s::integer[]) AS id", entries)
        self.env.cr.execute(
            SQL(
                # One by one by the index: of who just entered, the database knows no numbers yet.
                """
                WITH step AS (
                    SELECT * FROM unnest(%(ids)s::integer[], %(delays)s::integer[],
                                         %(units)s::text[])
                      WITH ORDINALITY AS step (id, delay, unit, rank)
                )
                UPDATE bzk_journey_entry entry
                   SET step_id = step.id, due = %(due)s, postponed = 0,
                       state = CASE WHEN step.id IS NULL THEN 'done' ELSE 'running' END
                  FROM (%(waiting)s) waiting
             LEFT JOIN LATERAL (
                       SELECT max(step.rank) AS rank, max(passage.date) AS date
                         FROM bzk_journey_passage passage
                    LEFT JOIN step ON step.id = passage.step_id
                        WHERE passage.entry_id = waiting.id) taken ON TRUE
             LEFT JOIN step ON step.rank = COALESCE(taken.rank, 0) + 1
                 WHERE entry.id = waiting.id AND entry.state = 'running'
                   AND (%(anew)s OR step.id IS NULL OR entry.step_id IS DISTINCT FROM step.id)
                """,
                ids=steps.ids,
                delays=steps.mapped("delay"),
                units=steps.mapped("delay_unit"),
                waiting=waiting,
                due=self._sql_after(SQL("COALESCE(taken.date, entry.happened)")),
                anew=anew,
            )
        )
        self.env["bzk.journey.entry"].invalidate_model(flush=False)

    def _sql_after(self, base):
        """Give SQL of the moment at which ``step`` is due; a day is a day on the clock.

        :param SQL base: moment in UTC from which on is waited
        """
        return SQL(
            """CASE WHEN step.unit = 'hours' THEN %(base)s + make_interval(hours => step.delay)
                    ELSE (%(base)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s
                          + make_interval(
                            days => CASE WHEN step.unit = 'days' THEN step.delay ELSE 0 END,
                            weeks => CASE WHEN step.unit = 'weeks' THEN step.delay ELSE 0 END,
                            months => CASE WHEN step.unit = 'months' THEN step.delay ELSE 0 END))
                          AT TIME ZONE %(zone)s AT TIME ZONE 'UTC'
               END""",
            base=base,
            zone=self._zone(),
        )

    def _postpone(self, entries):
        """Let customers wait a day with the step they are at.

        :param list entries: ids
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_journey_entry SET due = %s, postponed = postponed + 1
                 WHERE id = ANY(%s)
                """,
                fields.Datetime.now() + timedelta(days=1),
                entries,
            )
        )
