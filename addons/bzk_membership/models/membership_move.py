from odoo import models


class Membership(models.Model):
    """A membership only changes hands when it turns out whose it is."""

    _inherit = "bzk.membership"

    def _move_to(self, customer):
        """Give memberships and their history to another customer of the same library.

        In SQL, since no person changes a membership's customer nor a line of its history.

        :param customer: ``res.partner`` they belong to
        """
        if not self:
            return
        self.env.flush_all()
        for table, column in (
            ("bzk_membership", "id"),
            ("bzk_membership_change", "membership_id"),
            ("bzk_loan_stat", "membership_id"),
        ):
            # Names are the constants above, values are parameters.
            self.env.cr.execute(
                f"UPDATE {table} SET partner_id = %s WHERE {column} = ANY(%s)",
                (customer.id, self.ids),
            )
        self.env.invalidate_all()
