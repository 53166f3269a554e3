from datetime import date

from odoo.addons.bzk_base.tests.common import LibraryCase

TODAY = date(2026, 11, 22)


class DmuCase(LibraryCase):
    """A school of a board, with people in it, and the same elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            code: cls.env.ref(f"bzk_dmu.role_{code}")
            for code in ("decider", "adviser", "gatekeeper", "user", "buyer", "initiator")
        }
        cls.manager = cls.users["relations"]
        cls.board = cls._relation("Stichting Twijs", "school_board")
        cls.school = cls._relation("De Regenboog", "primary", parent_id=cls.board.id)
        cls.other_school = cls._relation("De Vlinder", "primary", company=cls.other_library)
        cls.anna = cls._person("Anna", "Vries", infix="de", email="anna@school.example")
        cls.piet = cls._person("Piet", "Jansen")
        cls.olga = cls._person("Olga", "Ander", company=cls.other_library)
        cls.director = cls._place(cls.school, cls.anna, "director")
        cls.other_director = cls._place(cls.other_school, cls.olga, "director")
        cls.env.flush_all()

    @classmethod
    def _relation(cls, name, group="primary", company=None, **values):
        return cls.env["bzk.relation"].create(
            {
                "name": name,
                "company_id": (company or cls.library).id,
                "group_id": cls.env.ref(f"bzk_dmu.group_{group}").id,
                "user_id": False if company else cls.manager.id,
                **values,
            }
        )

    @classmethod
    def _person(cls, firstname, lastname, company=None, **values):
        return cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "lastname": lastname,
                "company_id": (company or cls.library).id,
                "work_contact": True,
                **values,
            }
        )

    @classmethod
    def _place(cls, relation, partner, function=None, **values):
        return cls.env["bzk.dmu.member"].create(
            {
                "relation_id": relation.id,
                "partner_id": partner.id,
                "function_id": function and cls.env.ref(f"bzk_dmu.function_{function}").id,
                **values,
            }
        )

    def _gaps(self, relation=None):
        """What is missing at an organisation: kinds with the code of the role."""
        self.env.flush_all()
        self.env.invalidate_all()
        gaps = self.env["bzk.relation.gap"].search(
            [("relation_id", "=", (relation or self.school).id)]
        )
        return sorted((gap.kind, gap.role_id.code or "") for gap in gaps)
