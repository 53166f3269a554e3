from freezegun import freeze_time
from odoo.tests import tagged

from .dmu_common import TODAY, DmuCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPanel(DmuCase):
    """Who is who at one glance."""

    def _panel(self, role="relations", relation=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (relation or self.school).with_user(self.users[role]).dmu_panel

    def test_by_role(self):
        self.director.write({"influence": "high", "attitude": "for"})
        coming = self._place(self.school, self.piet, "teacher", date_from="2027-01-01")
        gone = self._place(self.school, self._person("Kees", "Berg"), "ib", date_to="2026-09-01")
        bare = self._place(self.school, self._person("Els", "Bos"))
        panel = self._panel()
        columns = {column["name"]: column for column in panel["columns"]}
        self.assertEqual(
            list(columns), ["Decider", "Adviser", "Gatekeeper", "User", "Buyer", "Initiator"]
        )
        self.assertEqual(columns["Decider"]["members"], self.director.ids)
        self.assertFalse(columns["Decider"]["missing"])
        self.assertTrue(columns["User"]["missing"], "who comes is not there yet")
        self.assertEqual(columns["User"]["members"], coming.ids)
        self.assertFalse(columns["Adviser"]["missing"], "not demanded")
        self.assertEqual(panel["others"], bare.ids)
        self.assertNotIn(str(gone.id), panel["cards"])
        card = panel["cards"][str(self.director.id)]
        self.assertEqual((card["name"], card["function"]), ("Anna de Vries", "Director"))
        self.assertEqual((card["influence"], card["attitude"]), ("high", "for"))
        self.assertEqual(card["work_email"], "anna@school.example")
        self.assertEqual(
            [gap["kind"] for gap in panel["gaps"]], ["left", "role"], "the oldest first"
        )
        self.assertEqual(panel["completeness"], 50)

    def test_marketing_knows_no_attitude(self):
        self.director.write({"influence": "high", "attitude": "against"})
        panel = self._panel("marketing")
        card = panel["cards"][str(self.director.id)]
        self.assertEqual(card["name"], "Anna de Vries")
        self.assertNotIn("attitude", card)
        self.assertNotIn("influence", card)
        self.assertFalse(panel["may_edit"])

    def _queries(self, relations, *names):
        """How many queries reading takes when what does not change is known already."""
        counts = []
        for _time in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            relations.with_user(self.manager).read(names)
            counts.append(self.env.cr.sql_log_count - start)
        return min(counts)

    def test_constant_queries(self):
        """A full organisation takes as many queries as one with a few people."""
        self._place(self.school, self.piet, "teacher")
        self._place(self.school, self._person("Els", "Bos"), "ib", date_to="2026-09-01")
        few = self._queries(self.school, "dmu_panel")
        for number in range(40):
            person = self._person("Kees", f"Berg{number}")
            self._place(
                self.school, person, "account", date_to="2026-09-01" if number % 2 else False
            )
        self.assertEqual(self._queries(self.school, "dmu_panel"), few)
        self.assertLess(few, 25)

    def test_constant_queries_of_a_list(self):
        names = ("name", "group_id", "completeness", "gap_count", "part_count")
        schools = self.school
        for number in range(20):
            relation = self._relation(f"School {number}", "secondary")
            self._place(relation, self.piet, "teacher")
            schools |= relation
        few = self._queries(schools[:3], *names)
        self.assertEqual(self._queries(schools, *names), few)
