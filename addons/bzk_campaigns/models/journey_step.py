from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from psycopg2 import DataError

from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE

KINDS = [
    ("mail", "Mail"),
    ("activity", "Task for a colleague"),
    ("survey", "Survey"),
    ("tag", "Tag"),
    ("check", "Condition"),
]
UNITS = [("hours", "hours"), ("days", "days"), ("weeks", "weeks"), ("months", "months")]
#: What a change of makes others be next, or makes them wait until another moment.
_ORDER = {"sequence", "active"}
_WAIT = {"delay", "delay_unit"}


class JourneyStep(models.Model):
    """One step of a journey: how long to wait, for whom it is, and what is done."""

    _name = "bzk.journey.step"
    _inherit = "bzk.library.guard"
    _description = "Step of a journey"
    _order = "sequence, id"
    _check_company_auto = True

    journey_id = fields.Many2one("bzk.journey", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="journey_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="mail")
    delay = fields.Integer(string="Wait", default=0, help="After the step before, or entering.")
    delay_unit = fields.Selection(UNITS, required=True, default="days")
    domain = fields.Char(string="Only for", default="[]", help="Others pass over this step.")
    otherwise = fields.Selection(
        [("pass", "Go on with the next step"), ("leave", "Leave the journey")],
        string="Others",
        required=True,
        default="pass",
    )
    mailing_id = fields.Many2one(
        "mailing.mailing",
        string="Mail",
        check_company=True,
        ondelete="restrict",
        copy=False,
    )
    survey_id = fields.Many2one("survey.survey", ondelete="restrict", check_company=True)
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict")
    activity_user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        ondelete="restrict",
        check_company=True,
        help="Empty: who is responsible for the journey.",
    )
    note = fields.Text(translate=True)
    tag_id = fields.Many2one("res.partner.category", ondelete="restrict")

    _delay_positive = models.Constraint(
        "CHECK(delay BETWEEN 0 AND 5000)", "One cannot wait less than nothing, nor for ever."
    )
    # By the mail and the entry is known whether somebody had it: a second step has its own mail.
    _mailing_uniq = models.UniqueIndex(
        "(mailing_id) WHERE mailing_id IS NOT NULL", "This mail is of another step already."
    )

    @api.constrains("domain")
    def _check_domain(self):
        """Take a condition only when it can be read."""
        for step in self:
            try:
                domain = Domain(literal_eval(step.domain or "[]"))
                # Core checks as nobody in particular, and a journey goes on without a user: so it
                # is looked at here what this user may choose by.
                self.env["res.partner"].sudo(False).search_count(domain, limit=1)
            except (*UNREADABLE, UserError, DataError) as error:
                raise ValidationError(
                    self.env._("The condition of step “%s” is not complete.", step.name)
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        """Create steps; whoever is under way meets them when they lie ahead."""
        steps = super().create(vals_list)
        steps.journey_id._steps_changed()
        return steps

    def write(self, vals):
        """Write, and let who is under way go on by the steps as they are now.

        :raises UserError: when a step would become part of another journey or another kind
        """
        if any(
            name in vals and any(step[name] != vals[name] for step in self) for name in ("kind",)
        ) or any(step.journey_id.id != vals.get("journey_id", step.journey_id.id) for step in self):
            self._check_not_taken()
        result = super().write(vals)
        if not (_ORDER | _WAIT).isdisjoint(vals):
            self.journey_id._steps_changed(anew=not _WAIT.isdisjoint(vals))
        return result

    def unlink(self):
        """Remove steps that nobody took; who waits for one goes on with the next."""
        self._check_not_taken()
        journeys = self.journey_id
        mailings = self.mailing_id
        result = super().unlink()
        mailings.unlink()
        journeys._steps_changed()
        return result

    def _check_not_taken(self):
        """Let nobody throw away what customers went through.

        :raises UserError: when customers took one of these steps
        """
        # sudo: of whatever library, nothing is told but that there are any.
        taken = self.env["bzk.journey.passage"].sudo()
        if taken.search_count([("step_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Customers took this step already. Take it out, and make a new one.")
            )

    def action_remove(self):
        """Take the step out of the journey: what customers went through is kept."""
        for step in self:
            taken = self.env["bzk.journey.passage"].search_count(
                [("step_id", "=", step.id)], limit=1
            )
            if taken:
                step.active = False
            else:
                step.unlink()
        return True
