from odoo.tests import tagged
from odoo.tools import SQL

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestTimeline(MemberCase):
    """A membership stands in the timeline of who has it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.membership = cls._member(number="1", branch_id=cls.branch.id)
        cls.elsewhere = cls._member(cls.other_person, cls.other_adult, number="2")
        cls.timeline = cls.env["bzk.timeline"].with_user(cls.users["front_desk"])

    def _lines(self):
        self.env.flush_all()
        return self.timeline.page(self.anna.id, kinds=["membership"])["lines"]

    def test_joining_changing_and_leaving(self):
        self.membership.type_id = self.youth
        self.membership.write(
            {"date_end": self.today, "reason_id": self.env.ref("bzk_membership.reason_moved").id}
        )
        texts = [(line["title"], line["detail"]) for line in self._lines()]
        self.assertEqual(
            sorted(texts),
            [
                ("Joined", "Volwassenen"),
                ("Left", "Jeugd · Verhuisd"),
                ("Other type", "Volwassenen → Jeugd"),
            ],
        )

    def test_a_line_opens_the_membership(self):
        (line,) = self._lines()
        self.assertEqual(
            (line["res_model"], line["res_id"]), ("bzk.membership", self.membership.id)
        )
        self.assertEqual(line["branch"], self.branch.name)
        self.assertFalse(line["timed"])

    def test_own_library_only(self):
        self.env.flush_all()
        found = self.timeline.search([("kind", "=", "membership")])
        self.assertEqual(found.company_id, self.library)
        self.assertNotIn(self.other_person, found.partner_id)

    def test_filter_on_the_customer_reaches_the_index(self):
        self.env.flush_all()
        domain = [("partner_id", "=", self.anna.id), ("kind", "=", "membership")]
        query = self.timeline._search(domain, order="date DESC, id DESC", limit=20).select("title")
        # A few rows are read from end to end whatever there is: ask how it would be of many.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(SQL("EXPLAIN %s", query))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("bzk_membership_change__partner_id_index", plan)
        self.assertNotIn("Seq Scan on bzk_membership_change", plan)

    def test_fee_is_a_kind_of_transaction(self):
        kinds = dict(self.env["bzk.transaction"]._fields["kind"]._description_selection(self.env))
        own = [kind for kind in kinds if kind in ("subscription", "rental", "gift", "other")]
        self.assertEqual(own, ["subscription", "rental", "gift", "other"])
