from odoo import models


class ImportTarget(models.AbstractModel):
    """An import knows a customer again whom another source brought, and leaves work behind."""

    _inherit = "bzk.import.target"

    def _finish(self, run):
        """Work for when the worker has time: names to find in spite of a typing error, duplicates.

        Staff may import but not edit scheduled actions.
        """
        result = super()._finish(run)
        self.env.ref("bzk_customer.cron_customer_word").sudo()._trigger()
        self.env.ref("bzk_customer.cron_compare_changed").sudo()._trigger()
        return result

    def _match_new(self, run, rows):
        """Link a new key to the one customer who is certainly meant.

        Whom this source knows under another current key is somebody else: a source keeps its own
        people apart.
        """
        linked = super()._match_new(run, rows)
        if not self._has_strangers(run):
            return linked
        finder = self.env["bzk.duplicate.finder"]
        found = finder._match_rows(run.company_id, rows, run.source_id)
        certain = {key: match[0] for key, match in found.items() if match[1] == "certain"}
        taken = self._linked_before(run) | set(linked.values())
        for key, partner_id in certain.items():
            if partner_id not in taken:
                linked[key] = partner_id
                taken.add(partner_id)
        return linked

    def _has_strangers(self, run):
        """Whether there is any customer whom this source does not know."""
        self.env.cr.execute(
            """
            SELECT FROM res_partner partner
             WHERE company_id = %s AND active AND NOT coalesce(is_company, FALSE)
               AND work_contact IS NOT TRUE
               AND NOT EXISTS (SELECT FROM bzk_external_id known
                                WHERE known.partner_id = partner.id
                                  AND known.source_id = %s AND known.state = 'current')
             LIMIT 1
            """,
            (run.company_id.id, run.source_id.id),
        )
        return bool(self.env.cr.rowcount)

    def _linked_before(self, run):
        """Customers for whom an earlier row of this file stands."""
        self.env.cr.execute(
            "SELECT partner_id FROM bzk_import_row WHERE run_id = %s AND kind = 'linked'",
            (run.id,),
        )
        return {row[0] for row in self.env.cr.fetchall()}
