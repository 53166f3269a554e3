from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from ..timing.window import clock_to_utc


class Planned(NamedTuple):
    """What would happen with a customer at one step.

    :param step: ``bzk.journey.step``
    :param moment: datetime, UTC
    :param outcome: ``done``, ``passed``, ``refused`` or ``left``
    :param refusal: key of a reason of the gate, when refused
    """

    step: models.BaseModel
    moment: object
    outcome: str
    refusal: str | None = None


class JourneyTest(models.TransientModel):
    """Tries a journey on one customer, without anything happening to them.

    It tells step by step what would happen when they entered now, and mails it to whoever tries.
    """

    _name = "bzk.journey.test"
    _inherit = "bzk.library.guard"
    _description = "Try a journey on a customer"

    journey_id = fields.Many2one("bzk.journey", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="journey_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('is_company', '=', False),"
        " ('work_contact', '=', False)]",
    )
    story = fields.Html(
        string="What would happen", compute="_compute_story", sanitize=False, readonly=True
    )
    email = fields.Char(compute="_compute_email", string="To")

    @api.depends_context("uid")
    def _compute_email(self):
        self.email = self.env.user.email

    @api.depends("journey_id", "partner_id")
    @api.depends_context("lang", "tz")
    def _compute_story(self):
        for test in self:
            test.story = test.partner_id and test.journey_id and test._tell()

    def _tell(self):
        """Write what would happen, step by step."""
        zone = self.journey_id._zone()
        passages = self.env["bzk.journey.passage"]
        return self.env["ir.qweb"]._render(
            "bzk_campaigns.journey_test_story",
            {
                "obstacles": self._obstacles(),
                "plan": self._plan(),
                "reasons": dict(passages._fields["refusal"]._description_selection(self.env)),
                "when": lambda moment: format_datetime(
                    self.env, moment, tz=zone, dt_format="EEEE d MMMM y HH:mm"
                ),
            },
            minimal_qcontext=True,
        )

    def _obstacles(self):
        """Why this customer would not enter, or would get nothing, in words."""
        _ = self.env._
        journey, partner = self.journey_id, self.partner_id
        partners = self.env["res.partner"]
        partners.flush_model()
        obstacles = []
        self.env.cr.execute(
            SQL(
                """
                SELECT %s, %s, %s < %s FROM res_partner partner WHERE partner.id = %s
                """,
                journey._sql_customer(),
                journey._sql_in_segment(),
                journey._sql_share("partner.id"),
                journey.holdout,
                partner.id,
            )
        )
        customer, in_segment, held_out = self.env.cr.fetchone()
        if not customer:
            obstacles.append(_("Does not enter: is no customer any more, or wants no contact."))
        if not in_segment:
            obstacles.append(_("Does not enter: is not in the segment."))
        if held_out:
            obstacles.append(
                _("Gets nothing: belongs to the %s%% who are held out.", journey.holdout)
            )
        return obstacles

    def _plan(self):
        """Tell what would happen when the customer entered now, judged by how they are now.

        :return: list of :class:`Planned`
        """
        journey, plan = self.journey_id, []
        moment = fields.Datetime.now()
        for step in journey.step_ids:
            moment = self._after(moment, step)
            if not self._fits(step):
                leaves = step.otherwise == "leave"
                plan.append(Planned(step, moment, "left" if leaves else "passed"))
                if leaves:
                    break
                continue
            refusal = None
            if step._mails():
                moment = journey._window().next_open(moment)
                refusal = self._refusal(step)
            plan.append(Planned(step, moment, "refused" if refusal else "done", refusal))
        return plan

    def _after(self, moment, step):
        """Give the moment until which a step waits; a day is a day on the clock."""
        delay = relativedelta(**{step.delay_unit: step.delay})
        if step.delay_unit == "hours":
            return moment + delay
        zone = self.journey_id._zone()
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        # Summer time may have begun or ended meanwhile.
        return clock_to_utc(local.replace(tzinfo=None) + delay, zone)

    def _fits(self, step):
        """Tell whether the customer meets the condition of a step."""
        people = self.env["res.partner"].with_context(active_test=False)
        return bool(people.search_count([("id", "=", self.partner_id.id), *step._condition()]))

    def _refusal(self, step):
        """Ask the gate why the customer would not get the mail of a step."""
        people = SQL("SELECT %s::integer AS id", self.partner_id.id)
        self.env.cr.execute(step.mailing_id._verdict_query(people))
        row = self.env.cr.fetchone()
        return row and row[1]

    def action_send(self):
        """Mail the mails that this customer would get to whoever tries.

        :raises UserError: without a customer, a mail or an address
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose a customer first."))
        if not self.email:
            raise UserError(self.env._("You have no e-mail address yourself."))
        sent = [
            planned.step
            for planned in self._plan()
            if planned.step._mails() and planned.outcome in ("done", "refused")
        ]
        if not sent:
            raise UserError(self.env._("There is no mail that this customer would get."))
        for step in sent:
            step.mailing_id._send_sample(self.partner_id, self.email)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s mails were sent to %(email)s.", count=len(sent), email=self.email
                ),
            },
        }
