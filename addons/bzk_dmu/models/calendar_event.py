from odoo import api, fields, models

#: What of an appointment's document says that it is with an organisation.
DOCUMENT = "bzk.relation"


class CalendarEvent(models.Model):
    """An appointment of a library, which may be with an organisation and people there.

    Core's calendar is one for the whole database. Here each appointment is of a library, and one
    with an organisation is seen by who keeps relations and by colleagues who go along.
    """

    _name = "calendar.event"
    _inherit = ["bzk.library.guard", "calendar.event"]

    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        ondelete="set null",
        index="btree_not_null",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    member_ids = fields.Many2many(
        "bzk.dmu.member",
        string="People there",
        compute="_compute_member_ids",
        inverse="_inverse_member_ids",
        domain="[('relation_id', '=', relation_id), ('current', '=', True)]",
        groups="bzk_base.group_relations",
        help="They are invited by e-mail, as everybody who is added to an appointment.",
    )
    report_ids = fields.One2many(
        "bzk.contact.report", "event_id", groups="bzk_base.group_relations"
    )
    report_state = fields.Selection(
        [("todo", "To be reported"), ("draft", "Draft"), ("done", "Reported")],
        compute="_compute_report_state",
        string="Reported",
        groups="bzk_base.group_relations",
    )

    going = fields.Boolean(
        compute="_compute_going", search="_search_going", help="You are there yourself."
    )

    _relation_start_idx = models.Index("(relation_id, start) WHERE relation_id IS NOT NULL")

    @api.depends("relation_id.company_id", "user_id.company_id")
    def _compute_company_id(self):
        for event in self:
            # sudo: the library is what decides who may read the appointment at all.
            sudo = event.sudo()
            event.company_id = (
                sudo.relation_id.company_id or sudo.user_id.company_id or self.env.company
            )

    @api.depends("partner_ids", "relation_id")
    def _compute_member_ids(self):
        for event in self:
            event.member_ids = event.relation_id.member_ids.filtered(
                lambda member, event=event: (
                    member.current and member.partner_id in event.partner_ids
                )
            )

    def _inverse_member_ids(self):
        for event in self:
            there = event.relation_id.member_ids.partner_id
            # Another organisation's people may have been typed as guests, and stay.
            guests = (event.partner_ids - there) | event.member_ids.partner_id
            if guests != event.partner_ids:
                event.partner_ids = guests

    @api.depends("report_ids.state", "relation_id", "stop")
    def _compute_report_state(self):
        now = fields.Datetime.now()
        for event in self:
            past = event.relation_id and event.stop and event.stop < now
            event.report_state = event.report_ids[:1].state or (past and "todo")

    @api.depends("partner_ids")
    @api.depends_context("uid")
    def _compute_going(self):
        for event in self:
            event.going = self.env.user.partner_id in event.partner_ids

    @api.model
    def _search_going(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("partner_ids", "in", self.env.user.partner_id.ids)]

    @api.model
    def default_get(self, fields):
        """Take the organisation over from the document that core names."""
        defaults = super().default_get(fields)
        context = self.env.context
        model = defaults.get("res_model") or context.get("default_res_model")
        if model == DOCUMENT and "relation_id" in fields and not defaults.get("relation_id"):
            defaults["relation_id"] = defaults.get("res_id") or context.get("default_res_id")
        return defaults

    @api.model
    def _get_contact_details_description(self, organizer, partners):
        """Write down of nobody outside how they are reached.

        Everybody who goes along reads the text, also who may not know a private customer, and it
        would stay when somebody is erased.
        """
        # sudo: only whether somebody works here is asked.
        colleagues = partners.filtered(lambda partner: not partner.sudo().partner_share)
        return super()._get_contact_details_description(organizer, colleagues)

    def action_report(self):
        """Open the report of the appointment, or a new one that it fills in.

        :return: an action
        """
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "res_model": "bzk.contact.report",
            "views": [(False, "form")],
        }
        if self.report_ids:
            return {**action, "res_id": self.report_ids[:1].id}
        colleagues = self.partner_ids.user_ids.filtered(lambda user: not user.share)
        return {
            **action,
            "name": self.env._("Report"),
            "context": {
                "default_event_id": self.id,
                "default_relation_id": self.relation_id.id,
                "default_kind": "online" if self.videocall_location else "visit",
                "default_date": self.start,
                "default_subject": self.name,
                "default_participant_ids": self.member_ids.ids,
                "default_colleague_ids": (colleagues - self.env.user).ids,
            },
        }

    def action_open_relation(self):
        """Open the organisation that the appointment is with."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": DOCUMENT,
            "res_id": self.relation_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_activity_excluded_models(self):
        # The appointment itself shows as planned; an activity beside it would have to be closed.
        return [*super()._get_activity_excluded_models(), DOCUMENT]
