import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from ..returns import read_return

_logger = logging.getLogger(__name__)
#: Of what a mail server said this much is kept, characters.
DETAIL = 500
#: As long as a mail waits nothing of it can come back.
NOT_SENT = ("outgoing", "cancel")


class MailingTrace(models.Model):
    """What came back on a mail: that it did not arrive, a complaint, an answer.

    Only a mail that this CRM really sent counts, known by the Message-ID that only its reader can
    know. What is told by address alone may be made up, and would reach into other libraries.
    """

    _inherit = "mailing.trace"

    message_id = fields.Char(index="btree_not_null")
    bounce_kind = fields.Selection(
        [("hard", "Does not exist"), ("soft", "Not delivered")],
        string="Came back",
        readonly=True,
        index="btree_not_null",
        help="An address that does not exist is not mailed again. What was not delivered this time "
        "may arrive the next time.",
    )
    returned_on = fields.Datetime(string="Came back on", readonly=True)
    complained_on = fields.Datetime(
        string="Reported as spam on", readonly=True, index="btree_not_null"
    )
    email_broken = fields.Boolean(related="partner_id.email_broken")

    @api.private
    @api.model
    def _take_return(self, raw):
        """Note what came back, when it is about a mail of a campaign.

        :param bytes raw: a mail as the mail server hands it over
        :return: what was read, a :class:`~..returns.Return`, and the trace that it is about; either
            may be empty
        """
        found = read_return(raw)
        trace = self._from_message_ids(found.message_ids) if found else self.browse()
        if not trace:
            return found, trace
        if found.kind == "bounce":
            trace._take_bounce(found.failures)
        elif found.kind == "complaint":
            trace._take_complaint()
        _logger.info("came back on mail %s of a campaign: %s", trace.id, found.kind)
        return found, trace

    @api.model
    def _from_message_ids(self, message_ids):
        """The mail that was sent with one of these marks; the first in the list goes first."""
        # What comes in comes without a user; only who got the mail can know its mark.
        traces = self.with_user(SUPERUSER_ID).search(
            [
                ("message_id", "in", list(message_ids)),
                ("partner_id", "!=", False),
                ("trace_status", "not in", NOT_SENT),
            ]
        )
        places = {message_id: place for place, message_id in enumerate(message_ids)}
        return traces.sorted(lambda trace: places[trace.message_id])[:1]

    def _take_bounce(self, failures):
        """Note that a mail did not arrive; an address that does not exist is not mailed again.

        :param failures: every :class:`~..returns.Failure` of a report
        """
        self.ensure_one()
        failures = [failure for failure in failures if failure.kind != "delayed"]
        if not failures:
            return
        address = (self.email or "").lower()
        failure = next((one for one in failures if address in one.addresses), None)
        # Reports of another address are of one to which ours is forwarded: ours does exist.
        kind = failure.kind if failure else "soft"
        failure = failure or failures[0]
        mails = self | self.carried_ids
        if "hard" not in mails.mapped("bounce_kind"):
            mails.write(
                {
                    "trace_status": "bounce",
                    "failure_type": "mail_bounce",
                    "failure_reason": (failure.detail or failure.status)[:DETAIL],
                    "bounce_kind": kind,
                    "returned_on": fields.Datetime.now(),
                }
            )
        if kind == "hard":
            self._note_broken_address()

    def _note_broken_address(self):
        """Mail these addresses no more, at the library that mailed: nobody there can have them."""
        for company, traces in self.grouped("company_id").items():
            addresses = filter(None, map(email_normalize, traces.mapped("email")))
            self.env["res.partner"]._note_addresses_broken(set(addresses), company)

    def _take_complaint(self):
        """Somebody told their provider that this is spam: they get no more of it (RFC 5965)."""
        self.ensure_one()
        mails = self | self.carried_ids
        mails.filtered(lambda mail: not mail.complained_on).complained_on = fields.Datetime.now()
        self._stop_reading("complaint")

    def _take_stop(self, found):
        """Withdraw what a reader was mailed for, when the answer says nothing but that.

        :param found: the :class:`~..returns.Return`
        :return: whether it did; what somebody else writes, who was sent the mail, is for a person
        """
        self.ensure_one()
        if not found.wants_to_stop or found.sender != (self.email or "").lower():
            return False
        self._stop_reading("mail")
        return True

    @api.model
    def _answered_by(self, message_dict):
        """The mail of a campaign that an incoming mail answers, or nothing."""
        nearest = (message_dict.get("in_reply_to") or "").split()
        return self._from_message_ids(nearest)

    def _tell_answer(self):
        """Let who made the mailing know that a reader answered."""
        self.ensure_one()
        mailing = self.mass_mailing_id
        reader = self._readers()[:1]
        user = mailing.user_id
        if not reader or not user.active or self.company_id not in user.company_ids:
            return
        reader.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Answer to: %s", mailing.subject),
            user_id=user.id,
        )

    def action_address_broken(self):
        """A colleague sees that an address does not exist, though the report did not say so.

        :raises AccessError: for who may not change the customer
        """
        self._check_may_judge()
        self._note_broken_address()
        return True

    def action_address_works(self):
        """A colleague knows that the address is right, so that it is mailed again.

        :raises AccessError: as above
        """
        self._check_may_judge()
        self.partner_id.action_email_works()
        return True

    def _check_may_judge(self):
        self.check_access("read")
        self.partner_id.check_access("write")
        if self.filtered(lambda trace: not trace.bounce_kind):
            raise AccessError(self.env._("This mail did not come back."))
