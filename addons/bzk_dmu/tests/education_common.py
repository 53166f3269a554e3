from odoo import Command

from odoo.addons.bzk_base.tests.common import LibraryCase

THIS, NEXT, LAST = "2026-2027", "2027-2028", "2025-2026"
TODAY = "2026-11-22"


class EducationCase(LibraryCase):
    """Two schools under a board with two programmes, and a school of another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school_group = cls.env.ref("bzk_dmu.group_primary")
        cls.board = cls._relation("Stichting Scholen", group="bzk_dmu.group_school_board")
        cls.school = cls._relation(
            "De Regenboog", parent_id=cls.board.id, pupil_count=210, municipality="Haarlem"
        )
        cls.second_school = cls._relation(
            "De Wegwijzer", parent_id=cls.board.id, pupil_count=90, municipality="Bloemendaal"
        )
        cls.other_school = cls._relation("Elders", company=cls.other_library, pupil_count=50)
        cls.subscription = cls._programme(
            "Bibliotheek op school", unit="pupil", prices={LAST: 10, THIS: 11, NEXT: 12}
        )
        cls.single = cls._programme(
            "Schrijversbezoek", kind="single", unit="class", prices={LAST: 150}
        )
        cls.other_programme = cls._programme(
            "Elders lezen", company=cls.other_library, prices={THIS: 5}
        )

    @classmethod
    def _relation(cls, name, group="bzk_dmu.group_primary", company=None, **values):
        return cls.env["bzk.relation"].create(
            {
                "name": name,
                "group_id": cls.env.ref(group).id,
                "company_id": (company or cls.library).id,
                "user_id": False,
                **values,
            }
        )

    @classmethod
    def _programme(cls, name, company=None, prices=None, **values):
        return cls.env["bzk.education.programme"].create(
            {
                "name": name,
                "company_id": (company or cls.library).id,
                "price_ids": [
                    Command.create({"school_year": year, "price": price})
                    for year, price in (prices or {}).items()
                ],
                **values,
            }
        )

    @classmethod
    def _order(cls, school=None, programme=None, year=THIS, state="ordered", **values):
        return cls.env["bzk.education.order"].create(
            {
                "relation_id": (school or cls.school).id,
                "programme_id": (programme or cls.subscription).id,
                "school_year": year,
                "state": state,
                **values,
            }
        )

    @classmethod
    def _member(cls, relation, name, **values):
        person = cls.env["res.partner"].create(
            {"lastname": name, "company_id": relation.company_id.id, "work_contact": True}
        )
        return cls.env["bzk.dmu.member"].create(
            {"relation_id": relation.id, "partner_id": person.id, **values}
        )

    def _as(self, role, record):
        return record.with_user(self.users[role])
