import json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class BzkPersonalData(models.AbstractModel):
    """How to reach what holds a person without pointing at the customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _keys_of(self, partners):
        """Keys by which sources know these customers.

        :return: list of (id of the source, key)
        """
        # sudo: whoever may see the customers may see their keys; the sources are the library's.
        known = self.env["bzk.external.id"].sudo().search([("partner_id", "in", partners.ids)])
        return [(item.source_id.id, item.key) for item in known]

    @api.model
    def _reach_by_key(self, partners):
        """Domain of rows of an import that carry a key of one of the customers."""
        return Domain.OR(
            Domain("run_id.source_id", "=", source) & Domain("key", "=", key)
            for source, key in self._keys_of(partners)
        )

    @api.model
    def _reach_planned_rows(self, partners):
        return self._reach_by_key(partners)

    @api.model
    def _reach_rejections(self, partners):
        """Refused rows with the customer's key; those without a key by the address in them."""
        emails = [partner.email_normalized for partner in partners if partner.email_normalized]
        by_email = Domain.OR(
            Domain("company_id", "=", partner.company_id.id)
            & Domain("id", "in", self._rows_holding(emails))
            for partner in partners[:1]
            if emails
        )
        return self._reach_by_key(partners) | by_email

    def _rows_holding(self, emails):
        """SQL of refused rows without a key in which one of the addresses stands."""
        self.env["bzk.import.rejection"].flush_model()
        return SQL(
            "(SELECT id FROM bzk_import_rejection WHERE key IS NULL"
            " AND lower(cells::text) ILIKE ANY(%s))",
            [f"%{json.dumps(email)[1:-1]}%".replace("_", "\\_") for email in emails],
        )

    @api.model
    def _reach_mails(self, partners):
        """Outgoing mails to a customer, or to no other address than theirs."""
        domain = Domain("recipient_ids", "in", partners.ids)
        for partner in partners:
            if partner.email_normalized:
                domain |= Domain("email_to", "=ilike", partner.email_normalized)
        return domain
