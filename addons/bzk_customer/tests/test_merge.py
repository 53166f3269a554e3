from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, LibraryCase

#: What a merge keeps of itself, and what is on its way to open browsers, which is nobody's data.
#: Everything else must stand as before after undoing.
OWN_TABLES = {"bzk_merge", "bzk_merge_line", "bzk_merge_row", "bus_bus"}


@tagged("post_install", "-at_install")
class TestMerge(LibraryCase):
    """Two customers become one, and two again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["bzk.source"].create(
            {"name": "Tickets", "code": "tickets", "company_id": cls.library.id}
        )
        cls.target, cls.source_partner = cls.env["res.partner"].create(
            [
                {
                    "firstname": "Anna",
                    "infix": "van der",
                    "lastname": "Berg",
                    "email": "anna@example.org",
                    "company_id": cls.library.id,
                },
                {
                    "initials": "A.",
                    "lastname": "Berg",
                    "birthdate": "1980-02-03",
                    "street": "Grote Markt 2",
                    "zip": "2011 AB",
                    "city": "Haarlem",
                    "email": "a.berg@example.org",
                    "comment": "<p>Komt graag bij lezingen</p>",
                    "company_id": cls.library.id,
                },
            ]
        )
        cls.key = cls.env["bzk.external.id"].create(
            {"source_id": cls.tickets.id, "key": "t1", "partner_id": cls.source_partner.id}
        )
        cls.tag, cls.common_tag = cls.env["res.partner.category"].create(
            [{"name": "Lezing"}, {"name": "Vriend"}]
        )
        cls.source_partner.category_id = cls.tag | cls.common_tag
        cls.target.category_id = cls.common_tag
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": "brief.txt",
                "raw": b"Beste",
                "res_model": "res.partner",
                "res_id": cls.source_partner.id,
            }
        )
        cls.message = cls.source_partner.message_post(body="Belde over de lezing")
        cls.colleague = cls.users["front_desk"].partner_id
        (cls.target | cls.source_partner).message_subscribe(cls.colleague.ids)
        cls.activity = cls.source_partner.activity_schedule(
            "mail.mail_activity_data_todo", summary="Bellen", user_id=cls.users["front_desk"].id
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Postadres", "parent_id": cls.source_partner.id, "type": "other"}
        )
        cls.env.flush_all()

    def _merge(self, user=None, **arguments):
        merges = self.env["bzk.merge"].with_user(user or self.users["data_steward"])
        target = self.target.with_user(merges.env.user)
        return merges._merge(target, self.source_partner.with_user(merges.env.user), **arguments)

    def _all_tables(self):
        """Every row of every table, as text."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema::regnamespace ORDER BY relname"
        )
        tables = [row[0] for row in cr.fetchall() if row[0] not in OWN_TABLES]
        found = {}
        for table in tables:
            cr.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t ORDER BY 1')
            found[table] = cr.fetchall()
        return found

    def test_everything_moves(self):
        self._merge()
        self.assertEqual(self.key.partner_id, self.target)
        self.assertEqual(self.attachment.res_id, self.target.id)
        self.assertEqual(self.message.res_id, self.target.id)
        self.assertEqual(self.activity.res_id, self.target.id)
        self.assertEqual(self.contact.parent_id, self.target)
        self.assertEqual(self.contact.commercial_partner_id, self.target)
        self.assertEqual(self.target.category_id, self.tag | self.common_tag)
        self.assertEqual(self.target.message_partner_ids & self.colleague, self.colleague)
        self.assertFalse(self.source_partner.message_follower_ids)

    def test_gaps_are_filled_and_own_values_stay(self):
        self._merge()
        self.assertEqual(self.target.firstname, "Anna")
        self.assertEqual(self.target.infix, "van der")
        self.assertEqual(self.target.email, "anna@example.org")
        self.assertEqual(str(self.target.birthdate), "1980-02-03")
        self.assertEqual((self.target.street, self.target.zip), ("Grote Markt 2", "2011 AB"))
        self.assertIn("lezingen", self.target.comment)

    def test_an_address_comes_whole_or_not_at_all(self):
        self.target.street = "Kerkstraat 1"
        self._merge()
        self.assertEqual(self.target.street, "Kerkstraat 1")
        self.assertFalse(self.target.zip)

    def test_chosen_values_win(self):
        self._merge(values={"email": "a.berg@example.org", "infix": False})
        self.assertEqual(self.target.email, "a.berg@example.org")
        self.assertEqual(self.target.name, "Anna Berg")

    def test_a_warning_about_the_person_is_never_lost(self):
        self.source_partner.do_not_contact = True
        self._merge()
        self.assertTrue(self.target.do_not_contact)

    def test_the_other_customer_stays_as_a_shell(self):
        merge = self._merge()
        self.assertFalse(self.source_partner.active)
        self.assertEqual(self.source_partner.merged_into_id, self.target)
        self.assertEqual(self.source_partner.commercial_partner_id, self.source_partner)
        self.assertEqual(self.source_partner.lastname, "Berg")
        self.assertEqual(merge.user_id, self.users["data_steward"])

    def test_undoing_leaves_every_table_as_it_was(self):
        before = self._all_tables()
        merge = self._merge(values={"lastname": "Berg-Smit", "email": "a.berg@example.org"})
        merged = self._all_tables()
        self.assertNotEqual(merged["res_partner"], before["res_partner"])
        self.assertNotEqual(merged["mail_followers"], before["mail_followers"])
        merge.action_undo()
        after = self._all_tables()
        self.assertEqual(set(after), set(before))
        for table, rows in before.items():
            self.assertEqual(after[table], rows, table)
        self.assertEqual(merge.state, "undone")

    def test_undoing_keeps_what_people_did_since(self):
        merge = self._merge()
        self.target.phone = "023 511 5300"
        self.key.state = "missing"
        note = self.target.message_post(body="Na het samenvoegen")
        merge.action_undo()
        self.assertEqual(self.target.phone, "023 511 5300")
        self.assertFalse(self.target.birthdate)
        self.assertEqual(self.key.partner_id, self.source_partner)
        self.assertEqual(self.key.state, "missing")
        self.assertEqual(note.res_id, self.target.id)
        self.assertEqual(self.message.res_id, self.source_partner.id)

    def test_undoing_skips_what_was_removed_since(self):
        merge = self._merge()
        self.message.unlink()
        merge.action_undo()
        self.assertFalse(self.message.exists())
        self.assertTrue(self.source_partner.active)

    def test_merges_are_undone_last_first(self):
        third = self.env["res.partner"].create(
            {"lastname": "Berg", "firstname": "Anna", "company_id": self.library.id}
        )
        first = self._merge()
        second = self.env["bzk.merge"]._merge(third, self.target)
        with self.assertRaisesRegex(UserError, "First undo the later merge"):
            first.action_undo()
        before = third.name
        second.action_undo()
        first.action_undo()
        self.assertEqual(self.key.partner_id, self.source_partner)
        self.assertEqual(third.name, before)
        self.assertTrue(all(partner.active for partner in third | self.target))

    def test_an_import_after_the_merge_does_not_recreate_the_customer(self):
        self._import([ANNA, BRAM])
        anna, bram = self._customer("00000001"), self._customer("00000002")
        merge = self.env["bzk.merge"]._merge(anna, bram)
        count = self.env["res.partner"].with_context(active_test=False).search_count([])
        self._import([ANNA, {**BRAM, "TELEFOON": "0612345679"}])
        partners = self.env["res.partner"].with_context(active_test=False)
        self.assertEqual(partners.search_count([]), count)
        self.assertEqual(self._customer("00000002"), anna)
        self.assertFalse(bram.active)
        merge.action_undo()
        self.assertEqual(self._customer("00000002"), bram)
        self.assertEqual(bram.street, "Kerkstraat 10")

    def test_who_cannot_be_merged(self):
        elsewhere = self.env["res.partner"].create(
            {"lastname": "Berg", "company_id": self.other_library.id}
        )
        school = self.env["res.partner"].create(
            {"name": "School", "is_company": True, "company_id": self.library.id}
        )
        merges = self.env["bzk.merge"]
        for other in (elsewhere, school, self.target, self.colleague, self.contact):
            with self.assertRaises(UserError):
                merges._merge(self.source_partner if other == self.contact else self.target, other)
        self._merge()
        with self.assertRaisesRegex(UserError, "merged already"):
            merges._merge(self.target, self.source_partner)

    def test_only_a_data_steward_undoes(self):
        merge = self._merge()
        for role in ("front_desk", "marketing", "insights", "relations", "activities"):
            with self.assertRaises(AccessError):
                merge.with_user(self.users[role]).action_undo()

    def test_another_library_sees_and_undoes_nothing(self):
        merge = self._merge()
        stranger = self._new_user("data_steward", self.other_library)
        mine = self.env["bzk.merge"].with_user(stranger)
        self.assertFalse(mine.search([("id", "=", merge.id)]))
        with self.assertRaises(AccessError):
            mine.browse(merge.id).action_undo()
        with self.assertRaises(AccessError):
            self._merge(user=stranger)

    def test_nobody_reads_the_kept_rows(self):
        merge = self._merge()
        for user in self.users.values():
            with self.assertRaises(AccessError):
                self.env["bzk.merge.line"].with_user(user).search([])
            with self.assertRaises(AccessError):
                merge.with_user(user).read(["line_ids"])

    def test_what_is_no_longer_kept_is_not_undone(self):
        merge = self._merge()
        merge.sudo().line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no longer kept"):
            merge.action_undo()
