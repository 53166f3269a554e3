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

    @api.model
    def _reach_files(self, partners):
        """Imports whose uploaded file, still there, may hold one of the customers."""
        sources = {source for source, _key in self._keys_of(partners)}
        held = (
            self.env["ir.attachment"]
            .sudo()
            ._search([("res_model", "=", "bzk.import.run"), ("res_field", "=", "file")])
        )
        inner = SQL("(SELECT res_id FROM ir_attachment WHERE id IN %s)", held.subselect())
        return Domain("source_id", "in", list(sources)) & Domain("id", "in", inner)

    @api.model
    def _before_erase(self, partners):
        """Wipe the customers from the previews of imports and from who was who in changes."""
        result = super()._before_erase(partners)
        keys = {}
        for source, key in self._keys_of(partners):
            keys.setdefault(source, set()).add(key)
        # sudo: previews and tracked values are nobody's to write, and hold the person.
        runs = self.env["bzk.import.run"].sudo().search([("source_id", "in", list(keys))])
        for run in runs.filtered("preview"):
            rows = run.preview["rows"]
            left = [row for row in rows if row["key"] not in keys[run.source_id.id]]
            if len(left) < len(rows):
                run.preview = run.preview | {"rows": left}
        self._forget_tracked_names(partners)
        return result

    def _forget_tracked_names(self, partners):
        """Names that the history of other records shows, such as of a payer who changed."""
        self.env["mail.tracking.value"].flush_model()
        self.env.cr.execute(
            """
            UPDATE mail_tracking_value tracked
               SET old_value_char = CASE WHEN old_value_integer = ANY(%(ids)s) THEN ''
                                         ELSE old_value_char END,
                   new_value_char = CASE WHEN new_value_integer = ANY(%(ids)s) THEN ''
                                         ELSE new_value_char END
              FROM ir_model_fields field
             WHERE field.id = tracked.field_id AND field.relation = 'res.partner'
               AND (old_value_integer = ANY(%(ids)s) OR new_value_integer = ANY(%(ids)s))
            """,
            {"ids": partners.ids},
        )
        self.env["mail.tracking.value"].invalidate_model()
