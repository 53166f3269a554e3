from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..pairing import apart, assign, judge

#: Lines for one person: who fits, and who nearly does with what stands in the way.
FITTING, NEARLY = 12, 8


class LanguageMatch(models.TransientModel):
    """Who goes with whom: for one learner, for one volunteer, or for everybody who waits.

    It proposes only. Who is brought together is decided, line by line, by who knows both.
    """

    _name = "bzk.language.match"
    _inherit = "bzk.library.guard"
    _description = "Proposal of pairs"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, default=lambda self: self.env.company
    )
    learner_id = fields.Many2one("bzk.language.learner", check_company=True, readonly=True)
    volunteer_id = fields.Many2one("bzk.language.volunteer", check_company=True, readonly=True)
    branch_id = fields.Many2one(
        "bzk.branch", check_company=True, help="Only learners of this branch; empty for all."
    )
    line_ids = fields.One2many("bzk.language.match.line", "match_id", string="Proposals")
    waiting_count = fields.Integer(string="Learners who wait", readonly=True)
    room_count = fields.Integer(string="Places with volunteers", readonly=True)
    fitting_count = fields.Integer(string="Proposed", readonly=True)

    @api.depends("learner_id", "volunteer_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for match in self:
            who = match.learner_id.display_name or match.volunteer_id.display_name
            match.display_name = (
                self.env._("Proposal for %s", who) if who else self.env._("Proposal for all")
            )

    @api.model
    def action_open(self):
        """Propose pairs for everybody who waits."""
        return self._open()

    @api.model
    def _open(self, **values):
        """Make a proposal and show it.

        :param values: ``learner_id`` or ``volunteer_id`` for one person, nothing for all
        """
        match = self.create(values)
        match._propose()
        return {
            "type": "ir.actions.act_window",
            "name": match.display_name,
            "res_model": self._name,
            "res_id": match.id,
            "views": [(False, "form")],
        }

    def action_again(self):
        """Work the proposal out anew, for another branch or after something changed."""
        self.ensure_one()
        self._propose()

    def action_pair_chosen(self):
        """Make pairs of all lines with a tick.

        :raises UserError: when no line has one
        """
        self.ensure_one()
        chosen = self.line_ids.filtered(lambda line: line.chosen and not line.pair_id)
        if not chosen:
            raise UserError(self.env._("Tick the pairs that you want to make."))
        chosen._make_pairs()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_pairs")
        return action | {"domain": [("id", "in", chosen.pair_id.ids)], "context": {}}

    def _propose(self):
        """Fill the lines: everybody's best for one person, the best whole for all."""
        self.ensure_one()
        single = self.learner_id or self.volunteer_id
        learners, volunteers = self._candidates()
        people = learners._described(), volunteers._described()
        lines = self._best_of(*people) if single else self._best_whole(*people)
        self.write(
            {
                "waiting_count": len(learners),
                "room_count": sum(volunteers.mapped("free_places")),
                "fitting_count": sum(verdict.fits for _pair, verdict in lines),
                "line_ids": [(5,)]
                + [(0, 0, self._line_values(pair, verdict)) for pair, verdict in lines],
            }
        )

    def _candidates(self):
        """Learners, who waits longest first, and volunteers to compare."""
        company = Domain("company_id", "=", self.company_id.id)
        learners, volunteers = self.learner_id, self.volunteer_id
        if not learners:
            waiting = company & learners._waiting_domain()
            if self.branch_id and not volunteers:
                waiting &= Domain("branch_id", "=", self.branch_id.id)
            learners = learners.search(waiting, order="waiting_since, registered_on, id")
        if not volunteers:
            volunteers = volunteers.search(company & volunteers._free_domain(), order="id")
        return learners, volunteers

    def _best_of(self, learners, volunteers):
        """For one person: who fits best, then who nearly does.

        :return: list of (learner's id, volunteer's id) with the verdict
        """
        verdicts = [((one.id, two.id), judge(one, two)) for one in learners for two in volunteers]
        ranked = sorted(verdicts, key=lambda item: (-item[1].score, item[0]))
        fitting = [item for item in ranked if item[1].fits][:FITTING]
        nearly = [item for item in ranked if len(item[1].obstacles) == 1]
        return [*fitting, *nearly[:NEARLY]]

    def _best_whole(self, learners, volunteers):
        """For all: as many as possible, who waits longest first, as good as possible.

        :return: as :meth:`_best_of`
        """
        scores = {}
        for learner in learners:
            near = [volunteer for volunteer in volunteers if not apart(learner, volunteer)]
            verdicts = {volunteer.id: judge(learner, volunteer) for volunteer in near}
            scores[learner.id] = {key: found.score for key, found in verdicts.items() if found.fits}
        pairs = assign(scores, {volunteer.id: volunteer.places for volunteer in volunteers})
        one, two = ({person.id: person for person in group} for group in (learners, volunteers))
        return [(pair, judge(one[pair[0]], two[pair[1]])) for pair in pairs.items()]

    def _line_values(self, pair, verdict):
        learner, volunteer = pair
        return {
            "learner_id": learner,
            "volunteer_id": volunteer,
            "score": verdict.score,
            "fits": verdict.fits,
            "reasons": self._in_words(verdict.reasons),
            "obstacles": self._in_words(verdict.obstacles),
        }

    def _in_words(self, found):
        """Reasons or obstacles, one a line, in the user's language."""
        return "\n".join(self._word(code, about) for code, about in found)

    def _word(self, code, about):
        _ = self.env._
        names = {
            "languages": lambda: _("Both speak %s", self._named("bzk.language", about)),
            "moments": lambda: _("Both can on %s", self._named("bzk.language.moment", about)),
            "moments_unknown": lambda: _("Ask when they can: of one that is not known"),
            "moments_apart": lambda: _("No moment on which both can"),
            "branches": lambda: _("Both come to %s", self._named("bzk.branch", about)),
            "online": lambda: _("Both can meet online"),
            "place_unknown": lambda: _("Ask where: of one that is not known"),
            "places_apart": lambda: _("No place where both come"),
            "level": lambda: _("The volunteer helps at level %s", self._level(about)),
            "level_unknown": lambda: _("The level of the learner is not known"),
            "level_outside": lambda: _("The volunteer prefers another level"),
            "goals": lambda: _("Goal: %s", self._named("bzk.language.goal", about)),
            "wish_learner": lambda: _("The learner asks for somebody else: %s", self._wish(about)),
            "wish_volunteer": lambda: _(
                "The volunteer asks for somebody else: %s", self._wish(about)
            ),
            "wish_learner_unknown": lambda: _(
                "The learner asks for: %s. Of the volunteer that is not filled in",
                self._wish(about),
            ),
            "wish_volunteer_unknown": lambda: _(
                "The volunteer asks for: %s. Of the learner that is not filled in",
                self._wish(about),
            ),
            "same_person": lambda: _("This is one and the same person"),
            "not_certified": lambda: _("No valid certificate of conduct"),
            "full": lambda: _("The volunteer has no room"),
        }
        return names[code]()

    def _named(self, model, ids):
        return ", ".join(self.env[model].browse(ids).mapped("display_name"))

    def _level(self, about):
        levels = self.env["bzk.language.learner"]._fields["level"]
        return dict(levels._description_selection(self.env))[about[0]].partition(":")[0]

    def _wish(self, about):
        labels = dict(
            self.env["bzk.language.learner"]
            ._fields["wants_gender"]
            ._description_selection(self.env)
        )
        return labels[about[0]].lower()


class LanguageMatchLine(models.TransientModel):
    """A learner and a volunteer who could meet."""

    _name = "bzk.language.match.line"
    _inherit = "bzk.library.guard"
    _description = "Proposed pair"

    match_id = fields.Many2one("bzk.language.match", required=True, ondelete="cascade", index=True)
    learner_id = fields.Many2one("bzk.language.learner", required=True, ondelete="cascade")
    volunteer_id = fields.Many2one("bzk.language.volunteer", required=True, ondelete="cascade")
    waiting_days = fields.Integer(related="learner_id.waiting_days")
    level = fields.Selection(related="learner_id.level")
    branch_id = fields.Many2one(related="learner_id.branch_id")
    score = fields.Integer(readonly=True)
    fits = fields.Boolean(readonly=True)
    reasons = fields.Text(string="Why", readonly=True)
    obstacles = fields.Text(string="In the way", readonly=True)
    chosen = fields.Boolean(string="Choose")
    pair_id = fields.Many2one("bzk.language.pair", readonly=True, ondelete="cascade")

    def action_pair(self):
        """Make these two a pair and open it."""
        self.ensure_one()
        self._make_pairs()
        return self.pair_id._open()

    def action_open_pair(self):
        """Open the pair that was made of these two."""
        self.ensure_one()
        return self.pair_id._open()

    def _make_pairs(self):
        """Make the pairs of these lines; what is no longer possible is refused there.

        :raises UserError: for a line of which the pair was made already
        """
        for line in self:
            if line.pair_id:
                raise UserError(self.env._("This pair was made already."))
            line.pair_id = self.env["bzk.language.pair"].create(
                {
                    "learner_id": line.learner_id.id,
                    "volunteer_id": line.volunteer_id.id,
                    "moment_id": line._first_moment().id,
                    "why": "\n".join(filter(None, (line.reasons, line.obstacles))),
                }
            )

    def _first_moment(self):
        common = self.learner_id.moment_ids & self.volunteer_id.moment_ids
        return common.sorted(lambda moment: (moment.day, moment.part))[:1]
