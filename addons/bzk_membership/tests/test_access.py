from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import MemberCase

PERSONAL = (
    "bzk.membership",
    "bzk.loan.stat",
    "bzk.membership.change",
)
FIGURES = ("bzk.membership.report", "bzk.membership.dynamics")
READS_FIGURES = {"insights", "data_steward", "administrator"}
EDITS_MEMBERS = {"front_desk", "data_steward", "administrator"}
EDITS_LISTS = {"data_steward", "administrator"}


@tagged("post_install", "-at_install")
class TestAccess(MemberCase):
    """Each role does its work, and nobody sees a person of another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._member(number="1")
        cls.elsewhere = cls._member(cls.other_person, cls.other_adult, number="2")
        for membership in cls.own | cls.elsewhere:
            membership.loan_stat_ids.create(
                {
                    "membership_id": membership.id,
                    "year": cls.today.year,
                    "genre_id": cls.genre.id,
                    "loans": 5,
                }
            )
        cls.env.flush_all()

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _assert_denied(self, function, *args, message=None):
        with (
            mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError, msg=message) as caught,
            self.env.cr.savepoint(),
        ):
            function(*args)
        self.assertNotIn(self.other_person.name, str(caught.exception))

    def test_reads_own_library_only(self):
        for role in STAFF:
            for model in PERSONAL:
                found = self._as(role, self.env[model]).search([])
                self.assertTrue(found, (role, model))
                self.assertEqual(found.company_id, self.library, (role, model))
                counts = self._as(role, self.env[model])._read_group([], ["company_id"])
                self.assertEqual(counts, [(self.library,)], (role, model))
            for record in (
                self.elsewhere,
                self.elsewhere.loan_stat_ids,
                self.elsewhere.change_ids,
                self.other_adult,
            ):
                self._assert_denied(self._as(role, record).read, [], message=(role, record))

    def test_figures(self):
        for role in ROLES:
            for model in FIGURES:
                records = self._as(role, self.env[model])
                if role not in READS_FIGURES:
                    self._assert_denied(records.search, [], message=(role, model))
                    continue
                self.assertEqual(records.search([]).company_id, self.library, (role, model))
                groups = records.formatted_read_group([], ["company_id"], ["__count"])
                self.assertEqual(len(groups), 1, (role, model))

    def test_search_does_not_tell(self):
        """A condition on what another library knows finds nothing, not even by counting."""
        for role in STAFF:
            memberships = self._as(role, self.env["bzk.membership"])
            for domain in (
                [("number", "=", "2")],
                [("find", "ilike", "Ander")],
                [("partner_id.name", "ilike", "Ander")],
                [("loan_stat_ids.loans", "=", 5), ("number", "=", "2")],
                [("id", "=", self.elsewhere.id)],
            ):
                self.assertFalse(memberships.search_count(domain), (role, domain))
            partners = self._as(role, self.env["res.partner"])
            self.assertFalse(partners.search_count([("membership_number", "=", "2")]), role)

    def test_who_edits_members(self):
        for role in ROLES:
            own = self._as(role, self.own)
            if role in EDITS_MEMBERS:
                own.number = f"1{role}"
                own.create(
                    {"partner_id": self.bram.id, "type_id": self.adult.id, "date_start": self.today}
                )
            else:
                self._assert_denied(own.write, {"number": "3"}, message=role)
            self._assert_denied(self._as(role, self.elsewhere).write, {"number": "3"}, message=role)
            if role != "administrator":
                self._assert_denied(own.unlink, message=role)

    def test_no_member_made_elsewhere(self):
        values = {
            "partner_id": self.other_person.id,
            "type_id": self.other_adult.id,
            "date_start": self.today,
        }
        for role in ROLES:
            memberships = self._as(role, self.env["bzk.membership"])
            for company in (self.library, self.other_library):
                with (
                    mute_logger("odoo.addons.base.models.ir_rule"),
                    self.assertRaises(UserError, msg=(role, company)),
                    self.env.cr.savepoint(),
                ):
                    memberships.create({**values, "company_id": company.id})

    def test_no_member_moved_elsewhere(self):
        for role in EDITS_MEMBERS:
            with (
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(UserError, msg=role),
                self.env.cr.savepoint(),
            ):
                self._as(role, self.own).company_id = self.other_library
                self.env.flush_all()

    def test_naming_a_record_of_another_library(self):
        """Related fields read without rules, so what a many2one points at is checked first."""
        foreign = {
            "partner_id": self.other_person,
            "payer_id": self.other_person,
            "type_id": self.other_adult,
        }
        for role in ("front_desk", "data_steward", "administrator"):
            own = self._as(role, self.own)
            for name, record in foreign.items():
                with self.subTest(role=role, field=name):
                    values = {name: record.id}
                    shown = {name: {"fields": {"display_name": {}}}, "phone": {}, "birthdate": {}}
                    with self.assertRaises(AccessError) as caught:
                        own.browse().onchange(values, [name], shown)
                    self.assertNotIn(record.name, str(caught.exception))
                    # A membership refuses any other customer, before it asks whose that is.
                    refusal = UserError if name == "partner_id" else AccessError
                    with self.assertRaises(refusal) as caught, self.env.cr.savepoint():
                        own.write(values)
                    self.assertNotIn(record.name, str(caught.exception))

    def test_other_company_asked_for(self):
        for role in ROLES:
            memberships = self._as(role, self.env["bzk.membership"]).with_context(
                allowed_company_ids=[self.library.id, self.other_library.id]
            )
            self._assert_denied(memberships.search, [("number", "=", "2")], message=role)

    def test_loans_are_the_systems(self):
        """Only a data steward mends loans."""
        stat = self.own.loan_stat_ids
        for role in ROLES:
            own = self._as(role, self.own)
            if role in EDITS_LISTS:
                own.loans_total = 50
                self._as(role, stat).loans = 6
                continue
            self._assert_denied(own.write, {"loans_total": 51}, message=role)
            self._assert_denied(
                own.write, {"loan_stat_ids": [(1, stat.id, {"loans": 7})]}, message=role
            )
            self._assert_denied(self._as(role, stat).write, {"loans": 7}, message=role)
        self._assert_denied(
            self._as("front_desk", self.env["bzk.membership"]).create,
            {"partner_id": self.bram.id, "type_id": self.adult.id, "loans_total": 3},
        )

    def test_who_edits_lists(self):
        for role in ROLES:
            type_ = self._as(role, self.adult)
            reasons = self._as(role, self.env["bzk.leaving.reason"])
            values = {"name": f"Reason {role}", "company_id": self.library.id}
            if role in EDITS_LISTS:
                type_.fee = 51
                reasons.create(values)
            else:
                self._assert_denied(type_.write, {"fee": 51}, message=role)
                self._assert_denied(reasons.create, values, message=role)
            self._assert_denied(self._as(role, self.other_adult).write, {"fee": 51}, message=role)

    def test_shared_lists_stay_as_they_are(self):
        """What all libraries share is not one library's to change."""
        reason = self.env.ref("bzk_membership.reason_moved")
        for role in STAFF:
            self.assertTrue(self._as(role, reason).name)
            self._assert_denied(self._as(role, reason).write, {"name": "X"}, message=role)
            self._assert_denied(
                self._as(role, reason).create, {"name": "X", "company_id": False}, message=role
            )
            self._assert_denied(self._as(role, self.genre).write, {"name": "X"}, message=role)

    def test_reasons_of_another_library(self):
        reason = self.env["bzk.leaving.reason"].create(
            {"name": "Elsewhere", "company_id": self.other_library.id}
        )
        for role in ROLES:
            self._assert_denied(self._as(role, reason).read, ["name"], message=role)

    def test_history_stays(self):
        change = self.own.change_ids
        for role in ROLES:
            record = self._as(role, change)
            for function in (lambda r: r.write({"date": "2001-01-01"}), lambda r: r.unlink()):
                with (
                    mute_logger("odoo.addons.base.models.ir_model"),
                    self.assertRaises(UserError, msg=role),
                    self.env.cr.savepoint(),
                ):
                    function(record)
            self._assert_denied(
                record.create,
                {
                    "membership_id": self.own.id,
                    "partner_id": self.anna.id,
                    "company_id": self.library.id,
                    "date": self.today,
                    "kind": "left",
                },
                message=role,
            )

    def test_report_of_another_library(self):
        for role in ROLES:
            reports = self._as(role, self.env["bzk.member.report"])
            if role not in READS_FIGURES:
                self._assert_denied(reports.create, {}, message=role)
                continue
            reports.create({})._figures()
            self._assert_denied(
                lambda r: r.create({"company_id": self.other_library.id})._figures(),
                reports,
                message=role,
            )
            report = reports.create({})
            self._assert_denied(
                lambda r: (r.write({"company_id": self.other_library.id}), r._figures()),
                report,
                message=role,
            )

    def test_no_role_sees_nothing(self):
        user = self.users["front_desk"].copy(
            {"login": "nobody", "group_ids": [(6, 0, self.env.ref("base.group_user").ids)]}
        )
        for model in (*PERSONAL, *FIGURES, "bzk.membership.type"):
            self._assert_denied(self.env[model].with_user(user).search, [], message=model)
