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

    single = fields.Boolean(readonly=True, help="There is one line of this, whoever writes it.")

    _digest_idx = models.Index("(digest, date)")
    _single_uniq = models.UniqueIndex("(digest) WHERE single")

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
        digest = hmac(attempts.env, f"bzk_base-{form}", who)
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        used = attempts.search_count([("digest", "=", digest), ("date", ">", since)], limit=limit)
        if used >= limit:
            return False
        attempts.create({"digest": digest})
        return True

    @api.model
    def _one_at_a_time(self, form, who):
        """Let of two who send the same at once, as by a double click, one begin after the other.

        The line is written and not only locked: who waited for it begins anew, and finds what the
        first one made. Nobody else has to wait.

        :param str form: which form
        :param str who: what makes it the same
        """
        # As above: whoever fills in a public form has no rights.
        digest = hmac(self.sudo().env, f"bzk_base-{form}", who)
        self.env.cr.execute(
            """
            INSERT INTO bzk_form_attempt (digest, date, single) VALUES (%s, %s, TRUE)
                ON CONFLICT (digest) WHERE single DO UPDATE SET date = EXCLUDED.date
            """,
            (digest, fields.Datetime.now()),
        )

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what is older than a day."""
        self.search([("date", "<", fields.Datetime.now() - KEPT)], limit=10_000).unlink()
