from odoo.tests import tagged

from .import_common import RelationImportCase

HEADER = [
    *("Organisatie", "Plaats", "Aanhef", "Voornaam", "Tussenvoegsel", "Achternaam", "Functie"),
    *("Rol", "E-mail", "Telefoon", "Opmerking"),
]
ANNA = {
    "Organisatie": "De Ark",
    "Plaats": "Haarlem",
    "Aanhef": "mevrouw",
    "Voornaam": "Anna",
    "Tussenvoegsel": "de",
    "Achternaam": "Vries",
    "Functie": "schoolleider",
    "Rol": "decider, user",
    "E-mail": "a.devries@obsdeark.nl",
    "Telefoon": "612345678",
    "Opmerking": "Werkt niet op woensdag",
}
BRAM = {
    **ANNA,
    "Aanhef": "de heer",
    "Voornaam": "Bram",
    "Tussenvoegsel": "",
    "Achternaam": "Bos",
    "Functie": "IB-er",
    "Rol": "",
    "E-mail": "b.bos@obsdeark.nl",
    "Opmerking": "",
}


@tagged("post_install", "-at_install")
class TestImportContact(RelationImportCase):
    """Lists of people at organisations as colleagues keep them."""

    def _contacts(self, *rows, header=HEADER, **values):
        return self._imported(self.contacts, list(rows), header, **values)

    def _places(self, relation):
        return self.env["bzk.dmu.member"].search([("relation_id", "=", relation.id)])

    def test_people_at_a_new_organisation(self):
        run = self._contacts(ANNA, BRAM)
        self.assertEqual((run.new_count, run.refused_count, run.remark_count), (2, 0, 0))
        ark = self._relation("De Ark")
        self.assertEqual((len(ark), ark.state), (1, "prospect"))
        anna, bram = self._places(ark).sorted("id")
        self.assertEqual(anna.partner_id.name, "Anna de Vries")
        self.assertTrue(anna.partner_id.work_contact)
        self.assertEqual(anna.partner_id.company_id, self.library)
        self.assertEqual((anna.partner_id.infix, anna.partner_id.gender), ("de", "f"))
        self.assertEqual(anna.function_id, self.director)
        self.assertEqual(set(anna.role_ids.mapped("code")), {"decider", "user"})
        self.assertEqual(anna.work_email, "a.devries@obsdeark.nl")
        self.assertEqual(anna.work_phone, "06 12345678")
        self.assertEqual(anna.note, "Werkt niet op woensdag")
        self.assertEqual(bram.function_id, self.env.ref("bzk_dmu.function_ib"))
        # Without a role in the list, those that go with the function.
        self.assertEqual(bram.role_ids, bram.function_id.role_ids)
        self.assertEqual(run.news_ids.mapped("kind"), ["new"])

    def test_known_organisation_and_people(self):
        ark = self._organisation(name="OBS De Ark", city="Haarlem")
        anna = self._person(ark, "Vries", infix="de", firstname="Anna")
        run = self._checked(self.contacts, [ANNA, BRAM], HEADER)
        self.assertEqual((run.new_count, run.linked_count), (1, 1))
        self.assertEqual(run.preview["rows"][0]["values"]["relation_id"], ark.id)
        self.assertIn("OBS De Ark", run.preview_html)
        run.action_import()
        run._process()
        self.assertEqual(len(self._places(ark)), 2)
        self.assertEqual(anna.partner_id.email, "a.devries@obsdeark.nl")
        self.assertEqual(anna.function_id, self.director)
        self.assertFalse(run.news_ids)

    def test_person_of_another_organisation_has_two_places(self):
        ark = self._organisation(name="OBS De Ark", city="Haarlem")
        kring = self._organisation(name="De Kring", city="Haarlem")
        anna = self._person(
            kring, "Vries", infix="de", initials="A.", email="a.devries@obsdeark.nl"
        )
        self._contacts(ANNA)
        self.assertEqual(self._places(ark).partner_id, anna.partner_id)
        self.assertEqual(anna.relation_id, kring)

    def test_never_a_private_customer(self):
        private = self.env["res.partner"].create(
            {
                "firstname": "Anna",
                "infix": "de",
                "lastname": "Vries",
                "email": ANNA["E-mail"],
                "company_id": self.library.id,
            }
        )
        run = self._contacts(ANNA)
        self.assertEqual(run.linked_count, 0)
        found = self._places(self._relation("De Ark")).partner_id
        self.assertTrue(found)
        self.assertNotEqual(found, private)
        self.assertFalse(private.work_contact)

    def test_people_of_another_library_are_not_seen(self):
        theirs = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "lastname": "Vries",
                    "infix": "de",
                    "firstname": "Anna",
                    "email": ANNA["E-mail"],
                    "work_contact": True,
                    "company_id": self.other_library.id,
                }
            )
        )
        self._contacts(ANNA)
        self.assertNotEqual(self._places(self._relation("De Ark")).partner_id, theirs)

    def test_same_list_again_and_staff_corrections(self):
        self._contacts(ANNA, BRAM)
        anna = self._places(self._relation("De Ark")).sorted("id")[0]
        anna.partner_id.phone = "06 99999999"
        anna.role_ids = self.env.ref("bzk_dmu.role_buyer")
        run = self._contacts(ANNA, BRAM)
        self.assertEqual((run.unchanged_count, run.new_count), (2, 0))
        run = self._contacts({**ANNA, "E-mail": "anna@obsdeark.nl", "Telefoon": ""}, BRAM)
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(anna.partner_id.email, "anna@obsdeark.nl")
        # A blank says nothing, and what staff wrote stays.
        self.assertEqual(anna.partner_id.phone, "06 99999999")
        self.assertEqual(anna.role_ids.code, "buyer")

    def test_several_that_fit(self):
        for coc in ("12345678", "87654321"):
            self._organisation(name="OBS De Ark", city="Haarlem", coc_number=coc)
        run = self._contacts(ANNA, BRAM)
        self.assertEqual(run.rejection_ids.mapped("code"), ["several_organisations"] * 2)
        self.assertFalse(self._relation("De Ark"))
        # The one that is written the same is meant.
        own = self._organisation(name="De Ark", city="Haarlem")
        self._contacts(ANNA)
        self.assertEqual(len(self._places(own)), 1)

    def test_groups_as_people_call_them(self):
        header = [*HEADER, "Soort relatie"]
        rows = [
            {**ANNA, "Soort relatie": "Primair onderwijs"},
            {**BRAM, "Organisatie": "Gemeente Zandvoort", "Soort relatie": "Gemeenten"},
            {**BRAM, "Organisatie": "De Zee", "Soort relatie": "Zeerovers"},
        ]
        run = self._contacts(*rows, header=header)
        self.assertEqual(self._relation("De Ark").group_id, self.primary)
        self.assertEqual(self._relation("Gemeente Zandvoort").kind, "municipality")
        self.assertEqual(run.rejection_ids.code, "unknown_group")

    def test_columns_per_function(self):
        header = ["School", "Plaats", "Directeur", "E-mail directeur", "IB'er", "Tel. IB'er"]
        row = {
            "School": "De Ark",
            "Plaats": "Haarlem",
            "Directeur": "Mevr. A. de Vries",
            "E-mail directeur": "a.devries@obsdeark.nl",
            "IB'er": "Bram Bos / Cor van Dam",
            "Tel. IB'er": "",
        }
        run = self._contacts(row, {**row, "School": "De Kring", "IB'er": ""}, header=header)
        self.assertEqual((run.new_count, run.refused_count), (4, 0))
        places = self._places(self._relation("De Ark"))
        self.assertEqual(
            {(place.partner_id.name, place.function_id.code) for place in places},
            {("A. de Vries", "director"), ("Bram Bos", "ib"), ("Cor van Dam", "ib")},
        )
        self.assertEqual(places.partner_id.filtered("gender").mapped("gender"), ["f"])

    def test_unknown_function_is_kept_as_text_and_told(self):
        run = self._contacts({**ANNA, "Functie": "Opperhoofd", "Rol": "tovenaar"})
        self.assertEqual(
            set(run.rejection_ids.mapped("code")), {"unknown_function", "unknown_role"}
        )
        place = self._places(self._relation("De Ark"))
        self.assertEqual((place.function_text, place.function_id.id), ("Opperhoofd", False))
        rejection = run.rejection_ids.filtered(lambda one: one.code == "unknown_function")
        rejection.corrected = "directeur"
        self.env["bzk.import.run"].browse(rejection.action_replay()["res_id"]).run_to_end()
        self.assertEqual(place.function_id, self.director)
        self.assertEqual(len(self._places(self._relation("De Ark"))), 1)

    def test_rows_that_are_no_people(self):
        run = self._contacts(
            {"Organisatie": "Bijgewerkt door Ria in maart"},
            {**ANNA, "Organisatie": ""},
            {"Organisatie": "De Ark", "Functie": "directeur"},
            {
                **ANNA,
                "Voornaam": "",
                "Tussenvoegsel": "",
                "Achternaam": "",
                "E-mail": "info@x.nl",
                "Functie": "",
                "Rol": "",
            },
        )
        self.assertEqual(
            set(run.rejection_ids.mapped("code")), {"only_name", "no_organisation", "no_person"}
        )
        ark = self._relation("De Ark")
        self.assertEqual(ark.email, "info@x.nl")
        self.assertFalse(self._places(ark))
        self.assertIn("woensdag", ark.comment)

    def test_organisation_above_is_proposed(self):
        run = self._contacts(ANNA, {**BRAM, "Organisatie": ""})
        self.assertEqual(run.rejection_ids.corrected, "De Ark")
        replay = self.env["bzk.import.run"].browse(run.rejection_ids.action_replay()["res_id"])
        replay.run_to_end()
        self.assertEqual(len(self._places(self._relation("De Ark"))), 2)

    def test_no_column_with_the_organisation(self):
        run = self._checked(self.contacts, [ANNA], HEADER[2:])
        self.assertEqual(run.state, "failed")
        self.assertIn("Achternaam", run.problem_text)

    def test_last_contact_and_owner(self):
        owner = self.users["relations"]
        header = [*HEADER, "Laatste contact", "Relatiebeheerder"]
        rows = [
            {**ANNA, "Laatste contact": "03-02-2026", "Relatiebeheerder": owner.name},
            {**BRAM, "Laatste contact": "01-02-2025", "Relatiebeheerder": "Niemand"},
        ]
        run = self._contacts(*rows, header=header)
        ark = self._relation("De Ark")
        self.assertEqual(str(ark.last_contact_date), "2026-02-03")
        self.assertEqual(ark.user_id, owner)
        self.assertEqual(run.rejection_ids.code, "unknown_owner")

    def test_one_in_two_rows_with_two_functions(self):
        run = self._contacts(ANNA, {**ANNA, "Functie": "leerkracht"})
        self.assertEqual((run.new_count, run.refused_count), (2, 0))
        places = self._places(self._relation("De Ark"))
        self.assertEqual(len(places), 2)
        self.assertEqual(len(places.partner_id), 1)

    def test_organisation_that_went_up_in_another(self):
        ark = self._organisation(name="OBS De Ark", city="Haarlem")
        kring = self._organisation(name="De Kring", city="Haarlem")
        self.env["bzk.relation.merge"]._merge(kring, ark)
        self._contacts(ANNA)
        self.assertTrue(self._places(kring))
        self.assertFalse(self._places(ark))

    def test_group_tells_organisations_apart(self):
        """A school for older pupils is not the primary school with its name in the same town."""
        baken = self._organisation(name="Het Baken", city="Haarlem")
        header = [*HEADER, "Soort relatie"]
        self._contacts(
            {**ANNA, "Organisatie": "Vmbo Het Baken", "Soort relatie": "Voortgezet onderwijs"},
            {**BRAM, "Organisatie": "Het Baken", "Soort relatie": "VO"},
            header=header,
        )
        self.assertFalse(self._places(baken))
        other = self._relation("Vmbo Het Baken")
        self.assertEqual(len(self._places(other)), 2)
        self.assertEqual(other.group_id, self.env.ref("bzk_dmu.group_secondary"))
        cor = {**ANNA, "Voornaam": "Cor", "Tussenvoegsel": "", "Achternaam": "Kok", "E-mail": ""}
        self._contacts({**cor, "Organisatie": "Het Baken", "Soort relatie": "PO"}, header=header)
        self.assertEqual(self._places(baken).partner_id.name, "Cor Kok")

    def test_a_text_in_the_column_of_the_name(self):
        run = self._contacts({**ANNA, "Organisatie": "De Ark " * 1000}, BRAM)
        self.assertEqual((run.new_count, run.rejection_ids.mapped("code")), (1, ["too_long"]))

    def test_contact_that_is_yet_to_come(self):
        """A year that was mistyped would keep an organisation off the overdue list for years."""
        header = [*HEADER, "Laatste contact"]
        run = self._contacts({**ANNA, "Laatste contact": "01-10-2062"}, header=header)
        self.assertEqual(run.rejection_ids.mapped("code"), ["date_in_future"])
        self.assertFalse(self._relation("De Ark").last_contact_date)

    def test_what_staff_corrected_stays(self):
        self._contacts(ANNA)
        person = self._places(self._relation("De Ark")).partner_id
        person.write({"email": "anna@goed.example", "phone": "06 87654321"})
        changed = {**ANNA, "E-mail": "ander@obsdeark.nl", "Telefoon": "0611111111"}
        self._contacts(changed)
        self.assertEqual((person.email, person.phone), ("anna@goed.example", "06 87654321"))

    def test_what_the_list_changes_is_followed(self):
        self._contacts(ANNA)
        person = self._places(self._relation("De Ark")).partner_id
        self._contacts({**ANNA, "E-mail": "ander@obsdeark.nl", "Telefoon": "0611111111"})
        self.assertEqual((person.email, person.phone), ("ander@obsdeark.nl", "06 11111111"))

    def test_whoever_was_erased_stays_so(self):
        if "bzk.erasure" not in self.env:
            self.skipTest("Erasing is not installed")
        self._contacts(ANNA, BRAM)
        ark = self._relation("De Ark")
        anna = self._places(ark).sorted("id")[0]
        keys = self.env["bzk.personal.data"]._keys_of(anna.partner_id)
        self.assertEqual(len(keys[self.lists.id]), 1)
        anna.date_to = "2020-01-01"
        erasure = self.env["bzk.erasure"].create(
            {"partner_id": anna.partner_id.id, "company_id": self.library.id}
        )
        self.env["bzk.erased.key"]._remember(erasure, anna.partner_id)
        run = self._contacts({**ANNA, "Telefoon": "0235311111"}, BRAM)
        self.assertEqual(run.rejection_ids.mapped("code"), ["erased"])
        self.assertFalse(run.rejection_ids.cells)
