from odoo import fields, models
from odoo.tools import SQL

from ..sending import LIVES


class MailingBatch(models.Model):
    """Mails that one worker is sending, and how far it is: noted before each mail goes.

    The mails go in the order of their traces. Of a batch whose worker died it can so be told for
    each mail whether the server has it: those before the one that was offered last have gone, those
    after it have not. The one itself has gone when its answer was noted; otherwise nobody can tell
    (RFC 1047), and staff decide.
    """

    _name = "bzk.mailing.batch"
    _inherit = "bzk.library.guard"
    _description = "Mails under way"
    _order = "id DESC"
    _log_access = False

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Datetime(string="Begun", required=True, readonly=True)
    offered = fields.Integer(
        string="Offered last", readonly=True, help="The trace of the mail that went last."
    )
    accepted = fields.Boolean(readonly=True, help="Whether the server said that it took that mail.")

    def _settle_dead(self):
        """Settle the batches whose workers are gone; those of living workers are left alone.

        :return: number of batches
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM bzk_mailing_batch"
                " WHERE pg_try_advisory_xact_lock(%s, id) ORDER BY id",
                LIVES,
            )
        )
        dead = [batch_id for (batch_id,) in self.env.cr.fetchall()]
        for batch_id in dead:
            self.browse(batch_id)._settle()
        return len(dead)

    def _settle(self):
        """Write down what became of each mail of a batch that nobody works on any more.

        What the server refused or put off was written at once and is of the batch no longer.
        """
        self.ensure_one()
        self.env.flush_all()
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                WITH done AS (
                     DELETE FROM bzk_mailing_batch WHERE id = %(batch)s
                  RETURNING id, COALESCE(offered, 0) AS offered, accepted IS TRUE AS accepted
                ), mail AS (
                    SELECT trace.id, trace.trace_status,
                           COALESCE(trace.carrier_id, trace.id) < done.offered
                           OR COALESCE(trace.carrier_id, trace.id) = done.offered AND done.accepted
                              AS gone,
                           COALESCE(trace.carrier_id, trace.id) = done.offered
                           AND NOT done.accepted AS uncertain
                      FROM mailing_trace trace
                      JOIN done ON done.id = trace.batch)
                UPDATE mailing_trace trace
                   SET batch = NULL,
                       -- It may be back already, or opened.
                       trace_status = CASE WHEN mail.trace_status <> 'process'
                                           THEN mail.trace_status
                                           WHEN mail.gone THEN 'sent'
                                           WHEN mail.uncertain THEN 'error'
                                           ELSE 'outgoing' END,
                       failure_type = CASE WHEN mail.uncertain AND mail.trace_status = 'process'
                                           THEN 'uncertain' ELSE trace.failure_type END,
                       sent_datetime = CASE WHEN mail.gone THEN %(now)s
                                            ELSE trace.sent_datetime END,
                       carrier_id = CASE WHEN mail.gone OR mail.uncertain
                                         THEN trace.carrier_id END,
                       write_date = %(now)s
                  FROM mail
                 WHERE mail.id = trace.id
                """,
                batch=self.id,
                now=now,
            )
        )
        self.env.invalidate_all(flush=False)
