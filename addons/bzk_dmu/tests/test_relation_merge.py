from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .import_common import RelationImportCase


@tagged("post_install", "-at_install")
class TestRelationMerge(RelationImportCase):
    """Two organisations become one, and two again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["relations"]
        relations = cls.env["bzk.relation"]
        values = {"group_id": cls.primary.id, "company_id": cls.library.id, "user_id": False}
        cls.ark = relations.create(
            {**values, "name": "OBS De Ark", "city": "Haarlem", "comment": "<p>Old note</p>"}
        )
        cls.kring = relations.create({**values, "name": "De Kring", "city": "Haarlem"})

    def _fill(self):
        place = self._person(self.ark, "Bos", function_id=self.director.id)
        report = self.env["bzk.contact.report"].create(
            {"relation_id": self.ark.id, "subject": "Visit", "participant_ids": place.ids}
        )
        agreement = self.env["bzk.agreement"].create({"name": "Call", "report_id": report.id})
        note = self.ark.message_post(body="Remember this")
        activity = self.ark.activity_schedule(user_id=self.manager.id)
        sale = self.env["bzk.transaction"].create(
            {
                "partner_id": self.ark.partner_id.id,
                "company_id": self.library.id,
                "description": "Books",
                "amount": 10,
                "kind": "other",
            }
        )
        part = self._organisation(name="Annexe", parent_id=self.ark.id)
        return place, report, agreement, note, activity, sale, part

    def test_everything_moves_and_comes_back(self):
        place, report, agreement, note, activity, sale, part = self._fill()
        merges = self.env["bzk.relation.merge"].with_user(self.manager)
        merge = merges._merge(self.kring.with_user(self.manager), self.ark.with_user(self.manager))
        self.env.invalidate_all()
        for relation, partner in ((self.kring, self.kring), (self.ark, self.ark)):
            self.assertEqual(place.relation_id, relation)
            self.assertEqual((report.relation_id, agreement.relation_id), (relation, relation))
            self.assertEqual(note.res_id, relation.id)
            self.assertEqual(activity.res_id, relation.id)
            self.assertEqual(sale.partner_id, partner.partner_id)
            self.assertEqual(part.parent_id, relation)
            self.assertTrue(part.parent_path.startswith(relation.parent_path))
            if relation == self.kring:
                self.assertIn("Old note", self.kring.comment)
                self.assertEqual((self.ark.state, self.ark.active), ("ended", True))
                self.assertEqual(self.ark.merged_into_id, self.kring)
                newer = self._person(self.kring, "Later")
                merge.action_undo()
                self.env.invalidate_all()
        self.assertEqual(newer.relation_id, self.kring)
        self.assertEqual((self.ark.state, self.ark.merged_into_id.id), ("active", False))
        self.assertFalse(self.kring.comment)
        self.assertEqual(merge.state, "undone")
        with self.assertRaisesRegex(UserError, "undone already"):
            merge.action_undo()

    def test_what_staff_changed_since_stays(self):
        self._fill()
        merge = self.env["bzk.relation.merge"]._merge(self.kring, self.ark)
        self.kring.comment = "<p>Mine</p>"
        merge.action_undo()
        self.assertEqual(self.kring.comment, "<p>Mine</p>")

    def test_there_twice(self):
        self.ark.write({"brin": "16DA00", "website": "https://ark.nl"})
        key = self.env["bzk.external.id"].create(
            {"source_id": self.lists.id, "key": "16DA00", "partner_id": self.ark.partner_id.id}
        )
        merge = self.env["bzk.relation.merge"]._merge(self.kring, self.ark, same=True)
        self.env.invalidate_all()
        self.assertEqual(key.partner_id, self.kring.partner_id)
        self.assertEqual((self.kring.brin, self.kring.web_domain), ("16DA00", "ark.nl"))
        self.assertFalse(self.ark.active or self.ark.partner_id.active)
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(key.partner_id, self.ark.partner_id)
        self.assertEqual((self.ark.brin, self.kring.brin), ("16DA00", False))
        self.assertTrue(self.ark.active and self.ark.partner_id.active)

    def test_part_of_its_own_part(self):
        self.kring.parent_id = self.ark
        merge = self.env["bzk.relation.merge"]._merge(self.kring, self.ark)
        self.assertFalse(self.kring.parent_id)
        merge.action_undo()
        self.assertEqual(self.kring.parent_id, self.ark)

    def test_refused(self):
        merges = self.env["bzk.relation.merge"]
        with self.assertRaisesRegex(UserError, "two organisations"):
            merges._merge(self.ark, self.ark)
        merges._merge(self.kring, self.ark)
        with self.assertRaisesRegex(UserError, "already"):
            merges._merge(self.kring, self.ark)
        third = self._organisation(name="Third")
        with self.assertRaisesRegex(UserError, "already"):
            merges._merge(self.ark, third)
        later = merges._merge(third, self.kring)
        first = merges.search([("source_id", "=", self.ark.id)])
        with self.assertRaisesRegex(UserError, "First undo"):
            first.action_undo()
        later.action_undo()
        first.action_undo()
        self.assertEqual(self.ark.state, "active")

    def test_of_two_libraries(self):
        theirs = (
            self.env["bzk.relation"]
            .sudo()
            .create(
                {"name": "Theirs", "group_id": self.primary.id, "company_id": self.other_library.id}
            )
        )
        with self.assertRaisesRegex(UserError, "different libraries"):
            self.env["bzk.relation.merge"].sudo()._merge(self.ark, theirs)
        with self.assertRaises(AccessError):
            self.env["bzk.relation.merge"].with_user(self.manager)._merge(
                self.ark.with_user(self.manager), theirs.with_user(self.manager)
            )

    def test_pair_by_hand(self):
        other = self._organisation(name="Basisschool De Ark", city="Haarlem")
        pairs = self.env["bzk.relation.pair"]
        pairs._propose(self.library)
        pair = pairs.search([("company_id", "=", self.library.id)])
        self.assertEqual((pair.relation1_id, pair.relation2_id), (self.ark, other))
        self.assertIn("name", pair.explanation)
        action = pair.with_user(self.manager).action_join()
        wizard = (
            self.env["bzk.relation.join"]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.target_id, self.ark)
        wizard.target_id = other
        wizard.action_join()
        self.assertEqual(pair.state, "joined")
        self.assertEqual(self.ark.merged_into_id, other)

    def test_different_is_remembered(self):
        self._organisation(name="Basisschool De Ark", city="Haarlem")
        pairs = self.env["bzk.relation.pair"]
        pairs._propose(self.library)
        pair = pairs.search([("company_id", "=", self.library.id)])
        pair.with_user(self.manager).action_different()
        pairs._propose(self.library)
        self.assertEqual(pairs.search([("company_id", "=", self.library.id)]), pair)
        self.assertEqual((pair.state, pair.decided_by_id), ("different", self.manager))
        pair.with_user(self.manager).action_reopen()
        self.ark.name = "Something else altogether"
        pairs._propose(self.library)
        self.assertFalse(pair.exists())

    def test_warned_while_typing(self):
        form = Form(self.env["bzk.relation"].with_user(self.manager))
        form.group_id = self.primary
        form.name = "Basisschool De Ark"
        self.assertEqual(form.similar_ids[:], self.ark)
        self.assertIn(f'href="/odoo/relations/{self.ark.id}"', form.similar_links)
        self.assertIn("OBS De Ark, Haarlem", form.similar_links)
        form.name = "De Toren"
        self.assertFalse(form.similar_ids[:])
