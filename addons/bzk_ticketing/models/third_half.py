from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_consent.models.consent_gate import REASONS

VARIANTS = [
    ("came", "Came"),
    ("registered", "Registered, nobody was checked in"),
    ("missed", "Did not come"),
]
#: Consent that a mail after an activity takes: it invites again, and so is marketing.
PURPOSE = "activities"


class ThirdHalf(models.Model):
    """A mail to one visitor after an activity, prepared here and sent with the campaigns.

    The third half is where one lingers after a match. Who came is thanked, asked what they thought
    of it and told what else there is; who did not come may get a text of their own. It is
    marketing (Telecommunicatiewet 11.7), so each line says whether the visitor may be mailed and,
    if not, why. A customer has one line for an activity, and so never gets two mails about it.

    Whoever sends takes the lines that wait and are allowed, and asks the gate again at that moment.
    """

    _name = "bzk.third.half"
    _inherit = "bzk.library.guard"
    _description = "Third half"
    _order = "date DESC, event_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    event_id = fields.Many2one(
        "event.event",
        string="Activity",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="event_id.company_id", string="Library", store=True)
    theme_id = fields.Many2one(related="event_id.theme_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="cascade",
        index=True,
    )
    email = fields.Char(related="partner_id.email")
    registration_id = fields.Many2one(
        "event.registration",
        string="Seat",
        readonly=True,
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
    )
    mail_id = fields.Many2one(
        "event.mail",
        string="Mail of the activity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Which text, and how long after the activity.",
    )
    variant = fields.Selection(VARIANTS, string="Attendance", required=True, readonly=True)
    date = fields.Datetime(string="To be sent from", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waits to be sent"),
            ("sent", "Sent"),
            ("lapsed", "Not sent in time"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    date_sent = fields.Datetime(string="Sent on", readonly=True)
    verdict = fields.Selection(
        [("allowed", "May be mailed"), ("refused", "Is not mailed")], required=True, readonly=True
    )
    reason = fields.Selection(REASONS, string="Why not", readonly=True)
    subject = fields.Char(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    _once = models.Constraint(
        "UNIQUE(event_id, partner_id)", "The customer has a mail about this activity already."
    )
    _reason_given = models.Constraint(
        "CHECK((verdict = 'refused') = (reason IS NOT NULL))",
        "Who is not mailed, is not for a reason.",
    )
    _state_idx = models.Index("(company_id, state, verdict, date)")

    def _text(self):
        """The mail template of this mail: the library's own, or else the common one."""
        self.ensure_one()
        template = self.mail_id.template_ref
        return template and template._for_company(self.company_id)

    def _compute_preview(self):
        """The mail as this customer would get it; nothing in it scores the activity."""
        for line in self:
            letter = line._letter() if line.registration_id else {}
            line.subject = letter.get("subject")
            line.preview = letter.get("body_html")

    def _letter(self):
        """Render the mail: dict of values with ``subject`` and ``body_html``."""
        self.ensure_one()
        # sudo: a text may name what the reader of this list does not see otherwise; the seat it
        # is rendered for is one of this line, which the user may read.
        template = self.sudo()._text()
        if not template:
            return {}
        template = template.with_context(bzk_mail_test=True)
        return template._render_letters(self.registration_id.ids)[self.registration_id.id]

    def action_send_test(self):
        """Mail this text to the user, as the customer would get it.

        :raises UserError: when the text or the seat is gone, or the user has no address
        """
        self.ensure_one()
        self.check_access("read")
        template, seat = self._text(), self.registration_id
        if not template or not seat:
            raise UserError(self.env._("There is nobody yet to try this mail with."))
        preview = self.env["mail.template.preview"].create(
            {"mail_template_id": template.id, "resource_ref": f"{seat._name},{seat.id}"}
        )
        return preview.action_send_test()
