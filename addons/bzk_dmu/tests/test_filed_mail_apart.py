from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .mail_common import MailCase


@tagged("post_install", "-at_install")
class TestApart(MailCase):
    """Libraries, and the two hats of a person, stay apart in what is filed."""

    def _elsewhere(self):
        """Somebody with Anna's address at a school of the other library, and a colleague there."""
        school = self.env["bzk.relation"].create(
            {
                "name": "De Regenboog",
                "group_id": self.group.id,
                "company_id": self.other_library.id,
            }
        )
        self._person("Anna", "de", "Vries", "anna@deregenboog.example", school)
        other = self._person("An", "", "Elders", "an@elders.example", school)
        other.dmu_member_ids.email = "piet@gemeente.example"
        return school

    def test_an_address_files_at_its_own_library_only(self):
        school = self._elsewhere()
        mail = self._filed(self._mail("outlook_bcc"))
        self.assertEqual(mail.relation_ids, self.school | self.town)
        self.assertEqual(mail.state, "filed")
        self.assertEqual(len(self._messages(self.school)), 1)
        self.assertFalse(self._messages(school))
        self.assertFalse(
            self.env["bzk.filed.mail"].search([("company_id", "=", self.other_library.id)])
        )

    def test_a_colleague_of_one_library_is_none_at_the_other(self):
        school = self._elsewhere()
        raw = self._mail("calendar").replace(b"dossier@mail.bieb", b"dossier@mail.elders")
        mail = self._filed(raw, self.other_library)
        self.assertEqual(mail.reason, "not_staff")
        self.assertFalse(self._messages(school))
        self.assertFalse(self._messages(self.school))

    def test_who_works_at_both_files_at_both(self):
        school = self._elsewhere()
        self.rita.company_ids = [(4, self.other_library.id)]
        raw = self._mail("winmail").replace(
            b"Delivered-To: dossier@mail.bieb.example",
            b"Delivered-To: dossier@mail.bieb.example, dossier@mail.elders.example",
        )
        self._process(raw)
        self.assertEqual(len(self._messages(self.school)), 1)
        self.assertEqual(len(self._messages(school)), 1)
        mails = self.env["bzk.filed.mail"].search([("message_ref", "=", "<tnef@bieb.example>")])
        self.assertEqual(mails.company_id, self.library | self.other_library)

    def test_other_libraries_see_nothing(self):
        mail = self._filed(self._mail("outlook_forward_nl"))
        stranger = self._new_user("administrator", self.other_library)
        for record in (mail, mail.line_ids):
            self.assertFalse(record.with_user(stranger).search([("id", "in", record.ids)]))
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])

    def test_a_private_customer_is_not_found_for_relations(self):
        private = self.env["res.partner"].create(
            {
                "firstname": "Anna",
                "lastname": "Vries",
                "email": "thuis@example.org",
                "company_id": self.library.id,
            }
        )
        raw = self._mail("winmail").replace(b"anna@deregenboog.example", b"thuis@example.org")
        mail = self._filed(raw)
        self.assertEqual(mail.state, "waiting")
        self.assertFalse(mail.line_ids.partner_id)
        self.assertFalse(self._messages(private))

    def test_the_front_desk_files_with_private_customers_only(self):
        private = self.env["res.partner"].create(
            {
                "firstname": "Anna",
                "lastname": "Vries",
                # The same address as at work.
                "email": "anna@deregenboog.example",
                "company_id": self.library.id,
            }
        )
        raw = self._mail("winmail").replace(b"rita@bieb", b"balie@bieb")
        mail = self._filed(raw)
        self.assertEqual((mail.hat, mail.state), ("private", "filed"))
        self.assertEqual(mail.customer_ids, private)
        self.assertEqual(self._messages(private).partner_ids, private)
        self.assertFalse(self._messages(self.school))
        with self.assertRaises(AccessError):
            mail.with_user(self.rita).read(["subject"])
        # Nor does the desk see what relations file.
        other = self._filed(self._mail("calendar"))
        with self.assertRaises(AccessError):
            other.with_user(self.desk).read(["subject"])
        with self.assertRaises(AccessError):
            other.line_ids.with_user(self.desk).read(["email"])

    def test_a_family_that_shares_an_address(self):
        self.env["res.partner"].create(
            [
                {
                    "firstname": name,
                    "lastname": "Jansen",
                    "email": "jansen@example.org",
                    "company_id": self.library.id,
                }
                for name in ("Jan", "Els")
            ]
        )
        raw = self._mail("winmail").replace(b"rita@bieb", b"balie@bieb")
        nobody = self._filed(raw.replace(b"anna@deregenboog.example", b"jansen@example.org"))
        self.assertEqual(nobody.state, "waiting")
        named = raw.replace(b"anna@deregenboog.example", b"Els Jansen <jansen@example.org>")
        found = self._filed(named.replace(b"<tnef@", b"<tnef2@"))
        self.assertEqual(found.customer_ids.firstname, "Els")

    def test_the_front_desk_settles_on_its_own_screen(self):
        private = self.env["res.partner"].create(
            {"firstname": "Wil", "lastname": "Ons", "company_id": self.library.id}
        )
        raw = self._mail("winmail").replace(b"rita@bieb", b"balie@bieb")
        mail = self._filed(raw).with_user(self.desk)
        self.assertEqual(mail.state, "waiting")
        line = mail.line_ids.filtered(lambda one: one.state == "waiting")
        line.choice = "new"
        with self.assertRaises(UserError):
            mail.action_file()
        with Form(mail) as form, form.line_ids.edit(1) as line:
            line.partner_id = private
            self.assertEqual(line.choice, "person")
        mail.action_file()
        self.assertEqual(mail.state, "filed")
        self.assertEqual(mail.customer_ids, private)
        self.assertEqual(private.email, "anna@deregenboog.example", "it had none")
        # For every role the list opens, whatever it may see of relations.
        for role, user in self.users.items():
            with self.subTest(role):
                mails = self.env["bzk.filed.mail"].with_user(user)
                views = mails.get_views([(False, "list"), (False, "form"), (False, "search")])
                names = views["models"]["bzk.filed.mail"]["fields"]
                shown = {name: {} for name in names if name in mails.fields_get()}
                mails.web_search_read([], shown)

    def test_no_private_customer_is_named_in_a_mail_of_relations(self):
        private = self.env["res.partner"].create(
            {"firstname": "Wil", "lastname": "Ons", "company_id": self.library.id}
        )
        mail = self._filed(self._mail("outlook_forward_nl"))
        line = mail.line_ids.filtered(lambda one: one.state == "waiting")
        with self.assertRaises(AccessError):
            line.with_user(self.rita).partner_id = private
        # Not by who may see both either: relations read the line.
        with self.assertRaises(ValidationError):
            line.with_user(self.users["administrator"]).partner_id = private
        with self.assertRaises(ValidationError):
            self.env["bzk.mail.address"]._remember(
                self.library, "work", "x@example.org", "person", private
            )

    def test_refused_mails_are_the_administrators(self):
        mail = self._filed(self._mail("outsider"))
        for role in ("front_desk", "relations", "marketing", "data_steward"):
            with self.assertRaises(AccessError, msg=role):
                mail.with_user(self.users[role]).read(["subject"])
        self.assertTrue(mail.with_user(self.users["administrator"]).read(["subject"]))

    def test_remembered_addresses_stay_with_their_hat(self):
        addresses = self.env["bzk.mail.address"]
        work = addresses._remember(self.library, "work", "x@example.org", "ignore")
        private = addresses._remember(self.library, "private", "x@example.org", "ignore")
        self.assertNotEqual(work, private)
        with self.assertRaises(AccessError):
            private.with_user(self.rita).read(["email"])
        with self.assertRaises(AccessError):
            work.with_user(self.desk).read(["email"])

    def test_only_an_administrator_sets_the_address(self):
        wizards = self.env["bzk.filing.settings"]
        for role, user in self.users.items():
            wizard = wizards.with_user(user).create({"name": f"post-{role}", "max_mb": 10})
            self.assertEqual(wizard.address, self.library.filing_address)
            if role == "administrator":
                wizard.action_save()
                self.assertEqual(self.library.filing_address, f"post-{role}@mail.bieb.example")
                self.assertEqual(self.library.filing_max_mb, 10)
            else:
                with self.assertRaises(AccessError):
                    wizard.action_save()

    def test_the_settings_of_another_library_are_out_of_reach(self):
        wizard = self.env["bzk.filing.settings"].with_user(self.users["administrator"])
        with self.assertRaises(AccessError):
            wizard.create({"company_id": self.other_library.id, "name": "x"}).action_save()
        self.assertEqual(self.other_library.filing_address, "dossier@mail.elders.example")
