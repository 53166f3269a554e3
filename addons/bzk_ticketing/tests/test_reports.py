from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import STAFF, LibraryCase


class ActivityFiguresCase(LibraryCase):
    """Activities of each kind: scanned, not checked, counted, empty, coming, called off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poetry, cls.digital = cls.env["bzk.activity.theme"].create(
            [
                {"name": name, "code": name, "company_id": cls.library.id}
                for name in ("Poetry", "Digital")
            ]
        )
        cls.now = fields.Datetime.now()
        cls.scanned = cls._activity("Scanned", 30, theme_id=cls.poetry.id, capacity=10)
        cls._seats(cls.scanned, done=6, open=2, cancel=1)
        cls.unchecked = cls._activity("Unchecked", 20, theme_id=cls.digital.id, capacity=40)
        cls._seats(cls.unchecked, open=4, draft=1)
        cls.tallied = cls._activity("Tallied", 10, theme_id=cls.digital.id)
        cls._seats(cls.tallied, open=3)
        cls._count(cls.tallied, "counted", 12, "youth")
        cls._count(cls.tallied, "estimated", 20)
        cls.empty = cls._activity("Nobody", 5, theme_id=cls.poetry.id)
        cls.coming = cls._activity("Coming", -5, theme_id=cls.poetry.id, capacity=8)
        cls._seats(cls.coming, open=2)
        cls.called_off = cls._activity("Called off", 6, kanban_state="cancel", capacity=5)
        cls._seats(cls.called_off, open=5)
        cls.archived = cls._activity("Archived", 7, active=False)
        cls._seats(cls.archived, done=9)
        cls.elsewhere = cls._activity("Elsewhere", 30, company=cls.other_library)
        cls._seats(cls.elsewhere, done=50)
        cls.env.flush_all()

    @classmethod
    def _activity(cls, name, days_ago, company=None, **values):
        """An activity of two hours that began some days ago."""
        begin = cls.now - timedelta(days=days_ago)
        return cls.env["event.event"].create(
            {
                "name": name,
                "company_id": (company or cls.library).id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "date_tz": "Europe/Amsterdam",
                "event_mail_ids": [],
                **values,
            }
        )

    @classmethod
    def _seats(cls, event, attendee=None, **states):
        for state, number in states.items():
            cls.env["event.registration"].create(
                [
                    {
                        "event_id": event.id,
                        "name": f"{state} {index}",
                        "state": state,
                        "attendee_id": attendee and attendee.id,
                    }
                    for index in range(number)
                ]
            )

    @classmethod
    def _count(cls, event, method, number, age_group=False):
        cls.env["bzk.activity.count"].create(
            {"event_id": event.id, "method": method, "number": number, "age_group": age_group}
        )

    def _report(self, model="bzk.activity.report", role="insights"):
        return self.env[model].with_user(self.users[role])


@tagged("post_install", "-at_install")
class TestReports(ActivityFiguresCase):
    """The figures of the views equal what was written down, at every grouping."""

    def _row(self, event):
        row = self._report().browse(event.id)
        return (row.attended, row.registered, row.counted, row.estimated, row.visitors)

    def test_four_kinds_of_visitors(self):
        self.assertEqual(self._row(self.scanned), (6, 0, 0, 0, 6))
        self.assertEqual(self._row(self.unchecked), (0, 4, 0, 0, 4))
        self.assertEqual(self._row(self.tallied), (0, 0, 12, 20, 32))
        self.assertEqual(self._row(self.empty), (0, 0, 0, 0, 0))
        for event in (self.coming, self.called_off):
            self.assertEqual(self._row(event), (0, 0, 0, 0, 0), event.name)

    def test_which_activities(self):
        rows = self._report().search([])
        self.assertEqual(rows.company_id, self.library)
        self.assertNotIn(self.archived, rows.event_id)
        states = {row.event_id.name: row.state for row in rows}
        self.assertEqual(states["Coming"], "coming")
        self.assertEqual(states["Called off"], "cancelled")
        self.assertEqual(set(states.values()), {"held", "coming", "cancelled"})

    def test_no_show_only_where_checked(self):
        rows = {row.event_id: row for row in self._report().search([])}
        self.assertEqual((rows[self.scanned].no_shows, rows[self.scanned].expected), (2, 8))
        self.assertEqual(rows[self.scanned].no_show_rate, 25)
        for event in (self.unchecked, self.tallied, self.coming, self.called_off):
            self.assertEqual((rows[event].no_shows, rows[event].expected), (0, 0), event.name)

    def test_averages_of_groups(self):
        names = ["visitors:sum", "activities:sum", "visitors_average:avg", "no_show_rate:avg"]
        names.append("occupancy:avg")
        held = [("state", "=", "held")]
        [total] = self._report()._read_group(held, [], names)
        self.assertEqual(total[:2], (42, 4))
        self.assertAlmostEqual(float(total[2]), 42 / 4)
        self.assertAlmostEqual(float(total[3]), 100 * 2 / 8)
        self.assertAlmostEqual(float(total[4]), 100 * (6 + 4) / (10 + 40))
        by_theme = {
            theme: values
            for theme, *values in self._report()._read_group(held, ["theme_id"], names)
        }
        self.assertEqual(by_theme[self.poetry][:2], [6, 2])
        self.assertAlmostEqual(float(by_theme[self.poetry][2]), 3)
        self.assertAlmostEqual(float(by_theme[self.poetry][4]), 60)
        self.assertEqual(by_theme[self.digital][:2], [36, 2])
        self.assertFalse(by_theme[self.digital][3], "nobody was checked in: no percentage")
        self.assertAlmostEqual(float(by_theme[self.digital][4]), 10)

    def test_occupancy_of_what_is_coming(self):
        row = self._report().browse(self.coming.id)
        self.assertEqual((row.bookings, row.occupancy), (2, 25))

    def test_zero_counted_is_an_answer(self):
        """Whoever writes down that nobody came is believed, whatever was booked."""
        self._count(self.unchecked, "counted", 0)
        self.env.flush_all()
        self.assertEqual(self._row(self.unchecked)[-1], 0)
        self.assertEqual(self.unchecked.visitor_count, 0)
        self.assertTrue(self.unchecked.attendance_checked)

    def test_the_form_tells_the_same(self):
        for event in (self.scanned, self.unchecked, self.tallied, self.empty, self.coming):
            row = self._report().browse(event.id)
            for name, other in (
                ("visitors", "visitor_count"),
                ("attended", "attended_count"),
                ("counted", "counted_number"),
                ("estimated", "estimated_number"),
                ("no_shows", "no_show_count"),
                ("revenue", "revenue"),
            ):
                self.assertEqual(row[name], event[other], (event.name, name))

    def test_day_is_that_of_the_place(self):
        event = self._activity("New year", 0)
        event.write(
            {
                "date_begin": fields.Datetime.to_datetime("2025-12-31 23:30:00"),
                "date_end": fields.Datetime.to_datetime("2026-01-01 01:00:00"),
            }
        )
        self.env.flush_all()
        self.assertEqual(str(self._report().browse(event.id).date), "2026-01-01")

    def test_revenue(self):
        orders = self.env["bzk.ticket.order"].create(
            [
                {"name": state, "source_id": self.source.id, "state": state, "fee_amount": 1}
                for state in ("paid", "pending", "cancelled", "expired")
            ]
        )
        lines = self.env["bzk.ticket.line"]
        for order in orders:
            lines.create(
                [
                    {
                        "order_id": order.id,
                        "key": f"{order.name}-{state}",
                        "event_id": self.scanned.id,
                        "price": 12.5,
                        "state": state,
                    }
                    for state in ("valid", "cancelled")
                ]
            )
        self.env.flush_all()
        self.assertEqual(self._report().browse(self.scanned.id).revenue, 12.5)

    def test_who_came(self):
        """First and later visits, unique customers, and what a count tells."""
        anna, bram = self.env["res.partner"].create(
            [
                {"lastname": name, "company_id": self.library.id, "birthdate": "1980-02-03"}
                for name in ("Anna", "Bram")
            ]
        )
        self._seats(self.scanned, anna, done=1)
        self._seats(self.scanned, bram, open=1)
        self._seats(self.unchecked, anna, open=1)
        self._seats(self.unchecked, bram, open=1)
        self._seats(self.coming, bram, open=1)
        self.env.flush_all()
        visits = self._report("bzk.attendance.report")
        known = {
            (row.partner_id, row.event_id): (row.kind, row.visit, row.age_group)
            for row in visits.search([("partner_id", "!=", False)])
        }
        self.assertEqual(
            known,
            {
                (anna, self.scanned): ("attended", "first", "adults"),
                (anna, self.unchecked): ("registered", "again", "adults"),
                (bram, self.unchecked): ("registered", "first", "adults"),
            },
        )
        [(visitors, customers)] = visits._read_group(
            [], [], ["visitors:sum", "customers:count_distinct"]
        )
        self.assertEqual((visitors, customers), (7 + 6 + 32, 2))
        kinds = dict(visits._read_group([], ["kind"], ["visitors:sum"]))
        self.assertEqual(kinds, {"attended": 7, "registered": 6, "counted": 12, "estimated": 20})
        ages = dict(visits._read_group([], ["age_group"], ["visitors:sum"]))
        self.assertEqual(ages["youth"], 12)

    def test_both_views_agree(self):
        for field in ("theme_id", "date:month", "price_model"):
            activities = self._report()._read_group(
                [("state", "=", "held"), ("visitors", ">", 0)], [field], ["visitors:sum"]
            )
            visits = self._report("bzk.attendance.report")._read_group(
                [], [field], ["visitors:sum"]
            )
            self.assertEqual(activities, visits, field)

    def test_every_role_and_no_other_library(self):
        for role in STAFF:
            for model in ("bzk.activity.report", "bzk.attendance.report"):
                rows = self._report(model, role)
                self.assertEqual(rows.search([]).company_id, self.library, (role, model))
                groups = rows._read_group([], ["company_id"], ["visitors:sum"])
                self.assertEqual([company for company, _n in groups], [self.library])

    def test_opens_the_activity(self):
        self.assertEqual(
            self._report().browse(self.scanned.id).action_open_activity()["res_id"],
            self.scanned.id,
        )
        row = self._report("bzk.attendance.report").search(
            [("event_id", "=", self.tallied.id)], limit=1
        )
        self.assertEqual(row.action_open_activity()["res_id"], self.tallied.id)
