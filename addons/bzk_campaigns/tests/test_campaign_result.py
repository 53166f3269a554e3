from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestCampaignResult(ResultsCase):
    """What became of mails, counted by the database, held against counting by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._people(12)
        (cls.people[:4]).branch_id = cls.branch
        cls.traces = cls._sent(cls.people)
        cls.traces[0].write({"trace_status": "bounce", "bounce_kind": "hard"})
        cls.traces[1].write({"trace_status": "bounce", "bounce_kind": "soft"})
        cls.traces[2].write({"trace_status": "cancel", "refusal": "withdrawn"})
        cls.traces[2].sent_datetime = False
        cls.traces[3].write({"trace_status": "error", "sent_datetime": False})
        cls.traces[4:8].tracked = True
        (cls.traces[4:6] | cls.traces[9]).write({"trace_status": "open", "open_datetime": cls.now})
        cls.traces[5:8].links_click_datetime = cls.now
        cls.traces[8].complained_on = cls.now
        cls.traces[11].carrier_id = cls.traces[10]
        cls.env["bzk.consent"].create(
            {
                "partner_id": cls.people[8].id,
                "company_id": cls.library.id,
                "purpose_id": cls.newsletter.id,
                "state": "withdrawn",
                "channel": "mail",
                "mailing_trace_id": cls.traces[8].id,
            }
        )

    def _sums(self, user="insights", **domain):
        results = self.env["bzk.campaign.result"].with_user(self.users[user])
        names = ["sent", "delivered", "people", "hard", "soft", "refused", "failed", "measured"]
        names += ["opened", "clicked", "unsubscribed", "complaints"]
        (row,) = results._read_group(
            [("mailing_id", "=", self.mailing.id), *domain.items()],
            [],
            [f"{name}:sum" for name in names],
        )
        return dict(zip(names, row, strict=True))

    def test_counts(self):
        self.assertEqual(
            self._sums(),
            {
                "sent": 9,
                "delivered": 7,
                "people": 8,
                "hard": 1,
                "soft": 1,
                "refused": 1,
                "failed": 1,
                "measured": 4,
                # Who opened and did not agree that it is measured, is not counted.
                "opened": 2,
                "clicked": 3,
                "unsubscribed": 1,
                "complaints": 1,
            },
        )

    def test_percentages_are_those_of_sums(self):
        results = self.env["bzk.campaign.result"].with_user(self.users["marketing"])
        names = ["delivered_rate", "opened_rate", "clicked_rate", "complaint_rate"]
        (row,) = results._read_group(
            [("mailing_id", "=", self.mailing.id)], [], [f"{name}:avg" for name in names]
        )
        for found, right in zip(row, (100 * 7 / 9, 50, 100 * 3 / 7, 100 / 7), strict=True):
            self.assertAlmostEqual(float(found), right, 3)
        mailing = self.mailing.with_user(self.users["marketing"])
        self.assertEqual((mailing.result_sent, mailing.result_measured), (9, 4))
        self.assertAlmostEqual(mailing.result_opened_rate, 50)

    def test_no_opening_measured_is_no_zero(self):
        self.traces.tracked = False
        (row,) = self.env["bzk.campaign.result"]._read_group(
            [("mailing_id", "=", self.mailing.id)], [], ["opened_rate:avg"]
        )
        self.assertIsNot(row[0], 0)
        self.assertFalse(row[0])

    def test_list_is_one_query(self):
        mailings = self.mailing | self._mailing(self.library, "Twee")
        mailings |= self._mailing(self.library, "Drie")
        self.env.invalidate_all()
        self.env["bzk.campaign.result"].search_count([])
        with self.assertQueryCount(1):
            mailings.mapped("result_sent")

    def test_page_of_all_and_of_one(self):
        page = self.env["bzk.campaign.page"].with_user(self.users["insights"]).create({})
        self.assertIn("Nieuws van de bibliotheek", html2plaintext(page.figures))
        page.mailing_id = self.mailing
        text = html2plaintext(page.figures)
        self.assertIn("42,9%", text)
        page.action_excel()
        self.assertTrue(page.workbook)
        for name in ("Lezer", "post.example"):
            self.assertNotIn(name, text)

    def test_page_of_a_journey(self):
        journey = self.env["bzk.journey"].create(
            {"name": "Welkom", "company_id": self.library.id, "holdout": 10}
        )
        self.env["bzk.journey.step"].create(
            {"name": "Brief 1", "journey_id": journey.id, "mailing_id": self.mailing.id}
        )
        action = journey.with_user(self.users["marketing"]).action_results()
        page = self.env["bzk.campaign.page"].browse(action["res_id"])
        self.assertIn("Brief 1", html2plaintext(page.with_user(self.users["marketing"]).figures))

    def test_forgotten_readers_still_count(self):
        before = self._sums()
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "mail_trace")
        due = rule._due(self.now.date() + relativedelta(months=25))
        self.assertEqual(due, self.traces)
        self.env["bzk.personal.data"]._clear(due, rule._terms()["mail_trace"].names)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.traces.partner_id or any(self.traces.mapped("email")))
        self.assertEqual(self._sums(), before)

    def test_each_library_has_its_own(self):
        theirs = self._mailing(self.other_library, "Van de buren")
        self._sent(self._people(3, self.other_library), theirs)
        for role in ("marketing", "insights", "administrator"):
            with self.subTest(role):
                user = self.users[role]
                results = self.env["bzk.campaign.result"].with_user(user)
                self.assertFalse(results.search([("mailing_id", "=", theirs.id)]))
                page = self.env["bzk.campaign.page"].with_user(user).create({})
                self.assertNotIn("Van de buren", html2plaintext(page.figures))
                with self.assertRaises(AccessError):
                    page.write({"mailing_id": theirs.id})
                with self.assertRaises(AccessError):
                    page.write({"company_id": self.other_library.id})
                    page._tables()

    def test_who_may_not(self):
        for role in ("front_desk", "relations", "activities"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["bzk.campaign.page"].with_user(self.users[role]).create({})
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["bzk.campaign.result"].with_user(self.users[role]).search([])
