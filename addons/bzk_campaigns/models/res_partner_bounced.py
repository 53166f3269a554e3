from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """Whether mail reaches a customer's address."""

    _inherit = "res.partner"

    email_bounced_on = fields.Date(
        string="Does not work since",
        readonly=True,
        copy=False,
        help="On this day a mail came back, or a colleague saw that the address does not exist.",
    )
    email_broken = fields.Boolean(
        string="Address does not work",
        compute="_compute_email_broken",
        search="_search_email_broken",
        help="Mail to this address comes back: it does not exist. Another address is mailed again.",
    )

    @api.depends("email_bounced", "email_normalized")
    def _compute_email_broken(self):
        for partner in self:
            bounced = partner.email_bounced
            partner.email_broken = bool(bounced) and bounced == partner.email_normalized

    @api.model
    def _search_email_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["email_bounced", "email_normalized"])
        found = SQL(
            "(SELECT id FROM res_partner WHERE email_bounced IS NOT NULL "
            "AND email_bounced = email_normalized)"
        )
        wanted = {bool(one) for one in value}
        if wanted == {True, False}:
            return []
        return [("id", "in" if wanted == {True} else "not in", found)]

    @api.model
    def _note_addresses_broken(self, addresses, company):
        """Mail addresses no more that do not exist.

        :param addresses: in small letters
        :param company: the library that mailed them; another one learns nothing of it
        """
        # What a mail server says is noted of whoever has the address, also in the archive.
        people = self.sudo().with_context(active_test=False)
        people.flush_model(["email_bounced", "email_normalized"])
        people.env.cr.execute(
            SQL(
                """
                UPDATE res_partner
                   SET email_bounced = email_normalized, email_bounced_on = %s
                 WHERE email_normalized = ANY(%s) AND company_id = %s
                   AND email_bounced IS DISTINCT FROM email_normalized
                """,
                fields.Date.context_today(self),
                list(addresses),
                company.id,
            )
        )
        people.invalidate_model(["email_bounced", "email_bounced_on", "email_broken"])

    def action_email_works(self):
        """Mail this customer again: they say that the address is right.

        :raises AccessError: for who may not change the customer
        """
        self.check_access("write")
        # sudo: nobody changes by hand what a mail server said, only by this button.
        self.sudo().write({"email_bounced": False, "email_bounced_on": False})
        return True
