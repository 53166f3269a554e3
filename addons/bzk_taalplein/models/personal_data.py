from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bzk_base.models.personal_data import Term

from .participant import ABOUT
from .res_partner import GROUP

LEARNER, VOLUNTEER = "bzk.language.learner", "bzk.language.volunteer"
PAIR, MEETING = "bzk.language.pair", "bzk.language.meeting"
OURS = (LEARNER, VOLUNTEER, PAIR, MEETING)
OF_LEARNER = (*ABOUT, "level_speaking", "level_reading", "level_writing", "stop_reason")
OF_VOLUNTEER = (*ABOUT, "vog_date", "vog_until", "stop_reason")
PERSON_MONTHS, NOTE_MONTHS = 24, 12


class PersonalData(models.AbstractModel):
    """What the language point adds to the personal data of a customer.

    Nothing on origin, nationality, religion or health is asked or kept. The language that somebody
    speaks is needed to find a volunteer who understands them, and is gone with the person.
    """

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_language_people(),
            *self._declare_language_pairs(),
        ]

    def _declare_language_people(self):
        """Learners and volunteers themselves."""
        _ = self.env._
        figures = {
            "erase": "keep",
            "reason": _("Without the person these are figures of the language point"),
        }
        learner = {
            "title": _("Learner at the language point"),
            "purpose": _(
                "To find a volunteer to learn Dutch with: a language in common, a level, a time "
                "and a place"
            ),
            "basis": "task",
            "term": "language_learner",
        }
        volunteer = {
            "title": _("Volunteer at the language point"),
            "purpose": _("To find learners whom the volunteer can help, safely for both"),
            "basis": "agreement",
            "term": "language_volunteer",
        }
        return [
            self._declare(
                LEARNER,
                shows=["registered_on", "level", "state", "waiting_since", "stopped_on"],
                **learner,
                **figures,
            ),
            self._declare(LEARNER, OF_LEARNER, shows=OF_LEARNER[1:], erase="clear", **learner),
            self._declare(
                VOLUNTEER,
                shows=["registered_on", "level_from", "level_to", "capacity", "state"]
                + ["stopped_on"],
                **volunteer,
                **figures,
            ),
            self._declare(
                VOLUNTEER, OF_VOLUNTEER, shows=OF_VOLUNTEER[1:], erase="clear", **volunteer
            ),
        ]

    def _declare_language_pairs(self):
        """Pairs and their meetings; who the other was, and notes on the other, are not shown."""
        _ = self.env._
        values = {
            "purpose": _("To help a pair keep meeting, and to account for the hours"),
            "basis": "task",
        }
        figures = {
            "erase": "keep",
            "reason": _("Without the person these are figures of the language point"),
        }
        pair = {"title": _("Meetings with somebody of the language point"), **values}
        met = {"title": _("Meetings of the language point"), **values}
        period = ["date_start", "date_end", "rhythm", "branch_id", "meeting_count", "hours"]
        both = ["learner_id.partner_id", "volunteer_id.partner_id"]
        return [
            self._declare(
                PAIR, person=both, shows=period, term="language_learner", **pair, **figures
            ),
            self._declare(
                PAIR,
                ["why", "end_note"],
                person=both,
                shows=["end_reason"],
                term="language_note",
                erase="clear",
                **pair,
            ),
            self._declare(
                MEETING,
                person=both,
                shows=["date", "minutes", "attended", "branch_id"],
                term="language_learner",
                **met,
                **figures,
            ),
            self._declare(
                MEETING,
                ["note", "progress"],
                person="learner_id.partner_id",
                shows=["date", "progress", "note"],
                term="language_note",
                erase="clear",
                **met,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        practice = _("What libraries agreed on: two years for what is no longer in use.")
        return [
            *super()._terms(),
            Term(
                "language_learner",
                _("Learners of the language point who stopped"),
                LEARNER,
                months=PERSON_MONTHS,
                action="clear",
                since="stopped_on",
                where=(("partner_id", "!=", False),),
                names=OF_LEARNER,
                reason=practice,
            ),
            Term(
                "language_volunteer",
                _("Volunteers of the language point who stopped"),
                VOLUNTEER,
                months=PERSON_MONTHS,
                action="clear",
                since="stopped_on",
                where=(("partner_id", "!=", False),),
                names=OF_VOLUNTEER,
                reason=practice,
            ),
            Term(
                "language_note",
                _("Notes on meetings of the language point"),
                MEETING,
                months=NOTE_MONTHS,
                action="clear",
                since="date",
                where=("|", ("note", "!=", False), ("progress", "!=", False)),
                names=("note", "progress"),
                reason=_("They serve the next meetings of the same pair."),
            ),
        ]

    @api.model
    def _bonds(self, company):
        """Who takes part has a tie to the library until they stop."""
        ties = [
            SQL(
                """
                SELECT partner_id, COALESCE(stopped_on, 'infinity')
                  FROM %s
                 WHERE company_id = %s AND partner_id IS NOT NULL
                """,
                SQL.identifier(self.env[model]._table),
                company.id,
            )
            for model in (LEARNER, VOLUNTEER)
        ]
        return [*super()._bonds(company), *ties]

    @api.model
    def _erasure_plan(self, partners, held=None):
        """Leave the language point out for who may not see it.

        Whoever prepares or approves an erasure, or reads its proof, would else learn that somebody
        takes part. It is erased all the same.
        """
        held = held or self._held(self._same_person(partners))
        if not self.env.user.has_group(GROUP):
            held = [found for found in held if found.declaration.model not in OURS]
        return super()._erasure_plan(partners, held)

    @api.model
    def _before_erase(self, partners):
        """End what runs: without the person nobody can meet."""
        # sudo: whoever erases a customer may not see the language point, and erases it too.
        self.sudo()._leave_language_point(partners)
        return super()._before_erase(partners)

    @api.model
    def _leave_language_point(self, partners):
        """Let customers who are going take part no more, and free who they met."""
        today = fields.Date.context_today(self)
        mine = [("partner_id", "in", partners.ids), ("stopped_on", "=", False)]
        for model in (LEARNER, VOLUNTEER):
            for person in self.env[model].search(mine):
                person._stop(today, "other")

    @api.model
    def _forget_at_language_point(self, partners):
        """Leave only figures of customers who are deleted."""
        self._leave_language_point(partners)
        held = [
            (self.env[item.model].search(self._reach(item, partners)), item.names)
            for item in self._declarations()
            if item.model in OURS and item.erase == "clear"
        ]
        for records, names in held:
            self._clear(records, names)
