from odoo.tests import tagged

from .common import ADULT_ROW, YOUTH_ROW, MemberCase

#: Columns in which two memberships may differ although they were stored in the same way.
OWN = {
    "id",
    "create_date",
    "write_date",
    "noted_on",
    "partner_id",
    "external_id_id",
    "membership_id",
}
ANNA = ADULT_ROW["LENERNUMMER"]


@tagged("post_install", "-at_install")
class TestImportWrites(MemberCase):
    """The bulk SQL leaves the same in the database as the ORM does."""

    def _rows(self, table, column, record):
        self.env.flush_all()
        # Table and column are this test's own words.
        self.env.cr.execute(f"SELECT * FROM {table} WHERE {column} = %s ORDER BY id", (record.id,))
        rows = self.env.cr.dictfetchall()
        logged = [row for row in rows if "create_date" in row]
        self.assertTrue(all(row["create_date"] and row["write_date"] for row in logged))
        return [{name: value for name, value in row.items() if name not in OWN} for row in rows]

    def _assert_same(self, imported, created):
        for table, column in (
            ("bzk_membership", "id"),
            ("bzk_loan_stat", "membership_id"),
            ("bzk_membership_change", "membership_id"),
        ):
            self.assertEqual(
                self._rows(table, column, imported), self._rows(table, column, created), table
            )

    def _by_orm(self, **values):
        return self._member(
            number="00012345678901",
            branch_id=self.branch.id,
            fee=49.5,
            date_start="2015-09-01",
            loans_total=120,
            last_loan_date="2020-05-05",
            loan_stat_ids=[(0, 0, {"year": 2026, "genre_id": self.genre.id, "loans": 7})],
            **values,
        )

    def test_new(self):
        self._import([ADULT_ROW])
        self._assert_same(self._membership(ANNA), self._by_orm())

    def test_new_with_blanks(self):
        row = {**YOUTH_ROW, "BETALER": "", "UITLENINGEN_2026_STRIP": "", "PASNUMMER": ""}
        self._import([row])
        created = self._member(
            self.bram, self.youth, date_start="2019-10-10", branch_id=self.branch.id
        )
        self._assert_same(self._membership(row["LENERNUMMER"]), created)

    def test_new_and_left(self):
        end = self._ago(days=3)
        row = {**ADULT_ROW, "EINDDATUM": end.strftime("%d-%m-%Y"), "REDEN": "Verhuisd"}
        self._import([row])
        reason = self.env.ref("bzk_membership.reason_moved")
        self._assert_same(self._membership(ANNA), self._by_orm(date_end=end, reason_id=reason.id))

    def test_changed(self):
        """Each step of a life by file and by hand leaves the same."""
        moved = self.env.ref("bzk_membership.reason_moved")
        day, later = self._ago(days=9), self._ago(days=-9)
        steps = [
            ({"ABONNEMENT": "JEUGD"}, {"type_id": self.youth.id}),
            (
                {"VESTIGING": "", "ABONNEMENT": "VOLW"},
                {"branch_id": False, "type_id": self.adult.id},
            ),
            (
                {"EINDDATUM": later.strftime("%d-%m-%Y"), "CONTRIBUTIE": "12,25"},
                {"date_end": later, "fee": 12.25},
            ),
            (
                {"EINDDATUM": day.strftime("%d-%m-%Y"), "REDEN": "Verhuisd"},
                {"date_end": day, "reason_id": moved.id},
            ),
            ({"REDEN": ""}, {"reason_id": False}),
            ({"EINDDATUM": "", "PASNUMMER": ""}, {"date_end": False, "number": False}),
            (
                {"UITLENINGEN_2026_ROMAN": "9", "LAATSTE_UITLENING": ""},
                {"last_loan_date": False},
            ),
        ]
        row = dict(ADULT_ROW)
        self._import([row])
        created = self._by_orm()
        for cells, values in steps:
            row |= cells
            self._import([row])
            if "UITLENINGEN_2026_ROMAN" in cells:
                created.loan_stat_ids.loans = 9
            created.write(values)
            self._assert_same(self._membership(ANNA), created)

    def test_chunks(self):
        """The size of a chunk makes no difference."""
        self._import([ADULT_ROW, YOUTH_ROW])
        whole = [self._rows("bzk_membership", "id", item) for item in self._all()]
        self._all().external_id_id.unlink()
        self._all().sudo().unlink()
        self._patch_chunk(1)
        self._import([ADULT_ROW, YOUTH_ROW])
        parts = [self._rows("bzk_membership", "id", item) for item in self._all()]
        for rows in (*whole, *parts):
            rows[0].pop("payer_id")
        self.assertEqual(whole, parts)

    def _all(self):
        return self.env["bzk.membership"].search(
            [("company_id", "=", self.library.id)], order="number"
        )
