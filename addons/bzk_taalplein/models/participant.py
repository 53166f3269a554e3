from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: A wish, and only that: who has none is brought together with anybody.
WISHES = [("f", "A woman"), ("m", "A man")]
#: What tells of the person; the rest are figures.
ABOUT = (
    *("partner_id", "language_ids", "goal_ids", "moment_ids", "also_branch_ids", "online"),
    *("wants_gender", "note", "paused_until"),
)


class LanguageParticipant(models.AbstractModel):
    """What learners and volunteers of the language point have in common.

    Nothing on origin, nationality, religion or health is kept (AVG article 9): a language is held
    because two people have to understand each other, and a wish for a woman or a man without why.

    There is no chatter and no activity here, and a customer has no field that leads here, so that
    who may not see the language point cannot learn of it by a customer either.
    """

    _name = "bzk.language.participant"
    _inherit = "bzk.library.guard"
    _description = "Participant of the language point"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.complete_name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        domain="[('is_company', '=', False), ('work_contact', '=', False),"
        " ('partner_share', '=', True)]",
        help="Empty when the person was erased and only figures are left.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="cascade",
    )
    phone = fields.Char(related="partner_id.phone", readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    gender = fields.Selection(related="partner_id.gender", readonly=False)
    reachable = fields.Boolean(related="partner_id.reachable")
    branch_id = fields.Many2one(
        "bzk.branch",
        compute="_compute_branch_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Where they come first of all, and where they count in the figures.",
    )
    also_branch_ids = fields.Many2many(
        "bzk.branch",
        string="Also possible at",
        check_company=True,
        domain="[('id', '!=', branch_id)]",
    )
    online = fields.Boolean(string="Online is fine too")
    language_ids = fields.Many2many(
        "bzk.language",
        string="Speaks",
        check_company=True,
        help="Besides Dutch: to find somebody with whom they understand each other.",
    )
    goal_ids = fields.Many2many("bzk.language.goal", string="Goals", check_company=True)
    moment_ids = fields.Many2many("bzk.language.moment", string="Available")
    wants_gender = fields.Selection(
        WISHES, string="Only with", help="Empty for no matter. Why is not written down."
    )
    note = fields.Text(
        string="Notes",
        help="What is needed to find a good match. Nothing on health, origin, religion or how "
        "somebody is allowed to be here.",
    )
    registered_on = fields.Date(
        string="Registered on", required=True, default=fields.Date.context_today
    )
    paused_on = fields.Date(string="Paused since", readonly=True, copy=False)
    paused_until = fields.Date(string="Expected back", readonly=True, copy=False)
    stopped_on = fields.Date(string="Stopped on", readonly=True, copy=False, index="btree_not_null")
    back_on = fields.Date(
        readonly=True, copy=False, help="When they came back from a pause, or after stopping."
    )

    @api.depends("partner_id")
    def _compute_company_id(self):
        for person in self:
            person.company_id = (
                person.partner_id.company_id or person.company_id or self.env.company
            )

    @api.depends("partner_id")
    def _compute_branch_id(self):
        for person in self:
            person.branch_id = person.branch_id or person.partner_id.branch_id

    @api.depends("partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for person in self:
            gone = self.env._("Erased person") if person._origin else False
            person.display_name = person.partner_id.name or gone

    def _standing(self, is_paired):
        """The state that follows from the dates and from whether there is a pair."""
        self.ensure_one()
        if self.stopped_on:
            return "stopped"
        if self.paused_on:
            return "paused"
        return "paired" if is_paired else "registered"

    @api.constrains("partner_id", "stopped_on")
    def _check_person(self):
        """Let a private customer take part once at a time.

        Not an index of the database: merging two customers who both take part must lose nothing.

        :raises ValidationError: naming who it is
        """
        for person in self.filtered("partner_id"):
            if person.partner_id.is_company or person.partner_id.work_contact:
                raise ValidationError(self.env._("Only private customers take part here."))
            same = Domain("partner_id", "=", person.partner_id.id) & Domain("id", "!=", person.id)
            if not person.stopped_on and self.search_count(
                same & Domain("stopped_on", "=", False), limit=1
            ):
                raise ValidationError(
                    self.env._(
                        "%s is in this list already. Open that line, also when it is paused.",
                        person.partner_id.name,
                    )
                )

    @api.constrains("registered_on", "stopped_on")
    def _check_dates(self):
        today = fields.Date.context_today(self)
        for person in self:
            if person.registered_on > today:
                raise ValidationError(self.env._("Nobody was registered on a day to come."))
            if person.stopped_on and person.stopped_on < person.registered_on:
                raise ValidationError(self.env._("Nobody stops before they registered."))

    def _here_domain(self):
        """Whoever can still be met."""
        return Domain("partner_id.active", "=", True) & Domain("partner_id.deceased", "=", False)

    def _places(self):
        """All branches where somebody can come."""
        return self.branch_id | self.also_branch_ids

    def action_resume(self):
        """Take part again after a pause, or after having stopped."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        self.write(
            {
                "paused_on": False,
                "paused_until": False,
                "stopped_on": False,
                "stop_reason": False,
                "back_on": today,
            }
        )

    def _current_pairs(self):
        """Pairs that meet at the moment."""
        return self.pair_ids.filtered(lambda pair: pair.state == "active")

    def _stop(self, day, reason):
        """Take part no more; who they met is free again.

        :param date day: last day
        :param str reason: key of the model's own reasons
        """
        self.ensure_one()
        whose = "learner" if self._name == "bzk.language.learner" else "volunteer"
        for pair in self._current_pairs():
            last = max(filter(None, (day, pair.date_start, pair.last_meeting_on)))
            pair._end(last, "reached" if reason == "reached" else whose)
        self.write(
            {"stopped_on": day, "stop_reason": reason, "paused_on": False, "paused_until": False}
        )

    def action_pause(self):
        """Ask until when somebody pauses."""
        return self._leave("pause")

    def action_stop(self):
        """Ask why somebody stops."""
        return self._leave("stop")

    def _leave(self, kind):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_leave")
        part = "learner_id" if self._name == "bzk.language.learner" else "volunteer_id"
        action["context"] = {f"default_{part}": self.id, "default_kind": kind}
        return action

    def action_open_person(self):
        """Open the customer."""
        self.ensure_one()
        return self.partner_id._open_customer()
