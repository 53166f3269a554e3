from odoo import api, fields, models

UNCERTAIN = [("trace_status", "=", "error"), ("failure_type", "=", "uncertain")]
NOT_TAKEN = [("trace_status", "=", "error"), ("failure_type", "!=", "uncertain")]
WAITING = [("trace_status", "=", "outgoing"), ("partner_id", "!=", False)]


class MailingMailing(models.Model):
    """How the sending of a mailing goes, and what staff can do about it."""

    _inherit = "mailing.mailing"

    paused = fields.Boolean(readonly=True, copy=False, help="Nothing of it is sent until resumed.")
    send_problem = fields.Text(
        string="What is the matter", readonly=True, copy=False, help="Why nothing is sent for now."
    )
    send_tries = fields.Integer(string="Times tried", readonly=True, copy=False)
    send_after = fields.Datetime(string="Next try", readonly=True, copy=False)
    uncertain_count = fields.Integer(
        string="May have been sent",
        compute="_compute_sending",
        help="The server was gone before it said that it took them.",
    )
    not_taken_count = fields.Integer(string="Not taken by the server", compute="_compute_sending")

    @api.depends("mailing_trace_ids.trace_status", "mailing_trace_ids.failure_type")
    def _compute_sending(self):
        """One query for all mailings together."""
        # sudo: who sees the mailing sees how many of its mails are where.
        groups = (
            self.env["mailing.trace"]
            .sudo()
            ._read_group(
                [("mass_mailing_id", "in", self.ids), ("trace_status", "=", "error")],
                ["mass_mailing_id", "failure_type"],
                ["__count"],
            )
        )
        found = {}
        for mailing, failure, count in groups:
            numbers = found.setdefault(mailing.id, {True: 0, False: 0})
            numbers[failure == "uncertain"] += count
        for mailing in self:
            numbers = found.get(mailing._origin.id, {True: 0, False: 0})
            mailing.uncertain_count, mailing.not_taken_count = numbers[True], numbers[False]

    def action_pause(self):
        """Send nothing more for now; what is being sent at this moment still goes."""
        self.check_access("write")
        # sudo: what is sent is for the queue to keep.
        self.sudo().paused = True

    def action_resume(self):
        """Go on, also when something was the matter."""
        self.check_access("write")
        # As above.
        self.sudo().write(
            {"paused": False, "send_problem": False, "send_tries": 0, "send_after": False}
        )
        self._trigger_sending()

    def action_stop_sending(self):
        """Take back what still waits; who got it already has got it."""
        self.check_access("write")
        for mailing in self:
            # sudo: staff may not change mails; here they may only take back what waits.
            waiting = mailing.sudo().mailing_trace_ids.filtered_domain(WAITING)
            waiting.write({"trace_status": "cancel"})
        # As above.
        self.sudo().write({"paused": False, "send_problem": False, "send_after": False})
        self._trigger_sending()

    def _wake(self):
        """Let mails go that wait again, also of a mailing that was done."""
        # sudo: what is sent is for the queue to keep.
        done = self.sudo().filtered(lambda mailing: mailing.state == "done")
        done.write({"state": "sending"})
        self._trigger_sending()

    def action_open_waiting(self):
        """Show who still waits for this mail."""
        return self._open_mails(self.env._("Waiting: %s", self.subject), WAITING)

    def action_open_uncertain(self):
        """Show of whom nobody knows whether they got this mail."""
        return self._open_mails(self.env._("May have been sent: %s", self.subject), UNCERTAIN)

    def action_open_not_taken(self):
        """Show whose mail the server did not take, and why."""
        return self._open_mails(self.env._("Not taken: %s", self.subject), NOT_TAKEN)

    def _open_mails(self, name, which):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_campaigns.action_mails_sending")
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("mass_mailing_id", "=", self.id), *which],
            "context": {"create": False},
        }
