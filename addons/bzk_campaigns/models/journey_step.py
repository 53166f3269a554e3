from odoo import fields, models

KINDS = [
    ("mail", "Mail"),
    ("activity", "Task for a colleague"),
    ("survey", "Survey"),
    ("tag", "Tag"),
    ("check", "Condition"),
]
UNITS = [("hours", "hours"), ("days", "days"), ("weeks", "weeks"), ("months", "months")]


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
        "mailing.mailing", string="Mail", check_company=True, ondelete="restrict", copy=False
    )
    survey_id = fields.Many2one("survey.survey", ondelete="restrict")
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict")
    activity_user_id = fields.Many2one("res.users", string="Colleague", ondelete="restrict")
    note = fields.Text(translate=True)
    tag_id = fields.Many2one("res.partner.category", ondelete="restrict")

    _delay_positive = models.Constraint("CHECK(delay >= 0)", "One cannot wait less than nothing.")
