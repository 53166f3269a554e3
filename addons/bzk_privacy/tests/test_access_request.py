import base64
import io
import json
import zipfile
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from pypdf import PdfReader

from .common import NOTE, PERSON, STREET, SURNAME, PrivacyCase


@tagged("post_install", "-at_install")
class TestAccessRequest(PrivacyCase):
    """One button makes a file with everything that is held about a person."""

    def _request(self, **values):
        return (
            self.env["bzk.access.request"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity": "document", **values})
        )

    def _made(self, **values):
        request = self._request(**values)
        request.action_make()
        return request

    def test_term_of_the_law(self):
        request = self._request(received_on=date(2026, 1, 31))
        self.assertEqual(request.due_on, date(2026, 2, 28))
        request.extended = True
        self.assertEqual(request.due_on, date(2026, 4, 30))
        self.assertTrue(request.overdue)
        self.assertIn(request, self.env["bzk.access.request"].search([("overdue", "=", True)]))

    def test_button_on_the_customer(self):
        person = self.person.with_user(self.steward)
        first = person.action_access_request()["res_id"]
        self.assertEqual(person.action_access_request()["res_id"], first)

    def test_identity_comes_first(self):
        request = self._request(identity=False)
        with self.assertRaises(UserError):
            request.action_make()
        with self.assertRaises(UserError):
            request.action_answered()

    def test_json_holds_everything(self):
        content = json.loads(base64.b64decode(self._made().json_file))
        kinds = {section["kind"]: section for section in content["sections"]}
        for model in ("mail.message", "mail.activity", "ir.attachment", "bzk.external.id"):
            self.assertIn(model, kinds)
        text = json.dumps(content)
        for word in (SURNAME, STREET, NOTE, "fenneke@vergeten.example", PERSON["LENERNUMMER"]):
            self.assertIn(word, text)
        person = content["sections"][0]["records"][0]
        self.assertEqual(person["birthdate"], "1980-02-03")
        for section in content["sections"]:
            for key in ("purpose", "basis", "kept", "fields"):
                self.assertTrue(section[key], (section["kind"], key))

    def test_pdf_is_readable(self):
        pages = PdfReader(io.BytesIO(base64.b64decode(self._made().pdf))).pages
        text = "".join(page.extract_text() for page in pages)
        for word in (SURNAME, STREET, NOTE, self.library.name, "Your rights"):
            self.assertIn(word, text)

    def test_pdf_in_dutch(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.person.lang = "nl_NL"
        request = self._made()
        pages = PdfReader(io.BytesIO(base64.b64decode(request.pdf))).pages
        self.assertIn("Geboortedatum", "".join(page.extract_text() for page in pages))

    def test_archive_holds_the_documents(self):
        request = self._made()
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(request.archive))) as archive:
            names = archive.namelist()
            self.assertIn(request.pdf_name, names)
            self.assertIn(request.json_file_name, names)
            document = next(name for name in names if "brief" in name)
            self.assertEqual(archive.read(document).decode(), NOTE)
            self.assertTrue(any("photo" in name for name in names))

    def test_nothing_of_somebody_else(self):
        text = base64.b64decode(self._made(leave_out="Bram Jansen\n").json_file).decode()
        self.assertNotIn("Bram Jansen", text)
        self.assertIn("[…] wil niet mee", text)
        # Which colleague wrote it is not the customer's data.
        self.assertNotIn(self.users["front_desk"].name, text)

    def test_rows_and_mails_of_an_address_that_a_family_shares(self):
        """A row without a number is theirs by address and names; a mail by an address of theirs."""
        cells = {"EMAIL": PERSON["EMAIL"].upper(), "NAAM": SURNAME, "ROEPNAAM": "Fenneke"}
        run = self.env["bzk.import.run"].search([("source_id", "=", self.source.id)], limit=1)
        own, other = self.env["bzk.import.rejection"].create(
            [
                {"run_id": run.id, "kind": "row", "code": "no_key", "cells": row}
                for row in (cells, {**cells, "ROEPNAAM": "Kind"})
            ]
        )
        mail = self.env["mail.mail"].create({"email_to": PERSON["EMAIL"], "subject": "Betaling"})
        data = self.env["bzk.personal.data"]
        held = {item.declaration.model: item.records for item in data._held(self.person)}
        self.assertEqual(held["bzk.import.rejection"], own)
        self.assertEqual(held["mail.mail"], mail)
        self.bram.email = PERSON["EMAIL"]
        models = {item.declaration.model for item in data._held(self.person)}
        self.assertNotIn("mail.mail", models)
        self.assertTrue(other.exists())

    def test_made_again_and_answered(self):
        request = self._made()
        self.assertEqual(request.state, "made")
        request.action_make()
        request.action_answered()
        self.assertEqual(request.state, "answered")
        self.assertTrue(request.closed_on)
        with self.assertRaises(UserError):
            request.action_make()

    def test_refusing_needs_a_reason(self):
        request = self._request()
        with self.assertRaises(UserError):
            request.action_refuse()
        request.note = "Not the customer"
        request.action_refuse()
        self.assertEqual(request.state, "refused")

    def test_who_may_ask_for_a_child(self):
        request = self._request()
        self.assertFalse(request.hint)
        request.partner_id = self.bram
        self.bram.birthdate = date.today()
        self.assertTrue(request.hint)
        request.asked_by = "parent"
        self.assertFalse(request.hint)

    def test_queries_do_not_grow_with_the_history(self):
        data = self.env["bzk.personal.data"]
        data._collect(self.person)
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            data._collect(self.person)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(20):
                self.person.message_post(body=f"Note {number}")
        self.assertLessEqual(counts[1], counts[0] + 15)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_state_and_file_are_not_set_by_hand(self):
        request = self._request()
        for values in ({"state": "answered"}, {"pdf": b"eA=="}, {"closed_on": date.today()}):
            with self.assertRaises(AccessError):
                request.write(values)
