import logging
import time

from odoo import fields, models
from psycopg2.errors import SerializationFailure

from .import_run_check import CHUNK

_logger = logging.getLogger(__name__)

ATTEMPTS = 5
#: Kinds of planned rows that write a customer; the others only mark a key.
WRITTEN = ("new", "linked", "changed", "corrected", "same")


class StalePlan(Exception):
    """The plan does not fit the customers that there are by now."""


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
        """Write the next rows of the plan to customers and to what rooms keep about them."""
        cr = self.env.cr
        cr.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS bzk_import_chunk (
                row_no integer, key text, kind text, digest text, data jsonb,
                external_id integer, partner_id integer
            ) ON COMMIT DROP;
            TRUNCATE bzk_import_chunk;
            """
        )
        cr.execute(
            """
            WITH chunk AS (
                SELECT id, row_no, key, kind, digest, data, partner_id
                  FROM bzk_import_row
                 WHERE run_id = %(run)s AND id > %(position)s
                   AND kind = ANY(%(written)s)
                 ORDER BY id
                 LIMIT %(limit)s
            ), stored AS (
                INSERT INTO bzk_import_chunk
                SELECT chunk.row_no, chunk.key, chunk.kind, chunk.digest, chunk.data,
                       coalesce(known.id, nextval('bzk_external_id_id_seq')),
                       CASE WHEN known.id IS NOT NULL THEN known.partner_id
                            WHEN chunk.kind = 'linked' THEN chunk.partner_id
                            ELSE nextval('res_partner_id_seq') END
                  FROM chunk
                  LEFT JOIN bzk_external_id known
                    ON known.source_id = %(source)s AND known.key = chunk.key
            )
            SELECT count(*), max(id) FROM chunk
            """,
            {
                "run": self.id,
                "source": self.source_id.id,
                "position": self.position,
                "limit": CHUNK,
                "written": list(WRITTEN),
            },
        )
        count, position = cr.fetchone()
        if not count:
            return 0
        cr.execute("ANALYZE bzk_import_chunk")
        self._check_chunk()
        self.env["bzk.import.target"]._write_chunk(self)
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

    def _check_chunk(self):
        """Stop when a customer of the plan is gone, or one that it calls new is there already.

        :raises StalePlan: before anything of the chunk is written
        """
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
              LEFT JOIN bzk_external_id known ON known.id = chunk.external_id
              LEFT JOIN res_partner partner ON partner.id = chunk.partner_id
             WHERE (known.id IS NULL) <> (chunk.kind IN ('new', 'linked'))
                OR chunk.kind = 'linked'
                   AND (partner.active AND partner.company_id = %s) IS NOT TRUE
             LIMIT 1
            """,
            (self.company_id.id,),
        )
        if self.env.cr.fetchone() or self.source_id.write_mark != self.write_mark:
            raise StalePlan

    def _finish_import(self):
        """Mark who is missing, apply the profile's rule, and put the plan away."""
        self._mark_missing()
        self._drop_plan()
        self.replay_rejection_ids.write({"state": "replayed"})
        self._settle_repeated_rejections()
        self.write({"state": "done", "progress": 100, "date_done": fields.Datetime.now()})
        self.env["bzk.import.target"]._finish(self)

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

    def _mark_missing(self):
        cr = self.env.cr
        today = fields.Date.context_today(self)
        # The same file once more says nothing new about who is missing.
        again = self.search_count(
            [
                ("source_id", "=", self.source_id.id),
                ("state", "=", "done"),
                ("checksum", "=", self.checksum),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        cr.execute(
            """
            UPDATE bzk_external_id known
               SET state = CASE WHEN planned.kind = 'missing' THEN 'missing' ELSE 'current' END,
                   missing_since = CASE WHEN planned.kind = 'missing'
                                        THEN coalesce(known.missing_since, %(today)s) END,
                   missing_count =
                       CASE WHEN planned.kind = 'missing'
                            THEN greatest(coalesce(known.missing_count, 0) + %(step)s, 1)
                            ELSE 0 END
              FROM bzk_import_row planned
             WHERE planned.run_id = %(run)s AND planned.kind IN ('missing', 'back')
               AND known.source_id = %(source)s AND known.key = planned.key
         RETURNING known.id, known.missing_count
            """,
            {
                "run": self.id,
                "source": self.source_id.id,
                "today": today,
                "step": 0 if again else 1,
            },
        )
        marked = cr.fetchall()
        self.env["bzk.external.id"].invalidate_model()
        profile = self.profile_id
        if profile.missing_rule != "close":
            return
        gone = [known_id for known_id, count in marked if count >= profile.missing_after]
        if gone:
            external_ids = self.env["bzk.external.id"].browse(gone)
            self.env["bzk.import.target"]._close_missing(self, external_ids, today)
