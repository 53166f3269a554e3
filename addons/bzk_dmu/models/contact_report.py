from odoo import fields, models

KINDS = [
    ("visit", "Visit"),
    ("call", "Phone call"),
    ("online", "Online meeting"),
    ("event", "Meeting elsewhere"),
]


class ContactReport(models.Model):
    """What was discussed with people of an organisation, and what was agreed."""

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
    kind = fields.Selection(KINDS, required=True, default="visit")
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Reported by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
    )
    event_id = fields.Many2one(
        "calendar.event", string="Appointment", ondelete="set null", index="btree_not_null"
    )
    participant_ids = fields.Many2many(
        "bzk.dmu.member",
        string="Spoken to",
        domain="[('relation_id', '=', relation_id)]",
        check_company=True,
    )
    colleague_ids = fields.Many2many(
        "res.users", string="Colleagues", domain="[('share', '=', False)]"
    )
    subject = fields.Char(required=True)
    body = fields.Html(string="Report")
    agreement_ids = fields.One2many("bzk.agreement", "report_id", string="Agreements")
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")], required=True, default="draft", copy=False
    )

    _relation_date_idx = models.Index("(relation_id, date DESC, id DESC)")
