import contextlib
import smtplib
from email.utils import make_msgid

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from ..sending import Handed


class MailingMailing(models.Model):
    """Trying a mail out: it goes to a colleague, as a customer would get it."""

    _inherit = "mailing.mailing"

    def _send_sample(self, partners, email, blocks=None):
        """Mail what these customers would get to a colleague, and to nobody else.

        :param partners: ``res.partner`` who would read it together, who it is about first
        :param str email: address of somebody who works at the library
        :param blocks: ids of the blocks to show; those that are meant for them when left out
        :raises UserError: for another address, or when the mail can't be sent
        """
        self.ensure_one()
        self.check_access("read")
        partners.check_access("read")
        address = email_normalize(email or "")
        if not address or not self._is_colleague(address):
            raise UserError(self.env._("A trial goes to the address of a colleague only."))
        if blocks is None:
            people = SQL("SELECT unnest(%s::integer[]) AS id", partners.ids)
            self.env.cr.execute(self._block_query(people))
            blocks = {block for _id, shown in self.env.cr.fetchall() for block in shown or ()}
        letter = self._render_preview(partners, blocks)
        letter |= {
            "subject": self.env._("Trial: %s", letter["subject"]),
            "email_to": address,
            "message_id": make_msgid(domain=self._message_domain()),
        }
        try:
            with contextlib.ExitStack() as stack:
                post = self._connect(stack)
                letter["email"] = address
                outcome = self._hand_over(self._envelope(post), letter, lambda: None, post)
        except (OSError, smtplib.SMTPException) as error:
            raise UserError(self.env._("The mail server can't be reached: %s", error)) from error
        if outcome.handed != Handed.TAKEN:
            raise UserError(self.env._("The mail server did not take it: %s", outcome.said))

    def _is_colleague(self, address):
        """Whether somebody of the library that mails works with this address."""
        company = self.company_id or self.env.company
        # sudo: staff need not be allowed to read who else there is.
        return bool(
            self.env["res.users"]
            .sudo()
            .search_count(
                [
                    ("email_normalized", "=", address),
                    ("share", "=", False),
                    ("company_ids", "in", company.ids),
                ],
                limit=1,
            )
        )
