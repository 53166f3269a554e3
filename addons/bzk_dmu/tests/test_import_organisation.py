from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_common import ARK, DUO_HEADER, FAR, KRING, RelationImportCase


@tagged("post_install", "-at_install")
class TestImportOrganisation(RelationImportCase):
    """The ministry's list of schools, its later editions, and what staff decide about them."""

    def test_first_edition(self):
        run = self._schools(ARK, KRING)
        self.assertEqual((run.new_count, run.refused_count, run.remark_count), (2, 0, 0))
        ark = self._relation("OBS De Ark")
        self.assertEqual(ark.group_id, self.primary)
        self.assertEqual(ark.state, "prospect")
        self.assertEqual(ark.street, "Zijlweg 12A")
        self.assertEqual((ark.zip, ark.city, ark.municipality), ("2013 DG", "Haarlem", "Haarlem"))
        self.assertEqual((ark.brin, ark.denomination), ("16DA00", "Openbaar"))
        self.assertEqual(ark.phone, "023 531 1234")
        self.assertEqual(ark.website, "https://www.obsdeark.nl")
        self.assertEqual(ark.web_domain, "obsdeark.nl")
        self.assertTrue(ark.partner_id.is_company)
        self.assertEqual(ark.partner_id.company_id, self.library)
        kring = self._relation("Basisschool De Kring")
        self.assertFalse(kring.phone)
        self.assertEqual(ark.parent_id, kring.parent_id)
        self.assertEqual(ark.parent_id.partner_id.board_number, "40123")
        self.assertEqual(ark.parent_id.group_id.kind, "board")
        self.assertFalse(ark.user_id)
        self.assertEqual(run.news_ids.mapped("kind"), ["new", "new"])

    def test_same_file_again_writes_nothing(self):
        self._schools(ARK, KRING)
        ark = self._relation("OBS De Ark").partner_id
        before = ark.write_date
        run = self._schools(ARK, KRING)
        self.assertEqual((run.unchanged_count, run.new_count, run.changed_count), (2, 0, 0))
        self.assertEqual(ark.write_date, before)
        self.assertFalse(run.news_ids)

    def test_only_chosen_municipalities(self):
        self.duo.municipalities = "haarlem, Zandvoort"
        run = self._schools(ARK, KRING, FAR)
        self.assertEqual((run.row_count, run.new_count, run.left_out_count), (3, 2, 1))
        self.assertEqual(run.refused_count, 0)
        self.assertFalse(self._relation("BBS de Verwondering"))
        # What was taken in before is kept up, wherever it is.
        self.duo.municipalities = "Zandvoort"
        run = self._schools({**ARK, "TELEFOONNUMMER": "0235319999"}, KRING, FAR)
        self.assertEqual((run.changed_count, run.left_out_count, run.missing_count), (1, 1, 0))
        self.assertEqual(self._relation("OBS De Ark").phone, "023 531 9999")

    def test_places_in_capitals(self):
        self._schools(FAR, {**ARK, "PLAATSNAAM": "'S-GRAVENHAGE"})
        self.assertEqual(self._relation("BBS de Verwondering").city, "Alteveer gem Noordenveld")
        self.assertEqual(self._relation("OBS De Ark").city, "'s-Gravenhage")

    def test_linked_to_what_is_known(self):
        known = self._organisation(name="De Ark", city="Haarlem", phone="023 1112222")
        run = self._schools(ARK, KRING)
        self.assertEqual((run.linked_count, run.new_count), (1, 1))
        self.assertEqual(known.brin, "16DA00")
        self.assertEqual(known.name, "De Ark")
        self.assertEqual(known.phone, "023 1112222")
        self.assertEqual(known.state, "active")
        self.assertEqual(known.parent_id.partner_id.board_number, "40123")

    def test_two_that_fit_are_not_linked(self):
        self._organisation(name="De Ark", city="Haarlem", coc_number="12345678")
        self._organisation(name="De Ark", city="Haarlem", coc_number="87654321")
        run = self._schools(ARK)
        self.assertEqual((run.linked_count, run.new_count), (0, 1))
        self.env["bzk.relation.pair"]._propose(self.library)
        pairs = self.env["bzk.relation.pair"].search([("company_id", "=", self.library.id)])
        self.assertEqual(len(pairs.filtered(lambda p: p.outcome == "certain")), 2)

    def test_correction_by_staff_stays_until_the_source_changes(self):
        self._schools(ARK)
        ark = self._relation("OBS De Ark")
        ark.write({"phone": "06 12345678", "website": "https://ark.example"})
        run = self._schools({**ARK, "VESTIGINGSNAAM": "IKC De Ark"})
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(ark.name, "IKC De Ark")
        self.assertEqual(ark.phone, "06 12345678")
        self.assertEqual(run.news_ids.details, [["name", "OBS De Ark", "IKC De Ark"]])
        self._schools({**ARK, "VESTIGINGSNAAM": "IKC De Ark", "TELEFOONNUMMER": "0235550000"})
        self.assertEqual(ark.phone, "023 555 0000")

    def test_board_chosen_by_staff_stays(self):
        self._schools(ARK)
        ark = self._relation("OBS De Ark")
        own = self._organisation(
            name="Stichting Eigen", group_id=self.duo.env.ref("bzk_dmu.group_school_board").id
        )
        ark.parent_id = own
        self._schools({**ARK, "BEVOEGD GEZAG NUMMER": "40999"})
        self.assertEqual(ark.parent_id, own)

    def test_moved_to_another_board(self):
        self._schools(ARK)
        self._schools({**ARK, "BEVOEGD GEZAG NUMMER": "40999"})
        self.assertEqual(self._relation("OBS De Ark").parent_id.partner_id.board_number, "40999")

    def test_bad_values_are_set_aside(self):
        run = self._schools({**ARK, "VESTIGINGSCODE": "XX", "INTERNETADRES": "volgt nog"})
        self.assertEqual(run.remark_count, 2)
        self.assertEqual(set(run.rejection_ids.mapped("code")), {"bad_brin", "bad_website"})
        self.assertFalse(self._relation("OBS De Ark").brin)

    def test_gone_and_gone_up_in_another(self):
        both = {**KRING, "BEVOEGD GEZAG NUMMER": "40999", "INTERNETADRES": "www.both.nl"}
        self._schools(ARK, KRING, FAR)
        run = self._schools(
            {
                **both,
                "STRAATNAAM": "Zijlweg",
                "HUISNUMMER-TOEVOEGING": "12-A",
                "POSTCODE": "2013 DG",
            },
            FAR,
        )
        self.assertEqual(run.missing_count, 1)
        news = run.news_ids.filtered(lambda n: n.kind == "missing")
        self.assertEqual(news.relation_id, self._relation("OBS De Ark"))
        self.assertEqual(news.successor_id, self._relation("Basisschool De Kring"))
        self.assertIn("address_same", news.reasons)
        self.assertEqual(news.state, "open")
        # Nothing happens by itself.
        self.assertEqual(news.relation_id.state, "prospect")
        # The same question is not asked with each edition.
        run = self._schools(both, FAR)
        self.assertFalse(run.news_ids.filtered(lambda n: n.kind == "missing"))

    def _missing(self):
        self._schools(ARK, KRING, FAR)
        return self._schools(KRING, FAR).news_ids.filtered(lambda n: n.kind == "missing")

    def test_closed_and_taken_back(self):
        news = self._missing()
        member = self._person(news.relation_id, "Bos")
        news.with_user(self.users["relations"]).action_end()
        self.assertEqual((news.state, news.relation_id.state), ("ended", "ended"))
        self.assertEqual(news.decided_by_id, self.users["relations"])
        self.assertTrue(member.exists())
        news.with_user(self.users["relations"]).action_reopen()
        self.assertEqual((news.state, news.relation_id.state), ("open", "prospect"))

    def test_a_closed_school_that_is_listed_again_is_asked_about(self):
        news = self._missing()
        news.action_end()
        run = self._schools(ARK, KRING, FAR)
        back = run.news_ids.filtered(lambda n: n.kind == "returned")
        self.assertEqual(back.relation_id, news.relation_id)
        self.assertEqual(back.relation_id.state, "ended")
        back.with_user(self.users["relations"]).action_revive()
        self.assertEqual(back.relation_id.state, "prospect")
        self.assertEqual((back.state, news.state), ("back", "back"))

    def test_missing_once_and_back(self):
        news = self._missing()
        self._schools(ARK, KRING, FAR)
        self.assertEqual(news.state, "back")
        self.assertEqual(news.relation_id.state, "prospect")

    def test_merged_and_undone(self):
        news = self._missing()
        ark, kring = news.relation_id, self._relation("Basisschool De Kring")
        place = self._person(ark, "Bos", function_id=self.director.id)
        news.with_user(self.users["relations"]).successor_id = kring
        news.with_user(self.users["relations"]).action_merge()
        self.assertEqual(place.relation_id, kring)
        self.assertEqual((ark.state, ark.merged_into_id), ("ended", kring))
        news.with_user(self.users["relations"]).action_reopen()
        self.assertEqual(place.relation_id, ark)
        self.assertEqual((ark.state, ark.merged_into_id.id), ("prospect", False))

    def test_kept(self):
        news = self._missing()
        news.action_keep()
        self.assertEqual((news.state, news.relation_id.state), ("kept", "prospect"))
        self.assertFalse(self._schools(KRING, FAR).news_ids)

    def test_decisions_are_made_with_buttons(self):
        news = self._missing().with_user(self.users["relations"])
        with self.assertRaises(AccessError):
            news.state = "ended"
        news.action_end()
        with self.assertRaisesRegex(Exception, "decided already"):
            news.action_keep()

    def test_list_without_numbers(self):
        rows = [
            {"Organisatie": "Gemeente Haarlem", "Plaats": "Haarlem", "KvK": "1234567"},
            {"Organisatie": "Kinderopvang De Ark", "Plaats": "Haarlem", "KvK": ""},
            {"Organisatie": "", "Plaats": "Haarlem", "KvK": ""},
        ]
        run = self._imported(self.organisations, rows)
        self.assertEqual((run.new_count, run.refused_count), (2, 1))
        gemeente = self._relation("Gemeente Haarlem")
        self.assertEqual(gemeente.kind, "municipality")
        self.assertEqual(gemeente.coc_number, "01234567")
        self.assertEqual(self._relation("Kinderopvang De Ark").kind, "childcare")
        self.assertEqual(self._imported(self.organisations, rows).unchanged_count, 2)

    def test_shared_organisation_is_linked(self):
        shared = self.env["res.partner"].create(
            {"name": "OBS De Ark", "is_company": True, "company_id": False, "city": "Haarlem"}
        )
        theirs = (
            self.env["bzk.relation"]
            .sudo()
            .create(
                {
                    "partner_id": shared.id,
                    "company_id": self.other_library.id,
                    "group_id": self.primary.id,
                }
            )
        )
        run = self._schools(ARK)
        self.assertEqual(run.linked_count, 1)
        mine = self.env["bzk.relation"].search(
            [("partner_id", "=", shared.id), ("company_id", "=", self.library.id)]
        )
        self.assertEqual(len(mine), 1)
        self.assertFalse(theirs.parent_id)

    def test_number_of_another_is_not_taken_over(self):
        other = self._organisation(name="De Toren", city="Hoorn", brin="17AB00")
        self._schools(ARK)
        run = self._schools(ARK, KRING)
        # A BRIN is of one school: it is the one that has it.
        self.assertEqual(run.linked_count, 1)
        self.assertEqual(other.phone, False)
        self.assertEqual(other.zip, "2042 NH")

    def test_queries_do_not_grow_with_the_list(self):
        def count(rows):
            run = self._checked(self.duo, rows, DUO_HEADER, partial=True)
            run.action_import()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            run._process()
            self.assertEqual(run.state, "done")
            return self.env.cr.sql_log_count - before

        def rows(first, number):
            return [
                {
                    **ARK,
                    "VESTIGINGSCODE": f"{10 + i // 26:02}A{chr(65 + i % 26)}00",
                    "VESTIGINGSNAAM": f"School nummer{i}",
                }
                for i in range(first, first + number)
            ]

        count(rows(0, 3))
        few = count(rows(10, 5))
        self.assertLessEqual(count(rows(100, 60)), few + 8)
