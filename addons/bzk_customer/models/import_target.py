from odoo import models


class ImportTarget(models.AbstractModel):
    """What an import leaves to be done about customers."""

    _inherit = "bzk.import.target"

    def _finish(self, run):
        """Let new names be found in spite of a typing error, as soon as the worker has time."""
        result = super()._finish(run)
        self.env.ref("bzk_customer.cron_customer_word")._trigger()
        return result
