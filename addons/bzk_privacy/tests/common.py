import base64

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, LibraryCase

#: Words that occur nowhere but with the person who is erased.
SURNAME, STREET, NOTE = "Wegwezen", "Vergeetlaan", "hoortoestel-xyzzy"
PERSON = {
    **ANNA,
    "LENERNUMMER": "77001122",
    "ROEPNAAM": "Fenneke",
    "VOORVOEGSEL": "",
    "NAAM": SURNAME,
    "ADRES": STREET,
    "EMAIL": "fenneke@vergeten.example",
    "TELEFOON": "0612999888",
}


class PrivacyCase(LibraryCase):
    """A customer with something of every kind, and a neighbour who must stay as she is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.users["data_steward"]
        cls.administrator = cls.users["administrator"]

    def setUp(self):
        super().setUp()
        self._import([PERSON, BRAM])
        self.person = self._customer(PERSON["LENERNUMMER"])
        self.bram = self._customer(BRAM["LENERNUMMER"])
        self._furnish(self.person)

    def _furnish(self, person):
        """Give a customer a note, a message, a document, an activity and a photo."""
        pixel = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
            "ErkJggg=="
        )
        person.write(
            {"comment": f"<p>Draagt een {NOTE}.</p>", "image_1920": pixel, "lang": "en_US"}
        )
        desk = self.users["front_desk"]
        person.with_user(desk).with_context(tracking_disable=False).message_post(
            body=f"{SURNAME} belde over een {NOTE}; Bram Jansen wil niet mee."
        )
        self.env["ir.attachment"].create(
            {
                "name": f"brief {SURNAME}.txt",
                "res_model": "res.partner",
                "res_id": person.id,
                "datas": base64.b64encode(NOTE.encode()),
            }
        )
        person.activity_schedule(
            "mail.mail_activity_data_todo", summary=f"{SURNAME} bellen", user_id=desk.id
        )
        person.message_subscribe(person.ids)
        self.env["res.partner.bank"].create(
            {"acc_number": "NL91ABNA0417164300", "partner_id": person.id}
        )
        self.env.flush_all()

    def _propose(self, partner, **values):
        """An erasure that waits for approval."""
        erasure = (
            self.env["bzk.erasure"]
            .with_user(self.steward)
            .create({"partner_id": partner.id, "identity_checked": True, **values})
        )
        erasure.action_propose()
        return erasure

    def _erase(self, partner):
        erasure = self._propose(partner).with_user(self.administrator)
        erasure.action_approve()
        return erasure

    def _tables_holding(self, *words):
        """Names of the tables, of the whole database, in which one of the words stands."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        found = []
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE ANY(%s) LIMIT 1',
                ([f"%{word}%" for word in words],),
            )
            if self.env.cr.fetchone():
                found.append(table)
        return found
