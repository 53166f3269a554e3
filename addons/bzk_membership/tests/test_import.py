from odoo.tests import tagged

from .common import ADULT_ROW, YOUTH_ROW, MemberCase

ANNA, BRAM = ADULT_ROW["LENERNUMMER"], YOUTH_ROW["LENERNUMMER"]


@tagged("post_install", "-at_install")
class TestImport(MemberCase):
    """Member columns of a file become memberships, loans and history."""

    def _kinds(self, key):
        return self._membership(key).change_ids.sorted("id").mapped("kind")

    def _loans(self, key):
        return {
            (stat.year, stat.genre_id.code): stat.loans
            for stat in self._membership(key).loan_stat_ids
        }

    def _file_date(self, **period):
        return self._ago(**period).strftime("%d-%m-%Y")

    def test_new_members(self):
        self._import([ADULT_ROW, YOUTH_ROW])
        anna, bram = self._membership(ANNA), self._membership(BRAM)
        self.assertEqual(anna.number, "00012345678901")
        self.assertEqual(anna.type_id, self.adult)
        self.assertEqual(anna.branch_id, self.branch)
        self.assertEqual(anna.company_id, self.library)
        self.assertEqual(anna.fee, 49.5)
        self.assertEqual(str(anna.date_start), "2015-09-01")
        self.assertEqual(anna.state, "current")
        self.assertEqual((anna.loans_total, str(anna.last_loan_date)), (120, "2020-05-05"))
        self.assertEqual(self._loans(ANNA), {(2026, "ROMAN"): 7})
        self.assertEqual((anna.stat_year, anna.stat_loans), (2026, 7))
        self.assertEqual(bram.type_id, self.youth)
        self.assertEqual(bram.fee, 0)
        self.assertEqual(bram.payer_id, anna.partner_id)
        self.assertEqual(self._loans(BRAM), {(2026, "STRIP"): 3})
        self.assertEqual(self._kinds(ANNA), ["joined"])
        self.assertFalse(anna.external_id_id.state == "closed")

    def test_same_file_again(self):
        rows = [ADULT_ROW, YOUTH_ROW]
        self._import(rows)
        before = self._membership(ANNA).read()
        run = self._import(rows)
        self.assertEqual((run.new_count, run.changed_count, run.unchanged_count), (0, 0, 2))
        self.assertEqual(self._membership(ANNA).read(), before)
        self.assertEqual(self._kinds(ANNA), ["joined"])

    def test_payer_further_on_in_the_file(self):
        self._patch_chunk(1)
        self._import([YOUTH_ROW, ADULT_ROW])
        bram = self._membership(BRAM)
        self.assertEqual(bram.payer_id, self._membership(ANNA).partner_id)
        self.assertFalse(bram.payer_key)

    def test_payer_in_a_later_file(self):
        self._import([YOUTH_ROW])
        bram = self._membership(BRAM)
        self.assertEqual((bram.payer_id.id, bram.payer_key), (False, ANNA))
        self._import([YOUTH_ROW, ADULT_ROW])
        self.assertEqual(bram.payer_id, self._membership(ANNA).partner_id)
        self._import([{**YOUTH_ROW, "BETALER": ""}, ADULT_ROW])
        self.assertFalse(bram.payer_id)

    def test_who_pays_alone_has_no_payer(self):
        self._import([{**ADULT_ROW, "BETALER": ANNA}])
        membership = self._membership(ANNA)
        self.assertFalse(membership.payer_id or membership.payer_key)

    def test_changes(self):
        self._import([ADULT_ROW])
        changed = {
            **ADULT_ROW,
            "ABONNEMENT": "JEUGD",
            "VESTIGING": "",
            "CONTRIBUTIE": "",
            "PASNUMMER": "0002",
            "UITLENINGEN_TOTAAL": "125",
            "UITLENINGEN_2026_ROMAN": "",
            "UITLENINGEN_2026_STRIP": "5",
        }
        run = self._import([changed])
        self.assertEqual(run.changed_count, 1)
        anna = self._membership(ANNA)
        self.assertEqual(anna.type_id, self.youth)
        self.assertFalse(anna.branch_id)
        self.assertEqual((anna.fee, anna.number, anna.loans_total), (0, "0002", 125))
        self.assertEqual(self._loans(ANNA), {(2026, "STRIP"): 5})
        self.assertEqual(anna.stat_loans, 5)
        self.assertEqual(self._kinds(ANNA), ["joined", "type", "branch"])

    def test_left(self):
        self._import([ADULT_ROW])
        end = self._ago(days=2)
        row = {**ADULT_ROW, "EINDDATUM": self._file_date(days=2), "REDEN": "verhuisd"}
        self._import([row])
        anna = self._membership(ANNA)
        self.assertEqual((anna.date_end, anna.state), (end, "ended"))
        self.assertEqual(anna.reason_id, self.env.ref("bzk_membership.reason_moved"))
        self.assertEqual(anna.external_id_id.state, "closed")
        self.assertEqual(self._kinds(ANNA), ["joined", "left"])
        self._import([ADULT_ROW])
        self.assertEqual(anna.state, "current")
        self.assertFalse(anna.reason_id)
        self.assertEqual(anna.external_id_id.state, "current")
        self.assertEqual(self._kinds(ANNA), ["joined", "left", "rejoined"])

    def test_leaver_is_not_missing(self):
        self._import([{**ADULT_ROW, "EINDDATUM": self._file_date(days=2)}, YOUTH_ROW])
        self.assertEqual(self._import([YOUTH_ROW]).missing_count, 0)

    def test_leaver_whose_day_came_is_not_missing(self):
        self._import([ADULT_ROW, YOUTH_ROW])
        anna = self._membership(ANNA)
        anna.date_end = self.today
        self.assertEqual(anna.external_id_id.state, "current")
        self.assertEqual(self._import([YOUTH_ROW]).missing_count, 0)
        self.assertEqual(anna.external_id_id.state, "closed")

    def test_missing_is_ended_and_comes_back(self):
        self.profile.write({"missing_rule": "close", "missing_after": 2})
        self._import([ADULT_ROW, YOUTH_ROW])
        anna = self._membership(ANNA)
        self._import([YOUTH_ROW])
        self.assertEqual(anna.state, "current")
        self._import([{**YOUTH_ROW, "UITLENINGEN_TOTAAL": "4"}])
        self.assertEqual((anna.state, anna.date_end), ("ended", self.today))
        self.assertEqual(anna.reason_id, self.env.ref("bzk_membership.reason_missing"))
        self._import([ADULT_ROW, YOUTH_ROW])
        self.assertEqual(anna.state, "current")
        self.assertFalse(anna.reason_id)
        self.assertEqual(anna.external_id_id.state, "current")
        self.assertEqual(self._kinds(ANNA), ["joined", "left", "rejoined"])

    def test_announced_leaver_is_not_missing(self):
        self._import([ADULT_ROW, YOUTH_ROW])
        self._import([{**ADULT_ROW, "EINDDATUM": self._file_date(days=-5)}], partial=True)
        run = self._import([YOUTH_ROW])
        self.assertEqual(run.missing_count, 0)
        self.assertEqual(self._membership(ANNA).external_id_id.state, "current")

    def test_missing_before_the_start(self):
        self.profile.write({"missing_rule": "close", "missing_after": 1})
        self._import([{**ADULT_ROW, "INGANGSDATUM": self._file_date(days=-9)}, YOUTH_ROW])
        self._import([YOUTH_ROW])
        self.assertEqual(self._membership(ANNA).date_end, self._ago(days=-9))

    def test_corrections_of_staff_survive(self):
        self._import([ADULT_ROW])
        anna = self._membership(ANNA)
        anna.write({"number": "9", "date_end": self._ago(days=5)})
        anna.loan_stat_ids.loans = 8
        self._import([{**ADULT_ROW, "CONTRIBUTIE": "50", "UITLENINGEN_2026_STRIP": "1"}])
        self.assertEqual((anna.number, anna.fee), ("9", 50))
        self.assertEqual(anna.date_end, self._ago(days=5))
        self.assertEqual(self._loans(ANNA), {(2026, "ROMAN"): 8, (2026, "STRIP"): 1})
        self.assertEqual(anna.stat_loans, 9)

    def test_dates_that_no_longer_fit(self):
        """Staff ended the membership before the day on which the source now starts it."""
        self._import([ADULT_ROW])
        anna = self._membership(ANNA)
        anna.date_end = "2016-01-01"
        self._import([{**ADULT_ROW, "INGANGSDATUM": "01-02-2016"}])
        self.assertEqual((str(anna.date_start), anna.date_end), ("2016-02-01", False))

    def test_refused_rows(self):
        rows = [
            {**ADULT_ROW, "ABONNEMENT": "ONZIN"},
            {**YOUTH_ROW, "ABONNEMENT": ""},
            {
                **ADULT_ROW,
                "LENERNUMMER": "3",
                "INGANGSDATUM": "02-02-2020",
                "EINDDATUM": "01-02-2020",
            },
        ]
        run = self._import(rows)
        codes = run.rejection_ids.sorted("row_no").mapped("code")
        self.assertEqual(codes, ["unknown_type", "no_type", "end_before_start"])
        self.assertEqual(set(run.rejection_ids.mapped("kind")), {"row"})
        self.assertTrue(all(run.rejection_ids.mapped("reason")))
        self.assertFalse(self._membership(ANNA) or self._customer(BRAM))

    def test_refused_cells(self):
        row = {
            **ADULT_ROW,
            "REDEN": "Geen idee",
            "CONTRIBUTIE": "-5,00",
            "LAATSTE_UITLENING": "01-01-2150",
            "UITLENINGEN_TOTAAL": "veel",
            "UITLENINGEN_2026_ROMAN": "x",
        }
        run = self._import([row])
        self.assertEqual(
            sorted(run.rejection_ids.mapped("code")),
            ["bad_amount", "bad_number", "bad_number", "date_in_future", "unknown_reason"],
        )
        anna = self._membership(ANNA)
        self.assertFalse(anna.reason_id or anna.last_loan_date or anna.loans_total)
        self.assertEqual(anna.fee, self.adult.fee)
        self.assertFalse(self._loans(ANNA))

    def test_type_of_another_library(self):
        self.other_adult.write({"code": "ELDERS", "name": "Elders"})
        run = self._import([{**ADULT_ROW, "ABONNEMENT": "ELDERS"}])
        self.assertEqual(run.rejection_ids.code, "unknown_type")

    def test_file_without_memberships(self):
        header = ["LENERNUMMER", "ROEPNAAM", "NAAM"]
        run = self._new_run(self._csv([ADULT_ROW], header))
        run.run_to_end(confirm=True)
        self.assertTrue(self._customer(ANNA))
        self.assertFalse(self._membership(ANNA))
        self._import([ADULT_ROW])
        self.assertEqual(self._membership(ANNA).number, "00012345678901")
        self.assertEqual(self._loans(ANNA), {(2026, "ROMAN"): 7})
        self.assertEqual(self._kinds(ANNA), ["joined"])

    def test_two_genres_in_a_heading_are_no_column(self):
        target = self.env["bzk.import.target"]
        accept = target._import_fields(self.library)["loans"].accept
        self.assertEqual(accept(("2026", "roman")), "2026|ROMAN")
        self.assertEqual(accept(("strip", "2025")), "2025|STRIP")
        self.assertIsNone(accept(("2026", "onzin")))
        self.assertIsNone(accept(("26", "roman")))

    def test_other_library(self):
        """The same keys in another library are other people."""
        self.other_branch.code = "HLC"
        self._import([ADULT_ROW])
        self._import(
            [{**ADULT_ROW, "BETALER": BRAM}, YOUTH_ROW | {"ABONNEMENT": "VOLW"}],
            profile=self.other_profile,
        )
        memberships = self._membership(ANNA)
        self.assertEqual(memberships.company_id, self.library | self.other_library)
        self.assertEqual(memberships.payer_id.company_id, self.other_library)
