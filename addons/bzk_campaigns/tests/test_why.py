from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestWhy(ResultsCase):
    """The privacy officer's question: why did this child get this mail?"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child, cls.parent = cls._people(2)
        cls.child.birthdate = cls.now.date() - relativedelta(years=9)
        cls.env["bzk.guardian"].create({"child_id": cls.child.id, "guardian_id": cls.parent.id})
        cls.consent = cls._agreed(cls.child, guardian_id=cls.parent.id)
        cls.trace = cls._sent(cls.child)

    def _text(self, trace=None, role="data_steward"):
        trace = (trace or self.trace).with_user(self.users[role])
        return html2plaintext(trace.read(["why"])[0]["why"])

    def test_the_whole_answer_is_on_one_screen(self):
        text = self._text()
        for word in (
            "Nieuws van de bibliotheek",
            "Lezers in Haarlem",
            self.child.name,
            self.parent.name,
            "formulier 12",
            self.newsletter.name,
            "lezer0",
        ):
            self.assertIn(word, text)

    def test_consent_is_told_as_it_was_at_that_moment(self):
        self.env["bzk.consent"].create(
            {
                "partner_id": self.child.id,
                "company_id": self.library.id,
                "purpose_id": self.newsletter.id,
                "state": "withdrawn",
                "channel": "phone",
            }
        )
        sections = self.trace._why_sections()
        consent = next(
            section
            for section in sections
            if section["lines"] and section["lines"][0][1] == self.newsletter.name
        )
        values = [value for _label, value in consent["lines"]]
        states = dict(self.env["bzk.consent"]._fields["state"]._description_selection(self.env))
        self.assertLess(values.index(states["given"]), values.index(states["withdrawn"]))
        # The gate of today refuses, that of then did not.
        reasons = dict(self.trace._fields["refusal"]._description_selection(self.env))
        self.assertIn(reasons["withdrawn"], self._text())

    def test_without_any_consent_it_says_so(self):
        stranger = self._people(3)[2]
        text = self._text(self._sent(stranger))
        reasons = dict(self.trace._fields["refusal"]._description_selection(self.env))
        self.assertIn(reasons["no_consent"], text)
        self.assertNotIn("formulier 12", text)

    def test_blocks_that_were_shown_and_no_others(self):
        blocks = self.env["bzk.mailing.block"].create(
            [
                {"mailing_id": self.mailing.id, "name": "Voor iedereen"},
                {"mailing_id": self.mailing.id, "name": "Geheim", "segment_id": self.segment.id},
            ]
        )
        self.trace.shown_blocks = blocks[:1].ids
        self.assertIn("Voor iedereen", self._text())
        self.assertNotIn("Geheim", self._text())

    def test_brother_on_the_same_address(self):
        brother = self._people(4)[3]
        self._sent(brother, carrier_id=self.trace.id)
        self.assertIn(brother.name, self._text())

    def test_journey_that_led_to_it(self):
        journey = self.env["bzk.journey"].create(
            {"name": "Welkom bij ons", "company_id": self.library.id}
        )
        step = self.env["bzk.journey.step"].create(
            {"name": "Eerste brief", "journey_id": journey.id}
        )
        entry = self.env["bzk.journey.entry"].create(
            {
                "journey_id": journey.id,
                "company_id": self.library.id,
                "partner_id": self.child.id,
                "key": "L-12",
                "date": self.now,
                "happened": self.now,
                "state": "running",
            }
        )
        self.env["bzk.journey.passage"].create(
            {
                "entry_id": entry.id,
                "company_id": self.library.id,
                "step_id": step.id,
                "date": self.now,
                "outcome": "done",
                "trace_id": self.trace.id,
            }
        )
        for word in ("Welkom bij ons", "Eerste brief", "L-12"):
            self.assertIn(word, self._text())

    def test_names_are_escaped(self):
        self.segment.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self.trace.why)

    def test_mail_of_whom_nobody_knows_any_more(self):
        self.trace.write(
            {"partner_id": False, "res_id": False, "email": False, "shown_blocks": False}
        )
        self.assertTrue(self._text())

    def test_reading_is_for_those_who_answer(self):
        for role in ("front_desk", "marketing", "data_steward", "administrator"):
            with self.subTest(role):
                self.assertIn(self.child.name, self._text(role=role))
        for role in ("relations", "activities", "insights"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._text(role=role)

    def test_not_of_another_library(self):
        theirs = self._people(1, self.other_library)
        mailing = self._mailing(self.other_library, "Van de buren")
        trace = self._sent(theirs, mailing)
        for role in ("front_desk", "marketing", "data_steward", "administrator"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._text(trace, role)

    def test_on_paper(self):
        report = self.env["ir.actions.report"].with_user(self.users["data_steward"])
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "bzk_campaigns.print_why", self.trace.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_timeline_and_button(self):
        child = self.child.with_user(self.users["front_desk"])
        self.assertEqual(child.campaign_mail_count, 1)
        lines = self.env["bzk.timeline"].with_user(self.users["front_desk"])
        found = lines.search([("partner_id", "=", child.id), ("kind", "=", "campaign")])
        self.assertEqual(found.title, "Nieuws van de bibliotheek")
        self.assertEqual((found.res_model, found.res_id), ("mailing.trace", self.trace.id))
        action = child.action_open_campaign_mails()
        self.assertEqual(self.env["mailing.trace"].search(action["domain"]), self.trace)
        insights = self.child.with_user(self.users["insights"])
        self.assertEqual(insights.campaign_mail_count, 0)

    def test_both_mails_stay_when_two_customers_turn_out_to_be_one(self):
        twin = self._people(5)[4]
        theirs = self._sent(twin)
        merge = self.env["bzk.merge"]._merge(self.child, twin)
        self.assertEqual((self.trace | theirs).partner_id, self.child)
        merge.action_undo()
        self.assertEqual((self.trace.partner_id, theirs.partner_id), (self.child, twin))
        self.assertEqual((self.trace.key, theirs.key), ("", ""))

    def test_the_mail_itself_is_shown_again(self):
        trace = self.trace.with_user(self.users["data_steward"])
        self.assertIn("Dag", trace.read(["mail_as_read"])[0]["mail_as_read"])
        self.assertNotIn("pixel", trace.mail_as_read)
        self.trace.partner_id = False
        self.assertFalse(self.trace.mail_as_read)
        self.trace.partner_id = self.child
        self.mailing.body_html = "<p t-out='object.bestaat_niet'/>"
        self.env.invalidate_all()
        self.assertFalse(self.trace.mail_as_read)

    def test_why_in_the_segment_in_words(self):
        self.segment.mailing_domain = f"[('firstname', '=', '{self.child.firstname}')]"
        self.assertIn(self.child.firstname, self.trace._why_in_segment(self.segment))
        self.assertIn(self.trace._why_in_segment(self.segment), self._text())
        inside = self.trace._why_in_segment(self.segment)
        self.segment.mailing_domain = "[('firstname', '=', 'Iemand anders')]"
        self.assertNotEqual(self.trace._why_in_segment(self.segment)[:12], inside[:12])

    def test_display_name(self):
        name = self.trace.with_user(self.users["front_desk"]).display_name
        self.assertEqual(name, f"Nieuws van de bibliotheek, {self.child.name}")

    def test_existing_customer_who_never_decided(self):
        newsletter = self.env["bzk.consent.purpose"].create(
            {
                "name": "Voor klanten",
                "code": "customers",
                "company_id": self.library.id,
                "basis": "soft",
            }
        )
        self.env["bzk.consent.setting"].create(
            {
                "purpose_id": newsletter.id,
                "company_id": self.library.id,
                "soft_since": self.now.date() - relativedelta(days=100),
                "soft_notice": "Op het inschrijfformulier",
            }
        )
        buyer = self._people(6)[5]
        mailing = self._mailing(self.library, "Aan klanten", purpose_id=newsletter.id)
        trace = self._sent(buyer, mailing)
        self.assertNotIn("Op het inschrijfformulier", self._text(trace))
        kind = next(iter(self.env["res.partner"]._similar_services()))
        self.env["bzk.transaction"].create(
            {
                "partner_id": buyer.id,
                "company_id": self.library.id,
                "kind": kind,
                "amount": 12,
                "date": self.now.date() - relativedelta(days=20),
                "description": "Kaartje voor de lezing",
                "source_id": self.source.id,
                "key": "T-1",
            }
        )
        trace.invalidate_recordset(["why"])
        text = self._text(trace)
        self.assertIn("Op het inschrijfformulier", text)
        self.assertIn("Kaartje voor de lezing", text)

    def test_mail_that_belongs_to_an_agreement(self):
        purpose = self.env["bzk.consent.purpose"].search([("basis", "=", "agreement")], limit=1)
        mailing = self._mailing(self.library, "Uw pas", purpose_id=purpose.id)
        trace = self._sent(self.parent, mailing)
        sections = [section for section in trace._why_sections() if section["lead"]]
        self.assertGreater(len(sections), 1)
