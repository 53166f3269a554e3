import csv
import io

from odoo.addons.bzk_base.tests.common import LibraryCase

DUO_HEADER = [
    *("PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "VESTIGINGSCODE", "VESTIGINGSNAAM"),
    *("STRAATNAAM", "HUISNUMMER-TOEVOEGING", "POSTCODE", "PLAATSNAAM", "GEMEENTENAAM"),
    *("DENOMINATIE", "TELEFOONNUMMER", "INTERNETADRES"),
]
ARK = {
    "PROVINCIE": "Noord-Holland",
    "BEVOEGD GEZAG NUMMER": "40123",
    "INSTELLINGSCODE": "16DA",
    "VESTIGINGSCODE": "16DA00",
    "VESTIGINGSNAAM": "OBS De Ark",
    "STRAATNAAM": "Zijlweg",
    "HUISNUMMER-TOEVOEGING": "12-A",
    "POSTCODE": "2013 DG",
    "PLAATSNAAM": "HAARLEM",
    "GEMEENTENAAM": "HAARLEM",
    "DENOMINATIE": "Openbaar",
    "TELEFOONNUMMER": "0235311234",
    "INTERNETADRES": "www.obsdeark.nl",
}
KRING = {
    **ARK,
    "VESTIGINGSCODE": "17AB00",
    "VESTIGINGSNAAM": "Basisschool De Kring",
    "STRAATNAAM": "Kerkstraat",
    "HUISNUMMER-TOEVOEGING": "3",
    "POSTCODE": "2042 NH",
    "PLAATSNAAM": "ZANDVOORT",
    "GEMEENTENAAM": "ZANDVOORT",
    "TELEFOONNUMMER": " ",
    "INTERNETADRES": "www.dekring.nl",
}
FAR = {
    **KRING,
    "VESTIGINGSCODE": "32JK00",
    "VESTIGINGSNAAM": "BBS de Verwondering",
    "PLAATSNAAM": "ALTEVEER GEM NOORDENVELD",
    "GEMEENTENAAM": "NOORDENVELD",
    "INTERNETADRES": " ",
}


class RelationImportCase(LibraryCase):
    """A library with the profiles for the ministry's list and for colleagues' lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lists, cls.other_lists = cls.env["bzk.source"].create(
            [
                {"name": "Lists", "code": "lists", "company_id": cls.library.id},
                {"name": "Lists", "code": "lists", "company_id": cls.other_library.id},
            ]
        )
        cls.duo = cls.env.ref("bzk_dmu.profile_duo_primary").copy_to_source(cls.lists)
        cls.contacts = cls.env.ref("bzk_dmu.profile_contacts").copy_to_source(cls.lists)
        cls.organisations = cls.env.ref("bzk_dmu.profile_organisations").copy_to_source(cls.lists)
        cls.primary = cls.env.ref("bzk_dmu.group_primary")
        cls.director = cls.env.ref("bzk_dmu.function_director")

    def _bytes(self, rows, header, encoding="utf-8"):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
        return buffer.getvalue().encode(encoding)

    def _checked(self, profile, rows, header=None, **values):
        header = header or list(rows[0])
        run = self._new_run(self._bytes(rows, header), profile, "lijst.csv", **values)
        run.action_check()
        run._process()
        return run

    def _imported(self, profile, rows, header=None, **values):
        run = self._checked(profile, rows, header, **values)
        self.assertEqual(run.state, "checked", run.problem_text)
        run.confirmed = True
        run.action_import()
        run._process()
        self.assertEqual(run.state, "done", run.problem_text)
        return run

    def _schools(self, *rows, **values):
        return self._imported(self.duo, list(rows), DUO_HEADER, **values)

    def _relation(self, name):
        return (
            self.env["bzk.relation"]
            .with_context(active_test=False)
            .search([("name", "=", name), ("company_id", "=", self.library.id)])
        )

    def _organisation(self, **values):
        return self.env["bzk.relation"].create(
            {"group_id": self.primary.id, "company_id": self.library.id, **values}
        )

    def _person(self, relation, lastname, **values):
        place = {name: values.pop(name) for name in ("function_id",) if name in values}
        partner = self.env["res.partner"].create(
            {
                "lastname": lastname,
                "work_contact": True,
                "company_id": self.library.id,
                **values,
            }
        )
        return self.env["bzk.dmu.member"].create(
            {"relation_id": relation.id, "partner_id": partner.id, **place}
        )
