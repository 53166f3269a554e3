from odoo import models

from odoo.addons.bzk_base.importing.fields import ROW
from odoo.addons.bzk_base.importing.planning import Rejection


class ImportTarget(models.AbstractModel):
    _inherit = "bzk.import.target"

    def _leave_out(self, run, planner, found):
        """Refuse whoever was erased: a source that still names them must not bring them back.

        Only the number is kept, for someone to remove the person at the source too.
        """
        super()._leave_out(run, planner, found)
        erased = self._erased_keys(run.source_id, [row.key for row in found.rows])
        if not erased:
            return
        found.rejections += [
            Rejection(row.row_no, ROW, "erased", key=row.key)
            for row in found.rows
            if row.key in erased
        ]
        found.rows = [row for row in found.rows if row.key not in erased]
