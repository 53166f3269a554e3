from odoo.addons.bzk_base.tests.common import LibraryCase


class ListsCase(LibraryCase):
    """Two libraries with a school each, and a director there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.primary = cls.env.ref("bzk_dmu.group_primary")
        cls.municipality = cls.env.ref("bzk_dmu.group_municipality")
        cls.director = cls.env.ref("bzk_dmu.function_director")
        cls.manager = cls.users["relations"]
        cls.school = cls._relation("De Regenboog")
        cls.other_school = cls._relation("De Vlinder", company=cls.other_library)
        cls.anna = cls._person("Anna", "de", "Vries", gender="f")
        cls.other_anna = cls._person("Anna", "de", "Vries", company=cls.other_library)
        cls.place = cls._place(cls.school, cls.anna)
        cls.other_place = cls._place(cls.other_school, cls.other_anna)

    @classmethod
    def _relation(cls, name, group=None, company=None, **values):
        return cls.env["bzk.relation"].create(
            {
                "name": name,
                "company_id": (company or cls.library).id,
                "group_id": (group or cls.primary).id,
                "user_id": False,
                **values,
            }
        )

    @classmethod
    def _person(cls, firstname, infix, lastname, company=None, **values):
        return cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "infix": infix,
                "lastname": lastname,
                "email": f"{firstname}.{lastname}@school.example".lower(),
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
                "function_id": (function or cls.director).id,
                **values,
            }
        )
