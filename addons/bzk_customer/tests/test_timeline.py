from datetime import timedelta

from markupsafe import Markup
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestTimeline(CustomerCase):
    """What happened with a customer, from every room, and from no other customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.env.ref("bzk_customer.subject_opening_hours")
        cls.moment, cls.other_moment = cls.env["bzk.contact.moment"].create(
            [
                {
                    "partner_id": person.id,
                    "subject_id": cls.subject.id,
                    "channel": "phone",
                    "note": "Kerst",
                    "branch_id": branch.id,
                    "date": "2026-03-02 10:00:00",
                }
                for person, branch in (
                    (cls.anna, cls.branch),
                    (cls.other_person, cls.other_branch),
                )
            ]
        )
        cls.gift, cls.other_gift = cls.env["bzk.transaction"].create(
            [
                {"partner_id": person.id, "kind": "gift", "amount": 25, "date": "2026-03-03"}
                for person in (cls.anna, cls.other_person)
            ]
        )
        for person in cls.anna | cls.other_person:
            person.message_post(
                body=Markup("<p>Dag <b>Anna</b></p>"),
                subject="Welkom",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            person.message_post(body="Sleutel gevonden", message_type="comment")
            person.message_post(body="Changed by the machine")
        cls.env.flush_all()
        cls.timeline = cls.env["bzk.timeline"].with_user(cls.users["front_desk"])

    def _page(self, partner=None, **options):
        return self.timeline.page((partner or self.anna).id, **options)

    def _lines(self, **options):
        return {line["kind"]: line for line in self._page(**options)["lines"]}

    def test_every_kind_newest_first(self):
        page = self._page()
        kinds = [line["kind"] for line in page["lines"]]
        self.assertEqual(kinds[2:], ["transaction", "moment"])
        self.assertEqual(set(kinds[:2]), {"mail", "note"})
        dates = [line["date"] for line in page["lines"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        counted = {kind["name"]: kind["count"] for kind in page["kinds"]}
        self.assertEqual(counted, {"moment": 1, "transaction": 1, "mail": 1, "note": 1})

    def test_lines_tell_what_it_was(self):
        lines = self._lines()
        self.assertEqual(lines["moment"]["title"], self.subject.name)
        self.assertEqual(lines["moment"]["detail"], "Phone · Answered · Kerst")
        self.assertEqual(lines["moment"]["branch"], self.branch.name)
        self.assertEqual(
            (lines["transaction"]["title"], lines["transaction"]["amount"]), ("Gift", 25)
        )
        self.assertEqual(lines["transaction"]["date"], "2026-03-03 12:00:00")
        self.assertEqual((lines["mail"]["title"], lines["mail"]["detail"]), ("Welkom", "Dag Anna"))
        self.assertEqual(lines["note"]["title"], "Sleutel gevonden")

    def test_a_line_names_what_it_opens(self):
        for line in self._lines().values():
            record = self.env[line["res_model"]].browse(line["res_id"])
            self.assertTrue(record.exists())

    def test_labels_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.subject.with_context(lang="nl_NL").name = "Openingstijden"
        self.timeline = self.timeline.with_context(lang="nl_NL")
        self.assertEqual(self._lines()["moment"]["title"], "Openingstijden")
        self.assertTrue(self.timeline.search_count([("title", "ilike", "openingst")]))

    def test_only_the_kinds_that_are_asked(self):
        page = self._page(kinds=["transaction"])
        self.assertEqual([line["kind"] for line in page["lines"]], ["transaction"])
        self.assertEqual(len(page["kinds"]), 4, "the other kinds can still be chosen")

    def test_page_by_page_without_gaps_or_repeats(self):
        same = fields.Datetime.to_datetime("2026-01-01 09:00:00")
        self.env["bzk.contact.moment"].create(
            [
                {
                    "partner_id": self.anna.id,
                    "subject_id": self.subject.id,
                    "date": same + timedelta(days=number // 5),
                }
                for number in range(23)
            ]
        )
        whole = [line["id"] for line in self._page(limit=100)["lines"]]
        self.assertEqual(len(whole), len(set(whole)))
        found, after, more = [], None, True
        while more:
            page = self._page(limit=4, after=after)
            found += [line["id"] for line in page["lines"]]
            after = [page["lines"][-1]["date"], page["lines"][-1]["id"]]
            more = page["more"]
            self.assertEqual("kinds" in page, len(found) <= 4)
        self.assertEqual(found, whole)

    def test_empty_for_who_is_new(self):
        page = self._page(self.cas)
        self.assertEqual((page["lines"], page["kinds"], page["more"]), ([], [], False))
        self.assertTrue(page["channels"])

    def test_what_is_still_to_be_done_stands_above(self):
        desk = self.users["front_desk"]
        self.anna.activity_schedule(
            "mail.mail_activity_data_call", "2026-01-05", "Bellen", user_id=desk.id
        )
        (planned,) = self._page()["planned"]
        self.assertEqual((planned["title"], planned["date"]), ("Bellen", "2026-01-05"))
        self.assertEqual((planned["user"], planned["may_finish"]), (desk.name, True))
        # Core shows an activity to who may write on the customer, and to whom it is for.
        insights = self.timeline.with_user(self.users["insights"])
        self.assertFalse(insights.page(self.anna.id)["planned"])
        self.env["mail.activity"].browse(planned["id"]).with_user(desk).action_feedback()
        page = self._page()
        self.assertFalse(page["planned"])
        self.assertEqual(page["kinds"][-1]["count"], 2, "the note that it was done")

    def test_channels_only_for_who_may_note(self):
        for role in STAFF:
            timeline = self.timeline.with_user(self.users[role])
            may = timeline.env["bzk.contact.moment"].has_access("create")
            self.assertEqual(bool(timeline.page(self.anna.id)["channels"]), may, role)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_own_library_only(self):
        for role in ROLES:
            timeline = self.timeline.with_user(self.users[role])
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    timeline.page(self.other_person.id)
                if role in STAFF:
                    self.assertEqual(timeline.search([]).company_id, self.library)
                else:
                    self.assertFalse(timeline.search([]))
                foreign = [("partner_id", "=", self.other_person.id)]
                self.assertFalse(timeline.search_count(foreign))
                self.assertFalse(timeline._read_group(foreign, ["kind"], ["__count"]))
                with self.assertRaises(AccessError):
                    self.env["bzk.timeline"].search(foreign)[0].with_user(timeline.env.user).read()
                self.assertFalse(timeline.has_access("write"))

    def test_libraries_that_share_an_organisation_see_their_own_mails(self):
        school = self.env["res.partner"].create(
            {"name": "De Springplank", "is_company": True, "company_id": False}
        )
        for company in self.library | self.other_library:
            mail = school.with_company(company).message_post(
                body=company.name, message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            mail.record_company_id = company
        self.env.flush_all()
        titles = [line["title"] for line in self._page(school)["lines"]]
        self.assertEqual(titles, [self.library.name])

    def test_a_kind_that_is_closed_to_the_user_does_not_show(self):
        access = self.env["ir.model.access"].search([("model_id.model", "=", "bzk.transaction")])
        access.perm_read = False
        page = self._page()
        self.assertNotIn("transaction", [kind["name"] for kind in page["kinds"]])
        self.assertEqual(len(page["lines"]), 3)
        customer = self.anna.with_user(self.users["front_desk"])
        self.assertEqual((customer.transaction_count, customer.contact_moment_count), (0, 1))

    def test_merge_moves_the_history_and_stands_in_it(self):
        merge = self.env["bzk.merge"]._merge(self.cas, self.anna)
        page = self._page(self.cas)
        kinds = {kind["name"] for kind in page["kinds"]}
        self.assertEqual(kinds, {"moment", "transaction", "mail", "note", "merge"})
        line = next(line for line in page["lines"] if line["kind"] == "merge")
        self.assertEqual(line["title"], f"Merged: {self.anna.name}")
        self.assertFalse(self._page()["channels"], "nothing more is noted with who went up in it")
        merge.action_undo()
        self.assertEqual({kind["name"] for kind in self._page()["kinds"]}, kinds - {"merge"})
        self.assertEqual([line["kind"] for line in self._page(self.cas)["lines"]], ["merge"])

    def test_smart_buttons(self):
        document = {"name": "brief.pdf", "res_model": "res.partner", "res_id": self.anna.id}
        self.env["ir.attachment"].create(document)
        customer = self.anna.with_user(self.users["front_desk"])
        self.assertEqual(
            (
                customer.contact_moment_count,
                customer.transaction_count,
                customer.mail_count,
                customer.document_count,
            ),
            (1, 1, 1, 1),
        )
        for name, expected in (
            ("contact_moments", self.moment),
            ("transactions", self.gift),
            ("mails", None),
            ("documents", None),
        ):
            action = getattr(customer, f"action_open_{name}")()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), 1, name)
            if expected:
                self.assertEqual(found, expected)
