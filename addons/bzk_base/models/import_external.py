from odoo import fields, models

#: Keys of a source that a complete file of customers is expected to name; keys without a print
#: did not come from such a file.
EXPECTED = "known.state IN ('current', 'missing') AND known.digest IS NOT NULL"


class ImportExternal(models.AbstractModel):
    """Subjects whose keys are of customers, and what a complete file no longer names of them."""

    _name = "bzk.import.external"
    _inherit = "bzk.import.subject"
    _description = "Import by the keys of customers"
    _key_table = "bzk_external_id"
    _tells_missing = True
    #: Values that follow from others and are not what the source sent.
    _derived = ()

    def _known_count(self, run):
        self.env.cr.execute(
            f"SELECT count(*) FROM bzk_external_id known WHERE source_id = %s AND {EXPECTED}",
            (run.source_id.id,),
        )
        return self.env.cr.fetchone()[0]

    def _plan_missing(self, run, planner):
        cr = self.env.cr
        cr.execute("CREATE TEMPORARY TABLE bzk_import_seen (key text) ON COMMIT DROP")
        run._copy_rows("bzk_import_seen", ("key",), ((key,) for key in planner.present))
        cr.execute("ANALYZE bzk_import_seen")
        cr.execute(
            f"""
            INSERT INTO bzk_import_row (run_id, key, kind)
            SELECT %(run)s, known.key,
                   CASE WHEN seen.key IS NULL THEN 'missing' ELSE 'back' END
              FROM bzk_external_id known
              LEFT JOIN bzk_import_seen seen ON seen.key = known.key
             WHERE known.source_id = %(source)s
               AND (seen.key IS NULL AND {EXPECTED}
                    OR seen.key IS NOT NULL AND known.state = 'missing')
            """,
            {"run": run.id, "source": run.source_id.id},
        )
        cr.execute("DROP TABLE bzk_import_seen")
        return self.env["bzk.import.row"].search_count(
            [("run_id", "=", run.id), ("kind", "=", "missing")]
        )

    def _mark_missing(self, run):
        cr = self.env.cr
        today = fields.Date.context_today(self)
        # The same file once more says nothing new about who is missing.
        again = run.search_count(
            [
                ("source_id", "=", run.source_id.id),
                ("state", "=", "done"),
                ("checksum", "=", run.checksum),
                ("id", "!=", run.id),
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
                "run": run.id,
                "source": run.source_id.id,
                "today": today,
                "step": 0 if again else 1,
            },
        )
        marked = cr.fetchall()
        self.env["bzk.external.id"].invalidate_model()
        profile = run.profile_id
        if profile.missing_rule != "close":
            return
        gone = [known_id for known_id, count in marked if count >= profile.missing_after]
        if gone:
            self._close_missing(run, self.env["bzk.external.id"].browse(gone), today)

    def _close_missing(self, run, external_ids, date):
        """End what the source stood for; rooms end their own first and call ``super()``.

        The digest is forgotten, so that a customer who turns up again is taken in anew.

        :param external_ids: ``bzk.external.id`` records missing long enough
        :param date: day of ending
        """
        external_ids.write({"state": "closed", "digest": False})

    def _store_external_ids(self, run):
        """Keep the keys of a chunk and what the source sent with them."""
        cr = self.env.cr
        cr.execute(
            """
            INSERT INTO bzk_external_id
                   (id, source_id, company_id, key, partner_id, digest, sent, state, missing_count)
            SELECT external_id, %(source)s, %(company)s, key, partner_id, digest,
                   jsonb_strip_nulls(data - %(derived)s), 'current', 0
              FROM bzk_import_chunk
             WHERE kind IN ('new', 'linked')
            """,
            {
                "source": run.source_id.id,
                "company": run.company_id.id,
                "derived": list(self._derived),
            },
        )
        self._refresh_statistics(run, "bzk_external_id")
        cr.execute(
            """
            UPDATE bzk_external_id known
               SET digest = chunk.digest,
                   sent = coalesce(known.sent, '{}') || (chunk.data - %(derived)s),
                   state = CASE WHEN known.state = 'missing' THEN 'current' ELSE known.state END,
                   missing_since = NULL, missing_count = 0
              FROM bzk_import_chunk chunk
             WHERE chunk.kind IN ('changed', 'same') AND known.id = chunk.external_id
            """,
            {"derived": list(self._derived)},
        )
