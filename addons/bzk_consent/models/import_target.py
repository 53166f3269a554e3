from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_base.importing import cleaning


class ImportTarget(models.AbstractModel):
    """An import of customers feeds the list of decisions."""

    _name = "bzk.import.target"
    _inherit = ["bzk.import.target", "bzk.import.consent"]

    def _import_fields(self, company):
        clean_date = self._in_order(cleaning.clean_date)
        return super()._import_fields(company) | self._consent_fields(company, clean_date)

    def _planner(self, run, columns, width, padded):
        """Keep which columns tell of days, for rows of which such a cell is refused."""
        target = self.with_context(bzk_consent_dates=self._dated_consents(columns))
        return super(ImportTarget, target)._planner(run, columns, width, padded)

    def _compose(self, values):
        result = super()._compose(values)
        self._drop_misdated(values)
        return result

    def _compare(self, run, planner, row, values, sent):
        kind, changes, refused = super()._compare(run, planner, row, values, sent)
        if changes:
            self._complete_consents(changes, values)
        return kind, changes, refused

    def _only_corrected(self, values, names):
        return super()._only_corrected(values, self._together(names))

    def _write_chunk(self, run):
        """Write what the rows tell of consent, after the customers."""
        cr = self.env.cr
        # Before super(), which overwrites what the source sent before.
        cr.execute("DROP TABLE IF EXISTS bzk_import_told")
        cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE bzk_import_told ON COMMIT DROP AS
                SELECT chunk.partner_id, purpose.id AS purpose_id, chunk.row_no, chunk.key,
                       (chunk.data->>purpose.said)::boolean AS yes,
                       (chunk.data->>purpose.dated)::date AS date,
                       (known.sent->>purpose.said)::boolean AS before
                  FROM bzk_import_chunk chunk
                  JOIN (%s) purpose ON chunk.data->>purpose.said IS NOT NULL
             LEFT JOIN LATERAL (SELECT sent FROM bzk_external_id
                                 WHERE chunk.kind <> 'new' AND id = chunk.external_id
                                 LIMIT 1) known ON TRUE
                """,
                self._purposes_query(run.company_id),
            )
        )
        told = cr.rowcount
        result = super()._write_chunk(run)
        if told:
            self._write_consents(run, SQL("SELECT * FROM bzk_import_told"))
            self._refresh_statistics(run, "bzk_consent", "bzk_consent_present")
        return result
