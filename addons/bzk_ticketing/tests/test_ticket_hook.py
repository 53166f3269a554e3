from odoo.tests import HttpCase, tagged

from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestTicketHook(ConnectionCase, HttpCase):
    """What a ticketing system may send, and anyone else."""

    def _send(self, secret, **options):
        url = f"{self.base_url()}/bzk/ticketing/hook/{secret}"
        return self.opener.post(url, timeout=30, **options).status_code

    def test_message(self):
        secret = self.connection.hook_secret
        message = {"event": "poezie", "code": "AAA", "action": "pretix.event.order.paid"}
        for _time in range(5):
            self.assertEqual(self._send(secret, json=message), 204)
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.errand_ids.mapped("key"), ["AAA"])

    def test_not_ours(self):
        secret = self.connection.hook_secret
        for wrong in ("", "x", secret[:-1], secret.swapcase(), "%00", "None", "False"):
            self.assertEqual(self._send(wrong, json={"code": "AAA"}), 404, wrong)
        self.connection.active = False
        self.assertEqual(self._send(secret, json={"code": "AAA"}), 404)
        self.assertFalse(self.connection.errand_ids)

    def test_no_sense(self):
        secret = self.connection.hook_secret
        headers = {"Content-Type": "application/json"}
        for data in (b"", b"{", b"\xff\xfe", b"x" * 20_000, b"[" * 9_999, b'"poezie"'):
            self.assertEqual(self._send(secret, data=data, headers=headers), 204)
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.errand_ids.mapped("key"), ["*"])

    def test_only_post(self):
        url = f"{self.base_url()}/bzk/ticketing/hook/{self.connection.hook_secret}"
        self.assertEqual(self.opener.get(url, timeout=30).status_code, 405)
