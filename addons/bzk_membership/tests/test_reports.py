from collections import Counter
from statistics import mean

from odoo.tests import tagged

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestReports(MemberCase):
    """The figures of the views and of the report equal what Python computes from the records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        year = cls.today.year
        cls.members = cls.env["bzk.membership"]
        plan = [
            # type, years, left days ago, fee, loans ever, days since loan, loans this year
            (cls.adult, 10, None, 49.5, 200, 10, 12),
            (cls.adult, 4, None, 40, 30, 500, 0),
            (cls.adult, 2, None, 40, 0, None, 0),
            (cls.adult, 6, 30, 40, 90, 800, 0),
            (cls.adult, 8, 400, 40, 10, 900, 0),
            (cls.youth, 3, None, 0, 12, 40, 3),
            (cls.youth, 5, 60, 0, 0, None, 0),
            (cls.digital_kb, 1, None, 42, 0, None, 0),
            (cls.pupil, 1, None, 0, 0, None, 0),
            (cls.pupil, 2, 90, 0, 1, 300, 0),
        ]
        for number, (type_, years, left, fee, total, last, loans) in enumerate(plan):
            cls.members |= cls._member(
                cls.env["res.partner"].create(
                    {
                        "lastname": f"Lid {number}",
                        "birthdate": cls._ago(years=7 * number),
                        "company_id": cls.library.id,
                    }
                ),
                type_,
                branch_id=cls.branch.id,
                date_start=cls._ago(years=years),
                date_end=cls._ago(days=left) if left is not None else False,
                reason_id=cls.env.ref("bzk_membership.reason_moved").id if left == 30 else False,
                fee=fee,
                loans_total=total,
                last_loan_date=cls._ago(days=last) if last is not None else False,
                loan_stat_ids=[(0, 0, {"year": year, "genre_id": cls.genre.id, "loans": loans})]
                if loans
                else [],
            )
        # A membership of another library, and one that is yet to start, count nowhere.
        cls._member(cls.other_person, cls.other_adult, fee=1000)
        cls._member(cls.bram, date_start=cls._ago(days=-5), fee=1000)
        cls.env.flush_all()
        cls.report = cls.env["bzk.member.report"].with_user(cls.users["insights"]).create({})

    def _average(self, values):
        values = [value for value in values if value is not None]
        return mean(values) if values else None

    def _assert_close(self, found, expected, message):
        if expected is None:
            self.assertIsNone(found, message)
        else:
            self.assertAlmostEqual(float(found), expected, 6, message)

    def _loans(self, membership):
        return membership.loans_year if membership.type_id.counts_loans else None

    def _borrowers(self, membership):
        return None if membership.never_borrowed else self._loans(membership)

    def _never(self, membership):
        return 100 * membership.never_borrowed if membership.type_id.counts_loans else None

    def _months(self, membership):
        last, end = membership.last_loan_date, membership.date_end or self.today
        return (end - last).days / 30.4375 if last else None

    def _years(self, membership):
        return ((membership.date_end or self.today) - membership.date_start).days / 365.25

    def _own_fee(self, membership):
        return membership.fee if membership.type_id.audience != "digital_kb" else 0

    def _composition(self, members):
        return {
            "members": len(members),
            "fee": sum(map(self._own_fee, members)),
            "loans": self._average(map(self._loans, members)),
            "loans_borrowers": self._average(map(self._borrowers, members)),
            "years": self._average(map(self._years, members)),
            "never": self._average(map(self._never, members)),
        }

    def _lost(self, members):
        loans = [item.loans_total if item.type_id.counts_loans else None for item in members]
        return {
            "members": len(members),
            "years": self._average(map(self._years, members)),
            "loans": self._average(loans),
            "months": self._average(map(self._months, members)),
            "never": self._average(map(self._never, members)),
        }

    def _assert_table(self, rows, members, compute):
        self.assertEqual(rows[-1]["type_id"], None)
        by_type = {row["type_id"]: row for row in rows}
        self.assertEqual(set(by_type) - {None}, set(members.type_id.ids))
        for type_id, row in by_type.items():
            group = members
            if type_id:
                group = members.filtered(lambda item, wanted=type_id: item.type_id.id == wanted)
            for name, expected in compute(group).items():
                self._assert_close(row[name], expected, (type_id, name))

    def test_composition(self):
        current = self.members.filtered(lambda item: item.state == "current")
        no_pupils = current.filtered(lambda item: item.type_id.audience != "pupil")
        self._assert_table(self.report._figures()["composition"], no_pupils, self._composition)
        self.report.with_pupils = True
        self._assert_table(self.report._figures()["composition"], current, self._composition)

    def test_income_of_the_national_library(self):
        rows = self.report._figures()["composition"]
        kb = next(row for row in rows if row["type_id"] == self.digital_kb.id)
        self.assertEqual((kb["fee"], kb["fee_kb"]), (0, 42))
        table = self.report._tables()[0]
        shown = {row[0]: row[2] for row in table["rows"]}
        self.assertEqual(shown["Digitaal via KB"], 42)
        self.assertEqual(table["total"][2], 49.5 + 40 + 40)

    def test_lost(self):
        lost = self.members.filtered(
            lambda item: item.date_end and item.date_end > self._ago(years=1)
        )
        rows = self.report._figures()["lost"]
        self._assert_table(rows, lost, self._lost)
        self.assertAlmostEqual(float(sum(row["share"] for row in rows[:-1])), 100)
        self.assertEqual(float(rows[-1]["share"]), 100)

    def test_period(self):
        """The days of the period are both part of it."""
        self.report.write({"date_from": self._ago(days=60), "date_to": self._ago(days=30)})
        self.assertEqual(self.report._figures()["lost"][-1]["members"], 2)
        self.report.write({"date_from": self._ago(days=59), "date_to": self._ago(days=31)})
        self.assertFalse(self.report._figures()["lost"])

    def test_composition_of_an_earlier_day(self):
        self.report.write({"date_from": self._ago(years=2), "date_to": self._ago(days=70)})
        members = self.members.filtered(
            lambda item: (
                item.date_start <= self._ago(days=70)
                and (not item.date_end or item.date_end > self._ago(days=70))
                and item.type_id.audience != "pupil"
            )
        )
        total = self.report._figures()["composition"][-1]
        self.assertEqual(total["members"], len(members))

    def test_reasons(self):
        rows = self.report._figures()["reasons"]
        moved = self.env.ref("bzk_membership.reason_moved")
        counts = {row["reason_id"]: row["members"] for row in rows}
        self.assertEqual(counts, {None: 2, moved.id: 1})
        self.assertAlmostEqual(float(sum(row["share"] for row in rows)), 100)

    def test_dynamics(self):
        self.report.with_pupils = True
        joined = Counter(item.date_start.year for item in self.members)
        left = Counter(item.date_end.year for item in self.members if item.date_end)
        rows = self.report._figures()["dynamics"]
        for row in rows:
            self.assertEqual(row["joined"], joined[row["year"]])
            self.assertEqual(row["left"], left[row["year"]])
            self.assertEqual(row["balance"], row["joined"] - row["left"])
        current = self.members.filtered(lambda item: item.state == "current")
        self.assertEqual(rows[-1]["members"], len(current))

    def test_dynamics_of_who_came_back(self):
        membership = self.members.filtered(lambda item: item.date_end == self._ago(days=30))
        before = self._totals()
        membership.date_end = False
        membership.type_id = self.youth
        after = self._totals()
        self.assertEqual(after["left"], before["left"])
        self.assertEqual(after["joined"], before["joined"] + 1)
        self.assertEqual(after["balance"], before["balance"] + 1)
        self.assertEqual(after["type_changes"], 1)

    def _totals(self):
        self.env.flush_all()
        dynamics = self.env["bzk.membership.dynamics"].with_user(self.users["insights"])
        names = ["joined", "left", "type_changes", "balance"]
        [values] = dynamics._read_group([], [], [f"{name}:sum" for name in names])
        return dict(zip(names, values, strict=True))

    def test_view(self):
        """The pivot's aggregates, by membership type, of members and of lost members."""
        names = {
            "members": "members:sum",
            "fee": "fee:sum",
            "loans": "loans_year:avg",
            "loans_borrowers": "loans_borrowers:avg",
            "years": "years_member:avg",
            "never": "never_borrowed:avg",
        }
        self._assert_view("active", names, self._composition)
        names = {
            "members": "members:sum",
            "years": "years_member:avg",
            "loans": "loans_total:avg",
            "months": "months_since_loan:avg",
            "never": "never_borrowed:avg",
        }
        self._assert_view("lost", names, self._lost)

    def _assert_view(self, state, names, compute):
        report = self.env["bzk.membership.report"].with_user(self.users["insights"])
        groups = report._read_group([("state", "=", state)], ["type_id"], names.values())
        wanted = {"active": "current", "lost": "ended"}[state]
        members = self.members.filtered(lambda item: item.state == wanted)
        self.assertEqual({type_.id for type_, *_values in groups}, set(members.type_id.ids))
        for type_, *values in groups:
            group = members.filtered(lambda item, wanted=type_: item.type_id == wanted)
            for (name, expected), value in zip(compute(group).items(), values, strict=True):
                found = None if value is False else value
                self._assert_close(found, expected, (type_.name, name))

    def test_view_age_groups(self):
        report = self.env["bzk.membership.report"].with_user(self.users["insights"])
        for row in report.search([]):
            age = row.partner_id.birthdate and row.partner_id.age
            if row.age_group == "unknown":
                self.assertFalse(row.partner_id.birthdate)
                continue
            first, _sign, last = row.age_group.partition("_")
            self.assertGreaterEqual(age, int(first))
            self.assertLessEqual(age, 150 if last == "up" else int(last))

    def test_empty_library(self):
        """Nothing there: empty tables, no error."""
        self.env["bzk.membership"].search([("company_id", "=", self.library.id)]).unlink()
        tables = self.report._tables()
        self.assertEqual([table["rows"] for table in tables], [[], [], [], []])
