import json

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bzk_membership.tests.common import YOUTH_ROW, MemberCase

NOTE = "hoortoestel-xyzzy"
#: Words that occur nowhere but with the person who is erased.
TELLING = (
    "Wegwezen",
    "Vergeetlaan",
    "Fenneke",
    NOTE,
    "612999888",
    "77001122",
    "77009999",
    "00099887766550",
    "T-4711",
)
MEMBER = {
    "LENERNUMMER": "77001122",
    "VOORLETTERS": "F.",
    "ROEPNAAM": "Fenneke",
    "NAAM": "Wegwezen",
    "GESLACHT": "V",
    "GEBOORTEDATUM": "03-02-1950",
    "ADRES": "Vergeetlaan",
    "HUISNUMMER": "7",
    "POSTCODE": "2011AB",
    "WOONPLAATS": "Haarlem",
    "EMAIL": "fenneke@wegwezen.example",
    "TELEFOON": "0612999888",
    "VESTIGING": "HLC",
    "PASNUMMER": "00099887766550",
    "ABONNEMENT": "VOLW",
    "INGANGSDATUM": "01-09-2015",
    "EINDDATUM": "01-09-2020",
    "UITLENINGEN_2026_ROMAN": "7",
}


@tagged("post_install", "-at_install")
class TestEraseEverything(MemberCase):
    """A customer with something in every room is shown whole, and erased whole."""

    def setUp(self):
        super().setUp()
        self.steward = self.users["data_steward"]
        self._import([MEMBER, YOUTH_ROW])
        self._import([{**MEMBER, "LENERNUMMER": "77009999", "PASNUMMER": "", "EMAIL": "fout"}])
        self.person = self._customer("77001122")
        self.child = self._customer(YOUTH_ROW["LENERNUMMER"])
        self._furnish()
        self._furnish_activities()
        self.merge = self._merge_with_double()

    def _furnish(self):
        """Something in every room, all of it naming the person."""
        person, desk = self.person, self.users["front_desk"]
        shared = {"partner_id": person.id, "company_id": self.library.id}
        person.write(
            {"do_not_contact": True, "do_not_contact_reason": NOTE, "comment": f"<p>{NOTE}</p>"}
        )
        self.env["bzk.contact.moment"].with_user(desk).create(
            {
                **shared,
                "channel": "phone",
                "note": f"Wegwezen vroeg naar een {NOTE}",
                "subject_id": self.env["bzk.contact.subject"].search([], limit=1).id,
            }
        )
        self.env["bzk.transaction"].create(
            {
                **shared,
                "kind": "gift",
                "description": "Lezing met Fenneke",
                "amount": 12.5,
                "source_id": self.source.id,
                "key": "T-4711",
            }
        )
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        (person | self.child).write({"household_id": household.id})
        self.env["bzk.guardian"].create(
            {"child_id": self.child.id, "guardian_id": person.id, "kind": "guardian"}
        )
        purpose = self.env["bzk.consent.purpose"].search([], limit=1)
        decision = {
            "company_id": self.library.id,
            "purpose_id": purpose.id,
            "state": "given",
            "channel": "desk",
        }
        self.own_consent, self.child_consent = self.env["bzk.consent"].create(
            [
                {**decision, "partner_id": person.id, "evidence": NOTE},
                {**decision, "partner_id": self.child.id, "guardian_id": person.id},
            ]
        )
        child_membership = self.env["bzk.membership"].search([("partner_id", "=", self.child.id)])
        child_membership.write(
            {"payer_id": person.id, "date_end": self.today - relativedelta(days=1)}
        )
        person.with_context(tracking_disable=False).write({"moved_away": True})
        person.message_post(body=f"{NOTE} besteld", subject="Wegwezen")

    def _furnish_activities(self):
        """An order with a seat of the person's own and one of a guest, with what hangs on them."""
        begin = fields.Datetime.now() - relativedelta(days=9)
        self.activity = self.env["event.event"].create(
            {
                "name": "Lezing",
                "company_id": self.library.id,
                "organizer_id": self.library.partner_id.id,
                "date_begin": begin,
                "date_end": begin + relativedelta(hours=2),
                "event_mail_ids": [(5,)],
            }
        )
        booked = {"event_id": self.activity.id, "partner_id": self.person.id, "state": "done"}
        own, guest, of_child = self.env["event.registration"].create(
            [
                {**booked, "attendee_id": self.person.id, "barcode": "T-4711-1"},
                {**booked, "attendee_id": False, "name": "Gast van Wegwezen"},
                {**booked, "attendee_id": self.child.id, "name": "Bram", "email": "b@x.example"},
            ]
        )
        question = self.env["event.question"].create(
            {"title": "Eten", "question_type": "text_box", "event_ids": [(4, self.activity.id)]}
        )
        self.env["event.registration.answer"].create(
            {"registration_id": own.id, "question_id": question.id, "value_text_box": NOTE}
        )
        own.with_context(tracking_disable=False).write({"email": "fenneke2@wegwezen.example"})
        own.message_post(body=f"Wegwezen heeft een {NOTE}")
        guest.activity_schedule("mail.mail_activity_data_todo", note="Bel Fenneke")
        sent = {"buyer_name": "Fenneke Wegwezen", "buyer_phone": "+31612999888"}
        self.order = self.env["bzk.ticket.order"].create(
            {
                "name": "B-77",
                "source_id": self.source.id,
                "partner_id": self.person.id,
                "buyer_name": "Fenneke Wegwezen",
                "buyer_email": "fenneke@wegwezen.example",
                "buyer_phone": "+31612999888",
                "date": begin,
                "state": "paid",
                "amount": 15,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "key": f"B-77-{number}",
                            "event_id": self.activity.id,
                            "registration_id": seat.id,
                            "price": 5,
                            "sent": sent,
                            "digest": "x",
                        },
                    )
                    for number, seat in enumerate((own, guest, of_child), 1)
                ],
            }
        )

    def _merge_with_double(self):
        double = self.env["res.partner"].create(
            {
                "firstname": "Fenneke",
                "lastname": "Wegwezen-Oud",
                "street": "Vergeetlaan 9",
                "company_id": self.library.id,
            }
        )
        double.message_post(body=f"Ook {NOTE}")
        low, high = sorted((self.person.id, double.id))
        self.env["bzk.duplicate"]._propose(self.library, [(low, high, "likely", 9, [])])
        return self.env["bzk.merge"].with_user(self.steward)._merge(self.person, double)

    def _tables_holding(self, words):
        """Tables and views kept as tables, of the whole database, in which a word stands."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm', 'p')"
            " AND relnamespace = current_schema()::regnamespace"
        )
        found = set()
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE ANY(%s) LIMIT 1',
                ([f"%{word}%" for word in words],),
            )
            if self.env.cr.fetchone():
                found.add(table)
        return found

    def _erase(self):
        erasure = (
            self.env["bzk.erasure"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity_checked": True})
        )
        erasure.action_propose()
        erasure.with_user(self.users["administrator"]).action_approve()
        return erasure

    def test_access_request_shows_every_room(self):
        request = (
            self.env["bzk.access.request"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity": "document"})
        )
        sections = request._content()
        kinds = {section["model"] for section in sections}
        for model in (
            "res.partner",
            "mail.message",
            "bzk.external.id",
            "bzk.import.rejection",
            "bzk.membership",
            "bzk.membership.change",
            "bzk.loan.stat",
            "bzk.contact.moment",
            "bzk.transaction",
            "event.registration",
            "event.registration.answer",
            "bzk.ticket.order",
            "bzk.ticket.line",
            "bzk.guardian",
            "bzk.consent",
            "bzk.merge",
            "bzk.duplicate",
        ):
            self.assertIn(model, kinds)
        text = json.dumps(request._as_json(sections), ensure_ascii=False)
        for word in (*TELLING, "Vergeetlaan 9"):
            self.assertIn(word, text)
        self.assertNotIn("Kerkstraat", text)
        # Of the child only what the tie is about: neither birth date nor number.
        self.assertNotIn("2012", text)
        self.assertNotIn(YOUTH_ROW["PASNUMMER"], text)
        self.assertNotIn("None", text)

    def test_erased_from_every_table(self):
        self.assertGreater(len(self._tables_holding(TELLING)), 5)
        self._erase()
        self.assertEqual(self._tables_holding(TELLING), set())
        self.assertFalse(self.merge.exists())

    def test_figures_stay(self):
        count = self.env["bzk.membership"].search_count([("company_id", "=", self.library.id)])
        moments = self.env["bzk.contact.moment"].search([("partner_id", "=", self.person.id)])
        purchases = self.env["bzk.transaction"].search([("partner_id", "=", self.person.id)])
        membership = self.person.membership_ids
        loans = membership.loan_stat_ids.mapped("loans")
        visitors, revenue = self.activity.visitor_count, self.activity.revenue
        self._erase()
        self.assertEqual(
            self.env["bzk.membership"].search_count([("company_id", "=", self.library.id)]), count
        )
        self.assertEqual(membership.type_id, self.adult)
        self.assertEqual(membership.loan_stat_ids.mapped("loans"), loans)
        self.assertTrue(moments.exists().subject_id)
        self.assertEqual(purchases.exists().mapped("amount"), [12.5])
        self.env.invalidate_all()
        self.assertEqual((visitors, revenue), (3, 15))
        self.assertEqual((self.activity.visitor_count, self.activity.revenue), (3, 15))
        self.assertEqual(self.order.name, "B-77")

    def test_those_around_stay(self):
        self._erase()
        self.assertEqual(self.child.lastname, "Jansen")
        self.assertFalse(self.child.membership_ids.payer_id)
        self.assertFalse(self.own_consent.exists())
        self.assertTrue(self.child_consent.exists())
        self.assertFalse(self.child_consent.guardian_id)
        self.assertEqual(self._customer(YOUTH_ROW["LENERNUMMER"]), self.child)
        self.assertFalse(self.env["bzk.guardian"].search([("child_id", "=", self.child.id)]))

    def test_both_numbers_are_refused_from_now_on(self):
        self._erase()
        run = self._import([MEMBER, {**MEMBER, "LENERNUMMER": "77009999"}, YOUTH_ROW])
        self.assertEqual(run.rejection_ids.mapped("code"), ["erased"] * 2)
        self.assertEqual(set(run.rejection_ids.mapped("key")), {"77001122", "77009999"})

    def test_who_came_along_stays(self):
        seat = self.child.attendance_ids
        self._erase()
        self.assertEqual((seat.name, seat.email), ("Bram", "b@x.example"))

    def test_not_while_still_expected(self):
        self.activity.write(
            {
                "date_begin": fields.Datetime.now(),
                "date_end": fields.Datetime.now() + relativedelta(days=2),
            }
        )
        self.person.attendance_ids.state = "open"
        with self.assertRaises(UserError):
            self._erase()
        self.person.attendance_ids.state = "cancel"
        self._erase()

    def test_not_while_a_membership_runs(self):
        self.person.membership_ids.date_end = False
        with self.assertRaises(UserError):
            self._erase()
        self.assertEqual(self.person.lastname, "Wegwezen")

    def test_not_while_the_customer_pays_for_another(self):
        self.child.membership_ids.date_end = False
        with self.assertRaises(UserError):
            self._erase()

    def test_former_members_are_due_two_years_after_they_left(self):
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "customer")
        self.env["bzk.contact.moment"].search([]).sudo().unlink()
        self.env["bzk.transaction"].search([]).sudo().unlink()
        self.order.unlink()
        self.activity.registration_ids.unlink()
        self.child.membership_ids.write({"payer_id": False})
        self.person.external_id_ids.state = "closed"
        self.assertIn(self.person, rule._due(fields.Date.context_today(rule)))
        self.person.membership_ids.date_end = self.today - relativedelta(months=23)
        self.assertNotIn(self.person, rule._due(fields.Date.context_today(rule)))
