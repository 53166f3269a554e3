from odoo import models


class ImportTarget(models.AbstractModel):
    """An import brings people together, or parts them."""

    _inherit = "bzk.import.target"

    def _finish(self, run):
        """Let households be looked for, in the background, after whatever was imported."""
        result = super()._finish(run)
        if run.written_count:
            self.env.ref("bzk_customer.cron_household")._trigger()
        return result
