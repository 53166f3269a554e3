from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

#: From this age nobody has a parent's authority over them (Burgerlijk Wetboek 1:233, 1:245).
OF_AGE = 18


class Guardian(models.Model):
    """Who looks after a child: a parent, a guardian appointed by a court, or somebody else.

    A tie holds from ``date_start`` up to, and not including, ``date_end``; without dates always. A
    parent's authority ends by itself when the child comes of age, a guardian's does not: adults
    too may have a curator or mentor. What the finder proposed counts for nothing until staff
    confirm it, and what they refused is kept, so that it is not proposed again.
    """

    _name = "bzk.guardian"
    _inherit = "bzk.library.guard"
    _description = "Parent or guardian"
    _order = "state, id"
    _rec_name = "guardian_id"
    _rec_names_search = ["guardian_id.complete_name", "child_id.complete_name"]
    _check_company_auto = True

    child_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
        domain="[('is_company', '=', False), ('work_contact', '=', False)]",
    )
    guardian_id = fields.Many2one(
        "res.partner",
        string="Parent or guardian",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
        domain="[('is_company', '=', False), ('work_contact', '=', False)]",
    )
    company_id = fields.Many2one(
        related="child_id.company_id", string="Library", store=True, precompute=True
    )
    kind = fields.Selection(
        [("parent", "Parent"), ("guardian", "Guardian"), ("other", "Other carer")],
        default="parent",
        required=True,
        help="A guardian was appointed by a court, and may also be an adult's curator or mentor.",
    )
    date_start = fields.Date(string="Valid from", help="Empty: always.")
    date_end = fields.Date(string="Valid until", help="First day on which this no longer holds.")
    may_consent = fields.Boolean(
        string="May give consent",
        compute="_compute_may_consent",
        store=True,
        readonly=False,
        precompute=True,
        help="Has authority over the child, and so may consent for it.",
    )
    pays = fields.Boolean(help="Pays for the child.")
    state = fields.Selection(
        [("proposed", "To confirm"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        default="confirmed",
        required=True,
        readonly=True,
    )
    reasons = fields.Json(readonly=True, help="Why the finder proposes this.")
    explanation = fields.Char(compute="_compute_explanation", string="Why")
    child_age = fields.Integer(related="child_id.age", string="Age of the child", aggregator=None)
    guardian_age = fields.Integer(related="guardian_id.age", string="Age", aggregator=None)
    is_current = fields.Boolean(
        string="Holds now", compute="_compute_is_current", search="_search_is_current"
    )
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True)
    confirmed_on = fields.Datetime(string="Confirmed on", readonly=True)

    _not_oneself = models.Constraint(
        "CHECK(child_id <> guardian_id)", "Nobody is their own parent or guardian."
    )
    _end_after_start = models.Constraint(
        "CHECK(date_end > date_start)", "This cannot end before it starts."
    )
    _authority = models.Constraint(
        "CHECK(NOT may_consent OR kind <> 'other')",
        "Only a parent or guardian may give consent for a child.",
    )
    # Ranges of one number each do what would otherwise ask for an extension of the database.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(child_id, child_id, '[]') WITH &&,"
        " int4range(guardian_id, guardian_id, '[]') WITH &&,"
        " daterange(date_start, date_end) WITH &&) WHERE (state <> 'refused')",
        "This parent or guardian is already there for the same period.",
    )
    _pair_idx = models.UniqueIndex(
        "(child_id, guardian_id, date_start) WHERE state <> 'refused'",
        "This parent or guardian is already there for the same period.",
    )
    _state_idx = models.Index("(company_id, state)")

    @api.depends("kind")
    def _compute_may_consent(self):
        for tie in self:
            tie.may_consent = tie.kind in ("parent", "guardian")

    @api.depends("reasons", "child_id.name", "guardian_id.name")
    def _compute_explanation(self):
        finder = self.env["bzk.household.finder"]
        for tie in self:
            both = tie.child_id | tie.guardian_id
            # Who only pays may live anywhere.
            at_address = bool({code for code, _parameters in tie.reasons or ()} - {"payer"})
            tie.explanation = finder._explain(tie.reasons, both, at_address)

    @api.depends("child_id.name", "guardian_id.name")
    def _compute_display_name(self):
        for tie in self:
            tie.display_name = self.env._(
                "%(guardian)s for %(child)s", guardian=tie.guardian_id.name, child=tie.child_id.name
            )

    @api.depends("date_start", "date_end", "state", "kind", "child_id.birthdate")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for tie in self:
            tie.is_current = tie.state != "refused" and tie._holds_on(today)

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return (
            Domain("state", "!=", "refused")
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", "today"))
            & (Domain("date_end", "=", False) | Domain("date_end", ">", "today"))
            & (
                Domain("kind", "=", "guardian")
                | Domain("child_id.birthdate", "=", False)
                | Domain("child_id.birthdate", ">", f"today -{OF_AGE}y")
            )
        )

    def _holds_on(self, date):
        """Whether someone looks after the child on a day, if it is true at all."""
        self.ensure_one()
        if self.date_start and self.date_start > date:
            return False
        if self.date_end and self.date_end <= date:
            return False
        birthdate = self.child_id.birthdate
        if self.kind == "guardian" or not birthdate:
            return True
        return birthdate + relativedelta(years=OF_AGE) > date

    def _may_consent_on(self, date):
        """Whether this parent or guardian may give consent for the child on a day."""
        self.ensure_one()
        guardian = self.guardian_id
        born = guardian.birthdate
        return (
            self.state == "confirmed"
            and self.may_consent
            and self._holds_on(date)
            and guardian.active
            and not guardian.deceased
            and (not born or born + relativedelta(years=OF_AGE) <= date)
        )

    @api.constrains("child_id", "guardian_id", "state")
    def _check_family(self):
        """A child is younger than whoever looks after it, and nobody looks after their own.

        :raises ValidationError: naming the two
        """
        standing = self.filtered(lambda tie: tie.state != "refused")
        for tie in standing:
            child, guardian = tie.child_id, tie.guardian_id
            (child | guardian)._check_private()
            if child.is_company or guardian.is_company:
                raise ValidationError(self.env._("Only persons are parents and children."))
            if child.birthdate and guardian.birthdate and child.birthdate <= guardian.birthdate:
                raise ValidationError(
                    self.env._(
                        "%(child)s is not younger than %(guardian)s.",
                        child=child.name,
                        guardian=guardian.name,
                    )
                )
        if standing._find_circle():
            raise ValidationError(
                self.env._("This makes a circle: someone would be their own parent or guardian.")
            )

    def _find_circle(self):
        """Whether one of the ties leads back to its own child."""
        if not self:
            return False
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH RECURSIVE above (origin, person) AS (
                SELECT child_id, guardian_id FROM bzk_guardian WHERE id = ANY(%s)
                 UNION
                SELECT above.origin, tie.guardian_id
                  FROM above
                  JOIN bzk_guardian tie ON tie.child_id = above.person AND tie.state <> 'refused'
            )
            SELECT 1 FROM above WHERE origin = person LIMIT 1
            """,
            (self.ids,),
        )
        return bool(self.env.cr.rowcount)

    @api.model_create_multi
    def create(self, vals_list):
        """What staff enter is confirmed by entering it."""
        for vals in vals_list:
            self._check_confirmer(vals)
            if vals.get("state", "confirmed") == "confirmed":
                vals |= {
                    "confirmed_by_id": self.env.uid,
                    "confirmed_on": fields.Datetime.now(),
                }
        return super().create(vals_list)

    def write(self, vals):
        self._check_confirmer(vals)
        return super().write(vals)

    def _check_confirmer(self, vals):
        """Let nobody confirm in the name of a colleague.

        :raises AccessError: for what confirming keeps by itself
        """
        if not self.env.su and vals.keys() & {"confirmed_by_id", "confirmed_on"}:
            raise AccessError(self.env._("Who confirmed a tie is whoever did it."))

    def action_confirm(self):
        """Confirm who looks after a child; only then does it count."""
        self.check_access("write")
        # sudo: who confirmed it is kept by these methods only.
        self.sudo().write(
            {
                "state": "confirmed",
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            }
        )

    def action_refuse(self):
        """This is not so; kept, so that it is not proposed again."""
        self.check_access("write")
        # sudo: see action_confirm.
        self.sudo().write({"state": "refused", "confirmed_by_id": self.env.uid})
