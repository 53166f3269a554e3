from odoo import models


class MailingMailing(models.Model):
    """Core's links of a mailing lead to the library's own pages."""

    _inherit = "mailing.mailing"

    def _trace_of(self, partner_id):
        """The mail of this mailing to one customer; the last when a journey mailed it again.

        :param partner_id: id of a customer, as text or number
        """
        self.ensure_one()
        # sudo: asked for by who has core's signed link, and no login.
        traces = self.env["mailing.trace"].sudo()
        if not str(partner_id).isdigit():
            return traces
        return traces.search(
            [("mass_mailing_id", "=", self.id), ("partner_id", "=", int(partner_id))],
            order="id DESC",
            limit=1,
        )

    def _is_to_customers(self):
        """Whether this is a mailing of a library to people whom it knows."""
        return self.mailing_model_real == "res.partner"

    def _get_unsubscribe_url(self, email_to, res_id):
        if not self._is_to_customers():
            return super()._get_unsubscribe_url(email_to, res_id)
        return self._unsubscribe_url(self._trace_of(res_id))

    def _get_unsubscribe_oneclick_url(self, email_to, res_id):
        if not self._is_to_customers():
            return super()._get_unsubscribe_oneclick_url(email_to, res_id)
        return self._unsubscribe_url(self._trace_of(res_id))

    def _get_view_url(self, email_to, res_id):
        if not self._is_to_customers():
            return super()._get_view_url(email_to, res_id)
        return self._view_url(self._trace_of(res_id))
