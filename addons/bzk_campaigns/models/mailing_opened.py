from odoo import api, fields, models
from odoo.tools import SQL, hmac


class MailingMailing(models.Model):
    """The picture that tells that a mail was opened, in the mails of who agreed to that."""

    _inherit = "mailing.mailing"

    def _watched(self, readers):
        """Of which mails it may be known that they were opened.

        Everybody on an address must have agreed: who opened it can't be told apart.

        :param list readers: ``Reader``
        :return: set of ``mailing.trace``
        """
        people = {partner_id for reader in readers for partner_id in reader.partners.ids}
        if not people:
            return set()
        chosen = SQL("SELECT unnest(%s::integer[]) AS id", list(people))
        self.env.cr.execute(
            SQL(
                "SELECT id FROM (%s) gate WHERE reason IS NULL",
                self.env["res.partner"]._consent_gate_query("tracking", chosen),
            )
        )
        agreed = {partner_id for (partner_id,) in self.env.cr.fetchall()}
        return {reader.trace for reader in readers if agreed.issuperset(reader.partners.ids)}

    def _opened_picture(self, trace):
        """The picture in the mail of one reader, as core has it below the text."""
        url = f"{self.get_base_url()}/brief/{trace.id}/{self._opened_token(trace.id)}/pixel.gif"
        return f'\n<img src="{url}" alt="" width="1" height="1"/>'

    @api.model
    def _opened_token(self, trace_id):
        """Sign which mail it is."""
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_campaigns-opened", trace_id)[:32]


class MailingTrace(models.Model):
    """A mail is opened."""

    _inherit = "mailing.trace"

    def _note_opened(self):
        """Keep when a mail was first opened; it may still be noted as being on its way."""
        self.filtered(lambda trace: trace.trace_status in ("process", "sent")).write(
            {"trace_status": "open", "open_datetime": fields.Datetime.now()}
        )
