from ast import literal_eval
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .journey_entry import PASSING, POSTPONE_MAX


class Outcome(NamedTuple):
    """What became of one customer at one step."""

    outcome: str
    refusal: str | None = None
    trace_id: int | None = None


class JourneyStep(models.Model):
    """Takes a step for many customers at once; a constant number of statements.

    An addon adds a kind of step by extending the selection and adding a method ``_do_…`` here. It
    takes ids of entries and returns a dict of entry id -> :class:`Outcome`.
    """

    _inherit = "bzk.journey.step"

    def _take(self, entries):
        """Take this step, or pass over it, and note it.

        :param list entries: ids of customers on the journey who are at this step
        :return: dict of entry id -> :class:`Outcome`; None for who waits a day or left
        """
        self.ensure_one()
        fitting = self._fitting(entries)
        others = [entry for entry in entries if entry not in fitting]
        outcomes = {}
        if others and self.otherwise == "leave":
            self._leave(others)
            outcomes.update(dict.fromkeys(others))
        else:
            outcomes.update(dict.fromkeys(others, Outcome("passed")))
        if fitting:
            outcomes.update(getattr(self, f"_do_{self.kind}")(sorted(fitting)))
        self._note(outcomes)
        return outcomes

    def _fitting(self, entries):
        """Give who meets the condition of this step by now.

        :param list entries: ids
        :return: set of ids
        """
        condition = self._condition()
        if condition.is_true():
            return set(entries)
        company = self.company_id
        people = self.env["res.partner"].with_context(allowed_company_ids=company.ids)
        query = people._search(condition & Domain("company_id", "=", company.id))
        self.env.cr.execute(
            SQL(
                "SELECT id FROM bzk_journey_entry WHERE id = ANY(%s) AND partner_id IN (%s)",
                entries,
                query.select(),
            )
        )
        return {entry for (entry,) in self.env.cr.fetchall()}

    def _condition(self):
        """Give the condition of this step on customers."""
        return Domain(literal_eval(self.domain or "[]"))

    def _leave(self, entries):
        """Let customers leave the journey who do not meet the condition."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_journey_entry
                   SET state = 'left', reason = 'condition', step_id = NULL, due = NULL
                 WHERE id = ANY(%s)
                """,
                entries,
            )
        )

    def _note(self, outcomes):
        """Keep what became of each customer at this step."""
        taken = {entry: outcome for entry, outcome in outcomes.items() if outcome}
        if not taken:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_journey_passage (
                       entry_id, company_id, step_id, date, outcome, refusal, trace_id, postponed)
                SELECT taken.entry_id, %s, %s, %s, taken.outcome, taken.refusal, taken.trace_id,
                       entry.postponed
                  FROM unnest(%s::integer[], %s::text[], %s::text[], %s::integer[])
                       AS taken (entry_id, outcome, refusal, trace_id)
                  JOIN bzk_journey_entry entry ON entry.id = taken.entry_id
                """,
                self.company_id.id,
                self.id,
                fields.Datetime.now(),
                list(taken),
                [outcome.outcome for outcome in taken.values()],
                [outcome.refusal for outcome in taken.values()],
                [outcome.trace_id for outcome in taken.values()],
            )
        )

    def _do_check(self, entries):
        """Only a condition: who meets it goes on."""
        return dict.fromkeys(entries, Outcome("done"))

    def _do_mail(self, entries):
        """Put the mail in the queue for who may get it.

        Who had enough mail this week waits a day, seven days at most.
        """
        people = SQL(
            "SELECT partner_id AS id, id::text AS key FROM bzk_journey_entry WHERE id = ANY(%s)",
            entries,
        )
        mailing = self.mailing_id
        mailing._enqueue(people)
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id, trace.id, entry.postponed
                  FROM bzk_journey_entry entry
             LEFT JOIN mailing_trace trace ON trace.mass_mailing_id = %s
                   AND trace.partner_id = entry.partner_id AND trace.key = entry.id::text
                 WHERE entry.id = ANY(%s)
                """,
                mailing.id,
                entries,
            )
        )
        outcomes, postponed, refused = {}, {}, []
        for entry, trace_id, times in self.env.cr.fetchall():
            if trace_id:
                outcomes[entry] = Outcome("done", trace_id=trace_id)
            else:
                refused.append(entry)
                postponed[entry] = times
        reasons = self._refusals(refused)
        waits = []
        for entry in refused:
            reason = reasons.get(entry)
            if reason in PASSING and postponed[entry] < POSTPONE_MAX:
                waits.append(entry)
                outcomes[entry] = None
            else:
                outcomes[entry] = Outcome("refused", refusal=reason)
        if waits:
            self.journey_id._postpone(waits)
        return outcomes

    def _refusals(self, entries):
        """Ask the gate why these customers did not get the mail.

        :return: dict of entry id -> key of a reason
        """
        if not entries:
            return {}
        people = SQL("SELECT partner_id AS id FROM bzk_journey_entry WHERE id = ANY(%s)", entries)
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id, gate.reason
                  FROM bzk_journey_entry entry
                  JOIN (SELECT DISTINCT ON (id) id, reason FROM (%s) verdict) gate
                    ON gate.id = entry.partner_id
                 WHERE entry.id = ANY(%s)
                """,
                self.mailing_id._verdict_query(people),
                entries,
            )
        )
        return dict(self.env.cr.fetchall())

    def _do_survey(self, entries):
        """Invite by mail, each with a link of their own, whoever may get the mail."""
        outcomes = self._do_mail(entries)
        invited = [entry for entry, outcome in outcomes.items() if outcome and outcome.trace_id]
        if invited:
            partners = self.env["bzk.journey.entry"].browse(invited).partner_id
            self.env["survey.user_input"].create(
                [
                    {
                        "survey_id": self.survey_id.id,
                        "partner_id": partner.id,
                        "email": partner.email,
                        "nickname": partner.name,
                    }
                    for partner in partners
                ]
            )
        return outcomes

    def _do_activity(self, entries):
        """Give a colleague a task about each customer; no mail for each of them."""
        journey = self.journey_id
        model = self.env["ir.model"]._get("res.partner")
        # Noted as one task list: a mail for each task would be thousands.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        activities.create(
            [
                {
                    "res_model_id": model.id,
                    "res_id": partner.id,
                    "activity_type_id": self.activity_type_id.id
                    or self.env.ref("mail.mail_activity_data_todo").id,
                    "user_id": (self.activity_user_id or journey.user_id).id,
                    "summary": self.name,
                    "note": self.note,
                    "date_deadline": journey._today(),
                }
                for partner in self.env["bzk.journey.entry"].browse(entries).partner_id
            ]
        )
        return dict.fromkeys(entries, Outcome("done"))

    def _do_tag(self, entries):
        """Put a tag on the customers."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO res_partner_res_partner_category_rel (partner_id, category_id)
                SELECT DISTINCT partner_id, %s::integer
                  FROM bzk_journey_entry WHERE id = ANY(%s)
                    ON CONFLICT DO NOTHING
                """,
                self.tag_id.id,
                entries,
            )
        )
        self.env["res.partner"].invalidate_model(["category_id"], flush=False)
        return dict.fromkeys(entries, Outcome("done"))
