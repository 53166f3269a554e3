import logging

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class Duplicate(models.Model):
    """What happens without anyone asking: comparing everyone, and merging what is certain."""

    _inherit = "bzk.duplicate"

    @api.model
    def _cron_duplicates(self):
        """Compare all customers of every library."""
        libraries = self.env["res.company"].search([])
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(libraries))
        for library in libraries:
            self.env["bzk.duplicate.finder"]._find(library)
            progress(1)
        self._wake_merging()

    @api.model
    def _wake_merging(self):
        """Let the certain pairs be merged soon, in a job of its own."""
        self.env.ref("bzk_customer.cron_merge_certain")._trigger()

    @api.model
    def _cron_merge_certain(self):
        """Merge the certain pairs of libraries that want it, each in a transaction of its own."""
        pairs = self._certain_pairs()
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(pairs))
        for pair in pairs:
            pair._merge_by_itself()
            if not progress(1):
                break

    @api.model
    def _certain_pairs(self):
        """Open pairs that may be merged without a person.

        What a person took apart again is left to a person.
        """
        libraries = self.env["res.company"].search([("merge_certain", "=", True)])
        merges = self.env["bzk.merge"].search(
            [("company_id", "in", libraries.ids), ("state", "=", "undone")]
        )
        undone = {merge.target_id | merge.source_id for merge in merges}
        pairs = self.search(
            [
                ("company_id", "in", libraries.ids),
                ("state", "=", "open"),
                ("outcome", "=", "certain"),
                ("by_hand", "=", False),
            ]
        )
        return pairs.filtered(lambda pair: pair.partner1_id | pair.partner2_id not in undone)

    def _merge_by_itself(self):
        """Merge a certain pair, unless an earlier merge settled it or something is in the way."""
        self.ensure_one()
        if not self.exists() or self.state != "open":
            return
        # Who later reads the reason, reads it in the language of the library.
        pair = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        try:
            with self.env.cr.savepoint():
                pair._merge(pair._suggested_stay(), automatic=True)
        except UserError as error:
            _logger.info("Pair %s is left to a person: %s", self.id, error)
