from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import html2plaintext, mute_logger
from psycopg2 import IntegrityError

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestSatisfaction(ResultsCase, HttpCase):
    """Customers grade the library; no group is told of that is too small."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"]._satisfaction_of(cls.library)
        cls.recommend, cls.why = cls.survey.question_ids
        cls.north = cls.env["bzk.branch"].create(
            {"name": "Noord", "code": "NRD", "company_id": cls.library.id}
        )
        # Twelve at one branch, eleven at another, three children at a third.
        cls.south = cls.env["bzk.branch"].create(
            {"name": "Zuid", "code": "ZUI", "company_id": cls.library.id}
        )
        cls.people = cls._people(26, birthdate=cls.now.date() - relativedelta(years=50))
        cls.people[:12].branch_id = cls.branch
        cls.people[12:23].branch_id = cls.north
        cls.people[23:].write(
            {
                "branch_id": cls.south.id,
                "birthdate": cls.now.date() - relativedelta(years=9),
            }
        )
        grades = [10] * 6 + [8] * 4 + [3] * 2 + [9] * 11 + [1] * 3
        for partner, grade in zip(cls.people, grades, strict=True):
            cls._answer(cls.survey, partner, grade)

    @classmethod
    def _answer(cls, survey, partner, grade, text=None, **values):
        recommend, why = survey.question_ids
        answer = cls.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": partner.id, "state": "done", **values}
        )
        answer.end_datetime = values.get("end_datetime", cls.now)
        answer._save_lines(recommend, str(grade))
        if text:
            answer._save_lines(why, text)
        return answer

    def _page(self, role="insights", **values):
        return self.env["bzk.satisfaction.page"].with_user(self.users[role]).create(values)

    def test_score_of_the_library(self):
        (row,) = self._page()._tables()[0]["rows"]
        self.assertEqual(row[1], 26)
        self.assertEqual(row[5], round(100 * (17 - 5) / 26))
        self.assertAlmostEqual(row[2], 100 * 17 / 26)

    def test_a_small_branch_is_not_told_nor_found_by_subtracting(self):
        table = self._page()._tables()[2]
        rows = {row[0]: row for row in table["rows"]}
        self.assertNotIn("Zuid", rows)
        # The smallest of the others goes along: 11 and 3 are told as one.
        self.assertNotIn("Noord", rows)
        self.assertEqual(rows["Haarlem Centrum"][5], round(100 * (6 - 2) / 12))
        self.assertEqual(sorted(row[1] for row in table["rows"]), [12, 14])

    def test_children_are_not_told_apart(self):
        table = self._page()._tables()[3]
        self.assertEqual([row[1] for row in table["rows"]], [26])

    def test_few_answers_tell_nothing(self):
        self.env["survey.user_input"].search(
            [("survey_id", "=", self.survey.id)], limit=18
        ).unlink()
        self._answer(self.survey, self.people[0], 10, "Geheim")
        page = self._page()
        (table,) = page._tables()
        self.assertFalse(table["rows"])
        self.assertNotIn("Geheim", page.figures)

    def test_words_without_names(self):
        self._answer(self.survey, self.people[0], 9, "Meer stoelen bij het raam")
        text = html2plaintext(self._page().figures)
        self.assertIn("Meer stoelen bij het raam", text)
        self.assertNotIn(self.people[0].lastname, text)
        page = self._page()
        page.action_excel()
        self.assertTrue(page.workbook)

    def test_trials_and_unfinished_answers_do_not_count(self):
        self._answer(self.survey, self.people[0], 0, test_entry=True)
        unfinished = self._answer(self.survey, self.people[1], 0)
        unfinished.state = "in_progress"
        self._answer(self.survey, self.people[2], 0, end_datetime=self.now - relativedelta(years=3))
        (row,) = self._page()._tables()[0]["rows"]
        self.assertEqual(row[1], 26)

    def test_another_library_has_its_own_answers(self):
        theirs = self.env["survey.survey"]._satisfaction_of(self.other_library)
        self.assertNotEqual(theirs, self.survey)
        for partner in self._people(12, self.other_library):
            self._answer(theirs, partner, 0)
        (row,) = self._page()._tables()[0]["rows"]
        self.assertEqual(row[1], 26)
        with self.assertRaises(AccessError):
            self._page(company_id=self.other_library.id)._tables()
        for role in ("front_desk", "relations", "activities"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._page(role)

    def test_the_grade_is_a_scale_to_ten(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.recommend.scale_max = 5
            self.env.flush_all()

    def test_one_survey_a_library_made_once(self):
        self.assertEqual(self.env["survey.survey"]._satisfaction_of(self.library), self.survey)
        self.assertEqual(self.survey.company_id, self.library)
        self.assertFalse(self.survey.evaluation)

    def test_ready_journey_asks_the_own_survey(self):
        ready = self.env.ref("bzk_campaigns.journey_satisfaction")
        action = ready.with_user(self.users["marketing"]).action_use()
        journey = self.env["bzk.journey"].browse(action["res_id"])
        self.assertEqual(journey.step_ids.survey_id, self.survey)
        self.assertEqual(journey.purpose_id, self.env.ref("bzk_consent.purpose_surveys"))
        self.assertIn("mail_survey", str(journey.step_ids.mailing_id.body_html))
        self.assertFalse(journey.step_ids._missing())

    def test_from_the_journey_to_the_figures(self):
        """A member of a year is asked by mail, answers on the page, and is in the figures."""
        surveys = self.env.ref("bzk_consent.purpose_surveys")
        member = self._people(27)[26]
        self._agreed(member, purpose_id=surveys.id)
        kind = self.env["bzk.membership.type"].create(
            {"name": "Volwassen", "code": "VOLW", "company_id": self.library.id}
        )
        with freeze_time(self.now.replace(hour=11)):
            self.env["bzk.membership"].create(
                {
                    "partner_id": member.id,
                    "type_id": kind.id,
                    "date_start": self.now.date() - relativedelta(years=2),
                }
            )
            ready = self.env.ref("bzk_campaigns.journey_satisfaction")
            action = ready.with_user(self.users["marketing"]).action_use()
            journey = self.env["bzk.journey"].browse(action["res_id"])
            journey.weekdays = "1234567"
            journey.action_start()
            journey._enter()
            journey._advance()
        trace = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", journey.step_ids.mailing_id.id)]
        )
        self.assertEqual(trace.partner_id, member)
        answer = self.env["survey.user_input"].search(
            [("survey_id", "=", self.survey.id), ("partner_id", "=", member.id)]
        )
        letter = trace.mass_mailing_id._render_traces(trace, tracked=False)[trace.id]
        self.assertIn(answer.access_token, letter["body_html"])
        url = f"/survey/{self.survey.access_token}/{answer.access_token}"
        self.assertEqual(self.url_open(url).status_code, 200)
        answer._save_lines(self.recommend, "10")
        answer._mark_done()
        (row,) = self._page()._tables()[0]["rows"]
        self.assertEqual(row[1], 27)
