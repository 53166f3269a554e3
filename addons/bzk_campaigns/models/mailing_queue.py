from odoo import fields, models
from odoo.tools import SQL

#: So many new mails in the queue change how it is best read.
MANY = 1_000


class MailingMailing(models.Model):
    """Who is to get a mailing: one line in the queue each, which is also its trace."""

    _inherit = "mailing.mailing"

    def _enqueue(self, people):
        """Put customers in the queue who may get this mailing; set by set, and each once.

        :param people: SQL select of ``id`` of customers, and ``key`` of why they get it: empty for
            who is in the segment, the entry's id for who travels a journey
        :return: number of mails that wait now and did not before
        """
        self.ensure_one()
        self.env["mailing.trace"].flush_model()
        chosen = SQL("SELECT DISTINCT id FROM chosen")
        self.env.cr.execute(
            SQL(
                """
                WITH chosen AS MATERIALIZED (%(people)s),
                     gate AS MATERIALIZED (%(gate)s),
                     shown AS MATERIALIZED (%(blocks)s)
                INSERT INTO mailing_trace (
                       trace_type, trace_status, model, res_id, partner_id, company_id, email,
                       mass_mailing_id, campaign_id, key, shown_blocks, create_uid, write_uid,
                       create_date, write_date)
                SELECT 'mail', 'outgoing', 'res.partner', partner.id, partner.id,
                       partner.company_id, partner.email_normalized, %(mailing)s, %(campaign)s,
                       person.key, shown.blocks, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM chosen person
                  JOIN gate ON gate.id = person.id AND gate.reason IS NULL
                  JOIN res_partner partner ON partner.id = person.id
             LEFT JOIN shown ON shown.id = person.id
                 WHERE partner.company_id = %(company)s
                 ORDER BY partner.id
                    ON CONFLICT (mass_mailing_id, partner_id, key)
                 WHERE partner_id IS NOT NULL DO NOTHING
                """,
                mailing=self.id,
                campaign=self.campaign_id.id or None,
                company=self.company_id.id or None,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                people=people,
                blocks=self._block_query(chosen),
                gate=self._verdict_query(chosen),
            )
        )
        number = self.env.cr.rowcount
        self.env["mailing.trace"].invalidate_model(flush=False)
        if number >= MANY:
            # The planner does not know of them otherwise, and would read them all for each batch.
            self.env.cr.execute("ANALYZE mailing_trace")
        if number:
            self._trigger_sending()
        return number

    def _start(self):
        """Put everybody in the queue who is in the segment now: the mailing departs."""
        self.ensure_one()
        self._enqueue(SQL("SELECT id, '' AS key FROM (%s) chosen", self._chosen_query()))
        # Nobody sets the state by hand.
        self.sudo().write({"state": "sending"})

    def _trigger_sending(self, at=None):
        """Wake the workers.

        :param at: when, in UTC; now when not given
        """
        for name in ("cron_sending_1", "cron_sending_2"):
            # Whoever sends need not be allowed to plan work.
            self.env.ref(f"bzk_campaigns.{name}").sudo()._trigger(at=at)
