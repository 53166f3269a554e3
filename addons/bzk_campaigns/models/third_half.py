from odoo import api, fields, models
from odoo.tools import SQL

#: What became of a mail that left.
LEFT = ("sent", "open", "reply", "bounce")


class ThirdHalf(models.Model):
    """A mail after an activity, as it was sent by a journey."""

    _inherit = "bzk.third.half"

    trace_id = fields.Many2one(
        "mailing.trace", string="Mail", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _prepare(self):
        """Note what left before anything lapses."""
        self._note_sent(self.env["res.company"].sudo().search([]))
        return super()._prepare()

    @api.model
    def _note_sent(self, companies):
        """Note which mails left; a mail that went along with another left with it.

        :param companies: ``res.company`` records
        """
        self.flush_model()
        self.env["mailing.trace"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_third_half line
                   SET state = 'sent', date_sent = COALESCE(carrier.sent_datetime,
                                                            trace.sent_datetime)
                  FROM mailing_trace trace
             LEFT JOIN mailing_trace carrier ON carrier.id = trace.carrier_id
                 WHERE line.trace_id = trace.id AND line.state = 'waiting'
                   AND line.company_id = ANY(%s)
                   AND COALESCE(carrier.trace_status, trace.trace_status) = ANY(%s)
                """,
                companies.ids,
                list(LEFT),
            )
        )
        self.invalidate_model(["state", "date_sent"], flush=False)

    @api.model
    def _letters(self, lines, trial=False):
        """Write the texts of these mails, without the frame of a mail.

        :param lines: ``bzk.third.half`` records that have a seat and a text
        :param bool trial: for somebody else than the visitor: nothing in it scores the activity
        :return: dict of line -> dict with ``subject`` and ``body_html``
        """
        # sudo: a text names things of an activity that who mails may not see otherwise; the seat
        # it is rendered for is that of the reader.
        lines = lines.sudo().filtered(lambda line: line.registration_id and line._text())
        found = {}
        for text, some in lines.grouped(lambda line: line._text()).items():
            text = text.with_context(bzk_mail_test=trial)
            letters = text._generate_template(some.registration_id.ids, ("subject", "body_html"))
            for line in some:
                found[line] = letters[line.registration_id.id]
        return found
