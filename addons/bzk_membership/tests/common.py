from dateutil.relativedelta import relativedelta
from odoo import fields

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, HEADER, LibraryCase

MEMBER_HEADER = [
    *HEADER,
    "PASNUMMER",
    "ABONNEMENT",
    "CONTRIBUTIE",
    "INGANGSDATUM",
    "EINDDATUM",
    "REDEN",
    "BETALER",
    "LAATSTE_UITLENING",
    "UITLENINGEN_TOTAAL",
    "UITLENINGEN_2026_ROMAN",
    "UITLENINGEN_2026_STRIP",
]
ADULT_ROW = {
    **ANNA,
    "PASNUMMER": "00012345678901",
    "ABONNEMENT": "VOLW",
    "CONTRIBUTIE": "49,50",
    "INGANGSDATUM": "01-09-2015",
    "LAATSTE_UITLENING": "05-05-2020",
    "UITLENINGEN_TOTAAL": "120",
    "UITLENINGEN_2026_ROMAN": "7",
    "UITLENINGEN_2026_STRIP": "0",
}
YOUTH_ROW = {
    **BRAM,
    "PASNUMMER": "00012345678902",
    "ABONNEMENT": "Jeugd",
    "INGANGSDATUM": "10-10-2019",
    "BETALER": ADULT_ROW["LENERNUMMER"],
    "UITLENINGEN_2026_STRIP": "3",
}


class MemberCase(LibraryCase):
    """Two libraries with membership types, and a customer of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        types = cls.env["bzk.membership.type"]
        cls.adult, cls.youth, cls.digital_kb, cls.pupil, cls.other_adult = types.create(
            [
                cls._type("VOLW", "Volwassenen", cls.library, audience="adult", fee=49),
                cls._type("JEUGD", "Jeugd", cls.library, audience="youth"),
                cls._type(
                    "DIGIKB",
                    "Digitaal via KB",
                    cls.library,
                    audience="digital_kb",
                    counts_loans=False,
                ),
                cls._type("LEERLING", "Leerlingen", cls.library, audience="pupil"),
                cls._type("VOLW", "Volwassenen", cls.other_library, audience="adult", fee=50),
            ]
        )
        cls.anna, cls.bram, cls.other_person = cls.env["res.partner"].create(
            [
                {
                    "firstname": "Anna",
                    "infix": "van der",
                    "lastname": "Berg",
                    "birthdate": "1980-02-03",
                    "street": "Grote Markt 2-A",
                    "zip": "2011 AB",
                    "email": "anna@example.org",
                    "phone": "06 12345678",
                    "company_id": cls.library.id,
                },
                {"firstname": "Bram", "lastname": "Jansen", "company_id": cls.library.id},
                {"firstname": "Olga", "lastname": "Ander", "company_id": cls.other_library.id},
            ]
        )
        cls.genre = cls.env.ref("bzk_membership.genre_roman")
        cls.comic = cls.env.ref("bzk_membership.genre_strip")

    @staticmethod
    def _type(code, name, company, **values):
        return {"code": code, "name": name, "company_id": company.id, **values}

    @classmethod
    def _member(cls, partner=None, type_=None, **values):
        """Create a membership, by default of Anna as an adult for ten years."""
        return cls.env["bzk.membership"].create(
            {
                "partner_id": (partner or cls.anna).id,
                "type_id": (type_ or cls.adult).id,
                "date_start": cls._ago(years=10),
                **values,
            }
        )

    @classmethod
    def _ago(cls, **period):
        """The day that lies a period before today."""
        return cls.today - relativedelta(**period)

    def _csv(self, rows, header=None):
        return super()._csv(rows, header or MEMBER_HEADER)

    def _membership(self, key):
        """The membership that an import made for a key."""
        return self.env["bzk.membership"].search([("external_id_id.key", "=", key)])
