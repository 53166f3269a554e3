from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, LibraryCase

FINDER = "odoo.addons.bzk_customer.models.duplicate_finder.DuplicateFinder._find"


@tagged("post_install", "-at_install")
class TestDuplicateChanged(LibraryCase):
    """After an import only whom it changed is compared again."""

    def _compare(self):
        """Compare and give the ids that the finder was asked for."""
        with patch(FINDER, autospec=True, return_value={}) as find:
            self.env["bzk.duplicate"]._compare_changed(self.library)
        return find.call_args.args[2]

    def _long_ago(self):
        """Let nobody of the library have been written for a while."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = '2020-01-01' WHERE company_id = %s",
            (self.library.id,),
        )
        self.env.invalidate_all()

    def test_everyone_at_first_and_then_who_changed(self):
        self._import([ANNA, BRAM])
        anna, bram = self._customer("00000001"), self._customer("00000002")
        self.assertIsNone(self._compare())
        self._long_ago()
        self.assertEqual(self._compare(), [])
        self._import([ANNA, {**BRAM, "TELEFOON": "0612345679"}])
        self.assertEqual(self._compare(), [bram.id])
        self._long_ago()
        anna.city = "Heemstede"
        self.assertEqual(self._compare(), [anna.id])

    def test_an_import_wakes_the_comparison(self):
        cron = self.env.ref("bzk_customer.cron_compare_changed")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self._import([ANNA])
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)

    def test_a_pair_that_an_import_brings_is_found(self):
        self._import([ANNA])
        self.library.compared_on = fields.Datetime.now()
        double = {**ANNA, "LENERNUMMER": "00000009", "TOEVOEGING": ""}
        self._import([ANNA, double])
        self.env["bzk.duplicate"]._compare_changed(self.library)
        pair = self.env["bzk.duplicate"].search([("company_id", "=", self.library.id)])
        customers = self._customer("00000001") | self._customer("00000009")
        self.assertEqual(pair.partner1_id | pair.partner2_id, customers)
        self.assertEqual((pair.state, pair.outcome), ("open", "likely"))
