from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.private
    def people_domain(self, path, company_ids=None):
        """Domain of what is about somebody of a kind that the user's roles work with.

        For rules of access on whatever names a customer: the rules of the customers themselves do
        not hold for what points at them. It says the same as those (AVG article 5.1 b and c).

        :param str path: many2one from the record to the customer
        :param company_ids: also only customers of these libraries, and of none; for models
            without a library of their own
        :return: domain; records without a customer are in it
        """
        domain = self._people_of_kind(path)
        if company_ids is not None:
            own = Domain("company_id", "in", [*company_ids, False])
            domain &= Domain(path, "=", False) | Domain(path, "any", own)
        return list(domain)

    def _people_of_kind(self, path):
        def has(role):
            return self.has_group(f"bzk_base.group_{role}")

        both = has("marketing") or has("data_steward") or (has("staff") and has("relations"))
        if both or not has("employee"):
            return Domain.TRUE
        if has("staff"):
            # The people at work are the few: leaving them out is quicker than choosing the others.
            return Domain(path, "not any", [("work_contact", "=", True)])
        kinds = Domain("partner_share", "=", False)
        if has("relations"):
            kinds |= Domain("is_company", "=", True) | Domain("work_contact", "=", True)
        return Domain(path, "=", False) | Domain(path, "any", kinds)

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._settle_contact()
        return users

    def write(self, vals):
        result = super().write(vals)
        if "company_ids" in vals:
            self._settle_contact()
        return result

    def _settle_contact(self):
        """Let the contact of an employee belong to their library.

        A contact without a company would show their name and address in every library; one of
        somebody who works for several has to be seen in all of them.
        """
        for user in self:
            if not user.share:
                libraries = user.company_ids
                user.partner_id.company_id = libraries if len(libraries) == 1 else False
