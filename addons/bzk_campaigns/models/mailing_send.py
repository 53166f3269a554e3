import logging

from odoo import fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class MailingMailing(models.Model):
    """Planning, sending and calling off a newsletter; core's own buttons lead here as well."""

    _inherit = "mailing.mailing"

    def action_launch(self):
        """Send now: who may be mailed is put in the queue at once.

        :raises UserError: when something must be mended first, or it is no newsletter to send
        """
        for mailing in self:
            mailing._assert_to_send()
            mailing._set_state(mailing.state, schedule_type="now", schedule_date=False)
            mailing._start()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_put_in_queue(self):
        """Plan for the moment that was chosen, or send now when there is none.

        :raises UserError: as for sending now
        """
        now = fields.Datetime.now()
        later = self.filtered(lambda one: one.schedule_date and one.schedule_date > now)
        for mailing in later:
            mailing._assert_to_send()
            mailing._set_state("in_queue", schedule_type="scheduled")
            mailing._trigger_sending(at=mailing.schedule_date)
        (self - later).action_launch()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_schedule(self):
        """Plan for the moment that was chosen.

        :raises UserError: when none was chosen, or it is past
        """
        self.ensure_one()
        if not self.schedule_date or self.schedule_date <= fields.Datetime.now():
            raise UserError(self.env._("Choose a moment to come under “Send on”."))
        return self.action_put_in_queue()

    def action_cancel(self):
        """Call off what is planned; what is on its way is paused or stopped where it is sent.

        :raises UserError: for what is not planned
        """
        if any(mailing.state != "in_queue" for mailing in self):
            raise UserError(self.env._("Only what is planned can be called off."))
        self._set_state("draft", schedule_type="now")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _assert_to_send(self):
        """Check that this is a newsletter that has not gone yet and in which nothing is wrong.

        :raises UserError: saying what is the matter
        """
        self.ensure_one()
        self.check_access("write")
        # Whoever presses the button at the same moment waits, and then sees that it went.
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if self.for_journey or self.mailing_model_real != "res.partner":
            raise UserError(self.env._("This is no newsletter to send by itself."))
        if self.state not in ("draft", "in_queue"):
            raise UserError(self.env._("“%s” was sent already.", self.subject))
        # The text may be of somebody who may send more than this user.
        self._check_agreement()
        self._assert_checked()

    def _set_state(self, state, **values):
        # sudo: nobody sets these by hand, which would let out what was not checked.
        self.sudo().write({"state": state, **values})

    def _start(self):
        """Keep who is refused and why, at the moment that the others are put in the queue."""
        self.ensure_one()
        self.env["mailing.filter"]._answer_at_once()
        self._keep_verdicts()
        return super()._start()

    def _not_started(self, error):
        """Tell whoever wrote it why a planned mailing did not go, and let them mend it."""
        self.ensure_one()
        _logger.warning("Mailing %s was planned and could not start", self.id, exc_info=error)
        self._set_state("draft", schedule_type="now")
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("This newsletter was planned and did not go"),
            note=self.env._("Look at its segment and its blocks, and plan it again."),
            user_id=self.user_id.id or self.env.uid,
        )
