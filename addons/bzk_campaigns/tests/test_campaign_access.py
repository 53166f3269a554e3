from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .results_common import ResultsCase

#: What nobody writes by hand, whatever their role: the program itself keeps it.
KEPT = (
    "mailing.trace",
    "link.tracker.click",
    "bzk.journey.entry",
    "bzk.journey.passage",
    "bzk.campaign.effect",
    "bzk.mailing.holdout",
    "bzk.mailing.refusal",
    "bzk.segment.count",
    "bzk.mailing.batch",
)


@tagged("post_install", "-at_install")
class TestCampaignAccess(ResultsCase):
    """What each role may do with campaigns, and that no role reaches another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ours = cls._campaign(cls.library)
        cls.theirs = cls._campaign(cls.other_library)
        cls.env.flush_all()

    @classmethod
    def _campaign(cls, company):
        """One record of each model, all of one library: dict of model -> record."""
        (reader,) = cls._people(1, company)
        segment = cls._segment(company, f"Segment {company.id}")
        mailing = cls._mailing(company, f"Brief {company.id}", segment)
        trace = cls._sent(reader, mailing)
        journey = cls.env["bzk.journey"].create(
            {
                "name": f"Reis {company.id}",
                "company_id": company.id,
                "purpose_id": cls.newsletter.id,
            }
        )
        step = cls.env["bzk.journey.step"].create(
            {"name": "Stap", "journey_id": journey.id, "subject": f"Stap {company.id}"}
        )
        shared = {"company_id": company.id, "date": cls.now}
        at = {"partner_id": reader.id, **shared}
        found = {
            "mailing.filter": segment,
            "mailing.mailing": mailing,
            "mailing.trace": trace,
            "bzk.journey": journey,
            "bzk.journey.step": step,
        }
        link = cls.env["link.tracker"].create(
            {"url": f"https://b.example/{company.id}", "title": "x", "mass_mailing_id": mailing.id}
        )
        entry = cls.env["bzk.journey.entry"].create(
            {"journey_id": journey.id, "key": "1", "happened": cls.now, "state": "running", **at}
        )
        found |= {
            "link.tracker": link,
            "link.tracker.code": link.link_code_ids,
            "bzk.journey.entry": entry,
        }
        for model, values in (
            ("link.tracker.click", {"link_id": link.id, "mailing_trace_id": trace.id}),
            (
                "bzk.journey.passage",
                {"entry_id": entry.id, "step_id": step.id, "outcome": "done", **shared},
            ),
            ("bzk.mailing.block", {"mailing_id": mailing.id, "name": "Blok"}),
            ("bzk.mailing.holdout", {"mailing_id": mailing.id, **at}),
            (
                "bzk.campaign.effect",
                {"mailing_id": mailing.id, "arm": "mailed", "until": cls.now, **at},
            ),
            (
                "bzk.mailing.refusal",
                {"mailing_id": mailing.id, "reason": "withdrawn", "people": 3},
            ),
            (
                "bzk.segment.count",
                {"segment_id": segment.id, "company_id": company.id, "date": cls.now.date()},
            ),
            ("bzk.mailing.batch", {"mailing_id": mailing.id, **shared}),
        ):
            found[model] = cls.env[model].create(values)
        return found

    def _may(self, record, operation, role):
        return record.with_user(self.users[role]).has_access(operation)

    def test_nobody_reaches_another_library(self):
        for role in ROLES:
            for model, record in self.theirs.items():
                with self.subTest(role=role, model=model):
                    for operation in ("read", "write", "unlink"):
                        self.assertFalse(self._may(record, operation, role))
                    records = self.env[model].with_user(self.users[role])
                    if records.has_access("read"):
                        self.assertNotIn(record.id, records.search([]).ids)

    def test_every_model_of_campaigns_with_a_library_has_a_rule(self):
        """Also of what is added later: without a rule everybody sees every library's."""
        rules = self.env["ir.rule"].sudo()
        for name, model in self.env.registry.items():
            ours = model._original_module == "bzk_campaigns" or name in self.ours
            if not ours or model._abstract or model._transient or "company_id" not in model._fields:
                continue
            with self.subTest(name):
                domains = rules.search([("model_id.model", "=", name)]).mapped("domain_force")
                self.assertTrue(any("compan" in (domain or "") for domain in domains), name)

    def test_what_the_program_keeps_is_nobodys_to_write(self):
        for role in ROLES:
            for model in KEPT:
                with self.subTest(role=role, model=model):
                    for operation in ("write", "unlink"):
                        self.assertFalse(self._may(self.ours[model], operation, role))
                    self.assertFalse(
                        self.env[model].with_user(self.users[role]).has_access("create")
                    )

    def test_what_each_role_reads(self):
        seen = {
            role: {model for model, record in self.ours.items() if self._may(record, "read", role)}
            for role in ROLES
        }
        self.assertGreaterEqual(seen["marketing"], set(self.ours))
        self.assertGreaterEqual(seen["administrator"], set(self.ours))
        persons = {"mailing.trace", "bzk.journey.entry", "bzk.journey.passage"}
        self.assertLessEqual(persons, seen["data_steward"])
        self.assertEqual(seen["front_desk"] & {*persons, *KEPT}, {"mailing.trace"})
        for role in ("relations", "activities", "insights"):
            with self.subTest(role):
                self.assertFalse(seen[role] & (persons | {"bzk.campaign.effect"}))

    def test_what_each_role_makes(self):
        for role in ROLES:
            makes = role in ("marketing", "administrator")
            for model in ("bzk.journey", "bzk.journey.step"):
                with self.subTest(role=role, model=model):
                    self.assertEqual(self._may(self.ours[model], "write", role), makes)
            if role != "relations":
                with self.subTest(role=role, model="mailing.mailing"):
                    self.assertEqual(self._may(self.ours["mailing.mailing"], "write", role), makes)

    def test_own_records_do_not_point_at_another_library(self):
        """Whoever guesses an id gets nothing by it."""
        user, theirs = self.users["administrator"], self.theirs
        for model, values in (
            ("mailing.mailing", {"mailing_filter_id": theirs["mailing.filter"].id}),
            ("bzk.mailing.block", {"segment_id": theirs["mailing.filter"].id}),
            ("bzk.mailing.block", {"mailing_id": theirs["mailing.mailing"].id}),
            ("bzk.journey", {"segment_id": theirs["mailing.filter"].id}),
            ("bzk.journey", {"goal_segment_id": theirs["mailing.filter"].id}),
            ("bzk.journey.step", {"journey_id": theirs["bzk.journey"].id}),
            ("bzk.journey.step", {"mailing_id": theirs["mailing.mailing"].id}),
            ("mailing.mailing", {"company_id": self.other_library.id}),
            ("bzk.journey", {"company_id": self.other_library.id}),
        ):
            with (
                self.subTest(model=model, **values),
                self.assertRaises(UserError),
            ):
                self.ours[model].with_user(user).write(values)
                self.env.flush_all()

    def test_nothing_is_made_in_another_library(self):
        user, theirs = self.users["administrator"], self.theirs
        for model, values in (
            ("mailing.mailing", {"subject": "x", "company_id": self.other_library.id}),
            ("bzk.mailing.block", {"name": "x", "mailing_id": theirs["mailing.mailing"].id}),
            ("bzk.journey", {"name": "x", "company_id": self.other_library.id}),
            ("bzk.journey.step", {"name": "x", "journey_id": theirs["bzk.journey"].id}),
        ):
            with (
                self.subTest(model),
                self.assertRaises(UserError),
            ):
                self.env[model].with_user(user).create(values)
                self.env.flush_all()

    def test_ready_journeys_are_to_read_only(self):
        ready = self.env["bzk.journey"].search([("company_id", "=", False)])
        self.assertTrue(ready)
        for role in ROLES:
            with self.subTest(role):
                self.assertFalse(self._may(ready, "write", role))
                self.assertFalse(self._may(ready.step_ids, "write", role))

    def test_grouping_and_filtering_tell_nothing_of_others(self):
        """A domain that looks through a reference does not find what the rules hide."""
        records = self.env["bzk.journey"].with_user(self.users["marketing"])
        name = self.theirs["mailing.filter"].name
        self.assertFalse(records.search(Domain("segment_id.name", "=", name)))
        found = self.env["mailing.trace"].with_user(self.users["marketing"])
        groups = found._read_group([], ["mass_mailing_id"])
        self.assertNotIn(self.theirs["mailing.mailing"].id, [mail.id for (mail,) in groups])
