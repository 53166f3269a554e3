from odoo.tests import tagged

from .import_common import ActivityImportCase


@tagged("post_install", "-at_install")
class TestImportTicket(ActivityImportCase):
    def setUp(self):
        super().setUp()
        self._activities({})

    def _paid(self, order):
        return [(item.key, item.amount) for item in order.transaction_ids.sorted("id")]

    def test_an_order(self):
        run = self._tickets(
            {"Totaal": "15,50", "Kosten": "0,50", "Bevestigd op": "01-03-2018 10:01"},
            {"Totaal": "15,50", "Kosten": "0,50", "Positie": "2", "Deelnemer": "Bram de Vries"},
        )
        self.assertEqual((run.new_count, run.refused_count, run.remark_count), (2, 0, 0))
        order = self._order()
        self.assertEqual((order.state, order.amount, order.fee_amount), ("paid", 15.5, 0.5))
        self.assertEqual((order.paid_amount, order.refund_amount), (15.5, 0))
        self.assertEqual(str(order.date), "2018-03-01 09:00:00")
        self.assertEqual(str(order.date_confirmed), "2018-03-01 09:01:00")
        anna = order.partner_id
        self.assertEqual((anna.firstname, anna.infix, anna.lastname), ("Anna", "de", "Vries"))
        self.assertEqual((anna.email, anna.company_id), ("anna@example.org", self.library))
        self.assertEqual(order.linked_by, "new")
        self.assertEqual(order.company_id, self.library)
        first, second = order.line_ids.registration_id.sorted("id")
        self.assertEqual((first.attendee_id, first.partner_id), (anna, anna))
        self.assertEqual((second.attendee_id.id, second.partner_id), (False, anna))
        self.assertEqual((first.name, second.name), ("Anna de Vries", "Bram de Vries"))
        self.assertEqual(second.email, "anna@example.org")
        self.assertEqual(first.event_id, self._activity())
        self.assertEqual(order.line_ids.mapped("price"), [7.5, 7.5])
        self.assertEqual(self._paid(order), [("ABC12", 15.5)])
        payment = order.transaction_ids
        self.assertEqual((payment.kind, payment.partner_id), ("ticket", anna))
        self.assertEqual(str(payment.date), "2018-03-01")
        self.assertEqual(payment.description, "Poëzie bij de koffie")
        self.assertEqual(payment.branch_id, self.branch)

    def test_same_file_again(self):
        rows = ({}, {"Positie": "2"}, {"Bestelling": "XYZ99", "Naam": "Bo Bos", "E-mail": "b@x.nl"})
        self._tickets(*rows)
        counts = self._counts()
        run = self._tickets(*rows)
        self.assertEqual((run.new_count, run.changed_count, run.unchanged_count), (0, 0, 3))
        self.assertEqual(self._counts(), counts)

    def _counts(self):
        models = ("bzk.ticket.order", "bzk.ticket.line", "event.registration", "bzk.transaction")
        return [self.env[model].search_count([]) for model in (*models, "res.partner")]
