from markupsafe import Markup
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class MailActivitySchedule(models.TransientModel):
    """Starts a plan for many relations at once."""

    _inherit = "mail.activity.schedule"

    @api.model
    def default_get(self, fields):
        """Say so when more is chosen than core takes, instead of finding nothing chosen.

        :raises UserError: for too many relations
        """
        chosen = self.env.context.get("active_ids") or ()
        if (
            self.env.context.get("active_model") == "bzk.relation"
            and len(chosen) > self._batch_size
        ):
            raise UserError(
                self.env._(
                    "A plan starts for %s relations at most. Choose one group or owner at a time.",
                    self._batch_size,
                )
            )
        return super().default_get(fields)

    @api.depends("plan_id")
    def _compute_plan_date(self):
        """Start from the day of the year around which the plan is, when it has one."""
        result = super()._compute_plan_date()
        for schedule in self:
            schedule.plan_date = schedule.plan_id._next_yearly_date() or schedule.plan_date
        return result

    def action_schedule_plan(self):
        """Make the activities of all relations together.

        Core makes and announces them one by one, which for a whole school year is a mail to each
        colleague for every school.
        """
        if self.res_model != "bzk.relation" or not self.is_batch_mode:
            return super().action_schedule_plan()
        relations = self._get_applied_on_records()
        model = self.env["ir.model"]._get_id(self.res_model)
        values, bodies = [], {}
        for relation in relations:
            lines = []
            for template in self._plan_filter_activity_templates_to_schedule():
                found = template._determine_responsible(self.plan_on_demand_user_id, relation)
                responsible = found["responsible"]
                deadline = template._get_date_deadline(self.plan_date)
                summary = template.summary or template.activity_type_id.name
                values.append(
                    {
                        "res_model_id": model,
                        "res_id": relation.id,
                        "activity_type_id": template.activity_type_id.id,
                        "summary": summary,
                        "note": template.note,
                        "user_id": responsible.id,
                        "date_deadline": deadline,
                    }
                )
                lines.append(
                    self.env._(
                        "%(activity)s, %(name)s, %(deadline)s",
                        activity=summary,
                        name=responsible.name,
                        deadline=format_date(self.env, deadline),
                    )
                )
            bodies[relation.id] = Markup("%s<ul>%s</ul>") % (
                self.env._("Started: %s", self.plan_id.name),
                Markup("").join(Markup("<li>%s</li>") % line for line in lines),
            )
        # Colleagues find them among their activities; a mail for each would bury the rest.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(values)
        relations._message_log_batch(bodies=bodies)
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.relation",
            "name": self.plan_id.name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", relations.ids)],
        }
