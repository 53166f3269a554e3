from odoo import api, models

from odoo.addons.bzk_base.models.personal_data import Term

#: What tells who gave an answer.
WHO = ["partner_id", "email", "nickname", "registration_id"]
#: What visitors write themselves, and in which they may name anybody.
WORDS = ["value_text_box", "value_char_box"]


class PersonalData(models.AbstractModel):
    """What evaluations, and the mails that ask for them, hold about customers."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        answers = {
            "purpose": _("To improve activities by what visitors think of them"),
            "basis": "consent",
            "term": "evaluation",
        }
        return [
            *super()._declarations(),
            self._declare(
                "survey.user_input",
                WHO,
                title=_("What you thought of activities"),
                person=["partner_id", "registration_id.attendee_id"],
                shows=["event_id", "score", "reason_id", "remark", "create_date"],
                erase="clear",
                **answers,
            ),
            self._declare(
                "survey.user_input.line",
                WORDS,
                title=_("Your own words about activities"),
                person=[
                    "user_input_id.partner_id",
                    "user_input_id.registration_id.attendee_id",
                ],
                where=["|", *((name, "!=", False) for name in WORDS)],
                shows=["question_id", *WORDS],
                erase="clear",
                **answers,
            ),
            self._declare(
                "bzk.third.half",
                shows=["event_id", "date", "variant", "state", "verdict", "reason"],
                purpose=_("To thank visitors and invite them again, if they agreed to that"),
                basis="consent",
                term="third_half",
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        reason = _("Figures need no names; two years let a library compare with last year.")
        return [
            *super()._terms(),
            Term(
                "evaluation",
                _("Who answered what about an activity"),
                "survey.user_input",
                months=24,
                action="clear",
                names=tuple(WHO),
                where=("|", ("partner_id", "!=", False), ("registration_id", "!=", False)),
                reason=reason,
            ),
            Term(
                "evaluation_words",
                _("What visitors wrote about an activity in their own words"),
                "survey.user_input.line",
                months=24,
                action="clear",
                names=tuple(WORDS),
                where=("|", *((name, "!=", False) for name in WORDS)),
                company="user_input_id.company_id",
                reason=reason,
            ),
            Term(
                "third_half",
                _("Mails that were prepared after an activity"),
                "bzk.third.half",
                months=12,
                since="date",
                reason=_("As long as somebody may ask why a mail came, or did not."),
            ),
        ]
