from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .education_common import LAST, NEXT, THIS, TODAY, EducationCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestEducationRenewal(EducationCase):
    """Subscriptions and the school year after."""

    def _open(self, domain=()):
        return self.env["bzk.education.order"].search(
            [("renewal", "=", "open"), ("company_id", "=", self.library.id), *domain]
        )

    def test_only_subscriptions_that_run_are_renewed(self):
        order = self._order()
        self._order(programme=self.single)
        self._order(self.second_school, state="proposal")
        self.assertEqual(self._open(), order)
        self.assertEqual(order.renewal, "open")

    def test_next_year_takes_it_off_the_list(self):
        order = self._order()
        follower = self._order(year=NEXT, state="proposal")
        self.env.invalidate_all()
        self.assertEqual(order.renewal, "proposed")
        self.assertFalse(self._open())
        follower.action_order()
        self.env.invalidate_all()
        self.assertEqual(order.renewal, "ordered")
        self.assertEqual(self._open(), follower)
        follower._cancel("budget")
        self.env.invalidate_all()
        self.assertEqual(order.renewal, "stopped")

    def test_renewed_with_another_programme(self):
        order = self._order()
        proposal = order._propose_next()
        proposal.programme_id = self._programme("Beter", prices={NEXT: 20})
        self.env.invalidate_all()
        self.assertEqual((order.renewal, proposal.price), ("proposed", 20))

    def test_organisation_that_ended_is_not_asked(self):
        order = self._order()
        self.school.state = "ended"
        self.env.invalidate_all()
        self.assertEqual(order.renewal, "stopped")
        self.assertFalse(self._open())

    def test_proposals_take_the_price_and_pupils_of_the_new_year(self):
        member = self._member(self.school, "Jansen", date_to="2026-09-01")
        member.successor_id = self._member(self.school, "De Vries")
        orders = self._order(member_id=member.id) | self._order(self.second_school)
        self.school.pupil_count = 220
        proposals = orders._propose_next()
        first = proposals.filtered(lambda order: order.relation_id == self.school)
        self.assertEqual((first.school_year, first.state), (NEXT, "proposal"))
        self.assertEqual((first.number, first.price, first.pupil_count), (220, 12, 220))
        self.assertEqual(first.member_id, member.successor_id)
        self.assertEqual(first.renewed_from_id, orders[0])
        self.assertFalse(proposals.transaction_ids)
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            orders._propose_next()

    def test_taking_proposals_back(self):
        orders = self._order() | self._order(self.second_school)
        proposals = orders._propose_next()
        proposals[0].action_order()
        proposals.action_withdraw()
        self.env.invalidate_all()
        self.assertEqual(orders.mapped("renewal"), ["ordered", "open"])
        with self.assertRaises(UserError):
            proposals.exists().action_withdraw()

    def test_wizard_shows_what_will_be_made_and_keeps_new_prices(self):
        programme = self._programme("Voorlezen", prices={THIS: 100})
        orders = (
            self._order()
            | self._order(self.second_school)
            | self._order(programme=programme, number=2)
            | self._order(programme=self.single)
        )
        wizards = self._as("relations", self.env["bzk.education.renew"])
        with Form(wizards.with_context(active_ids=orders.ids)) as form:
            self.assertEqual((form.proposal_count, form.skipped_count), (3, 1))
            with form.line_ids.edit(1) as line:
                self.assertEqual((line.price, line.price_missing), (100, True))
                line.price = 110
                self.assertEqual(line.amount, 220)
        action = form.record.action_propose()
        made = self.env["bzk.education.order"].search(action["domain"])
        self.assertEqual(sorted(made.mapped("amount")), [220, 12 * 90, 12 * 210])
        self.assertEqual(programme._price_of(NEXT).price, 110)

    def test_not_renewed_and_renewed_after_all(self):
        order = self._order()
        proposal = order._propose_next()
        order.invalidate_recordset(["renewal"])
        wizards = self._as("relations", self.env["bzk.education.stop"])
        with Form(
            wizards.with_context(default_order_ids=order.ids), "bzk_dmu.view_education_stop_form"
        ) as form:
            form.reason = "budget"
            form.note = "Bezuiniging"
        form.record.action_stop()
        self.env.invalidate_all()
        self.assertEqual((order.state, order.renewal), ("ordered", "stopped"))
        self.assertEqual((proposal.state, proposal.stop_reason), ("cancelled", "budget"))
        self.assertEqual(sum(order.transaction_ids.mapped("amount")), 2310)
        order.action_resume()
        proposal.action_reopen()
        self.env.invalidate_all()
        self.assertEqual((order.renewal, order.stop_reason), ("proposed", False))

    def test_due_in_season(self):
        last, this = self._order(self.second_school, year=LAST), self._order()
        orders = self.env["bzk.education.order"]
        domain = [("renewal_due", "=", True), ("company_id", "=", self.library.id)]
        self.assertEqual(orders.search(domain), last)
        self.assertEqual((last | this).mapped("renewal_due"), [True, False])
        with freeze_time("2027-02-01"):
            self.assertEqual(orders.search(domain), last | this)

    def test_list_in_a_constant_number_of_queries(self):
        self._order()
        for number in range(3):
            self._order(self._relation(f"School {number}"), number=1)
        self.env.flush_all()
        orders = self.env["bzk.education.order"].search([("company_id", "=", self.library.id)])
        counts = []
        for batch in (orders[:1], orders):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            batch.mapped("renewal")
            counts.append(self.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])
