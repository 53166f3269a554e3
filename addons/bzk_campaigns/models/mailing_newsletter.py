import hashlib
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize

#: What cannot be changed of a mailing that is planned or on its way: it was checked as it stood.
FIXED = frozenset(
    (
        *("attachment_ids", "at_work", "block_ids", "body_html", "company_id", "email_from"),
        *("for_journey", "holdout", "lang", "mailing_filter_id", "mailing_model_id", "needs_block"),
        *("preview", "purpose_id", "reply_to", "schedule_date", "schedule_type", "subject"),
        "with_greeting",
    )
)
#: Of a mail that waits, and of one that went.
WAITS = ("outgoing", "process", "pending")
WENT = ("sent", "open", "reply", "bounce")
#: What sending itself keeps; by hand it would let out what was not checked.
OWN = frozenset(("checked_as", "checked_on", "sent_date", "state"))


class MailingMailing(models.Model):
    """A newsletter as staff write it: for whom, about what, from whom and when."""

    _inherit = "mailing.mailing"

    at_work = fields.Boolean(
        string="To people at organisations",
        help="Otherwise to private customers. Nobody is mailed as both.",
    )
    mailing_filter_id = fields.Many2one(domain="[('at_work', '=', at_work)]")
    purpose_id = fields.Many2one(domain="[('at_work', '=', at_work)]")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("in_queue", "Planned"),
            ("sending", "Under way"),
            ("done", "Sent"),
        ]
    )
    # sudo: staff may not ask what models there are.
    mailing_model_real = fields.Char(compute_sudo=True)
    is_fixed = fields.Boolean(compute="_compute_is_fixed", help="Planned, on its way or sent.")
    waiting_count = fields.Integer(string="Still waiting", compute="_compute_progress")
    gone_count = fields.Integer(string="Gone", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")

    @api.constrains("company_id", "for_journey")
    def _check_library(self):
        for mailing in self:
            if not mailing.company_id and not mailing.for_journey:
                raise ValidationError(self.env._("A mailing belongs to a library."))

    @api.constrains("at_work", "mailing_filter_id", "purpose_id")
    def _check_kind_of_people(self):
        for mailing in self:
            chosen = mailing.mailing_filter_id
            if chosen and chosen.at_work != mailing.at_work:
                raise ValidationError(
                    mailing.env._("This segment is of other people than this mailing is for.")
                )
            if mailing.purpose_id and mailing.purpose_id.at_work != mailing.at_work:
                raise ValidationError(
                    mailing.env._("This consent is of other people than this mailing is for.")
                )

    @api.constrains("email_from", "reply_to")
    def _check_addresses(self):
        for mailing in self:
            for address in filter(None, (mailing.email_from, mailing.reply_to)):
                if not email_normalize(address):
                    raise ValidationError(mailing.env._("“%s” is not an e-mail address.", address))

    @api.depends("state", "for_journey")
    def _compute_is_fixed(self):
        for mailing in self:
            mailing.is_fixed = mailing.state != "draft" and not mailing.for_journey

    @api.depends("company_id")
    def _compute_email_from(self):
        """The library sends, not whoever happens to write."""
        ours = self.filtered("company_id")
        for mailing in ours:
            sender = mailing.company_id.email_formatted or self.env.company.email_formatted
            mailing.email_from = mailing.email_from or sender or self.env.user.email_formatted
        return super(MailingMailing, self - ours)._compute_email_from()

    @api.depends("company_id")
    def _compute_reply_to(self):
        """Answers go to the library as well."""
        ours = self.filtered("company_id")
        for mailing in ours:
            mailing.reply_to = mailing.reply_to or mailing.company_id.email_formatted
        return super(MailingMailing, self - ours)._compute_reply_to()

    @api.onchange("mailing_filter_id")
    def _onchange_mailing_filter_id(self):
        """Take over what consent the segment is for."""
        purpose = self.mailing_filter_id.purpose_id
        if purpose.basis != "agreement" and not self.purpose_id:
            self.purpose_id = purpose

    def _compute_progress(self):
        """How many mails went and wait, in one query for all mailings together."""
        counts = self._count_mails()
        for mailing in self:
            waiting, gone, every = counts.get(mailing._origin.id, (0, 0, 0))
            mailing.waiting_count, mailing.gone_count = waiting, gone
            mailing.progress = 100.0 * (every - waiting) / every if every else 0.0

    def _count_mails(self):
        """Count mails: dict of mailing's id -> how many wait, went, and were to go in all."""
        # sudo: only numbers, of mailings that the user may read.
        found = (
            self.env["mailing.trace"]
            .sudo()
            ._read_group(
                [("mass_mailing_id", "in", self.ids)],
                ["mass_mailing_id", "trace_status"],
                ["__count"],
            )
        )
        counts = {}
        for mailing, status, number in found:
            waiting, gone, every = counts.get(mailing.id, (0, 0, 0))
            waiting += number if status in WAITS else 0
            gone += number if status in WENT else 0
            counts[mailing.id] = (waiting, gone, every + number)
        return counts

    @api.model_create_multi
    def create(self, vals_list):
        # Core keeps the name of a mailing where all libraries read it.
        return super().create([{"name": f"mailing-{uuid4().hex}", **vals} for vals in vals_list])

    def write(self, vals):
        """Leave what was checked as it is.

        :raises UserError: for the text or the readers of a mailing that is planned or sent
        :raises AccessError: for what only sending changes
        """
        if not self.env.su:
            if FIXED & vals.keys():
                self._check_not_fixed()
            if OWN & vals.keys():
                raise AccessError(self.env._("A mailing goes by its buttons."))
        if vals.get("active") is False and "in_queue" in self.mapped("state"):
            raise UserError(self.env._("Call off what is planned before you archive it."))
        if "subject" in vals and "name" not in vals:
            # As above; core would make a new one of the subject.
            for mailing in self:
                super(MailingMailing, mailing).write(vals | {"name": mailing.name})
        else:
            super().write(vals)
        if "at_work" in vals:
            # Also what it became: nobody turns a mailing into one that they may not make.
            self.check_access("write")
        return True

    def _check_not_fixed(self):
        """Refuse to change what is planned, on its way or sent."""
        fixed = self.filtered("is_fixed")
        if fixed:
            raise UserError(
                self.env._(
                    "“%s” is planned or sent. Cancel what is planned first, or duplicate it.",
                    fixed[0].subject,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        """Keep what customers got: they may ask why.

        :raises UserError: for a mailing that is on its way or was sent
        """
        if any(mailing.state in ("sending", "done") for mailing in self):
            raise UserError(
                self.env._("What customers got is kept. Archive it, and it is out of the way.")
            )

    def copy_data(self, default=None):
        """Copy without what belongs to one sending."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            vals["schedule_date"] = (default or {}).get("schedule_date", False)
            vals["schedule_type"] = (default or {}).get("schedule_type", "now")
        return vals_list

    def _fingerprint(self):
        """Tell this mail from what it was before it was changed."""
        self.ensure_one()
        parts = (
            *(self.subject, self.preview, self.email_from, self.purpose_id.id, self.needs_block),
            *(self.mailing_filter_id.id, self.mailing_filter_id.mailing_domain),
            *((block.id, block.segment_id.mailing_domain) for block in self.block_ids.sorted()),
            self._body_source(self.block_ids.ids),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()
