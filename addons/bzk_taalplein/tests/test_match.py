from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestMatch(LanguageCase):
    """Proposals: who goes with whom, in words, and pairs made of them."""

    def _match(self, action):
        return self.env["bzk.language.match"].with_user(self.user).browse(action["res_id"])

    def _for_all(self):
        return self._match(self.env["bzk.language.match"].with_user(self.user).action_open())

    def test_reasons_in_words(self):
        self.volunteer.write({"level_from": "alfa", "level_to": "a1"})
        self.learner.goal_ids = self.reading
        self.volunteer.goal_ids = self.reading
        match = self._match(self.learner.with_user(self.user).action_find())
        self.assertEqual(match.line_ids.volunteer_id, self.volunteer)
        self.assertEqual(match.line_ids.score, 30 + 12 + 20 + 10 + 10)
        self.assertEqual(
            match.line_ids.reasons.split("\n"),
            [
                "Both speak Arabic",
                "Both can on Monday morning",
                "Both come to Haarlem Centrum",
                "The volunteer helps at level A0",
                "Goal: Reading",
            ],
        )

    def test_who_nearly_fits_comes_last_with_what_is_in_the_way(self):
        expired = self._volunteer("Els", "Zonder", vog_date=False)
        busy = self._volunteer("Bas", "Bezet", moment_ids=[(6, 0, self.friday.ids)])
        self._volunteer("Nico", "Niets", moment_ids=[(6, 0, self.friday.ids)], vog_date=False)
        match = self._match(self.learner.with_user(self.user).action_find())
        self.assertEqual(match.line_ids.volunteer_id, self.volunteer | expired | busy)
        self.assertEqual(match.line_ids.mapped("fits"), [True, False, False])
        self.assertEqual(
            set(match.line_ids.mapped("obstacles")),
            {"", "No valid certificate of conduct", "No moment on which both can"},
        )

    def test_every_code_has_words(self):
        match = self.env["bzk.language.match"]
        for code, about in (
            ("languages", self.arabic.ids),
            ("moments", self.monday.ids),
            ("moments_unknown", ()),
            ("moments_apart", ()),
            ("branches", self.branch.ids),
            ("online", ()),
            ("place_unknown", ()),
            ("places_apart", ()),
            ("level", ("alfa",)),
            ("level_unknown", ()),
            ("level_outside", ("alfa",)),
            ("goals", self.reading.ids),
            ("wish_learner", ("f",)),
            ("wish_learner_unknown", ("f",)),
            ("wish_volunteer", ("m",)),
            ("wish_volunteer_unknown", ("m",)),
            ("same_person", ()),
            ("not_certified", ()),
            ("full", ()),
        ):
            with self.subTest(code):
                self.assertTrue(match._word(code, about))

    def test_for_a_volunteer(self):
        far = self._learner("Fatma", "Ver", moment_ids=[(6, 0, self.friday.ids)])
        match = self._match(self.volunteer.with_user(self.user).action_find())
        self.assertEqual(match.line_ids.learner_id, self.learner | far)
        self.assertEqual(match.line_ids.mapped("fits"), [True, False])

    def test_a_pair_of_a_line(self):
        line = self._match(self.learner.with_user(self.user).action_find()).line_ids
        action = line.action_pair()
        pair = self.env["bzk.language.pair"].browse(action["res_id"])
        self.assertEqual((pair.learner_id, pair.volunteer_id), (self.learner, self.volunteer))
        self.assertEqual((pair.moment_id, pair.state), (self.monday, "active"))
        self.assertIn("Both speak Arabic", pair.why)
        with self.assertRaises(UserError):
            line.action_pair()

    def test_for_all_who_waits_longest_comes_first(self):
        """The one volunteer would fit somebody better who waits shorter."""
        later = self._learner("Later", "Gekomen", registered_on=self._ago(3))
        self.learner.write({"language_ids": [(5,)]})
        match = self._for_all()
        self.assertEqual(match.line_ids.learner_id, self.learner)
        self.assertEqual((match.waiting_count, match.room_count, match.fitting_count), (2, 1, 1))
        self.learner._stop(self.today, "time")
        match.action_again()
        self.assertEqual(match.line_ids.learner_id, later)

    def test_who_died_is_not_proposed(self):
        self.volunteer.partner_id.deceased = True
        self.assertFalse(self._for_all().line_ids)
        self.volunteer.partner_id.deceased = False
        self.learner.partner_id.active = False
        self.assertEqual(self._for_all().waiting_count, 0)

    def test_for_all_of_a_branch(self):
        north = self.env["bzk.branch"].create(
            {"name": "Noord", "code": "NRD", "company_id": self.library.id}
        )
        self._learner("Noor", "Noord", branch_id=north.id, also_branch_ids=[(4, self.branch.id)])
        match = self._for_all()
        match.branch_id = north
        match.action_again()
        self.assertEqual(match.line_ids.learner_id.branch_id, north)

    def test_many_at_once(self):
        second = self._learner("Badr", "Tweede", registered_on=self._ago(2))
        self._volunteer("Kees", "Ook")
        match = self._for_all()
        self.assertEqual(match.line_ids.learner_id, self.learner | second)
        with self.assertRaises(UserError):
            match.action_pair_chosen()
        match.line_ids.chosen = True
        action = match.action_pair_chosen()
        pairs = self.env["bzk.language.pair"].search(action["domain"])
        self.assertEqual(pairs.learner_id, self.learner | second)
        match.action_again()
        self.assertFalse(match.line_ids)

    def test_what_changed_meanwhile_is_refused(self):
        line = self._match(self.learner.with_user(self.user).action_find()).line_ids
        self._pair(self._learner("Snelle", "Collega"), self.volunteer)
        with self._refused("Joke Smit has room for 1"):
            line.action_pair()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_of_another_library(self):
        match = self._for_all()
        self.assertNotIn(self.other_learner, match.sudo().line_ids.learner_id)
        with self.assertRaises(AccessError):
            match.write({"learner_id": self.other_learner.id})
        with self.assertRaises(AccessError):
            match.create({"company_id": self.other_library.id})
        line = match.line_ids[:1]
        with self.assertRaises(AccessError):
            line.volunteer_id = self.other_volunteer

    def test_as_many_queries_for_more(self):
        def propose():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            match = self._for_all()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before, len(match.line_ids)

        propose()
        few, _lines = propose()
        for number in range(6):
            self._learner(f"L{number}")
            self._volunteer(f"V{number}")
        more, lines = propose()
        self.assertEqual(lines, 7)
        self.assertLessEqual(more, few + 2)
