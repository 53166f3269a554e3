from odoo.tests import tagged, users, warmup

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestQueries(MemberCase):
    """Lists and searches cost the same number of queries however many rows they show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["res.partner"].create(
            [
                {
                    "firstname": "Lid",
                    "lastname": f"Nummer {number}",
                    "email": f"lid{number}@example.org",
                    "company_id": cls.library.id,
                }
                for number in range(60)
            ]
        )
        cls.env["bzk.membership"].create(
            [
                {
                    "partner_id": person.id,
                    "type_id": cls.adult.id,
                    "branch_id": cls.branch.id,
                    "number": f"{number:014}",
                    "date_start": cls._ago(years=number % 9),
                    "payer_id": cls.anna.id,
                }
                for number, person in enumerate(people)
            ]
        )
        cls.people = people
        cls.user = cls.users["front_desk"]
        cls.env.flush_all()

    LIST = {
        "partner_id": {"fields": {"display_name": {}}},
        "number": {},
        "type_id": {"fields": {"display_name": {}}},
        "branch_id": {"fields": {"display_name": {}}},
        "age": {},
        "email": {},
        "date_start": {},
        "date_end": {},
        "last_loan_date": {},
        "loans_year": {},
        "never_borrowed": {},
        "years_member": {},
        "state": {},
        "display_name": {},
        "payer_id": {"fields": {"display_name": {}}},
    }

    def _list(self, limit):
        self.env.invalidate_all()
        memberships = self.env["bzk.membership"].with_user(self.user)
        return memberships.web_search_read([("state", "=", "current")], self.LIST, limit=limit)

    def _count(self, function, *args):
        function(*args)  # ormcaches
        before = self.env.cr.sql_log_count
        function(*args)
        return self.env.cr.sql_log_count - before

    def test_list(self):
        few, many = self._count(self._list, 5), self._count(self._list, 60)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 8)

    def test_customers(self):
        names = {"membership_number": {}, "membership_type_id": {}, "membership_state": {}}

        def read(people):
            self.env.invalidate_all()
            people.with_user(self.user).web_read({**names, "membership_count": {}})

        few, many = self._count(read, self.people[:5]), self._count(read, self.people)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 7)

    @users("admin")
    @warmup
    def test_find(self):
        memberships = self.env["bzk.membership"]
        with self.assertQueryCount(admin=3):
            memberships.search([("find", "ilike", "Nummer 12")])
        with self.assertQueryCount(admin=1):
            memberships.search([("number", "=like", "0000000000001%")])

    def test_history_is_written_in_one_go(self):
        memberships = self.people.membership_ids

        def leave(some):
            some.write({"date_end": self.today})
            self.env.flush_all()

        few = self._count(leave, memberships[:5])
        many = self._count(leave, memberships[5:55])
        self.assertLessEqual(many, few + 2)
