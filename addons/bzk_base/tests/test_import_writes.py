from odoo.tests import tagged

from .common import ANNA, BRAM, LibraryCase

#: Columns in which two customers may differ although they were stored in the same way.
OWN = {
    "id",
    "create_date",
    "write_date",
    "commercial_partner_id",
    "create_uid",
    "write_uid",
    "calendar_last_notif_ack",
}


@tagged("post_install", "-at_install")
class TestImportWrites(LibraryCase):
    """The bulk SQL leaves the same in the database as the ORM does."""

    def _row(self, partner):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", (partner.id,))
        names = [column.name for column in self.env.cr.description]
        row = dict(zip(names, self.env.cr.fetchone(), strict=True))
        self.assertTrue(row["create_date"] and row["write_date"] and row["create_uid"])
        self.assertEqual(row["commercial_partner_id"], partner.id)
        return {name: value for name, value in row.items() if name not in OWN}

    def _by_orm(self, **values):
        return self.env["res.partner"].create(
            {
                "initials": "A.B.",
                "firstname": "Anna",
                "infix": "van der",
                "lastname": "Berg",
                "gender": "f",
                "birthdate": "1980-02-03",
                "street": "Grote Markt 2A",
                "zip": "2011 AB",
                "city": "Haarlem",
                "email": "anna.berg@example.org",
                "phone": "06 12345678",
                "branch_id": self.branch.id,
                "company_id": self.library.id,
                **values,
            }
        )

    def test_new_customer(self):
        self._import([ANNA])
        self.assertEqual(self._row(self._customer("00000001")), self._row(self._by_orm()))

    def test_new_customer_with_blanks(self):
        self._import([BRAM])
        bram = self.env["res.partner"].create(
            {
                "initials": "B.",
                "firstname": "Bram",
                "lastname": "Jansen",
                "gender": "m",
                "birthdate": "2012-07-15",
                "street": "Kerkstraat 10",
                "zip": "2042 NH",
                "city": "Zandvoort",
                "branch_id": self.branch.id,
                "company_id": self.library.id,
            }
        )
        self.assertEqual(self._row(self._customer("00000002")), self._row(bram))

    def test_changed_customer(self):
        self._import([ANNA])
        changed = {
            "ROEPNAAM": "Anne",
            "HUISNUMMER": "14",
            "TOEVOEGING": "",
            "TELEFOON": "023 5115300",
            "EMAIL": "anne@example.org",
        }
        self._import([{**ANNA, **changed}])
        by_orm = self._by_orm()
        by_orm.write(
            {
                "firstname": "Anne",
                "street": "Grote Markt 14",
                "phone": "023 511 5300",
                "email": "anne@example.org",
            }
        )
        self.assertEqual(self._row(self._customer("00000001")), self._row(by_orm))

    def test_values_in_cache_are_not_stale(self):
        self._import([ANNA])
        anna = self._customer("00000001")
        self.assertEqual(anna.complete_name, "Anna van der Berg")
        self._import([{**ANNA, "ROEPNAAM": "Anne"}])
        self.assertEqual(anna.complete_name, "Anne van der Berg")
