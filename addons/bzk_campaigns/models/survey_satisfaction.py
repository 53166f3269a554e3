from odoo import api, fields, models


class SurveyQuestion(models.Model):
    """The question whether somebody recommends the library."""

    _inherit = "survey.question"

    evaluation_use = fields.Selection(
        selection_add=[("recommend", "Recommends the library")],
        ondelete={"recommend": "set null"},
    )

    _recommend_is_scale = models.Constraint(
        "CHECK(evaluation_use IS DISTINCT FROM 'recommend'"
        " OR question_type = 'scale' AND scale_min = 0 AND scale_max = 10)",
        "Whether somebody recommends the library is a scale from 0 to 10.",
    )


class Survey(models.Model):
    """The survey by which a library asks its customers how satisfied they are."""

    _inherit = "survey.survey"

    satisfaction = fields.Boolean(
        string="Satisfaction of customers",
        copy=False,
        readonly=True,
        help="Its answers are in the figures of satisfaction.",
    )

    _satisfaction_uniq = models.UniqueIndex(
        "(company_id) WHERE satisfaction", "A library has one survey about its satisfaction."
    )

    @api.model
    def _satisfaction_of(self, company):
        """The satisfaction survey of a library, made from the shipped one when missing.

        :param company: ``res.company`` record
        :return: ``survey.survey`` record, with the rights of the system
        """
        # sudo: nobody may copy the shipped one; the copy is of the library.
        surveys = self.sudo()
        found = surveys.search([("company_id", "=", company.id), ("satisfaction", "=", True)])
        shipped = surveys.env.ref("bzk_campaigns.survey_satisfaction")
        return found or shipped._copy_to(company, "satisfaction")

    @api.model
    def action_open_satisfaction(self):
        """Open the questions of this library's own survey."""
        survey = self._satisfaction_of(self.env.company)
        action = self.env["ir.actions.act_window"]._for_xml_id("survey.action_survey_form")
        form = self.env.ref("survey.survey_survey_view_form")
        return action | {"res_id": survey.id, "views": [(form.id, "form")], "context": {}}


class Journey(models.Model):
    """A ready journey asks the shipped survey; a library asks its own copy of it."""

    _inherit = "bzk.journey"

    def copy(self, default=None):
        """Give a library its own survey, of which the answers are its own."""
        copies = super().copy(default)
        shipped = self.env.ref("bzk_campaigns.survey_satisfaction")
        for step in copies.step_ids:
            if step.company_id and step.survey_id == shipped:
                step.survey_id = self.env["survey.survey"]._satisfaction_of(step.company_id)
        return copies
