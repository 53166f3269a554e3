from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestFormAttempt(TransactionCase):
    """Who sends a public form all day is told to wait."""

    def test_one_too_many(self):
        now = fields.Datetime.now()
        attempts = self.env["bzk.form.attempt"]
        allowed = [attempts._allow("signup", "10.0.0.1", 2, 10) for _time in range(3)]
        self.assertEqual(allowed, [True, True, False])
        self.assertTrue(attempts._allow("signup", "10.0.0.2", 2, 10))
        self.assertTrue(attempts._allow("consent", "10.0.0.1", 2, 10))
        self.assertNotIn("10.0.0", "".join(attempts.search([]).mapped("digest")))
        with freeze_time(now + timedelta(minutes=20)):
            self.assertTrue(attempts._allow("signup", "10.0.0.1", 2, 10))
        with freeze_time(now + timedelta(days=3)):
            attempts._gc_attempts()
        self.assertFalse(attempts.search([]))
