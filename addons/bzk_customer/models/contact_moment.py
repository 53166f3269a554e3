from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

CHANNELS = [
    ("desk", "Desk"),
    ("phone", "Phone"),
    ("mail", "E-mail"),
    ("visit", "Visit"),
    ("chat", "Chat"),
]
OUTCOMES = [
    ("answered", "Answered"),
    ("passed_on", "Passed on"),
    ("call_back", "Call back"),
    ("complaint", "Complaint noted"),
    ("not_helped", "Could not be helped"),
]
FOLLOWUP = {"followup_date", "followup_user_id", "subject_id", "note", "outcome", "partner_id"}


class ContactMoment(models.Model):
    """One talk with a customer, or with a visitor whom nobody asked for a name.

    An unknown visitor counts without a person, so that the figures per branch, subject and month
    tell how busy a desk was and not only how many of its visitors are known.
    """

    _name = "bzk.contact.moment"
    _inherit = "bzk.library.guard"
    _description = "Contact moment"
    _order = "date DESC, id DESC"
    _rec_name = "subject_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        domain="[('work_contact', '=', False)]",
        ondelete="restrict",
        help="Empty for an unknown visitor.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
    )
    branch_id = fields.Many2one(
        "bzk.branch",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        default=lambda self: self._default_branch(),
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    channel = fields.Selection(
        CHANNELS, required=True, default=lambda self: self._default_channel()
    )
    subject_id = fields.Many2one(
        "bzk.contact.subject", required=True, check_company=True, ondelete="restrict", index=True
    )
    phone = fields.Char(related="partner_id.phone")
    note = fields.Text()
    outcome = fields.Selection(OUTCOMES, required=True, default="answered")
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    known = fields.Selection(
        [("customer", "Customer"), ("visitor", "Unknown visitor")],
        string="Who",
        compute="_compute_known",
        store=True,
        precompute=True,
    )
    followup_date = fields.Date(string="Follow up by")
    followup_user_id = fields.Many2one(
        "res.users",
        string="Follow-up by whom",
        check_company=True,
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, copy=False, ondelete="set null")
    followup_state = fields.Selection(
        [("open", "To do"), ("done", "Done")],
        string="Follow-up",
        compute="_compute_followup_state",
        search="_search_followup_state",
    )
    followup_is_mine = fields.Boolean(
        compute="_compute_followup_is_mine", search="_search_followup_is_mine"
    )

    _partner_date_idx = models.Index(
        "(partner_id, date DESC, id DESC) WHERE partner_id IS NOT NULL"
    )
    _company_date_idx = models.Index("(company_id, date DESC, id DESC)")
    _user_idx = models.Index("(user_id, id DESC)")
    _activity_idx = models.Index("(activity_id) WHERE activity_id IS NOT NULL")
    _visitor_has_no_followup = models.Constraint(
        "CHECK(followup_date IS NULL OR partner_id IS NOT NULL)",
        "A follow-up needs a customer to come back to.",
    )

    def _default_latest(self):
        """The last contact moment that the user noted in this library."""
        return self.search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)],
            order="id DESC",
            limit=1,
        )

    @api.model
    def _default_branch(self):
        """Where the user was last at work, or the only branch there is."""
        latest = self._default_latest().branch_id
        if latest.active:
            return latest
        branches = self.env["bzk.branch"].search(
            [("company_id", "=", self.env.company.id)], limit=2
        )
        return branches if len(branches) == 1 else branches.browse()

    @api.model
    def _default_channel(self):
        """The channel of the user's last contact moment: who sits at the phone stays there."""
        return self._default_latest().channel or "desk"

    @api.depends("partner_id")
    def _compute_company_id(self):
        for moment in self:
            moment.company_id = (
                moment.partner_id.company_id or moment.company_id or self.env.company
            )

    @api.depends("partner_id")
    def _compute_known(self):
        """Who was a customer once counts as one, also when nobody may know who it was."""
        for moment in self:
            known = moment.partner_id or moment.known == "customer"
            moment.known = "customer" if known else "visitor"

    @api.constrains("partner_id")
    def _check_customer(self):
        self.partner_id._check_private()

    @api.depends("activity_id.active", "followup_date")
    def _compute_followup_state(self):
        for moment in self:
            is_open = moment.activity_id.active
            moment.followup_state = moment.followup_date and ("open" if is_open else "done")

    @api.model
    def _search_followup_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("activity_id.active", "=", True)
        asked = Domain("followup_date", "!=", False)
        domains = {"open": asked & is_open, "done": asked & ~is_open, False: ~asked}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends_context("uid")
    @api.depends("followup_state", "followup_user_id")
    def _compute_followup_is_mine(self):
        for moment in self:
            mine = moment.followup_user_id == self.env.user
            moment.followup_is_mine = mine and moment.followup_state == "open"

    @api.model
    def _search_followup_is_mine(self, operator, value):
        if operator != "in" or set(value) - {True}:
            return NotImplemented
        return Domain("followup_state", "=", "open") & Domain("followup_user_id", "=", self.env.uid)

    @api.depends("subject_id.name", "partner_id.name")
    def _compute_display_name(self):
        for moment in self:
            who = moment.partner_id.name or self.env._("Unknown visitor")
            moment.display_name = f"{moment.subject_id.name}: {who}"

    @api.onchange("outcome")
    def _onchange_outcome(self):
        """Calling back is a promise: propose that the user keeps it on the next working day."""
        if self.outcome == "call_back" and self.partner_id and not self.followup_date:
            self.followup_date = self._next_working_day()

    @api.onchange("followup_date")
    def _onchange_followup_date(self):
        if self.followup_date and not self.followup_user_id:
            self.followup_user_id = self.env.user

    def _next_working_day(self):
        day = fields.Date.context_today(self) + timedelta(days=1)
        weekend = 7 - day.weekday() if day.weekday() > 4 else 0
        return day + timedelta(days=weekend)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own(vals)
            # Given here, so that no default from outside takes their place.
            vals["activity_id"] = False
            vals.setdefault("user_id", self.env.uid)
            if vals.get("followup_date") and not vals.get("followup_user_id"):
                vals["followup_user_id"] = self.env.uid
        moments = super().create(vals_list)
        moments._keep_followup()
        return moments

    def write(self, vals):
        self._check_own(vals)
        result = super().write(vals)
        if FOLLOWUP & set(vals):
            nobodys = self.filtered(lambda item: item.followup_date and not item.followup_user_id)
            super(ContactMoment, nobodys).write({"followup_user_id": self.env.uid})
            self._keep_followup(again="followup_date" in vals)
        return result

    def _check_own(self, vals):
        """Let nobody note something in a colleague's name, or tie an activity to it by hand.

        :raises AccessError: when the values do
        """
        if self.env.su:
            return
        if vals.get("user_id", self.env.uid) != self.env.uid or vals.get("activity_id"):
            raise AccessError(self.env._("A contact moment is noted by who had it."))

    def action_followup_done(self):
        """Finish the activity on the customer: the promise was kept."""
        self.activity_id.action_feedback()

    def _keep_followup(self, again=False):
        """Let the activity on the customer say what the contact moment says.

        :param bool again: a date was chosen, which also counts after the first promise was kept
        """
        for moment in self:
            activity = moment.activity_id
            if activity and not activity.active:
                if not (again and moment.followup_date):
                    continue
                activity = activity.browse()
            if not moment.followup_date:
                # The activity may be a colleague's, who needs not be asked to take it back.
                activity.sudo().unlink()
                continue
            values = moment._prepare_followup()
            if activity and activity.res_id == moment.partner_id.id:
                activity.sudo().write(values)
                continue
            activity.sudo().unlink()
            moment.sudo().activity_id = moment.partner_id.activity_schedule(**values)

    def _prepare_followup(self):
        kind = "call" if self.outcome == "call_back" else "todo"
        return {
            "activity_type_id": self.env.ref(f"mail.mail_activity_data_{kind}").id,
            "date_deadline": self.followup_date,
            "summary": self.subject_id.name,
            "note": self.note and plaintext2html(self.note),
            "user_id": self.followup_user_id.id,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_own_of_today(self):
        """Let a slip of the finger be taken back, and figures of earlier days stand."""
        if self.env.su or self.env.user.has_group("bzk_base.group_data_steward"):
            return
        yesterday = fields.Datetime.now() - timedelta(days=1)
        if any(item.user_id != self.env.user or item.create_date < yesterday for item in self):
            raise UserError(
                self.env._("You can only delete contact moments that you noted in the last day.")
            )

    def unlink(self):
        # A promise to call back goes with it, also when a colleague was to keep it.
        activities = self.activity_id.sudo()
        result = super().unlink()
        activities.unlink()
        return result

    @api.model
    def visitor_board(self, branch_id=False):
        """What the screen that counts unknown visitors shows.

        :param int branch_id: branch whose numbers of today are shown; the user's by default
        :return: dict with ``branches``, ``branch_id``, ``channels``, ``channel``, ``subjects``
            (each with the number counted today) and ``total``
        """
        company = self.env.company
        branches = self.env["bzk.branch"].search([("company_id", "=", company.id)])
        branch = branches.filtered(lambda found: found.id == branch_id) or self._default_branch()
        subjects = self.env["bzk.contact.subject"].search(
            [("company_id", "in", [company.id, False])]
        )
        since = fields.Datetime.to_string(self._start_of_today())
        counted = self._read_group(
            [
                ("partner_id", "=", False),
                ("company_id", "=", company.id),
                ("branch_id", "=", branch.id),
                ("date", ">=", since),
            ],
            ["subject_id"],
            ["__count"],
        )
        counts = {subject.id: count for subject, count in counted}
        return {
            "branches": [{"id": item.id, "name": item.name} for item in branches],
            "branch_id": branch.id,
            "channels": self._fields["channel"]._description_selection(self.env),
            "channel": self._default_channel(),
            "subjects": [
                {
                    "id": subject.id,
                    "name": subject.name,
                    "icon": subject.icon or "fa-comment-o",
                    "count": counts.get(subject.id, 0),
                }
                for subject in subjects
            ],
            "total": sum(counts.values()),
        }

    def _start_of_today(self):
        """Midnight where the user is, in UTC and without a zone."""
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight - midnight.utcoffset()).replace(tzinfo=None)
