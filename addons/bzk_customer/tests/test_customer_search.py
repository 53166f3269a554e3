from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, STAFF, LibraryCase
from odoo.addons.bzk_customer.searching import Question, fold, split_words, tsquery

HOSTILE = (
    "",
    " ",
    "\t\n",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "''; DROP TABLE res_partner; --",
    "a & | ! ( ) :* <-> b",
    "'berg':*",
    "\0",
    "an\0na",
    "\ud800",
    "\U0001f600",
    "\U0001f600 berg",
    "x" * 100_000,
    "berg " * 10_000,
    "9" * 5_000,
    "+",
    "@",
    "@@@@",
    "a@" + "b" * 5_000,
    "2011 AB " + "9" * 500,
    "-",
    "0",
    "+31",
    "00",
    "\u0661\u0662\u0663",
    "²³",
    "99-99-1999 berg",
    "31-02-1980",
    "99999999",
    "ﷺ" * 300,
    "\u202e\u200b",
    "%s %d %(x)s {0}",
)


@tagged("post_install", "-at_install")
class TestCustomerSearch(LibraryCase):
    """Whatever a customer says or shows finds them, and nobody of another library."""

    def setUp(self):
        super().setUp()
        self._import([ANNA, BRAM])
        self._import([{**ANNA, "VESTIGING": "ELD"}], profile=self.other_profile)
        self.anna = self._customer("00000001")
        self.bram = self._customer("00000002")
        partners = self.env["res.partner"]
        self.wojcik, self.dhondt, self.meijer, self.janssen = partners.create(
            [
                {"firstname": name, "infix": infix, "lastname": last, "company_id": self.library.id}
                for name, infix, last in (
                    ("Małgorzata", False, "Wójcik"),
                    ("Jan-Willem", "d'", "Hondt"),
                    ("Ben", False, "Meijer-de Groot"),
                    ("Bram", False, "Janssen"),
                )
            ]
        )
        self.env["bzk.customer.word"]._renew()

    def _partners(self, role="front_desk"):
        return self.env["res.partner"].with_user(self.users[role])

    def _find(self, text):
        return self._partners().search([("find", "ilike", text)])

    def _desk(self, text, **options):
        found = self._partners().desk_search(text, **options)
        lines = found["lines"] + found["near"]
        return self.env["res.partner"].browse(line["id"] for line in lines)

    def test_list_asks_the_same_search(self):
        """The box above the list of customers is the desk's, whatever other views add to it."""
        view = self.env.ref("bzk_base.view_customer_search")
        arch = self.env["res.partner"].get_view(view.id, "search")["arch"]
        self.assertIn('<field name="find"', arch)
        self.assertNotIn("complete_name", arch)

    def test_a_restored_backup_has_its_index(self):
        """What is restored is indexed with nothing on the search path."""
        self.env.cr.execute("SET LOCAL search_path = ''")
        self.env.cr.execute(
            "SELECT public.bzk_search_vector(3, 'Anna Bos', 'A.', 'Anna', '', 'Bos', NULL,"
            " '2011 AB', 'Kerkstraat', 'Haarlem', NULL, NULL)::text, public.bzk_word_traces('bos')"
        )
        vector, traces = self.env.cr.fetchone()
        self.env.cr.execute("SET LOCAL search_path = public")
        self.assertIn("'3:bos'", vector)
        self.assertIn("bs", traces)

    def test_finds_anna_only(self):
        for text in (
            "van der berg",
            "berg, anna",
            "ANNA VAN DEN BERG",
            "a. berg",
            "A.B. van der Berg",
            "berg ab",
            "vd berg",
            "v. d. berg",
            "vanderberg",
            "ann ber",
            "berg 1980",
            "berg 3-2-1980",
            "1980-02-03 anna",
            "berg 2011",
            "anna 2011 AB",
            "berg haarlem",
            "grote markt anna",
            "00000001",
            "anna.berg@example",
            "Anna.Berg@Example.org",
            "06-12345678",
            "+31 6 12345678",
            "0031612345678",
            "612345678",
            "0612345",
            "2011ab",
            "2011 AB 2",
            "2011AB 2-A",
            "2011AB2a",
            "2 2011AB",
            "2a, 2011 ab",
            "03-02-1980",
            "03021980",
            "19800203",
        ):
            with self.subTest(text):
                self.assertEqual(self._find(text), self.anna)
                self.assertEqual(self._desk(text), self.anna)

    def test_finds_nobody(self):
        for text in ("nobody@example.org", "0699999999", "zzz", "anna 1981"):
            with self.subTest(text):
                self.assertFalse(self._find(text))
                self.assertFalse(self._desk(text))

    def test_tolerates_a_typing_error(self):
        for text, expected in (
            ("wojick", self.wojcik),
            ("malgorzatta", self.wojcik),
            ("mlagorzata wojcik", self.wojcik),
            ("ojcik", self.wojcik),
            ("meyer", self.meijer),
            ("hond", self.dhondt),
            ("dhont", self.dhondt),
            ("janwillem", self.dhondt),
        ):
            with self.subTest(text):
                self.assertEqual(self._desk(text), expected)
                self.assertEqual(self._find(text), expected)
        self.assertFalse(self._desk("brxg"), "two errors in a short name")

    def test_typing_error_comes_after_what_was_typed(self):
        found = self._partners().desk_search("bram jansen")
        self.assertEqual([line["id"] for line in found["lines"]], [self.bram.id])
        self.assertEqual([line["id"] for line in found["near"]], [self.janssen.id])
        found = self._partners().desk_search("bram jansem")
        self.assertFalse(found["lines"])
        self.assertEqual([line["id"] for line in found["near"]], [self.bram.id])

    def test_wrong_house_number_shows_the_postcode(self):
        for text in ("2011AB 3", "2011AB 2-B"):
            found = self._partners().desk_search(text)
            self.assertFalse(found["lines"])
            self.assertEqual([line["id"] for line in found["near"]], [self.anna.id])
            self.assertFalse(self._find(text))

    def test_hostile_text_is_no_error(self):
        for text in HOSTILE:
            with self.subTest(text[:20]):
                self._partners().desk_search(text)
                if "\0" not in text and "\ud800" not in text:
                    self._partners().name_search(text)
                self._find(text)

    def test_blank_finds_all_in_a_list_and_nobody_at_the_desk(self):
        self.assertEqual(len(self._find(" ") & (self.anna | self.bram)), 2)
        self.assertFalse(self._desk("  "))

    def test_finds_own_library_only(self):
        other = self._customer("00000001", self.other_source)
        for role, user in self.users.items():
            partners = self.env["res.partner"].with_user(user)
            found = [self.anna.id] if role in STAFF else []
            for text in (
                "anna berg",
                "00000001",
                "0612345678",
                "2011AB 2",
                "anna.berg@example.org",
            ):
                lines = partners.desk_search(text)["lines"]
                self.assertEqual([line["id"] for line in lines], found, (role, text))
            self.assertFalse(partners.desk_lines([other.id]), role)
            names = partners.name_search("anna berg")
            self.assertEqual([item[0] for item in names], found, role)

    def test_words_of_another_library_find_nothing(self):
        self.env["res.partner"].create(
            {"firstname": "Quirine", "lastname": "Xylander", "company_id": self.other_library.id}
        )
        self.env["bzk.customer.word"]._renew()
        libraries = self._partners()._find_libraries()
        words = self.env["bzk.customer.word"]
        self.assertFalse(words._alike(["xylandre"], libraries))
        self.assertTrue(words._alike(["xylandre"], self.other_library.ids))

    def test_who_is_gone_comes_last_and_is_marked(self):
        self.bram.deceased = True
        lines = self._partners().desk_search("bram")["lines"]
        self.assertEqual([line["id"] for line in lines], [self.janssen.id, self.bram.id])
        self.assertIn(["Deceased", "dark"], [list(badge) for badge in lines[1]["badges"]])

    def test_merged_customer_leads_to_who_has_everything(self):
        self.bram.write({"active": False, "merged_into_id": self.janssen.id})
        lines = self._partners().desk_search("00000002")["lines"]
        self.assertEqual([line["id"] for line in lines], [self.janssen.id])
        self.assertEqual(lines[0]["formerly"], "Bram Jansen")
        lines = self._partners().desk_search("bram")["lines"]
        self.assertEqual([line["id"] for line in lines], [self.janssen.id])

    def test_line_tells_who_it_is(self):
        line = self._partners().desk_search("anna berg")["lines"][0]
        self.assertEqual(line["name"], "Anna van der Berg")
        self.assertEqual(line["letters"], "AB")
        self.assertEqual(line["birthdate"], "1980-02-03")
        self.assertEqual(line["street"], "Grote Markt 2A")
        self.assertEqual(line["place"], "2011 AB Haarlem")
        self.assertEqual(line["branch"], "Haarlem Centrum")

    def test_list_finds_archived_customers_when_asked(self):
        self.bram.active = False
        self.assertFalse(self._find("bram jansen"))
        domain = [("find", "ilike", "bram jansen"), ("active", "=", False)]
        self.assertEqual(self._partners().search(domain), self.bram)

    def test_limit_and_more(self):
        found = self._partners().desk_search("bram", limit=1)
        self.assertEqual(len(found["lines"]), 1)
        self.assertTrue(found["more"])
        self.assertFalse(self._partners().desk_search("bram")["more"])

    def test_lines_of_known_customers(self):
        lines = self._partners().desk_lines([self.bram.id, self.anna.id, 0])
        self.assertEqual([line["id"] for line in lines], [self.bram.id, self.anna.id])

    def test_new_customer_starts_with_what_was_typed(self):
        def typed(text):
            context = self._partners().desk_new(text)["context"]
            return {
                name.removeprefix("default_"): value
                for name, value in context.items()
                if value and name != "default_is_company"
            }

        self.assertEqual(
            typed("Els van der Meer"), {"firstname": "Els", "infix": "van der", "lastname": "Meer"}
        )
        self.assertEqual(typed("Meer"), {"lastname": "Meer"})
        self.assertEqual(typed("els@example.org"), {"email": "els@example.org"})
        self.assertEqual(typed("2011ab 2"), {"zip": "2011 AB", "street_number": "2"})
        self.assertEqual(typed("0612345678"), {"phone": "0612345678"})
        for text in HOSTILE:
            self._partners().desk_new(text)

    def test_index_follows_every_change(self):
        self.bram.lastname = "Zonnebloem"
        self.assertEqual(self._desk("zonnebloem"), self.bram)
        self.assertFalse(self._desk("bram jansen") & self.bram)

    def test_picker_finds_whom_the_desk_finds(self):
        organisation = self.env["res.partner"].create(
            {"name": "Basisschool De Berg", "is_company": True, "company_id": self.library.id}
        )
        names = self._partners().name_search("berg basis")
        self.assertEqual([item[0] for item in names], organisation.ids)
        names = self._partners().name_search("berg", domain=[("is_company", "=", False)])
        self.assertEqual([item[0] for item in names], self.anna.ids)
        names = self._partners().name_search("berg", limit=1)
        self.assertEqual(len(names), 1)

    def test_database_folds_as_python_does(self):
        for text in (
            "Wójcik O'Brien-Şahin",
            "Ĳsbrand Łukasz ß Æneas Øystein",
            "  İstanbul\tçağ ½ ﬁ Ǆ",
            "Шевченко العربية \U0001f600",
            "''\"\\/$^%_",
        ):
            self.env.cr.execute("SELECT bzk_fold(%s), bzk_words(%s)", (text, text))
            folded, words = self.env.cr.fetchone()
            self.assertEqual(folded, fold(text))
            self.assertEqual(words, split_words(text))

    def test_better_fits_come_first(self):
        names = (("Jan", "van der", "Peters"), ("Peter", "de", "Janssens"), ("P.", "van", "Peters"))
        created = self.env["res.partner"].create(
            [
                {"firstname": first, "infix": infix, "lastname": last}
                | {"company_id": self.library.id}
                for first, infix, last in names
            ]
        )
        jan, peter, initial = created
        self.assertEqual(self._desk("peters")[:2], jan | initial)
        self.assertEqual(self._desk("van peters")[:1], initial)
        self.assertEqual(self._desk("van der peters")[:1], jan)
        self.assertEqual(self._desk("peter")[:1], peter)

    def test_number_of_queries_does_not_grow(self):
        values = {"lastname": "Veelvoorkomend", "company_id": self.library.id}
        self.env["res.partner"].create([{**values, "firstname": f"Naam {n}"} for n in range(40)])
        partners = self._partners()

        def count(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = partners.desk_search("veelvoorkomend", limit=limit)["lines"]
            self.assertEqual(len(lines), limit)
            return self.env.cr.sql_log_count - before

        count(5)
        self.assertEqual(count(5), count(30))
        self.assertLessEqual(count(30), 12)

    def test_search_uses_the_index(self):
        """The planner knows an index on an expression by its text only."""
        partners = self.env["res.partner"].sudo()
        domain = partners._index_domain(tsquery.prefix, Question("anna berg"))
        query = partners._search(domain).select()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN " + query.code, query.params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("res_partner_bzk_search_idx", plan)
