from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .lists_common import ListsCase


@tagged("post_install", "-at_install")
class TestLead(ListsCase):
    """Chances go through the pipeline of their group, and become relations."""

    def _lead(self, user=None, company=None, **values):
        user = user or self.manager
        values = {"partner_name": "De Zonnebloem", "relation_group_id": self.primary.id} | values
        if company:
            values["company_id"] = company.id
        return self.env["crm.lead"].with_user(user).create(values)

    def _convert(self, lead, **values):
        wizard = Form(
            self.env["bzk.lead.convert"]
            .with_user(self.manager)
            .with_context(default_lead_id=lead.id)
        )
        for name, value in values.items():
            setattr(wizard, name, value)
        wizard.save().action_convert()

    def test_pipeline_of_its_own_for_each_group_and_library(self):
        lead = self._lead()
        fund = self._lead(relation_group_id=self.env.ref("bzk_dmu.group_fund").id)
        other = self._lead(user=self.env.user, company=self.other_library)
        self.assertEqual(len(lead.team_id | fund.team_id | other.team_id), 3)
        self.assertEqual(lead.team_id, self._lead().team_id, "found the second time")
        self.assertEqual(lead.stage_id.name, "Spotted")
        self.assertEqual(lead.stage_id.company_id, self.library)
        names = [stage.name for stage in self._stages(fund.team_id)]
        self.assertIn("Submitted", names)
        self.assertNotIn("Offer made", names)
        self.assertFalse(lead.stage_id & other.sudo().stage_id)

    def _stages(self, team):
        return self.env["crm.stage"].search([("team_ids", "in", team.ids)])

    def test_stages_come_in_dutch_too(self):
        for lang in ("nl_NL", "en_US"):
            self.env["res.lang"]._activate_lang(lang)
        shipped = self.env.ref("bzk_dmu.stage_offer_1")
        shipped.with_context(lang="nl_NL").name = "Gesignaleerd"
        stage = self._lead().stage_id
        self.assertEqual(stage.with_context(lang="nl_NL").name, "Gesignaleerd")
        self.assertEqual(stage.with_context(lang="en_US").name, "Spotted")

    def test_group_changes_the_pipeline(self):
        lead = self._lead()
        lead.relation_group_id = self.municipality
        self.assertEqual(lead.team_id.relation_group_id, self.municipality)
        self.assertIn(lead.team_id, lead.stage_id.team_ids)

    def test_empty_columns_of_the_group_that_is_looked_at(self):
        leads = self.env["crm.lead"].with_user(self.manager)
        leads.action_pipeline()
        domain = [("relation_group_id", "=", self.primary.id)]
        leads = leads.with_context(read_group_expand=True)
        groups = leads.web_read_group(domain, ["stage_id"])["groups"]
        names = [group["stage_id"][1] for group in groups]
        self.assertEqual(
            names, ["Spotted", "Introduction", "Offer made", "Promised", "Became a relation"]
        )
        self.assertFalse(leads.web_read_group([], ["stage_id"])["groups"])

    def test_added_in_a_column(self):
        stage = self._stages(self._lead().team_id)[1]
        quick = Form(
            self.env["crm.lead"].with_user(self.manager).with_context(default_stage_id=stage.id),
            view="bzk_dmu.view_lead_quick_create",
        )
        quick.partner_name = "De Klimop"
        lead = quick.save()
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.relation_group_id, self.primary)
        self.assertEqual(lead.name, "De Klimop")

    def test_needs_an_organisation(self):
        with self.assertRaisesRegex(ValidationError, "Choose an organisation"):
            self._lead(partner_name=" ")
        private = self.env["res.partner"].create({"name": "Bram", "company_id": self.library.id})
        with self.assertRaisesRegex(ValidationError, "whom you know at work"):
            self._lead(user=self.users["administrator"], partner_id=private.id)

    def test_new_organisation_and_person(self):
        lead = self._lead(
            contact_name="Mw. A. van der Berg",
            function="schoolleider",
            email_from="berg@zonnebloem.example",
            phone="+31612345678",
            city="Haarlem",
        )
        lead.message_post(body="Belde terug", message_type="comment", subtype_xmlid="mail.mt_note")
        activity = lead.activity_schedule(summary="Langsgaan", user_id=self.manager.id)
        self._convert(lead)
        relation, member = lead.relation_id, lead.member_id
        relation.invalidate_recordset(["activity_ids", "message_ids"])
        self.assertEqual(relation.name, "De Zonnebloem")
        self.assertEqual(relation.city, "Haarlem")
        self.assertEqual(relation.state, "active")
        self.assertEqual(relation.group_id, self.primary)
        self.assertEqual(relation.user_id, self.manager)
        self.assertEqual(relation.partner_id.company_id, self.library)
        self.assertEqual(member.partner_id.name, "A. van der Berg")
        self.assertTrue(member.partner_id.work_contact)
        self.assertEqual(member.partner_id.email, "berg@zonnebloem.example")
        self.assertEqual(member.function_id, self.director)
        self.assertEqual(member.role_ids, self.director.role_ids)
        self.assertEqual(lead.won_status, "won")
        self.assertIn("Belde terug", " ".join(relation.message_ids.mapped("body")))
        self.assertEqual(relation.activity_ids, activity)
        self.assertEqual(relation.with_user(self.manager).lead_count, 1)
        with self.assertRaisesRegex(UserError, "already"):
            self._convert(lead)

    def test_known_organisation_and_person_are_not_made_twice(self):
        self.school.state = "prospect"
        lead = self._lead(
            partner_name="de regenboog", contact_name="Anna de Vries", email_from=self.anna.email
        )
        self._convert(lead)
        self.assertEqual(lead.relation_id, self.school)
        self.assertEqual(lead.member_id, self.place)
        self.assertEqual(self.school.state, "active")

    def test_of_a_school_that_went_up_in_another(self):
        kring = self._relation("De Kring")
        self.env["bzk.relation.merge"]._merge(self.school, kring)
        lead = self._lead(partner_name="De Kring")
        self._convert(lead)
        self.assertEqual(lead.relation_id, self.school)
        self.assertEqual(kring.state, "ended")

    def test_known_by_web_domain(self):
        self.school.website = "https://www.regenboog.example"
        lead = self._lead(partner_name="Regenboogschool", email_from="ib@regenboog.example")
        self._convert(lead)
        self.assertEqual(lead.relation_id, self.school)

    def test_likely_is_shown_and_not_chosen(self):
        self.school.city = "Haarlem"
        self._relation("De Regenboog", city="Zandvoort")
        lead = self._lead(partner_name="Basisschool De Regenboog")
        wizard = Form(
            self.env["bzk.lead.convert"]
            .with_user(self.manager)
            .with_context(default_lead_id=lead.id)
        )
        self.assertFalse(wizard.relation_id)
        self.assertEqual(len(wizard.look_alike_ids), 2)
        wizard.save().action_convert()
        self.assertNotIn(lead.relation_id, self.school | self.other_school)

    def test_shared_organisation_without_a_relation(self):
        shared = self.env["res.partner"].create(
            {
                "name": "Fonds Lezen",
                "is_company": True,
                "company_id": False,
                "website": "https://fondslezen.example",
            }
        )
        lead = self._lead(
            partner_name="Fonds Lezen",
            website="fondslezen.example",
            relation_group_id=self.env.ref("bzk_dmu.group_fund").id,
        )
        self._convert(lead)
        self.assertEqual(lead.relation_id.partner_id, shared)
        self.assertEqual(lead.relation_id.company_id, self.library)

    def test_other_library_is_no_look_alike(self):
        lead = self._lead(partner_name="De Vlinder")
        self._convert(lead)
        self.assertNotEqual(lead.relation_id, self.other_school)
        self.assertEqual(lead.relation_id.company_id, self.library)

    def test_nameless_person_or_organisation(self):
        lead = self._lead(contact_name="x")
        with self.assertRaisesRegex(UserError, "contact person is called"):
            self._convert(lead, firstname="", lastname="")
        self._convert(lead, with_person=False)
        self.assertFalse(lead.member_id)

    def test_lost_and_taken_up_again(self):
        lead = self._lead()
        reason = self.env.ref("bzk_dmu.lost_reason_no_budget")
        self.env["crm.lead.lost"].with_user(self.manager).create(
            {"lead_ids": lead.ids, "lost_reason_id": reason.id}
        ).action_lost_reason_apply()
        self.assertEqual(lead.won_status, "lost")
        self.assertEqual(lead.lost_reason_id, reason)
        lead.action_restore()
        self.assertEqual(lead.won_status, "pending")
        self.assertFalse(lead.lost_reason_id)

    def test_roles(self):
        lead = self._lead()
        for role in ROLES:
            user = self.users[role]
            allowed = role in ("relations", "administrator")
            with self.subTest(role):
                self.assertEqual(lead.with_user(user).has_access("read"), allowed)
                self.assertEqual(lead.with_user(user).has_access("write"), allowed)
                self.assertEqual(lead.with_user(user).has_access("unlink"), role == "administrator")
                self.assertEqual(
                    self.env["bzk.lead.convert"].with_user(user).has_access("create"), allowed
                )
                stage = lead.stage_id.with_user(user)
                self.assertEqual(stage.has_access("write"), role == "administrator")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_other_library_sees_and_names_nothing(self):
        lead = self._lead()
        other = self._lead(user=self.env.user, company=self.other_library)
        for role in ("relations", "administrator"):
            user = self.users[role]
            leads = self.env["crm.lead"].with_user(user)
            with self.subTest(role):
                self.assertEqual(leads.search([]) & (lead | other), lead)
                for record in (other, other.team_id, other.stage_id):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["display_name"])
                for values in (
                    {"relation_id": self.other_school.id},
                    {"partner_id": self.other_anna.id},
                    {"stage_id": other.stage_id.id},
                    {"team_id": other.team_id.id},
                    {"company_id": self.other_library.id},
                ):
                    with self.assertRaises(UserError):
                        lead.with_user(user).write(values)
                        lead.flush_recordset()
        wizard = self.env["bzk.lead.convert"].with_user(self.manager)
        with self.assertRaises(AccessError):
            wizard.create({"lead_id": other.id, "group_id": self.primary.id})

    def test_private_customers_are_no_contact_person(self):
        private = self.env["res.partner"].create(
            {"name": "Bram", "company_id": self.library.id, "email": "bram@example.org"}
        )
        with self.assertRaises(AccessError):
            self._lead(partner_id=private.id)
        lead = self._lead(contact_name="Bram", email_from="bram@example.org")
        self._convert(lead)
        self.assertNotEqual(lead.member_id.partner_id, private)

    def test_who_is_written_to_is_somebody_at_work(self):
        private = self.env["res.partner"].create(
            {"name": "Bram", "company_id": self.library.id, "email": "bram@example.org"}
        )
        for role in ("relations", "administrator"):
            with self.subTest(role):
                lead = self._lead(
                    user=self.users[role],
                    contact_name=f"{role} van Dam",
                    email_from=f"{role}@example.org" if role == "relations" else private.email,
                )
                [suggested] = [
                    one
                    for one in lead._message_get_suggested_recipients(no_create=False)
                    if one["email"] == lead.email_normalized
                ]
                person = self.env["res.partner"].browse(suggested["partner_id"])
                self.assertTrue(person.work_contact)
                self.assertNotEqual(person, private)
                self.assertEqual(person.lastname, "Dam")
                self.assertEqual(person.company_id, self.library)
                lead.message_post(
                    body="Dag",
                    partner_ids=person.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
                self.assertEqual(lead.partner_id, person)
                self._convert(lead)
                self.assertEqual(lead.member_id.partner_id, person, "not made twice")

    def test_core_apps_are_not_there(self):
        for role in ROLES:
            menus = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
            found = {
                menu["xmlid"]
                for menu in menus.values()
                if menu.get("xmlid", "").split(".")[0] in ("crm", "mass_mailing", "sales_team")
            }
            self.assertFalse(found, role)

    def test_count_of_many_relations_is_one_query(self):
        relations = self.school | self._relation("De Boomgaard") | self._relation("De Kiem")
        for relation in relations:
            self._lead(relation_id=relation.id, partner_name=False)
        relations = relations.with_user(self.manager)
        relations.mapped("lead_count")
        relations.invalidate_recordset(["lead_count"])
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(relations.mapped("lead_count"), [1, 1, 1])
