from odoo import models
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

#: Tables whose own code knows what a merge means to them.
SELF_HELP = ("bzk_merge", "bzk_duplicate")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core's way of moving references, with less loss.

    Where a table allows only one row, core gives up all the source's rows; here only those that
    the target has already.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _get_fk_on(self, table):
        """Leave out tables that are moved by their own code."""
        return [found for found in self._get_every_fk_on(table) if found[0] not in SELF_HELP]

    def _get_every_fk_on(self, table):
        """All columns that point at the table, without those of core's wizards."""
        found = super()._get_fk_on(table)
        return [(name, column) for name, column in found if "partner_merge" not in name]

    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        """Move row by row where a row may be in the way; core moves the rest."""
        self.env.flush_all()
        for table, column in self._get_fk_on(self.env[model]._table):
            if self._is_unique(table, column):
                self._move_one_by_one(table, column, src_records, dst_record)
        return super()._update_foreign_keys_generic(model, src_records, dst_record)

    def _is_unique(self, table, column):
        """Whether the database refuses some rows with the same value in this column."""
        self.env.cr.execute(
            """
            SELECT 1
              FROM pg_index
              JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
             WHERE indisunique AND indrelid = %s::regclass AND attname = %s
               AND EXISTS (SELECT FROM pg_attribute id
                            WHERE id.attrelid = indrelid AND id.attname = 'id')
            """,
            (f'"{table}"', column),
        )
        return bool(self.env.cr.rowcount)

    def _move_one_by_one(self, table, column, src_records, dst_record):
        cr = self.env.cr
        names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
        cr.execute(
            SQL(
                "SELECT id FROM %(table)s WHERE %(column)s IN %(ids)s",
                **names,
                ids=tuple(src_records.ids),
            )
        )
        for (row_id,) in cr.fetchall():
            try:
                with mute_logger("odoo.sql_db"), cr.savepoint():
                    cr.execute(
                        SQL(
                            "UPDATE %(table)s SET %(column)s = %(target)s WHERE id = %(row)s",
                            **names,
                            target=dst_record.id,
                            row=row_id,
                        )
                    )
            except IntegrityError:
                # The target has one already; what the merge removes, it keeps.
                cr.execute(SQL("DELETE FROM %(table)s WHERE id = %(row)s", **names, row=row_id))
