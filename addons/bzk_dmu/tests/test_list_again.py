from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_common import ARK, KRING, RelationImportCase


@tagged("post_install", "-at_install")
class TestListAgain(RelationImportCase):
    """A list comes every year, and people think again about what they decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.news = cls.env["bzk.relation.news"]

    def _told(self, kind):
        return self.news.search([("kind", "=", kind), ("company_id", "=", self.library.id)])

    def _two_schools(self):
        self._schools(ARK, KRING)
        ark, kring = self._relation("OBS De Ark"), self._relation("Basisschool De Kring")
        return ark, kring, self._person(kring, "Jansen")

    def test_closed_though_listed_is_not_asked_again(self):
        _ark, kring, _person = self._two_schools()
        self._schools(ARK)
        self._told("missing").action_end()
        self._schools(ARK, KRING)
        self._told("returned").action_keep()
        self._schools(ARK, {**KRING, "TELEFOONNUMMER": "0235311111"})
        self._schools(ARK)
        self._schools(ARK, KRING)
        self.assertEqual(self._told("returned").mapped("state"), ["kept"])
        self.assertEqual(kring.state, "ended")

    def test_merge_taken_back_at_the_organisation(self):
        ark, kring, person = self._two_schools()
        self._schools(ARK)
        news = self._told("missing")
        news.successor_id = ark
        news.action_merge()
        kring.with_user(self.users["relations"]).action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual((person.relation_id, news.state), (kring, "open"))
        news.action_merge()
        self.assertEqual(person.relation_id, ark)
        news.action_reopen()
        self.env.invalidate_all()
        self.assertEqual((person.relation_id, news.state), (kring, "open"))

    def test_ended_and_joined_later(self):
        ark, kring, _person = self._two_schools()
        self._schools(ARK)
        news = self._told("missing")
        news.action_end()
        merge = self.env["bzk.relation.merge"]._merge(ark, kring)
        with self.assertRaisesRegex(UserError, "First undo"):
            news.action_reopen()
        merge.action_undo()
        news.action_reopen()
        self.assertNotEqual(kring.state, "ended")

    def test_the_day_that_was_chosen_comes_back(self):
        """Who ends is not visited; who comes back is, on the day that somebody chose."""
        ark, kring, _person = self._two_schools()
        chosen = fields.Date.to_date("2027-03-08")
        kring.write({"next_contact_date": chosen, "last_contact_date": "2026-05-01"})
        merge = self.env["bzk.relation.merge"]._merge(ark, kring)
        self.assertFalse(kring.next_contact_date)
        merge.action_undo()
        self.assertEqual(kring.next_contact_date, chosen)
        self._schools(ARK)
        news = self._told("missing")
        news.action_end()
        self.assertFalse(kring.next_contact_date)
        news.action_reopen()
        self.assertEqual(kring.next_contact_date, chosen)

    def test_three_years_in_a_row(self):
        ark, kring, person = self._two_schools()
        kring.message_post(body="Hallo")
        for _year in range(3):
            self._schools(ARK)
            news = self._told("missing").filtered(lambda one: one.state == "open")
            news.successor_id = ark
            news.action_merge()
            self._schools(ARK)
            self.assertEqual(person.relation_id, ark)
            self._schools(ARK, KRING)
            self._told("returned").filtered(lambda one: one.state == "open").action_revive()
            self.env.invalidate_all()
            self.assertEqual(person.relation_id, kring)
            self.assertIn("Hallo", "".join(kring.message_ids.mapped("body")))
        self.assertEqual(self._relation("Basisschool De Kring"), kring)

    def test_somebody_who_is_at_both(self):
        """The place that stays behind takes nothing with it, and nothing gets stuck."""
        ark, kring = (self._organisation(name=name) for name in ("De Ark", "De Kring"))
        boss = self._person(kring, "Jansen", function_id=self.director.id)
        there = self.env["bzk.dmu.member"].create(
            {
                "relation_id": ark.id,
                "partner_id": boss.partner_id.id,
                "function_id": self.director.id,
            }
        )
        worker = self._person(kring, "Bakker")
        worker.manager_id = boss
        report = self.env["bzk.contact.report"].create(
            {
                "relation_id": kring.id,
                "subject": "Visit",
                "participant_ids": [(6, 0, boss.ids)],
            }
        )
        merge = self.env["bzk.relation.merge"]._merge(ark, kring)
        self.env.invalidate_all()
        self.assertEqual(boss.relation_id, kring)
        self.assertEqual((worker.relation_id, worker.manager_id), (ark, there))
        self.assertEqual((report.relation_id, report.participant_ids), (ark, there))
        # Both can be changed, which core checks as a whole.
        worker.write({"manager_id": there.id, "relation_id": ark.id})
        report.participant_ids = [(4, worker.id)]
        report.participant_ids = [(3, worker.id)]
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual((worker.relation_id, worker.manager_id), (kring, boss))
        self.assertEqual((report.relation_id, report.participant_ids), (kring, boss))

    def test_what_the_desk_wrote_of_an_organisation_that_was_there_twice(self):
        ark, kring = (self._organisation(name=name) for name in ("De Ark", "De Kring"))
        moment = self.env["bzk.contact.moment"].create(
            {
                "partner_id": kring.partner_id.id,
                "company_id": self.library.id,
                "branch_id": False,
                "subject_id": self.env.ref("bzk_customer.subject_lending").id,
            }
        )
        kring.partner_id.message_post(body="Bij de balie gezien")
        merge = self.env["bzk.relation.merge"]._merge(ark, kring, same=True)
        self.env.invalidate_all()
        self.assertFalse(kring.partner_id.active)
        self.assertEqual(moment.partner_id, ark.partner_id)
        self.assertIn("Bij de balie", "".join(ark.partner_id.message_ids.mapped("body")))
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(moment.partner_id, kring.partner_id)
        self.assertIn("Bij de balie", "".join(kring.partner_id.message_ids.mapped("body")))

    def test_what_is_planned_moves_too(self):
        ark, kring = (self._organisation(name=name) for name in ("De Ark", "De Kring"))
        now = fields.Datetime.now()
        event = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": now,
                "stop": now,
                "relation_id": kring.id,
                "res_model_id": self.env["ir.model"]._get_id("bzk.relation"),
                "res_id": kring.id,
            }
        )
        later = self.env["mail.scheduled.message"].create(
            {
                "model": "bzk.relation",
                "res_id": kring.id,
                "body": "Later",
                "author_id": self.env.user.partner_id.id,
                "scheduled_date": now + timedelta(days=2),
            }
        )
        merge = self.env["bzk.relation.merge"]._merge(ark, kring)
        self.env.invalidate_all()
        self.assertEqual((event.relation_id, event.res_id, later.res_id), (ark, ark.id, ark.id))
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual((event.res_id, later.res_id), (kring.id, kring.id))
