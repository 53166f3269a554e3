from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import TicketCase

EDITS_EVENTS = {"activities", "marketing", "administrator"}
EDITS_SEATS = {"front_desk", "activities", "marketing", "data_steward", "administrator"}
EDITS_COUNTS = {"front_desk", "activities", "data_steward", "administrator"}
EDITS_LISTS = {"activities", "marketing", "administrator"}
EDITS_KINDS = {"activities", "administrator"}
FORMS = {
    "event.event": "view_activity_form",
    "event.registration": "view_registration_form",
    "bzk.ticket.order": "view_order_form",
}


@tagged("post_install", "-at_install")
class TestAccess(TicketCase):
    """Each role does its work on activities, and nobody sees those of another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind, cls.other_kind, cls.shared_kind = cls.env["event.type"].create(
            [
                {"name": "Lezing", "company_id": cls.library.id},
                {"name": "Lezing", "company_id": cls.other_library.id},
                {"name": "Voor alle", "company_id": False},
            ]
        )
        cls.order = cls._order()
        cls.other_seat = cls._seat(cls.other_person, cls.other_event)
        cls.other_order = cls._order(
            "Z1", cls.other_person, source=cls.other_tickets, seats=cls.other_seat
        )
        cls.seat = cls.order.line_ids.registration_id
        counts = [{"event_id": event.id, "number": 5} for event in (cls.event, cls.other_event)]
        cls.count, cls.other_count = cls.env["bzk.activity.count"].create(counts)
        cls.question = cls.env["event.question"].create(
            {"title": "Eten", "question_type": "text_box"}
        )
        cls.ticket, cls.other_ticket = cls.env["event.event.ticket"].create(
            [{"name": "Kaart", "event_id": event.id} for event in (cls.event, cls.other_event)]
        )
        cls.answer, cls.other_answer = cls.env["event.registration.answer"].create(
            [
                {"registration_id": seat.id, "question_id": cls.question.id, "value_text_box": "x"}
                for seat in (cls.seat, cls.other_seat)
            ]
        )
        reminder = cls.env.ref("event.event_reminder")
        cls.mail, cls.other_mail = cls.env["event.mail"].create(
            [
                {
                    "event_id": event.id,
                    "interval_type": "before_event",
                    "template_ref": f"mail.template,{reminder.id}",
                }
                for event in (cls.event, cls.other_event)
            ]
        )
        cls.env.flush_all()

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _assert_denied(self, function, *args, message=None, error=AccessError):
        with (
            mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"),
            self.assertRaises(error, msg=message) as caught,
            self.env.cr.savepoint(),
        ):
            function(*args)
        for name in (self.other_person.name, self.other_event.name):
            self.assertNotIn(name, str(caught.exception))

    def _foreign(self):
        return (
            *(self.other_event, self.other_seat, self.other_order, self.other_order.line_ids),
            *(self.other_count, self.other_theme, self.other_kind),
        )

    def test_reads_own_library_only(self):
        for role in STAFF:
            for record in (self.event, self.seat, self.order, self.order.line_ids, self.count):
                found = self._as(role, record).search([])
                self.assertIn(record.id, found.ids, (role, record))
                self.assertEqual(found.company_id, self.library, (role, record))
                groups = self._as(role, record)._read_group([], ["company_id"])
                self.assertEqual(groups, [(self.library,)], (role, record))
            for record in self._foreign():
                self._assert_denied(self._as(role, record).read, [], message=(role, record))

    def test_what_core_keeps_around_an_activity(self):
        """Tickets, answers and mails follow the library of their activity."""
        for role in EDITS_SEATS:
            for own, foreign in (
                (self.ticket, self.other_ticket),
                (self.answer, self.other_answer),
                (self.mail, self.other_mail),
            ):
                found = self._as(role, own).search([])
                self.assertIn(own.id, found.ids, (role, own))
                self.assertNotIn(foreign.id, found.ids, (role, own))
                self._assert_denied(self._as(role, foreign).read, [], message=(role, foreign))
                self._assert_denied(
                    self._as(role, foreign).write, {"sequence": 3}, message=(role, foreign)
                )
        for role in EDITS_EVENTS:
            for model, values in (
                ("event.event.ticket", {"name": "X", "event_id": self.other_event.id}),
                ("event.slot", {"event_id": self.other_event.id, "date": self.now.date()}),
                ("event.registration.answer", {"registration_id": self.other_seat.id}),
            ):
                self._assert_denied(
                    self._as(role, self.env[model]).create, values, message=(role, model)
                )

    def test_lists_that_all_libraries_share(self):
        """A stage, tag or question has no library, so no library changes it."""
        category = self.env["event.tag.category"].create({"name": "Soort"})
        tag = self.env["event.tag"].create({"name": "Rood", "category_id": category.id})
        stage = self.env["event.stage"].search([], limit=1)
        answer = self.env["event.question.answer"].create(
            {"name": "Ja", "question_id": self.question.id}
        )
        for role in EDITS_EVENTS:
            for record in (tag, category, stage, self.question, answer):
                name = "title" if record == self.question else "name"
                self.assertTrue(self._as(role, record).read([name]), (role, record))
                self._assert_denied(
                    self._as(role, record).write, {name: "X"}, message=(role, record)
                )

    def test_search_does_not_tell(self):
        for role in STAFF:
            for record, domain in (
                (self.event, [("registration_ids.name", "ilike", "Ander")]),
                (self.event, [("name", "=", "Elders")]),
                (self.seat, [("attendee_id.name", "ilike", "Ander")]),
                (self.seat, [("id", "=", self.other_seat.id)]),
                (self.order, [("buyer_name", "ilike", "Ander")]),
                (self.order, [("line_ids.event_id", "=", self.other_event.id)]),
            ):
                self.assertFalse(self._as(role, record).search_count(domain), (role, domain))
            guests = self._as(role, self.anna).search([("activity_guest", "=", True)])
            self.assertEqual(guests, self.anna)

    def test_who_edits(self):
        for role in ROLES:
            for record, values, roles in (
                (self.event, {"name": f"N {role}"}, EDITS_EVENTS),
                (self.seat, {"phone": "0612345678"}, EDITS_SEATS),
                (self.count, {"number": 7}, EDITS_COUNTS),
                (self.theme, {"name": f"T {role}"}, EDITS_LISTS),
                (self.audience, {"name": f"A {role}"}, EDITS_LISTS),
                (self.kind, {"name": f"K {role}"}, EDITS_KINDS),
                (self.order, {"buyer_name": "X"}, set()),
                (self.order.line_ids, {"price": 3}, set()),
            ):
                with self.subTest(role=role, model=record._name):
                    if role in roles:
                        self._as(role, record).write(values)
                    else:
                        self._assert_denied(self._as(role, record).write, values)
            for record in self._foreign():
                self._assert_denied(
                    self._as(role, record).write, {record._rec_name: "X"}, message=(role, record)
                )
            if role != "administrator":
                for record in (self.event, self.seat, self.order, self.theme):
                    self._assert_denied(self._as(role, record).unlink, message=(role, record))

    def test_shared_lists_stay_as_they_are(self):
        theme = self.env["bzk.activity.theme"].create(
            {"name": "Shared", "code": "toets-s", "company_id": False}
        )
        for role in STAFF:
            for record in (theme, self.shared_kind):
                self.assertTrue(self._as(role, record).name)
                self._assert_denied(self._as(role, record).write, {"name": "X"}, message=role)
                self._assert_denied(
                    self._as(role, record).create,
                    {"name": "X", "code": "toets-x", "company_id": False}
                    if record == theme
                    else {"name": "X", "company_id": False},
                    message=role,
                )

    def test_naming_a_record_of_another_library(self):
        """Related fields read without rules, so what a many2one points at is checked first."""
        cases = (
            (self.event, "branch_id", self.other_branch, EDITS_EVENTS),
            (self.event, "theme_id", self.other_theme, EDITS_EVENTS),
            (self.event, "event_type_id", self.other_kind, EDITS_EVENTS),
            (self.event, "organizer_id", self.other_person, EDITS_EVENTS),
            (self.event, "address_id", self.other_person, EDITS_EVENTS),
            (self.seat, "event_id", self.other_event, EDITS_SEATS),
            (self.seat, "attendee_id", self.other_person, EDITS_SEATS),
            (self.seat, "partner_id", self.other_person, EDITS_SEATS),
            (self.count, "event_id", self.other_event, EDITS_COUNTS),
            (self.ticket, "event_id", self.other_event, EDITS_EVENTS),
            (self.answer, "registration_id", self.other_seat, EDITS_SEATS),
            (self.mail, "event_id", self.other_event, EDITS_EVENTS),
        )
        for record, name, foreign, roles in cases:
            for role in roles:
                with self.subTest(role=role, model=record._name, field=name):
                    own = self._as(role, record)
                    shown = {name: {"fields": {"display_name": {}}}}
                    self._assert_denied(own.browse().onchange, {name: foreign.id}, [name], shown)
                    self._assert_denied(own.write, {name: foreign.id}, error=UserError)

    def test_nothing_moves_to_another_library(self):
        for role in EDITS_SEATS:
            for record in (self.event, self.seat, self.count):

                def move(record=record, role=role):
                    self._as(role, record).company_id = self.other_library
                    self.env.flush_all()

                self._assert_denied(move, message=(role, record), error=UserError)

    def test_other_company_asked_for(self):
        for role in ROLES:
            events = self._as(role, self.env["event.event"]).with_context(
                allowed_company_ids=[self.library.id, self.other_library.id]
            )
            self._assert_denied(events.search, [], message=role)

    def test_screens_open_for_every_role(self):
        """The forms show nothing that a role who may open them may not read."""
        for role in STAFF:
            for record in (self.event, self.seat, self.order):
                view = self.env.ref(f"bzk_ticketing.{FORMS[record._name]}")
                with self.subTest(role=role, model=record._name):
                    Form(self._as(role, record), view)
            for model in ("event.event", "event.registration", "bzk.ticket.order"):
                for kind in ("list", "kanban", "search"):
                    self._as(role, self.env[model]).get_view(view_type=kind)

    def test_figures_add_up_own_library_only(self):
        for role in STAFF:
            event = self._as(role, self.event)
            self.env.invalidate_all()
            self.assertEqual((event.expected_count, event.counted_number), (1, 5), role)
            self.assertEqual(event.revenue, 10, role)

    def test_no_role_sees_nothing(self):
        user = self.users["front_desk"].copy(
            {"login": "nobody", "group_ids": [(6, 0, self.env.ref("base.group_user").ids)]}
        )
        for record in (self.event, self.seat, self.order, self.order.line_ids, self.theme):
            self._assert_denied(record.with_user(user).search, [], message=record)
