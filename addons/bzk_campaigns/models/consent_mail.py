from odoo import models
from odoo.tools import SQL


class Consent(models.Model):
    """Decisions that came from a mail."""

    _inherit = "bzk.consent"

    def _point_at(self, trace):
        """Remember for lines that were just added which mail they came from.

        The one line of a ledger that is never written otherwise is filled in here, once.

        :param trace: ``mailing.trace`` of the mail that was opened; a line of somebody who shares
            the address points at their own
        """
        own = {mail.partner_id._left_after_merges(): mail for mail in trace | trace.carried_ids}
        for line in self:
            mail = own.get(line.partner_id, trace)
            if mail:
                self.env.cr.execute(
                    SQL(
                        """
                        UPDATE bzk_consent SET mailing_trace_id = %s
                         WHERE id = %s AND mailing_trace_id IS NULL
                        """,
                        mail.id,
                        line.id,
                    )
                )
        self.invalidate_recordset(["mailing_trace_id"])
