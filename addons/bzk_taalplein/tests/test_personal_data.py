from dateutil.relativedelta import relativedelta
from odoo.tests import tagged

from odoo.addons.bzk_privacy.models.collecting import Held

from ..models.personal_data import OURS
from .common import LanguageCase

NOTE = "leest graag over xyzzy"


@tagged("post_install", "-at_install")
class TestPersonalData(LanguageCase):
    """Shown whole to who asks, erased whole, removed in time; the figures stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.learner.write(
            {
                "note": NOTE,
                "wants_gender": "f",
                "goal_ids": [(4, cls.reading.id)],
                "also_branch_ids": [(4, cls.branch.id)],
            }
        )
        cls.pair = cls._pair(date_start=cls._ago(40), why="Both speak Arabic")
        cls.meeting = cls._meet(cls.pair, days=30, note=NOTE, progress="hard", minutes=90)
        cls.person, cls.helper = cls.learner.partner_id, cls.volunteer.partner_id
        cls.data = cls.env["bzk.personal.data"]

    def _erase(self, partner):
        steward, administrator = self.users["data_steward"], self.users["administrator"]
        erasure = (
            self.env["bzk.erasure"]
            .with_user(steward)
            .create({"partner_id": partner.id, "identity_checked": True})
        )
        erasure.action_propose()
        erasure.with_user(administrator).action_approve()
        self.env.invalidate_all()
        return erasure

    def _texts(self, partner):
        sections = self.data.with_user(self.users["data_steward"])._collect(partner)
        return [
            (section["title"], text)
            for section in sections
            for record in section["records"]
            for _value, text in record.values()
        ]

    def test_an_access_request_holds_it(self):
        texts = dict.fromkeys(text for _title, text in self._texts(self.person))
        for word in (NOTE, "Arabic", "Monday morning", "Reading", "A woman"):
            self.assertIn(word, texts)
        self.assertFalse([text for text in texts if "Joke" in text or "Smit" in text])

    def test_of_a_volunteer_nothing_about_the_learner(self):
        texts = [text for _title, text in self._texts(self.helper)]
        self.assertFalse([text for text in texts if NOTE in text or "Haddad" in text])
        titles = {title for title, _text in self._texts(self.helper)}
        self.assertIn("Meetings of the language point", titles)

    def test_erasing_a_learner(self):
        self._erase(self.person)
        learner = self.learner
        self.assertFalse(learner.partner_id or learner.language_ids or learner.moment_ids)
        self.assertFalse(learner.goal_ids or learner.note or learner.wants_gender)
        self.assertEqual((learner.state, self.pair.state), ("stopped", "ended"))
        self.assertFalse(self.meeting.note or self.meeting.progress or self.pair.why)
        self.assertEqual((self.pair.meeting_count, self.meeting.hours), (1, 1.5))
        self.assertEqual(learner.company_id, self.library)
        self.assertEqual((self.volunteer.state, self.volunteer.free_places), ("registered", 1))
        self.assertFalse(self._nearby(NOTE))

    def _nearby(self, word):
        """Tables of the language point in which a word stands."""
        self.env.flush_all()
        found = []
        for model in OURS:
            table = self.env[model]._table
            self.env.cr.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            found += [table] if self.env.cr.rowcount else []
        return found

    def test_erasing_a_volunteer(self):
        self._erase(self.helper)
        self.assertFalse(self.volunteer.partner_id or self.volunteer.vog_date)
        self.assertEqual((self.pair.state, self.pair.end_reason), ("ended", "volunteer"))
        self.assertEqual(self.meeting.note, NOTE)
        self.assertEqual(self.learner.state, "registered")

    def test_an_erasure_names_it_to_nobody(self):
        """Neither who prepares it sees it in the plan, nor does the proof tell it later."""
        erasure = self._erase(self.person)
        told = str(erasure.sudo().read()[0])
        self.assertNotIn("anguage point", told)
        # With the role one may know.
        plan = self.data.with_user(self.user)._erasure_plan(self.helper)
        self.assertTrue([line for line in plan if "language point" in line["title"]])
        plan = self.data.with_user(self.users["administrator"])._erasure_plan(self.helper)
        self.assertFalse([line for line in plan if "language point" in line["title"]])
        self.assertTrue(plan)

    def test_nobody_is_kept_from_being_erased(self):
        """An obstacle would say that somebody takes part."""
        self.assertEqual(self.data._obstacles(self.person), [])

    def test_a_tie_until_they_stop(self):
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "customer")
        late = self.today + relativedelta(months=25)
        self.assertNotIn(self.person, rule._due(late))
        self.learner._stop(self.today, "time")
        self.assertIn(self.person, rule._due(late))

    def test_two_years_after_stopping_nobody_is_known(self):
        self.env["bzk.retention.rule"]._complete()
        rules = self.env["bzk.retention.rule"]
        for code, person in (
            ("language_learner", self.learner),
            ("language_volunteer", self.volunteer),
        ):
            rule = rules._of(self.library, code)
            self.assertNotIn(person, rule._due(self.today))
            person._stop(self.today, "time")
            self.assertNotIn(person, rule._due(self.today + relativedelta(months=24)))
            due = rule._due(self.today + relativedelta(months=24, days=1))
            self.assertEqual(due, person)
            self.data._clear(due, rule._terms()[code].names)
            self.assertFalse(person.partner_id or person.language_ids)
            self.assertFalse(rule._due(self.today + relativedelta(months=30)))

    def test_notes_go_after_a_year(self):
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "language_note")
        day = self.meeting.date + relativedelta(months=12, days=1)
        self.assertEqual(rule._due(day), self.meeting)
        self.data._clear(rule._due(day), rule._terms()["language_note"].names)
        self.assertFalse(rule._due(day))
        self.assertEqual(self.meeting.hours, 1.5)

    def test_a_retention_report_shows_no_names(self):
        self.learner._stop(self.today, "time")
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "language_learner")
        report = self.env["bzk.retention.report"].create(
            {"company_id": self.library.id, "date": self.today, "first_reported_on": self.today}
        )
        lines = self.env["bzk.retention.report.line"]
        lines._refresh(report, rule, self.learner)
        line = lines.search([("report_id", "=", report.id)]).with_user(self.users["administrator"])
        self.assertEqual((line.sample, line.can_open), (False, False))

    def test_what_is_held_is_declared(self):
        held = self.data._held(self.person)
        self.assertTrue(all(isinstance(item, Held) for item in held))
        models = {item.declaration.model for item in held}
        self.assertLessEqual(set(OURS) - {"bzk.language.volunteer"}, models)
