import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from odoo import api, fields, models

from ..demodata import contacts, education, schools, visits

SCHOOLS, LATER = "scholen.csv", "scholen-later.csv"
CONTACTS, ORDERS = "contactpersonen.xlsx", "onderwijs.csv"
#: Profiles in the order in which their files are taken in.
FILES = (("duo-primary", SCHOOLS), ("contacts", CONTACTS), ("education-orders", ORDERS))
#: Whom one in three organisations is with; the rest is the relationship manager's.
COLLEAGUE = "beheer"
#: Nobody is told of what was made for a demo.
QUIET = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
}
#: Of how many people it is known how they stand towards the library.
WEIGHED = 0.6
#: How much of what was agreed is done once its day has passed, and after which time all of it is.
KEPT, LATE = 0.6, timedelta(days=60)


class Demo(models.AbstractModel):
    """Organisations with their people, what was discussed there, and what schools order.

    Schools, people and orders come in by the imports; the rest is made as staff would.
    """

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        for company in self._libraries():
            own = folder and Path(folder) / company.library_code
            if self._import_relations(company, report, own):
                self._settle_relations(company)
                self._create_visits(company)
                self._create_relation_work(company)
        return result

    def _import_relations(self, company, report, folder):
        """Import the list of schools, a colleague's spreadsheet and orders of programmes.

        :return: whether there is anything new
        """
        found = self.env["bzk.import.profile"].search([("company_id", "=", company.id)])
        profiles = {profile.code: profile for profile in found}
        if {code for code, _name in FILES} - profiles.keys() or profiles["duo-primary"].run_ids:
            return False
        made = schools.schools(company.library_code)
        profiles["duo-primary"].municipalities = "; ".join(
            sorted({school.municipality for school in made})
        )
        self._create_programmes(company)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(folder or temporary)
            self._write_relation_files(company, folder)
            for code, name in FILES:
                run = self.env["bzk.import.run"].create_from_path(profiles[code], folder / name)
                if code != "education-orders":
                    run.relation_user_id = self._demo_user(company, "relaties")
                    run.relation_state = "active"
                run.run_to_end(report, confirm=True)
        return True

    def _write_relation_files(self, company, folder):
        folder.mkdir(parents=True, exist_ok=True)
        made = schools.schools(company.library_code)
        today = fields.Date.context_today(self)
        schools.write_schools(folder / SCHOOLS, made)
        schools.write_schools(folder / LATER, schools.next_edition(made))
        people = contacts.contacts(company.library_code, made)
        contacts.write_contacts(folder / CONTACTS, people, f"Contactpersonen {today.year}")
        orders = education.orders(company.library_code, made, today)
        education.write_orders(folder / ORDERS, orders)

    def _create_programmes(self, company):
        """The programmes with their price in each school year."""
        groups = {group.code: group.id for group in self.env["bzk.relation.group"].search([])}
        years = education.school_years(fields.Date.context_today(self))
        self.env["bzk.education.programme"].create(
            [
                {
                    "name": programme.name,
                    "code": programme.code,
                    "kind": programme.kind,
                    "unit": programme.unit,
                    "company_id": company.id,
                    "group_ids": [(6, 0, [groups[code] for code in programme.groups])],
                    "price_ids": [
                        (0, 0, {"school_year": year, "price": programme.price(place) / 100})
                        for place, year in enumerate(years)
                    ],
                }
                for programme in education.PROGRAMMES
            ]
        )

    def _demo_user(self, company, login):
        return self.env["res.users"].search([("login", "=", self._login(login, company))])

    def _demo_relations(self, company):
        """The organisations of a library, in an order that does not change."""
        relations = self.env["bzk.relation"].with_context(**QUIET)
        return relations.search([("company_id", "=", company.id)], order="id")

    def _settle_relations(self, company):
        """Owners and classes, pupils and boards, as somebody would have filled them in."""
        rng = Random(f"{company.library_code}-relations")
        colleague = self._demo_user(company, COLLEAGUE)
        boards = {
            board: f"{schools.BOARDS[int(board[-1])]} {company.city or ''}".strip()
            for board in {str(item.board) for item in schools.schools(company.library_code)}
        }
        pupils = {
            item.code: education.pupils_of(item) for item in schools.schools(company.library_code)
        }
        for relation in self._demo_relations(company):
            values = {"class_code": rng.choice("abbcccc" if relation.kind == "school" else "aabbc")}
            if rng.random() < 0.3:
                values["user_id"] = colleague.id
            if relation.brin in pupils:
                values["pupil_count"] = pupils[relation.brin]
            if relation.kind == "board" and relation.board_number in boards:
                values["name"] = boards[relation.board_number]
            relation.write(values)
            for member in relation.member_ids:
                if rng.random() < WEIGHED:
                    member.influence = rng.choice(("high", "medium", "low"))
                    member.attitude = rng.choice(("for", "for", "neutral", "against"))

    def _create_visits(self, company):
        """Reports of what was discussed, oldest first, with what was agreed."""
        rng = Random(f"{company.library_code}-visits")
        today = fields.Date.context_today(self)
        vals_list = []
        for relation in self._demo_relations(company):
            people = relation.member_ids.filtered("current")
            for visit in visits.visits(relation.brin or relation.name, relation.kind, today):
                vals_list.append(self._report_values(rng, relation, people, visit, today))
        vals_list.sort(key=lambda vals: vals["date"])
        self.env["bzk.contact.report"].with_context(**QUIET).create(vals_list)

    def _report_values(self, rng, relation, people, visit, today):
        spoken = people[: rng.randint(1, 2)]
        agreements = []
        for what, day, who in visit.agreements:
            theirs = who == "they" and spoken
            agreements.append(
                {
                    "name": what,
                    "date_deadline": day,
                    "member_id": spoken[:1].id if theirs else False,
                    "user_id": False if theirs else relation.user_id.id,
                    "done": day < today - LATE or (day < today and rng.random() < KEPT),
                }
            )
        return {
            "relation_id": relation.id,
            "kind": visit.kind,
            "date": datetime.combine(visit.date, time(rng.randint(8, 15), 30)),
            "user_id": relation.user_id.id,
            "participant_ids": [(6, 0, spoken.ids)],
            "subject": visit.subject,
            "body": f"<p>{visit.text}</p>",
            "agreement_ids": [(0, 0, values) for values in agreements],
            "state": "draft" if visit.date > today - timedelta(days=3) else "done",
        }
