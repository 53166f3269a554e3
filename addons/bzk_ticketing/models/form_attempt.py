from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

#: After this long an attempt tells nothing any more.
KEPT = timedelta(days=1)


class FormAttempt(models.Model):
    """That a public form was sent, to tell a visitor from a program that sends it all day.

    Who sent it is a keyed digest from which nothing can be read, and is gone after a day.
    """

    _name = "bzk.form.attempt"
    _description = "Use of a public form"
    _log_access = False

    digest = fields.Char(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _digest_idx = models.Index("(digest, date)")

    @api.model
    def _allow(self, form, who, limit, minutes):
        """Note one attempt and tell whether it is one too many.

        :param str form: which form
        :param str who: address of the computer or of the mail
        :param int limit: attempts that are allowed
        :param int minutes: in which time
        :return: whether it may go on
        """
        # Whoever fills in a public form has no rights; only this digest is read and written.
        attempts = self.sudo()
        digest = hmac(attempts.env, f"bzk_ticketing-{form}", who)
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        used = attempts.search_count([("digest", "=", digest), ("date", ">", since)], limit=limit)
        if used >= limit:
            return False
        attempts.create({"digest": digest})
        return True

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what is older than a day."""
        self.search([("date", "<", fields.Datetime.now() - KEPT)], limit=10_000).unlink()
