from datetime import datetime, time, timedelta
from random import Random

from odoo import fields, models

from .demo_relations import QUIET

#: Chances in the pipeline: group, organisation, who to ask for, place in the stages, amount.
CHANCES = (
    ("primary", "Kindcentrum De Nieuwe Haven", "Sanne Bakker", 0, 1800),
    ("primary", "Basisschool De Dromenvanger", "Erik Mulder", 1, 2400),
    ("secondary", "Praktijkschool De Werf", "Fatima Yilmaz", 2, 900),
    ("childcare", "Kinderdagverblijf Het Nestje", "Lotte Visser", 2, 310),
    ("fund", "Stichting Lees en Leef", "Hans de Wit", 2, 15000),
    ("fund", "Cultuurfonds Kennemer", "Ellen van Dam", 3, 7500),
    ("friend", "Boekhandel De Leeslamp", "Nico Prins", 1, 500),
)
#: Appointments: days from today, hour, and what about.
COMING = ((2, 9, "Kennismaking"), (6, 13, "Leesplan bespreken"), (13, 10, "Evaluatie schooljaar"))
#: A person who left some weeks ago and has no successor, and one who leaves next month.
GONE_DAYS, LEAVES_DAYS = 60, 30
#: How many of the people agreed to a kind of mail.
AGREED = 0.6


class Demo(models.AbstractModel):
    """What a relationship manager has at hand: appointments, chances, and people who leave."""

    _inherit = "bzk.demo"

    def _create_relation_work(self, company):
        owner = self._demo_user(company, "relaties")
        relations = self._demo_relations(company).filtered(lambda found: found.user_id == owner)
        self._create_appointments(owner, relations.filtered("member_ids"))
        self._create_leavers(relations)
        self._create_chances(company, owner)
        self._create_plan(company, owner, relations)
        self._create_work_consents(company)

    def _create_appointments(self, owner, relations):
        """Appointments to come, and one of yesterday that nobody reported yet."""
        late = relations.filtered("overdue") or relations
        today = fields.Date.context_today(self)
        # Core would mail invitations to people who do not exist.
        events = self.env["calendar.event"].with_context(
            dont_notify=True, skip_contact_description=True, no_mail_to_attendees=True
        )
        for relation, (days, hour, about) in zip(
            late, ((-1, 14, "Bijpraten"), *COMING), strict=False
        ):
            start = datetime.combine(today + timedelta(days=days), time(hour))
            events.create(
                {
                    "name": f"{about} {relation.name}",
                    "relation_id": relation.id,
                    "user_id": owner.id,
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "partner_ids": [(6, 0, owner.partner_id.ids)],
                }
            )

    def _create_leavers(self, relations):
        """Somebody left without a successor, somebody leaves soon, somebody has two places."""
        today = fields.Date.context_today(self)
        crowded = relations.filtered(lambda found: len(found.member_ids) > 2)
        if len(crowded) < 3:
            return
        crowded[0].member_ids[-1:].date_to = today - timedelta(days=GONE_DAYS)
        crowded[1].member_ids[:1].date_to = today + timedelta(days=LEAVES_DAYS)
        both = crowded[2].member_ids[:1]
        self.env["bzk.dmu.member"].create(
            {
                "relation_id": crowded[0].id,
                "partner_id": both.partner_id.id,
                "function_id": both.function_id.id,
                "role_ids": [(6, 0, both.role_ids.ids)],
            }
        )

    def _create_chances(self, company, owner):
        """Organisations that may become a relation, each somewhere in its pipeline."""
        groups = self.env["bzk.relation.group"].search([("company_id", "=", False)])
        by_code = {group.code: group for group in groups}
        teams = self.env["crm.team"]._for_groups(company, groups)
        today = fields.Date.context_today(self)
        for place, (code, name, contact, stage, amount) in enumerate(CHANCES):
            group = by_code[code]
            stages = self.env["crm.stage"].search([("team_ids", "in", teams[group].ids)])
            self.env["crm.lead"].with_context(**QUIET).create(
                {
                    "relation_group_id": group.id,
                    "company_id": company.id,
                    "partner_name": name,
                    "contact_name": contact,
                    "team_id": teams[group].id,
                    "stage_id": stages[min(stage, len(stages) - 1)].id,
                    "user_id": owner.id,
                    "expected_revenue": amount,
                    "date_deadline": today + timedelta(days=20 + 12 * place),
                }
            )

    def _create_plan(self, company, owner, relations):
        """Start the education season at some schools, as core's wizard does."""
        plan = self.env["mail.activity.plan"].search(
            [("res_model", "=", "bzk.relation"), ("company_id", "in", (company.id, False))],
            order="id",
            limit=1,
        )
        some = relations.filtered(lambda found: found.kind == "school")[:5]
        if not plan or not some:
            return
        wizard = self.env["mail.activity.schedule"].with_user(owner)
        wizard = wizard.with_context(
            active_model="bzk.relation", active_ids=some.ids, plan_mode=True, **QUIET
        )
        wizard.create({"plan_id": plan.id}).action_schedule_plan()

    def _create_work_consents(self, company):
        """Who agreed to be mailed about what; some do not want it any more."""
        rng = Random(f"{company.library_code}-consents")
        purposes = {
            code: self.env["bzk.consent.purpose"].search([("code", "=", code)], limit=1)
            for code in ("education", "relations", "language_network")
        }
        vals_list = []
        for relation in self._demo_relations(company):
            codes = ["relations"]
            if relation.kind in ("school", "childcare"):
                codes.append("education")
            elif relation.group_id.code == "language":
                codes.append("language_network")
            for partner in relation.member_ids.partner_id.filtered("email"):
                for code in codes:
                    if rng.random() < AGREED:
                        vals_list.append(
                            self._consent_values(rng, company, partner, purposes[code])
                        )
        self.env["bzk.consent"].create(vals_list)

    def _consent_values(self, rng, company, partner, purpose):
        asked = rng.random() < 0.5
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "purpose_id": purpose.id,
            "state": "withdrawn" if rng.random() < 0.08 else "given",
            "date": fields.Datetime.now() - timedelta(days=rng.randint(10, 700)),
            "channel": "phone" if asked else "form",
            "wording": purpose.description,
            "evidence": "Gevraagd bij een bezoek" if asked else "Aanmeldformulier onderwijs",
        }
