from datetime import timedelta

from odoo import api, fields, models

#: Transactions that began before the last comparison and ended after it are looked at again.
OVERLAP = timedelta(minutes=10)


class Duplicate(models.Model):
    """Comparing only whom an import or a colleague changed since the last time."""

    _inherit = "bzk.duplicate"

    @api.model
    def _cron_compare_changed(self):
        """Compare the changed customers of every library with everyone in it."""
        libraries = self.env["res.company"].search([])
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(libraries))
        for library in libraries:
            self._compare_changed(library)
            progress(1)
        self._wake_merging()

    @api.model
    def _compare_changed(self, library):
        """Compare whom was written since the last comparison.

        :return: the figures of the finder, see ``bzk.duplicate.finder``
        """
        now = fields.Datetime.now()
        since = library.compared_on
        changed = None
        if since:
            self.env["res.partner"].flush_model()
            self.env.cr.execute(
                """
                SELECT id FROM res_partner
                 WHERE company_id = %s AND active AND write_date >= %s
                """,
                (library.id, since - OVERLAP),
            )
            changed = [row[0] for row in self.env.cr.fetchall()]
        figures = self.env["bzk.duplicate.finder"]._find(library, changed)
        library.compared_on = now
        return figures
