from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.models.import_target import DATE_COLUMNS, REFERENCE_COLUMNS, TEXT_COLUMNS

#: What an import writes of a person; the line of the address and the name follow from their parts.
PERSON = sorted({*TEXT_COLUMNS, *DATE_COLUMNS, *REFERENCE_COLUMNS} - {"street", "name"})


class ExternalId(models.Model):
    """A key that was linked to the wrong customer can be given a customer of its own."""

    _inherit = "bzk.external.id"

    def action_split_off(self):
        """Make a customer of what this source sent, and let the key point there.

        What the rooms keep by this key goes along. The two are remembered as different people.

        :return: action that opens the new customer
        :raises UserError: when it is the customer's only key, or nothing is known of it
        """
        self.ensure_one()
        _ = self.env._
        former = self.partner_id
        former.check_access("write")
        if len(former.external_id_ids) < 2:
            raise UserError(_("This is the only key of this customer."))
        sent = self.sent or {}
        if not (sent.get("lastname") or sent.get("firstname")):
            raise UserError(_("The source did not send a name with this key."))
        # Only imports write keys; that this user may change the customer was checked above.
        own = self.sudo()
        customer = self.env["res.partner"].create(own._customer_values(former))
        own.partner_id = customer
        own._split_off(former, customer)
        # Pairs are made by comparing customers; this one is only to be remembered.
        self.env["bzk.duplicate"].sudo().create(
            {
                "partner1_id": min(former.id, customer.id),
                "partner2_id": max(former.id, customer.id),
                "company_id": former.company_id.id,
                "outcome": "likely",
                "state": "different",
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        return customer._open_customer()

    def _customer_values(self, former):
        """What the source sent, as values of a customer."""
        values = {name: self.sent[name] for name in PERSON if self.sent.get(name)}
        return values | {"company_id": former.company_id.id}

    def _split_off(self, former, customer):
        """Move what a room keeps by this key; rooms extend this.

        :param former: the customer it was kept for
        :param customer: the customer it belongs to now
        """
