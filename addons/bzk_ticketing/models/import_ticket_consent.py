from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_base.importing import cleaning


class ImportTicket(models.AbstractModel):
    """What a buyer ticked in the ticket shop feeds the list of decisions.

    It is of whoever ordered. A shop that tells no day of its own, asked on the day of the order.
    """

    _name = "bzk.import.ticket"
    _inherit = ["bzk.import.ticket", "bzk.import.consent"]

    def _import_fields(self, company):
        clean_date = self._in_order(cleaning.clean_date)
        return super()._import_fields(company) | self._consent_fields(company, clean_date)

    def _planner(self, run, columns, width, padded):
        """Keep which columns tell of days, for rows of which such a cell is refused."""
        target = self.with_context(bzk_consent_dates=self._dated_consents(columns))
        return super(ImportTicket, target)._planner(run, columns, width, padded)

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
        """Write what the rows tell of consent, once it is known who ordered."""
        result = super()._write_chunk(run)
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS bzk_import_told")
        cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE bzk_import_told ON COMMIT DROP AS
                SELECT sold.partner_id, purpose.id AS purpose_id, row.row_no,
                       COALESCE(row.data->'buyer'->>'key', known.key) AS key,
                       (row.data->>purpose.said)::boolean AS yes,
                       COALESCE((row.data->>purpose.dated)::timestamp, sold.date) AS date,
                       (row.before->>purpose.said)::boolean AS before
                  FROM bzk_ticket_row row
                  JOIN (%(purposes)s) purpose ON row.data->>purpose.said IS NOT NULL
            CROSS JOIN LATERAL (SELECT partner_id, date FROM bzk_ticket_order
                                 WHERE source_id = %(source)s AND name = row.order_name
                                 LIMIT 1) sold
             LEFT JOIN LATERAL (SELECT key FROM bzk_external_id
                                 WHERE source_id = %(source)s AND partner_id = sold.partner_id
                                 ORDER BY id
                                 LIMIT 1) known ON TRUE
                 WHERE row.kind <> 'same' AND sold.partner_id IS NOT NULL
                """,
                purposes=self._purposes_query(run.company_id),
                source=run.source_id.id,
            )
        )
        if cr.rowcount:
            self._write_consents(run, SQL("SELECT * FROM bzk_import_told"))
        return result
