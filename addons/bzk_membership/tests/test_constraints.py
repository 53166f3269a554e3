from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestConstraints(MemberCase):
    """What the database itself refuses, whoever writes."""

    def _assert_refused(self, error, function, *args, **kwargs):
        with mute_logger("odoo.sql_db"), self.assertRaises(error), self.env.cr.savepoint():
            function(*args, **kwargs)
            self.env.flush_all()

    def test_end_before_start(self):
        membership = self._member()
        self._assert_refused(CheckViolation, membership.write, {"date_end": self._ago(years=11)})
        membership.date_end = membership.date_start
        self.assertEqual(membership.state, "ended")

    def test_negative_numbers(self):
        membership = self._member()
        self._assert_refused(CheckViolation, membership.write, {"fee": -1})
        self._assert_refused(CheckViolation, membership.write, {"loans_total": -1})
        self._assert_refused(CheckViolation, self.adult.write, {"fee": -1})
        stat = {"membership_id": membership.id, "genre_id": self.genre.id, "year": 2026}
        stats = self.env["bzk.loan.stat"]
        self._assert_refused(CheckViolation, stats.create, {**stat, "loans": -1})
        self._assert_refused(CheckViolation, stats.create, {**stat, "year": 26})

    def test_loans_once_per_year_and_genre(self):
        membership = self._member()
        stat = {"membership_id": membership.id, "genre_id": self.genre.id, "year": 2026}
        stats = self.env["bzk.loan.stat"]
        stats.create(stat)
        self._assert_refused(UniqueViolation, stats.create, stat)

    def test_key_once(self):
        key = self.env["bzk.external.id"].create(
            {"source_id": self.source.id, "key": "1", "partner_id": self.anna.id}
        )
        self._member(external_id_id=key.id)
        self._assert_refused(UniqueViolation, self._member, external_id_id=key.id)

    def test_type_ages(self):
        self._assert_refused(CheckViolation, self.youth.write, {"age_min": 18, "age_max": 17})
        self.youth.write({"age_min": 4, "age_max": 0})

    def test_type_code_once_per_library(self):
        self._assert_refused(UniqueViolation, self.youth.write, {"code": "VOLW"})

    def test_type_does_not_follow_itself(self):
        self.youth.successor_id = self.adult
        with self.assertRaises(ValidationError):
            self.adult.successor_id = self.youth

    def test_reason_once_whatever_the_capitals(self):
        reasons = self.env["bzk.leaving.reason"]
        self._assert_refused(UniqueViolation, reasons.create, {"name": "verhuisd"})
        reasons.create({"name": "Verhuisd", "company_id": self.library.id})

    def test_of_one_library(self):
        """The check of core refuses what belongs to another library."""
        for values in (
            {"type_id": self.other_adult.id},
            {"branch_id": self.other_branch.id},
            {"payer_id": self.other_person.id},
        ):
            with self.assertRaises(UserError):
                self._member(**values)
        with self.assertRaises(UserError):
            self.youth.successor_id = self.other_adult

    def test_membership_stays_with_its_customer(self):
        membership = self._member()
        with self.assertRaises(UserError):
            membership.partner_id = self.bram
        membership.write({"partner_id": self.anna.id})

    def test_member_is_not_deleted(self):
        self._member()
        self._assert_refused(Exception, self.anna.unlink)
