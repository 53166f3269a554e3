from odoo.tests import new_test_user

from odoo.addons.bzk_base.tests.common import LibraryCase


class WorkflowCase(LibraryCase):
    """A school in each of two libraries, with a director, and colleagues who keep relations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.users["relations"]
        cls.colleague = cls._new_keeper("relations-second", cls.library)
        cls.other_keeper = cls._new_keeper("relations-elsewhere", cls.other_library)
        cls.school, cls.other_school = (
            cls._new_relation(name, user)
            for name, user in (
                ("De Regenboog", cls.keeper),
                ("De Vuurvlinder", cls.other_keeper),
            )
        )
        cls.director = cls._new_member(cls.school, "Anna", "Berg", email="anna@regenboog.example")
        cls.other_director = cls._new_member(cls.other_school, "Bram", "Smit")

    @classmethod
    def _new_keeper(cls, login, company):
        return new_test_user(
            cls.env,
            login=login,
            groups="bzk_base.group_relations",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @classmethod
    def _new_relation(cls, name, user, **values):
        return cls.env["bzk.relation"].create(
            {
                "name": name,
                "company_id": user.company_id.id,
                "group_id": cls.env.ref("bzk_dmu.group_primary").id,
                "user_id": user.id,
                **values,
            }
        )

    @classmethod
    def _new_member(cls, relation, firstname, lastname, **values):
        person = cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "lastname": lastname,
                "work_contact": True,
                "company_id": relation.company_id.id,
                **values,
            }
        )
        return cls.env["bzk.dmu.member"].create(
            {
                "relation_id": relation.id,
                "partner_id": person.id,
                "function_id": cls.env.ref("bzk_dmu.function_director").id,
            }
        )

    def _report(self, user=None, **values):
        """A draft of a report on the school, as a colleague writes it."""
        return (
            self.env["bzk.contact.report"]
            .with_user(user or self.keeper)
            .create(
                {
                    "relation_id": self.school.id,
                    "subject": "Leesplan",
                    "date": "2026-03-02 10:00:00",
                    "participant_ids": [(6, 0, self.director.ids)],
                    **values,
                }
            )
        )

    def _done(self, user=None, **values):
        report = self._report(user, **values)
        report.action_done()
        return report
