from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("visit", "Visit"),
    ("call", "Phone call"),
    ("online", "Online meeting"),
    ("event", "Meeting elsewhere"),
]
#: A clock may run a little ahead; what is planned is no report.
AHEAD = timedelta(hours=1)


class ContactReport(models.Model):
    """What was discussed with people of an organisation, and what was agreed.

    A draft is a note to oneself. Once it is done, it counts as contact: the next one is planned,
    and what colleagues promised stands among their activities.
    """

    _name = "bzk.contact.report"
    _inherit = ["bzk.library.guard", "mail.thread"]
    _description = "Visit or call report"
    _order = "date DESC, id DESC"
    _rec_name = "subject"
    _check_company_auto = True

    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="relation_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    group_id = fields.Many2one(related="relation_id.group_id")
    kind = fields.Selection(KINDS, required=True, default="visit", tracking=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        string="Reported by",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Appointment",
        domain="[('relation_id', '=', relation_id)]",
        ondelete="set null",
        check_company=True,
        copy=False,
    )
    participant_ids = fields.Many2many(
        "bzk.dmu.member",
        string="Spoken to",
        domain="[('relation_id', '=', relation_id)]",
        check_company=True,
    )
    colleague_ids = fields.Many2many(
        "res.users", string="Colleagues", domain="[('share', '=', False)]", check_company=True
    )
    subject = fields.Char(required=True, tracking=True)
    body = fields.Html(string="Report")
    agreement_ids = fields.One2many("bzk.agreement", "report_id", string="Agreements")
    next_contact_date = fields.Date(
        string="Next contact",
        compute="_compute_next_contact_date",
        store=True,
        readonly=False,
        precompute=True,
        help="By the rhythm of the organisation, unless you agreed on another day.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )

    _relation_date_idx = models.Index("(relation_id, date DESC, id DESC)")
    _event_uniq = models.UniqueIndex(
        "(event_id) WHERE event_id IS NOT NULL",
        "There is a report of this appointment already; open it from the appointment.",
    )

    @api.depends("date", "relation_id")
    def _compute_next_contact_date(self):
        for report in self:
            day = report.date and report.relation_id._contact_day(report.date)
            report.next_contact_date = report.relation_id and report.relation_id._next_contact(day)

    @api.onchange("relation_id")
    def _onchange_relation_id(self):
        self.participant_ids = self.participant_ids.filtered(
            lambda member: member.relation_id == self.relation_id
        )
        if self.event_id.relation_id != self.relation_id:
            self.event_id = False

    @api.constrains("participant_ids", "event_id", "relation_id")
    def _check_same_organisation(self):
        for report in self:
            for member in report.participant_ids | report.agreement_ids.member_id:
                if member.relation_id != report.relation_id:
                    raise ValidationError(
                        self.env._(
                            "%(person)s is not known at %(organisation)s. Add them there first.",
                            person=member.partner_id.name,
                            organisation=report.relation_id.name,
                        )
                    )
            if report.event_id and report.event_id.relation_id != report.relation_id:
                raise ValidationError(
                    self.env._("The appointment is with another organisation than the report.")
                )

    @api.constrains("state", "date")
    def _check_past(self):
        limit = fields.Datetime.now() + AHEAD
        for report in self:
            if report.state == "done" and report.date > limit:
                raise ValidationError(
                    self.env._(
                        "%s has yet to take place. Leave the report a draft, or correct the date.",
                        report.subject,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports.filtered(lambda report: report.state == "done")._settle()
        return reports

    def write(self, vals):
        if not {"state", "date", "relation_id", "next_contact_date"} & vals.keys():
            return super().write(vals)
        was = {report: (report.relation_id, report.date) for report in self if report._is_done()}
        result = super().write(vals)
        for report, (relation, date) in was.items():
            if (report.relation_id, report.date) != (relation, date) or not report._is_done():
                relation._contact_undone(date)
            if report.relation_id != relation:
                # sudo: activities of colleagues go where the report went.
                report.agreement_ids.activity_id.sudo().res_id = report.relation_id.id
        self.filtered(lambda report: report._is_done())._settle()
        return result

    def unlink(self):
        # The activities go by the lines, which the database would remove without asking them.
        self.agreement_ids.unlink()
        was = [(report.relation_id, report.date) for report in self if report._is_done()]
        result = super().unlink()
        for relation, date in was:
            relation._contact_undone(date)
        return result

    def action_done(self):
        """Finish the report: it counts as contact, and agreements become activities.

        :raises UserError: for an agreement that nobody does
        """
        for report in self:
            orphans = report.agreement_ids.filtered(
                lambda agreement: not agreement.user_id and not agreement.member_id
            )
            if orphans:
                raise UserError(self.env._("Who does this: %s?", ", ".join(orphans.mapped("name"))))
        self.filtered(lambda report: not report._is_done()).state = "done"

    def action_draft(self):
        """Take a report back that was finished by mistake; its agreements stay as they are."""
        self.state = "draft"

    def _is_done(self):
        return self.state == "done"

    def _settle(self):
        """Let finished reports count as contact, and their agreements become activities."""
        for report in self.sorted("date"):
            report.relation_id._contact_done(
                report.date, plan=True, next_date=report.next_contact_date
            )
        self.agreement_ids._to_activities()
        # sudo: the activity of the appointment may be a colleague's who is there for us.
        self.event_id.sudo().activity_ids.action_feedback()
