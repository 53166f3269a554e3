from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .education_common import LAST, NEXT, THIS, TODAY, EducationCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestEducationOrder(EducationCase):
    """What a school orders, what it costs, and what of that is in its purchases."""

    def _amounts(self, order):
        return order.transaction_ids.sorted("id").mapped("amount")

    def test_usual_number_and_price(self):
        order = self._order()
        self.assertEqual((order.number, order.price, order.amount), (210, 11, 2310))
        self.assertEqual((order.unit, order.pupil_count, order.class_count), ("pupil", 210, 0))
        visit = self._order(programme=self.single, number=3)
        self.assertEqual((visit.price, visit.amount, visit.class_count), (150, 450, 3))

    def test_price_of_an_earlier_year_when_there_is_none(self):
        self.assertEqual(self._order(programme=self.single).price, 150)
        self.assertEqual(self._order(programme=self.single, year="2024-2025").price, 0)

    def test_form_follows_the_choices(self):
        form = Form(self.env["bzk.education.order"].with_user(self.users["relations"]))
        form.programme_id = self.subscription
        form.relation_id = self.second_school
        form.school_year = NEXT
        order = form.save()
        self.assertEqual((order.number, order.price, order.state), (90, 12, "proposal"))

    def test_price_does_not_follow_later_changes(self):
        order = self._order()
        self.subscription.price_ids.filtered(lambda price: price.school_year == THIS).price = 99
        self.subscription.unit = "school"
        self.school.pupil_count = 300
        self.env.flush_all()
        self.assertEqual((order.number, order.price, order.unit), (210, 11, "pupil"))

    def test_proposal_costs_nothing_until_it_is_ordered(self):
        order = self._order(state="proposal")
        self.assertFalse(order.transaction_ids)
        order.action_order()
        payment = order.transaction_ids
        self.assertEqual((payment.amount, payment.kind), (2310, "education"))
        self.assertEqual(payment.partner_id, self.school.partner_id)
        self.assertEqual(payment.company_id, self.library)
        self.assertEqual(str(order.order_date), TODAY)
        order.action_deliver()
        self.assertEqual(self._amounts(order), [2310])

    def test_history_is_added_to_and_never_changed(self):
        order = self._order()
        order.number = 200
        self.assertEqual(self._amounts(order), [2310, -110])
        order.number = 220
        self.assertEqual(self._amounts(order), [2310, -110, 220])
        order._cancel("budget", "te duur")
        self.assertEqual(sum(self._amounts(order)), 0)
        self.assertEqual(order.transaction_ids.sorted("id")[:1].amount, 2310)
        self.assertTrue(order.transaction_ids.filtered("reversed_id"))
        order.action_reopen()
        self.assertEqual((order.state, order.stop_reason), ("proposal", False))
        order.action_order()
        self.assertEqual(sum(self._amounts(order)), 2420)

    def test_free_programme_writes_nothing(self):
        order = self._order(price=0)
        self.assertFalse(order.transaction_ids)

    def test_shared_organisation_pays_at_the_library_that_sold(self):
        shared = self._relation("Gedeeld")
        shared.partner_id.company_id = False
        order = self._order(shared, number=1)
        self.assertEqual(order.transaction_ids.company_id, self.library)

    def test_orders_go_along_to_another_organisation(self):
        order = self._order()
        order.number = 200
        order.relation_id = self.second_school
        self.assertEqual(order.transaction_ids.partner_id, self.second_school.partner_id)
        self.assertEqual((order.number, sum(self._amounts(order))), (200, 2200))

    def test_what_was_ordered_is_not_deleted(self):
        with self.assertRaises(UserError):
            self._order().unlink()
        self._order(state="proposal").unlink()

    def test_steps_that_cannot_be(self):
        order = self._order(state="proposal")
        with self.assertRaises(UserError):
            order.action_deliver()
        order._cancel("other")
        with self.assertRaises(UserError):
            order.action_order()

    def test_impossible_numbers(self):
        for values, error in (
            ({"number": 0}, CheckViolation),
            ({"number": -3}, CheckViolation),
            ({"price": -1}, CheckViolation),
            ({"class_count": -1}, CheckViolation),
            ({"year": "2026-2028"}, CheckViolation),
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self._order(**values)
                self.env.flush_all()

    def test_programme_is_named_once(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self._programme("bibliotheek OP school")
        copy = self.subscription.copy()
        self.assertEqual(len(copy.price_ids), 3)
        self._programme("Bibliotheek op school", company=self.other_library)

    def test_one_price_per_year(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self.env["bzk.education.price"].create(
                {"programme_id": self.subscription.id, "school_year": THIS, "price": 1}
            )

    def test_contact_is_of_the_library(self):
        person = self._member(self.other_school, "Ander")
        with self.assertRaises(UserError):
            self._order(member_id=person.id)

    def test_programme_of_another_library(self):
        with self.assertRaises(UserError):
            self._order(programme=self.other_programme)

    def test_second_order_of_the_same_is_told(self):
        first = self._order()
        self.assertEqual(first.twin_count, 0)
        second = self._order(number=5)
        self.env.invalidate_all()
        self.assertEqual((first | second).mapped("twin_count"), [1, 1])
        second._cancel("other")
        self.env.invalidate_all()
        self.assertEqual(first.twin_count, 0)

    def test_when(self):
        orders = {year: self._order(year=year, state="proposal") for year in (LAST, THIS, NEXT)}
        self.assertEqual([order.period for order in orders.values()], ["previous", "this", "next"])
        for period, year in (("previous", LAST), ("this", THIS), ("next", NEXT)):
            found = self.env["bzk.education.order"].search(
                [("period", "=", period), ("relation_id", "=", self.school.id)]
            )
            self.assertEqual(found, orders[year])

    def test_board_counts_what_its_schools_ordered(self):
        self._order()
        self._order(self.second_school)
        self._order(programme=self.single, state="proposal")
        relations = self.board | self.school | self.second_school
        with self.assertQueryCount(3):
            relations.invalidate_recordset(["education_count"])
            self.assertEqual(relations.mapped("education_count"), [2, 1, 1])
        self.assertEqual(self.subscription.school_count, 2)

    def test_many_orders_in_a_constant_number_of_queries(self):
        orders = [self._order(state="proposal") for _number in range(6)]
        self.env.flush_all()
        counts = []
        for batch in (orders[:1], orders[1:2], orders[2:]):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.env["bzk.education.order"].union(*batch).action_order()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - start)
        self.assertEqual(counts[1], counts[2])

    def test_timeline_of_the_organisation_and_of_who_arranged_it(self):
        member = self._member(self.school, "Jansen")
        self._order(member_id=member.id)
        for partner in (self.school.partner_id, member.partner_id):
            lines = self.env["bzk.timeline"].search(
                [("partner_id", "=", partner.id), ("kind", "=", "education")]
            )
            self.assertEqual(lines.title, f"Bibliotheek op school {THIS}")
            self.assertEqual(lines.amount, 2310)
