from odoo import models


class ExternalId(models.Model):
    """What a source told of consent follows the key under which it knows a customer."""

    _inherit = "bzk.external.id"

    def _move_consents(self, former, customer):
        """Let decisions that came by these keys be of another customer.

        :param former: the customer with whom they are kept
        """
        self.env["bzk.consent"].flush_model()
        for item in self:
            self.env.cr.execute(
                """
                UPDATE bzk_consent SET partner_id = %s
                 WHERE partner_id = %s AND source_id = %s AND source_key = %s
                """,
                (customer.id, former.id, item.source_id.id, item.key),
            )
        self.env["bzk.consent"].invalidate_model()
        (former | customer).invalidate_recordset()

    def _split_off(self, former, customer):
        self._move_consents(former, customer)
        return super()._split_off(former, customer)


class Merge(models.Model):
    """Undoing a merge lets what a source told since of consent go with its key."""

    _inherit = "bzk.merge"

    def _follow_back(self):
        self.source_id.external_id_ids._move_consents(self.target_id, self.source_id)
        return super()._follow_back()
