from odoo import api, fields, models
from odoo.exceptions import AccessError

from .evaluation_question import SCORES, USES

#: What only the visitor's own link sets.
OF_THE_VISITOR = {"event_id", "registration_id", "score", "reason_id"}


class SurveyUserInput(models.Model):
    """What one visitor answered; about an activity, from one seat, at most once."""

    _name = "survey.user_input"
    _inherit = ["survey.user_input", "bzk.library.guard"]
    _check_company_auto = True

    company_id = fields.Many2one(
        related="survey_id.company_id", string="Library", store=True, index=True
    )
    event_id = fields.Many2one(
        "event.event",
        string="Activity",
        readonly=True,
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
    )
    registration_id = fields.Many2one(
        "event.registration",
        string="Seat",
        readonly=True,
        check_company=True,
        ondelete="set null",
        copy=False,
    )
    partner_id = fields.Many2one(check_company=True)
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        compute_sudo=True,
        aggregator="avg",
        help="From 1 to 5; 0 when it was not answered.",
    )

    reason_id = fields.Many2one(
        "survey.question.answer",
        string="What brought the visitor",
        compute="_compute_score",
        store=True,
        compute_sudo=True,
        ondelete="set null",
    )
    remark = fields.Text(compute="_compute_remark")
    theme_id = fields.Many2one(related="event_id.theme_id", store=True)
    branch_id = fields.Many2one(related="event_id.branch_id", store=True)
    audience_id = fields.Many2one(related="event_id.audience_id", store=True)
    date_begin = fields.Datetime(related="event_id.date_begin", store=True, string="Activity on")

    _registration_uniq = models.UniqueIndex(
        "(registration_id) WHERE registration_id IS NOT NULL",
        "The visitor in this seat answered already.",
    )
    _score_range = models.Constraint(
        f"CHECK(score BETWEEN 0 AND {SCORES[1]})", "A score lies between 1 and 5."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own(vals)
        return super().write(vals)

    def _check_own(self, vals):
        """Let nobody score an activity by hand: only who had a seat does, by their link.

        :raises AccessError: for what ties an answer to a seat, and for what follows from it
        """
        if not self.env.su and not OF_THE_VISITOR.isdisjoint(vals):
            raise AccessError(self.env._("What visitors answered is theirs."))

    @api.depends(
        "user_input_line_ids.value_scale",
        "user_input_line_ids.suggested_answer_id",
        "user_input_line_ids.question_id",
    )
    def _compute_score(self):
        for answer in self:
            lines = answer._lines_by_use()
            answer.score = lines["score"][:1].value_scale
            answer.reason_id = lines["reason"].suggested_answer_id[:1]

    @api.depends("user_input_line_ids.value_text_box", "user_input_line_ids.value_char_box")
    def _compute_remark(self):
        for answer in self:
            lines = answer._lines_by_use()
            remarks = [line.value_text_box or line.value_char_box for line in lines["remark"]]
            # Whoever had another reason than those to choose from writes it beside them.
            remarks += lines["reason"].filtered("value_char_box").mapped("value_char_box")
            answer.remark = "\n".join(filter(None, remarks))

    def _lines_by_use(self):
        """Lines of this answer by what they are in the figures; none was skipped."""
        self.ensure_one()
        answered = self.user_input_line_ids.filtered(lambda line: not line.skipped)
        found = dict.fromkeys(dict(USES), answered.browse())
        return found | answered.grouped(lambda line: line.question_id.evaluation_use)

    def _save_lines(self, question, answer, comment=None, overwrite_existing=True):
        """A visitor may change the score until it was sent, however the survey is set up."""
        overwrite_existing = overwrite_existing or bool(self.registration_id)
        return super()._save_lines(question, answer, comment, overwrite_existing)
