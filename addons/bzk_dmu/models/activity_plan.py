from calendar import monthrange
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, html_escape


class MailActivityPlan(models.Model):
    """A series of activities, of one library or for all of them."""

    _name = "mail.activity.plan"
    _inherit = ["bzk.library.guard", "mail.activity.plan"]

    name = fields.Char(translate=True)
    yearly_day = fields.Integer(string="Day", help="Of the day around which it all is, each year.")
    yearly_month = fields.Selection(selection="_selection_month", string="Month")

    _yearly_day_of_month = models.Constraint(
        "CHECK(yearly_day BETWEEN 0 AND 31)", "A day of the month is from 1 to 31."
    )

    def copy_data(self, default=None):
        """A copy of a plan for all libraries is the own library's."""
        default = dict(default or {})
        default.setdefault("company_id", self.env.company.id)
        return super().copy_data(default)

    @api.model
    def _selection_month(self):
        return [
            (str(number), format_date(self.env, date(2000, number, 1), date_format="MMMM"))
            for number in range(1, 13)
        ]

    def _next_yearly_date(self):
        """The first coming day around which the plan is.

        :return: a date, or ``False`` for a plan of no fixed day
        """
        if not self.yearly_day or not self.yearly_month:
            return False
        today = fields.Date.context_today(self)
        month = int(self.yearly_month)
        days = (
            date(year, month, min(self.yearly_day, monthrange(year, month)[1]))
            for year in (today.year, today.year + 1)
        )
        return next(day for day in days if day >= today)


class MailActivityPlanTemplate(models.Model):
    """An activity of a plan, which may be for whoever keeps the relation."""

    _name = "mail.activity.plan.template"
    _inherit = ["bzk.library.guard", "mail.activity.plan.template"]

    summary = fields.Char(translate=True)
    responsible_type = fields.Selection(
        selection_add=[("owner", "Owner of the relation")], ondelete={"owner": "cascade"}
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_owner_of_relation(self):
        for template in self:
            relations = template.plan_id.res_model == "bzk.relation"
            if template.responsible_type == "owner" and not relations:
                raise ValidationError(
                    self.env._("Only a plan for relations can leave it to the owner.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """Give it to the owner; to who launches the plan when there is none, with a warning."""
        if self.responsible_type != "owner":
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        owner = applied_on_record.user_id
        warning = not owner and self.env._(
            "%s has no owner: the activity is yours.", html_escape(applied_on_record.name)
        )
        return {"responsible": owner or self.env.user, "error": False, "warning": warning}
