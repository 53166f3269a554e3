import socket
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from .common import ANNA, LibraryCase

TALKATIVE = ("iap", "iap_mail", "partner_autocomplete", "snailmail", "sms", "web_unsplash")


@tagged("post_install", "-at_install")
class TestQuiet(LibraryCase):
    """The server makes no connection to the outside by itself."""

    def test_modules_that_call_out_are_not_installed(self):
        found = self.env["ir.module.module"].search(
            [("name", "in", TALKATIVE), ("state", "=", "installed")]
        )
        self.assertFalse(found.mapped("name"))

    def test_publisher_ping_is_off(self):
        ping = self.env.ref("mail.ir_cron_module_update_notification")
        self.assertFalse(ping.active)

    def test_no_connection_while_working(self):
        tried = []
        connect = socket.socket.connect

        def watch(sock, address):
            if sock.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
                tried.append(address)
                raise OSError("no connection to the outside in a test")
            return connect(sock, address)

        with patch.object(socket.socket, "connect", watch):
            self._import([ANNA])
            self.env["res.partner"].create(
                {"name": "School", "is_company": True, "email": "info@school.example"}
            )
            # The vacuum commits, which a test may not; it deletes and sends nothing.
            vacuum = self.env.ref("base.autovacuum_job")
            self.patch(self.env.cr, "commit", lambda: None)
            for cron in self.env["ir.cron"].search([("id", "!=", vacuum.id)]):
                action = cron.ir_actions_server_id.with_user(SUPERUSER_ID)
                action.with_context(cron_id=cron.id).run()
            self.env.flush_all()
        self.assertFalse(tried)
