from odoo import SUPERUSER_ID, fields, models


class MailingTrace(models.Model):
    """Who read a mail, and what they say by stopping it."""

    _inherit = "mailing.trace"

    carried_ids = fields.One2many("mailing.trace", "carrier_id", string="Also for")
    stopped_on = fields.Datetime(
        string="Unsubscribed on", readonly=True, help="From this mail the reader stopped its kind."
    )
    optout_reason_id = fields.Many2one(
        "mailing.subscription.optout",
        string="Why unsubscribed",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    optout_text = fields.Char(
        string="In the reader's words", readonly=True, help="Said when unsubscribing."
    )

    def _readers(self):
        """The customers for whom these mails are: several when they share an address."""
        readers = self.env["res.partner"]
        for partner in (self | self.carried_ids).partner_id:
            readers |= partner._left_after_merges()
        return readers.filtered("company_id")

    def _note_stop(self, lines):
        """Remember which mail decisions came from, and when.

        :param lines: ``bzk.consent`` that readers of this mail just added
        """
        if not self or not lines:
            return
        lines._point_at(self)
        (self | self.carried_ids).filtered(
            lambda mail: mail.partner_id._left_after_merges() in lines.partner_id
        ).stopped_on = fields.Datetime.now()

    def _stop_reading(self, channel, **proof):
        """Withdraw what the readers of a mail were mailed for, because of what came back on it.

        At once, and at the library that mailed only.

        :param channel: how it was told, a key of ``CHANNELS`` of ``bzk.consent``
        :param proof: what more ``bzk.consent._withdraw`` takes; ``evidence`` is the mail itself
            unless told
        :return: the lines added to the consents
        """
        self.ensure_one()
        # What comes back by mail comes from somebody without a login.
        trace = self.with_user(SUPERUSER_ID)
        readers, mailing = trace._readers(), trace.mass_mailing_id
        lines = trace.env["bzk.consent"]
        if not mailing.purpose_id or not readers:
            return lines
        proof.setdefault("evidence", mailing._in_words(trace))
        purposes = mailing.purpose_id._alike(readers.company_id)
        lines = lines._withdraw(readers, purposes, channel, **proof)
        trace._note_stop(lines)
        return lines
