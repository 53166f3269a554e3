from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class BzkPersonalData(models.AbstractModel):
    """How to reach what holds a person without pointing at the customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _keys_of(self, partners):
        """Keys by which sources know these customers.

        :return: dict of source's id -> set of keys
        """
        # sudo: whoever may see the customers may see their keys; the sources are the library's.
        known = self.env["bzk.external.id"].sudo().search([("partner_id", "in", partners.ids)])
        keys = {}
        for item in known:
            keys.setdefault(item.source_id.id, set()).add(item.key)
        return keys

    @api.model
    def _reach_by_key(self, partners):
        """Domain of rows of an import that carry a key of one of the customers."""
        return Domain.OR(
            Domain("run_id.source_id", "=", source) & Domain("key", "in", keys)
            for source, keys in self._keys_of(partners).items()
        )

    @api.model
    def _reach_planned_rows(self, partners):
        return self._reach_by_key(partners)

    @api.model
    def _reach_rejections(self, partners):
        """Refused rows with the customer's key; those without one by what stands in them.

        An address alone may be that of a family, so the names must stand in the row as well.
        """
        self.env["bzk.import.rejection"].flush_model()
        matches = [
            SQL(
                "(company_id = %s"
                " AND ARRAY(SELECT lower(value) FROM jsonb_each_text(cells)) @> %s)",
                partner.company_id.id,
                [text.lower() for text in texts],
            )
            for partner in partners
            if all(texts := (partner.email_normalized, partner.lastname, partner.firstname))
        ]
        by_key = self._reach_by_key(partners)
        if not matches:
            return by_key
        found = SQL(
            "(SELECT id FROM bzk_import_rejection WHERE key IS NULL AND (%s))",
            SQL(" OR ").join(matches),
        )
        return by_key | Domain("id", "in", found)

    @api.model
    def _reach_mails(self, partners):
        """Outgoing mails to a customer, or to an address that nobody else has."""
        emails = {partner.email_normalized for partner in partners} - {False}
        # sudo: that somebody of another library has the address too, keeps it out.
        others = self.env["res.partner"].sudo().with_context(active_test=False)
        shared = others.search(
            [("email_normalized", "in", list(emails)), ("id", "not in", partners.ids)]
        )
        own = emails - set(shared.mapped("email_normalized"))
        by_address = Domain.OR(Domain("email_to", "=ilike", email) for email in sorted(own))
        return Domain("recipient_ids", "in", partners.ids) | by_address

    @api.model
    def _reach_files(self, partners):
        """Imports whose uploaded file, still there, may hold one of the customers."""
        held = (
            self.env["ir.attachment"]
            .sudo()
            ._search([("res_model", "=", "bzk.import.run"), ("res_field", "=", "file")])
        )
        inner = SQL("(SELECT res_id FROM ir_attachment WHERE id IN %s)", held.subselect())
        return Domain("source_id", "in", list(self._keys_of(partners))) & Domain("id", "in", inner)

    @api.model
    def _before_erase(self, partners):
        """Wipe the customers from the previews of imports and from who was who in changes."""
        result = super()._before_erase(partners)
        keys = self._keys_of(partners)
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
