import logging
import time

from odoo import fields, models
from psycopg2.errors import SerializationFailure

_logger = logging.getLogger(__name__)

ATTEMPTS = 5
#: Kinds of planned rows that write a record; the others only mark a key.
WRITTEN = ("new", "linked", "changed", "corrected", "same")


class StalePlan(Exception):
    """The plan does not fit what there is by now."""


class ImportRun(models.Model):
    """Importing: the plan is written chunk by chunk, each chunk whole or not at all."""

    _inherit = "bzk.import.run"

    def _apply(self, report=None):
        """Write what the check planned, from where an earlier attempt stopped.

        :return: False when time is up and the worker should be called again
        """
        self.ensure_one()
        planned = self.env["bzk.import.row"].search_count(
            [("run_id", "=", self.id), ("kind", "in", WRITTEN)]
        )
        # A chunk that is tried again is rolled back to here.
        self.env["ir.cron"]._commit_progress(remaining=1)
        while True:
            written = self._apply_chunk_or_retry()
            if written is None:
                return True
            left = self.env["ir.cron"]._commit_progress(written, remaining=1)
            if report:
                report(self, self.written_count, planned)
            if not written:
                return True
            if left <= 0:
                return False

    def _apply_chunk_or_retry(self):
        """Write one chunk; again from its start when staff changed the same customers meanwhile.

        :return: number of rows written, 0 when the import is finished, None when it was stopped
        """
        for attempt in range(ATTEMPTS):
            try:
                if not self._still("importing"):
                    return None
                written = self._apply_chunk()
                if not written:
                    self._finish_import()
                self.env.flush_all()
                return written
            except StalePlan:
                self._forget_plan()
                self.write({"state": "failed", "problem": {"code": "stale"}})
                return None
            except SerializationFailure:
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == ATTEMPTS - 1:
                    raise
                _logger.info("Import %s: chunk is tried again", self.id)
                time.sleep(0.1 * 2**attempt)
        return None

    def _apply_chunk(self):
        """Write the next rows of the plan.

        :return: number of rows
        :raises StalePlan: before anything is written, when what the plan was made for has changed
        """
        target = self.profile_id._target()
        count, position = target._fill_chunk(self, WRITTEN)
        if not count:
            return 0
        if self.source_id.write_mark != self.write_mark or not target._chunk_fits(self):
            raise StalePlan
        target._write_chunk(self)
        planned = self.new_count + self.linked_count + self.changed_count or count
        self.source_id.write_mark += 1
        self.write(
            {
                "position": position,
                "write_mark": self.source_id.write_mark,
                "written_count": self.written_count + count,
                "progress": min(100, 100 * (self.written_count + count) / planned),
            }
        )
        return count

    def _finish_import(self):
        """Mark who is missing, apply the profile's rule, and put the plan away."""
        target = self.profile_id._target()
        target._mark_missing(self)
        self._drop_plan()
        self.replay_rejection_ids.write({"state": "replayed"})
        self._settle_repeated_rejections()
        self.write({"state": "done", "progress": 100, "date_done": fields.Datetime.now()})
        target._finish(self)

    def _settle_repeated_rejections(self):
        """Ask once about a fault that the source sends week after week: the newest row stays."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE bzk_import_rejection older
               SET state = 'ignored'
              FROM bzk_import_rejection newer, bzk_import_run run
             WHERE newer.run_id = %s AND run.id = older.run_id AND run.source_id = %s
               AND older.run_id < newer.run_id AND older.state = 'open'
               AND older.key = newer.key AND older.code = newer.code
               AND older.header IS NOT DISTINCT FROM newer.header
               AND older.value IS NOT DISTINCT FROM newer.value
            """,
            (self.id, self.source_id.id),
        )
        self.env["bzk.import.rejection"].invalidate_model(["state"])
