from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user

from odoo.addons.bzk_base.tests.common import LibraryCase


class LanguageCase(LibraryCase):
    """Two libraries with a language point each, and somebody who works there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env["bzk.language.pair"])
        cls.arabic = cls.env.ref("bzk_taalplein.language_ara")
        cls.turkish = cls.env.ref("bzk_taalplein.language_tur")
        cls.monday = cls.env.ref("bzk_taalplein.moment_1_1")
        cls.friday = cls.env.ref("bzk_taalplein.moment_5_3")
        cls.reading = cls.env.ref("bzk_taalplein.goal_reading")
        cls.user, cls.other_user = (
            cls._new_language_user(company) for company in (cls.library, cls.other_library)
        )
        cls.learner = cls._learner("Amina", "Haddad", registered_on=cls._ago(100))
        cls.volunteer = cls._volunteer("Joke", "Smit", registered_on=cls._ago(200))
        cls.other_learner = cls._learner("Olga", "Ander", library=cls.other_library)
        cls.other_volunteer = cls._volunteer("Otto", "Ander", library=cls.other_library)

    @classmethod
    def _new_language_user(cls, company):
        return new_test_user(
            cls.env,
            login=f"taalplein-{company.id}",
            groups="bzk_taalplein.group_taalplein",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @contextmanager
    def _refused(self, words):
        """Expect a message with these words, with nothing left behind."""
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            yield

    @classmethod
    def _ago(cls, days):
        return cls.today - timedelta(days=days)

    @classmethod
    def _person(cls, firstname, lastname, library=None, **values):
        library = library or cls.library
        return cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "lastname": lastname,
                "company_id": library.id,
                "branch_id": (cls.branch if library == cls.library else cls.other_branch).id,
                **values,
            }
        )

    @classmethod
    def _learner(cls, firstname="Lea", lastname="Lerend", library=None, person=None, **values):
        person = person or cls._person(firstname, lastname, library, gender="f")
        return cls.env["bzk.language.learner"].create(
            {
                "partner_id": person.id,
                "level": "a0",
                "language_ids": [(6, 0, cls.arabic.ids)],
                "moment_ids": [(6, 0, cls.monday.ids)],
                **values,
            }
        )

    @classmethod
    def _volunteer(cls, firstname="Vera", lastname="Helpt", library=None, person=None, **values):
        person = person or cls._person(firstname, lastname, library, gender="f")
        return cls.env["bzk.language.volunteer"].create(
            {
                "partner_id": person.id,
                "language_ids": [(6, 0, cls.arabic.ids)],
                "moment_ids": [(6, 0, cls.monday.ids)],
                "vog_date": cls._ago(30),
                **values,
            }
        )

    @classmethod
    def _pair(cls, learner=None, volunteer=None, **values):
        return cls.env["bzk.language.pair"].create(
            {
                "learner_id": (learner or cls.learner).id,
                "volunteer_id": (volunteer or cls.volunteer).id,
                **values,
            }
        )

    @classmethod
    def _meet(cls, pair, days=0, **values):
        return cls.env["bzk.language.meeting"].create(
            {"pair_id": pair.id, "date": cls._ago(days), **values}
        )
