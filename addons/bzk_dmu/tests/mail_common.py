from pathlib import Path

from odoo.addons.bzk_base.tests.common import LibraryCase

MAILS = Path(__file__).parent / "mails"


class MailCase(LibraryCase):
    """A library with an address for the file, a school and a municipality with somebody each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "mail.bieb.example", "company_ids": [(6, 0, cls.library.ids)]}
        )
        cls.other_domain = cls.env["mail.alias.domain"].create(
            {"name": "mail.elders.example", "company_ids": [(6, 0, cls.other_library.ids)]}
        )
        cls.library._set_filing_name("dossier")
        cls.other_library._set_filing_name("dossier")
        cls.rita = cls.users["relations"]
        cls.rita.partner_id.write({"name": "Rita Relaties", "email": "rita@bieb.example"})
        cls.desk = cls.users["front_desk"]
        cls.desk.partner_id.email = "balie@bieb.example"
        cls.group = cls.env.ref("bzk_dmu.group_primary")
        cls.school, cls.town = cls.env["bzk.relation"].create(
            [
                {
                    "name": "De Regenboog",
                    "email": "info@deregenboog.example",
                    "website": "https://www.deregenboog.example",
                    "group_id": cls.group.id,
                    "company_id": cls.library.id,
                    "user_id": cls.rita.id,
                },
                {
                    "name": "Gemeente Haarlem",
                    "group_id": cls.env.ref("bzk_dmu.group_municipality").id,
                    "company_id": cls.library.id,
                    "user_id": cls.rita.id,
                },
            ]
        )
        cls.school.partner_id.web_domain = "deregenboog.example"
        cls.anna = cls._person("Anna", "de", "Vries", "anna@deregenboog.example", cls.school)
        cls.piet = cls._person("Piet", "", "Poort", "piet@gemeente.example", cls.town)

    @classmethod
    def _person(cls, firstname, infix, lastname, email, relation, **place):
        person = cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "infix": infix,
                "lastname": lastname,
                "email": email,
                "work_contact": True,
                "company_id": relation.company_id.id,
            }
        )
        cls.env["bzk.dmu.member"].create(
            {"partner_id": person.id, "relation_id": relation.id, **place}
        )
        return person

    def _mail(self, name):
        return (MAILS / f"{name}.eml").read_bytes()

    def _process(self, raw):
        """Let a mail come in by the gateway."""
        return self.env["mail.thread"].message_process(False, raw)

    def _filed(self, raw, company=None):
        """Let a mail come in and give what became of it at a library."""
        mails = self.env["bzk.filed.mail"]
        before = mails.search([])
        self._process(raw)
        return (mails.search([]) - before).filtered(
            lambda mail: mail.company_id == (company or self.library)
        )

    def _messages(self, record):
        return record.message_ids.filtered(lambda message: message.message_type == "email")
