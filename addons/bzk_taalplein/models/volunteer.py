from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..pairing import Volunteer
from .learner import LEVELS

STATES = [
    ("registered", "Available"),
    ("paired", "In a pair"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
]
STOP_REASONS = [
    ("moved", "Moved away"),
    ("time", "No time"),
    ("fit", "Did not suit them"),
    ("silent", "Does not answer any more"),
    ("other", "Something else"),
]
#: The law sets no end to a certificate of conduct; organisations ask for a new one after three
#: years. Per volunteer another day can be chosen.
CERTIFICATE_YEARS = 3
#: How long before, a certificate that ends is put before staff.
EXPIRES_SOON = "+2m"


class LanguageVolunteer(models.Model):
    """Somebody who helps learners of Dutch.

    Of a certificate of conduct only the dates are kept, not the paper.
    """

    _name = "bzk.language.volunteer"
    _inherit = "bzk.language.participant"
    _description = "Language volunteer"
    _order = "free_places DESC, registered_on, id"

    level_from = fields.Selection(
        LEVELS, string="Level from", help="Empty when any beginner is welcome."
    )
    level_to = fields.Selection(LEVELS, string="Level up to")
    capacity = fields.Integer(string="Learners at once", required=True, default=1)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    stop_reason = fields.Selection(
        STOP_REASONS, string="Why they stopped", readonly=True, copy=False
    )
    vog_date = fields.Date(
        string="Certificate of conduct of",
        help="The date on it (VOG). The paper itself is only looked at, not kept.",
    )
    vog_until = fields.Date(
        string="Certificate valid until",
        compute="_compute_vog_until",
        store=True,
        readonly=False,
        help="Three years after its date, unless the library agreed on something else.",
    )
    vog_state = fields.Selection(
        [("missing", "Missing"), ("expired", "Expired"), ("soon", "Ends soon"), ("valid", "Valid")],
        string="Certificate",
        compute="_compute_vog_state",
        search="_search_vog_state",
    )
    pair_ids = fields.One2many("bzk.language.pair", "volunteer_id", string="Pairs")
    pair_count = fields.Integer(
        string="Learners now", compute="_compute_free_places", store=True, aggregator="sum"
    )
    free_places = fields.Integer(
        string="Room for", compute="_compute_free_places", store=True, aggregator="sum"
    )

    _capacity = models.Constraint(
        "CHECK(capacity BETWEEN 1 AND 20)", "A volunteer helps from 1 to 20 learners at once."
    )
    _vog_dates = models.Constraint(
        "CHECK(vog_until IS NULL OR vog_until >= vog_date)",
        "A certificate cannot end before its own date.",
    )
    _levels = models.Constraint(
        "CHECK(array_position(ARRAY['alfa', 'a0', 'a1', 'a2', 'b1', 'b2'], level_from::text)"
        " <= array_position(ARRAY['alfa', 'a0', 'a1', 'a2', 'b1', 'b2'], level_to::text))",
        "The lowest level comes before the highest.",
    )

    @api.depends("paused_on", "stopped_on", "pair_ids.state")
    def _compute_state(self):
        for volunteer in self:
            volunteer.state = volunteer._standing(
                any(pair.state == "active" for pair in volunteer.pair_ids)
            )

    @api.depends("capacity", "state", "pair_ids.state")
    def _compute_free_places(self):
        for volunteer in self:
            count = sum(pair.state == "active" for pair in volunteer.pair_ids)
            volunteer.pair_count = count
            takes_part = volunteer.state in ("registered", "paired")
            volunteer.free_places = max(volunteer.capacity - count, 0) if takes_part else 0

    @api.depends("vog_date")
    def _compute_vog_until(self):
        for volunteer in self:
            day = volunteer.vog_date
            volunteer.vog_until = day and day + relativedelta(years=CERTIFICATE_YEARS)

    @api.depends("vog_until")
    def _compute_vog_state(self):
        today = fields.Date.context_today(self)
        for volunteer in self:
            until = volunteer.vog_until
            if not until:
                volunteer.vog_state = "missing"
            elif until < today:
                volunteer.vog_state = "expired"
            elif until < today + relativedelta(months=2):
                volunteer.vog_state = "soon"
            else:
                volunteer.vog_state = "valid"

    @api.model
    def _search_vog_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "missing": Domain("vog_until", "=", False),
            "expired": Domain("vog_until", "<", "today"),
            "soon": Domain("vog_until", ">=", "today")
            & Domain("vog_until", "<", f"today {EXPIRES_SOON}"),
            "valid": Domain("vog_until", ">=", f"today {EXPIRES_SOON}"),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("capacity", "pair_ids")
    def _check_capacity(self):
        """Nobody helps more learners than they have room for.

        :raises ValidationError: naming the volunteer
        """
        for volunteer in self:
            if volunteer.pair_count > volunteer.capacity:
                raise ValidationError(
                    self.env._(
                        "%(name)s has room for %(room)s and would help %(count)s learners.",
                        name=volunteer.display_name,
                        room=volunteer.capacity,
                        count=volunteer.pair_count,
                    )
                )

    @api.constrains("vog_date")
    def _check_certificate(self):
        today = fields.Date.context_today(self)
        if any(volunteer.vog_date and volunteer.vog_date > today for volunteer in self):
            raise ValidationError(self.env._("A certificate cannot be of a day to come."))

    @api.ondelete(at_uninstall=False)
    def _unlink_without_pairs(self):
        if self.pair_ids:
            raise UserError(
                self.env._("This volunteer was in a pair. Stop them instead, so the figures stay.")
            )

    def _free_domain(self):
        """Volunteers with room for a learner."""
        return Domain("free_places", ">", 0) & self._here_domain()

    def _described(self):
        """Each volunteer for the comparison: list of :class:`Volunteer`."""
        return [
            Volunteer(
                id=volunteer.id,
                person=volunteer.partner_id.id,
                languages=frozenset(volunteer.language_ids.ids),
                moments=frozenset(volunteer.moment_ids.ids),
                branch=volunteer.branch_id.id or 0,
                branches=frozenset(volunteer._places().ids),
                online=volunteer.online,
                level_from=volunteer.level_from or "",
                level_to=volunteer.level_to or "",
                goals=frozenset(volunteer.goal_ids.ids),
                gender=volunteer.partner_id.gender or "",
                wants=volunteer.wants_gender or "",
                places=volunteer.free_places,
                certified=volunteer.vog_state in ("valid", "soon"),
            )
            for volunteer in self
        ]

    def action_find(self):
        """Show which learners go with this volunteer."""
        self.ensure_one()
        return self.env["bzk.language.match"]._open(volunteer_id=self.id)

    def action_open_pairs(self):
        """List the pairs of this volunteer, those that ended too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_pairs")
        return action | {"domain": [("volunteer_id", "=", self.id)], "context": {}}
