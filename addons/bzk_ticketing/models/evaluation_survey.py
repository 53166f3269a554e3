from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class Survey(models.Model):
    """A survey belongs to a library; one of them asks what visitors thought of an activity."""

    _name = "survey.survey"
    _inherit = ["survey.survey", "bzk.library.guard"]

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
        help="Empty for the survey that each library gets its own copy of.",
    )
    evaluation = fields.Boolean(
        string="Evaluation of activities",
        copy=False,
        help="Visitors get this survey after an activity.",
    )

    _evaluation_uniq = models.UniqueIndex(
        "(company_id) WHERE evaluation", "A library has one survey about its activities."
    )

    @api.constrains("evaluation", "active", "users_login_required")
    def _check_evaluation(self):
        """Whoever follows a link in a mail of weeks ago finds the questions."""
        for survey in self.filtered("evaluation"):
            if not survey.active or survey.users_login_required:
                raise ValidationError(
                    survey.env._(
                        "Visitors are asked these questions: they stay open, without a login. "
                        "Let visitors be asked others first."
                    )
                )
            if not survey._score_question():
                raise ValidationError(
                    survey.env._(
                        "Mark one question, a scale from 1 to 5, as the score of the activity."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_answers(self):
        """Answers of visitors are not thrown away with the questions."""
        # sudo: also answers that the user would not see.
        answers = self.env["survey.user_input"].sudo()
        domain = [("survey_id", "in", self.ids), ("event_id", "!=", False)]
        if any(self.mapped("evaluation")) or answers.search_count(domain, limit=1):
            raise UserError(
                self.env._("Visitors answered these questions, or are asked them. Close them.")
            )

    @api.model
    def _evaluation_of(self, company):
        """The survey that a library asks its visitors, made from the shipped one when missing.

        :param company: ``res.company`` record
        :return: ``survey.survey`` record, with the rights of the system
        """
        # sudo: a visitor who answers may not read surveys, and nobody may copy the shipped one.
        surveys = self.sudo()
        found = surveys.search([("company_id", "=", company.id), ("evaluation", "=", True)])
        return found or surveys.env.ref("bzk_ticketing.survey_evaluation")._copy_to(company)

    def _copy_to(self, company, use="evaluation"):
        """Copy this survey, in every language, as the one a library asks.

        :param company: ``res.company`` record
        :param str use: field that tells what the library asks it for
        """
        values = {"company_id": company.id, "user_id": False, "active": True}
        survey = self.copy(values)
        self.env.flush_all()
        # In the languages that are not in use now too; core would call it a copy.
        self.env.cr.execute(
            SQL(
                "UPDATE survey_survey own SET title = shipped.title"
                " FROM survey_survey shipped WHERE own.id = %s AND shipped.id = %s",
                survey.id,
                self.id,
            )
        )
        survey.invalidate_recordset(["title"])
        survey[use] = True
        return survey

    def action_use_for_evaluation(self):
        """Ask visitors these questions from now on; answers to the others stay.

        :raises ValidationError: when no question gives a score
        """
        self.ensure_one()
        domain = [("company_id", "=", self.company_id.id), ("evaluation", "=", True)]
        (self.search(domain) - self).evaluation = False
        self.env.flush_all()
        self.evaluation = True

    def _score_question(self):
        """The question that a visitor answers from the mail itself."""
        return self.question_ids.filtered(lambda question: question.evaluation_use == "score")

    @api.model
    def action_open_evaluation(self):
        """Open the questions that this library asks its visitors."""
        survey = self._evaluation_of(self.env.company)
        action = self.env["ir.actions.act_window"]._for_xml_id("survey.action_survey_form")
        form = self.env.ref("survey.survey_survey_view_form")
        return action | {"res_id": survey.id, "views": [(form.id, "form")], "context": {}}
