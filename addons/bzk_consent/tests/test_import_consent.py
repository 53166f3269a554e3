from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, HEADER, LibraryCase

YES, DAY = "NIEUWSBRIEF", "DATUM NIEUWSBRIEF"


@tagged("post_install", "-at_install")
class TestImportConsent(LibraryCase):
    """What files of members tell of consent feeds the list, by the source's own days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.now = fields.Datetime.now()

    def _file(self, yes, day="", person=ANNA, header=(YES, DAY), **values):
        rows = [{**person, YES: yes, DAY: day, **values}]
        content = self._csv(rows, [*HEADER, *header])
        run = self._new_run(content)
        run.run_to_end(confirm=True)
        self.assertEqual(run.state, "done")
        return run

    def _lines(self, key="00000001"):
        return self._customer(key).consent_ids.sorted("id")

    def _state(self, key="00000001"):
        customer = self._customer(key)
        given = self.newsletter in customer.consent_given_ids
        withdrawn = self.newsletter in customer.consent_withdrawn_ids
        return "given" if given else "withdrawn" if withdrawn else None

    def _decide(self, state, days=0):
        decide = self.env["bzk.consent"]._decide
        date = self.now - timedelta(days=days)
        return decide(self._customer("00000001"), self.newsletter, state, "desk", date=date)

    def _day(self, days):
        return (self.now.date() - timedelta(days=days)).strftime("%d-%m-%Y")

    def test_a_yes_with_its_day_and_where_it_stands(self):
        run = self._file("J", "01-03-2024")
        line = self._lines()
        self.assertEqual((line.state, line.channel), ("given", "import"))
        self.assertEqual(line.date, fields.Datetime.to_datetime("2024-03-01"))
        self.assertEqual((line.source_id, line.run_id, line.row_no), (self.source, run, 2))
        self.assertEqual(line.source_key, "00000001")
        self.assertIn("leden.csv", line.evidence)
        self.assertFalse(line.version_id, "nobody knows what the source asked")
        self.assertFalse(line.wording)

    def test_words_for_yes_and_no(self):
        for number, (word, state) in enumerate(
            (
                *(("ja", "given"), ("J", "given"), ("1", "given"), ("true", "given")),
                *(("nee", "withdrawn"), ("N", "withdrawn"), ("0", "withdrawn"), ("", None)),
            )
        ):
            key = f"1000000{number}"
            self._file(word, "01-03-2024", {**ANNA, "LENERNUMMER": key, "ROEPNAAM": f"A{number}"})
            with self.subTest(word):
                self.assertEqual(self._state(key), state)

    def test_the_same_file_writes_nothing(self):
        self._file("J", "01-03-2024")
        self._file("J", "01-03-2024")
        self._file("ja", "1-3-2024")
        self._file("ja", "1-3-2024", TELEFOON="0612345679")
        self.assertEqual(len(self._lines()), 1)

    def test_a_withdrawal_holds_unless_the_source_is_newer(self):
        self._file("J", self._day(30))
        self._decide("withdrawn", days=10)
        self._file("J", self._day(20))
        self.assertEqual(self._state(), "withdrawn")
        self.assertEqual(len(self._lines()), 2, "what is older tells nothing")
        self._file("J", self._day(10))
        self.assertEqual(self._state(), "withdrawn", "nor on the same day")
        self._file("J", self._day(5))
        self.assertEqual(self._state(), "given")

    def test_a_no_of_the_same_day_goes_before_a_yes(self):
        self._file("")
        self._decide("given", days=3)
        self._file("N", self._day(3))
        self.assertEqual(self._state(), "withdrawn")
        self.assertEqual(self._lines()[0].date, self._lines()[1].date)

    def test_without_a_day_nothing_is_overridden(self):
        for state in ("given", "withdrawn"):
            self._file("", header=(YES,))
            self._decide(state, days=3)
            self._file("J" if state == "withdrawn" else "N", header=(YES,))
            with self.subTest(state):
                self.assertEqual(self._state(), state)

    def test_without_a_day_where_nothing_was_noted(self):
        self._file("J", header=(YES,))
        self._file("N", header=(YES,), person=BRAM)
        self.assertEqual((self._state(), self._state("00000002")), ("given", "withdrawn"))
        self.assertGreaterEqual(self._lines().date, self.now)

    def test_taken_back_at_the_source(self):
        """A source that knows no days, but said yes in its last file, says no."""
        self._file("J", header=(YES,))
        self._file("N", header=(YES,))
        self.assertEqual(self._state(), "withdrawn")
        self._file("J", header=(YES,))
        self.assertEqual(self._state(), "withdrawn", "but not the other way around")

    def test_only_the_day_changed(self):
        self._file("J", "01-03-2024")
        self._decide("withdrawn", days=10)
        self._file("J", self._day(1))
        self.assertEqual(self._state(), "given")

    def test_a_day_that_cannot_be(self):
        for day, code in (("32-13-2024", "bad_date"), (self._day(-5), "date_in_future")):
            run = self._file("J", day)
            with self.subTest(day):
                self.assertEqual(run.rejection_ids.code, code)
                self.assertIsNone(self._state(), "it may be older than it seems")

    def test_neither_yes_nor_no(self):
        run = self._file("misschien", "01-03-2024")
        self.assertEqual(run.rejection_ids.code, "bad_boolean")
        self.assertFalse(self._lines())

    def test_a_refused_day_that_staff_mend(self):
        run = self._file("J", "32-13-2024")
        run.rejection_ids.corrected = "01-03-2024"
        replay = run.rejection_ids.action_replay()
        runs = self.env["bzk.import.run"]
        again = runs.browse(replay.get("res_id")) if isinstance(replay, dict) else replay
        again.run_to_end(confirm=True)
        self.assertEqual(self._state(), "given")
        self.assertEqual(self._lines().date, fields.Datetime.to_datetime("2024-03-01"))

    def test_a_purpose_of_the_library_and_not_of_another(self):
        purposes = self.env["bzk.consent.purpose"]
        club = purposes.create({"name": "Club", "code": "club", "company_id": self.library.id})
        purposes.create({"name": "Elders", "code": "else", "company_id": self.other_library.id})
        names = self.env["bzk.import.target"]._import_fields(self.library)
        self.assertIn("consent_club", names)
        self.assertNotIn("consent_else", names)
        self.assertNotIn("consent_membership", names, "nobody agrees to what needs no consent")
        self.env["bzk.import.column"].create(
            {"profile_id": self.profile.id, "field": "consent_club", "headings": "Leesclub"}
        )
        self._file("J", "01-03-2024", header=(YES, DAY, "Leesclub"), Leesclub="ja")
        given = self._customer("00000001").consent_given_ids
        self.assertEqual(given, club | self.newsletter)

    def test_one_customer_under_two_numbers(self):
        second = {**ANNA, "LENERNUMMER": "00000009"}
        rows = [{**ANNA, YES: "J", DAY: self._day(9)}, {**second, YES: "N", DAY: self._day(2)}]
        content = self._csv(rows, [*HEADER, YES, DAY])
        self._import([ANNA, second])
        one, other = self._customer("00000001"), self._customer("00000009")
        self.env["bzk.merge"]._merge(one, other)
        self._new_run(content).run_to_end(confirm=True)
        self.assertEqual(self._state(), "withdrawn")
        self.assertEqual(len(one.consent_ids), 1)

    def test_what_came_after_a_merge_goes_back_with_its_number(self):
        self._import([ANNA, BRAM])
        one, other = self._customer("00000001"), self._customer("00000002")
        merge = self.env["bzk.merge"]._merge(one, other)
        self._file("J", self._day(1), BRAM)
        self.assertEqual(one.consent_given_ids, self.newsletter)
        merge.action_undo()
        self.assertFalse(one.consent_given_ids)
        self.assertEqual(other.consent_given_ids, self.newsletter)

    def test_what_came_by_a_number_is_split_off_with_it(self):
        source = self.env["bzk.source"].create(
            {"name": "Kassa", "code": "kassa", "company_id": self.library.id}
        )
        profile = self.env.ref("bzk_base.profile_wise").copy_to_source(source)
        self._import([ANNA])
        content = self._csv([{**ANNA, YES: "J", DAY: self._day(1)}], [*HEADER, YES, DAY])
        self._new_run(content, profile=profile).run_to_end(confirm=True)
        customer = self._customer("00000001")
        self.assertEqual(customer.consent_given_ids, self.newsletter)
        key = customer.external_id_ids.filtered(lambda item: item.source_id == source)
        self.assertTrue(key, "this is the same customer")
        key.action_split_off()
        self.assertFalse(customer.consent_given_ids)
        self.assertEqual(key.partner_id.consent_given_ids, self.newsletter)

    def test_by_whatever_number_of_rows_at_once(self):
        people = [
            {**ANNA, "LENERNUMMER": f"2{n:07}", "ROEPNAAM": f"Anna{n}", "GEBOORTEDATUM": ""}
            for n in range(7)
        ]
        rows = [{**one, YES: "J", DAY: "01-03-2024"} for one in people]
        content = self._csv(rows, [*HEADER, YES, DAY])
        with (
            patch("odoo.addons.bzk_base.models.import_run_check.CHUNK", 3),
            patch("odoo.addons.bzk_base.models.import_subject.CHUNK", 3),
        ):
            self._new_run(content).run_to_end(confirm=True)
        keys = [one["LENERNUMMER"] for one in people]
        self.assertEqual({self._state(key) for key in keys}, {"given"})

    def test_a_customer_of_another_library_is_not_reached(self):
        self._file("J", "01-03-2024")
        self.assertFalse(
            self.env["bzk.consent"].search([("company_id", "=", self.other_library.id)])
        )
        self.assertEqual(self._lines().company_id, self.library)
