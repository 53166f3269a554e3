from odoo import api, fields, models


class ResCompany(models.Model):
    """The public pages of a library."""

    _inherit = "res.company"

    signup_url = fields.Char(
        string="Page to sign up for newsletters",
        compute="_compute_signup_url",
        help="For your website, posters and mails.",
    )

    def _compute_signup_url(self):
        for company in self:
            company.signup_url = company.get_base_url() + company._signup_path()

    def _page_code(self):
        """By what the library is named in the address of its pages."""
        return self.library_code or str(self.id)

    def _signup_path(self):
        """Where somebody signs up for newsletters."""
        return f"/nieuwsbrief/{self._page_code()}"

    @api.model
    def _by_page_code(self, code):
        """The library that an address names, or none; with the rights of the system."""
        # A visitor has no rights; that a library exists is no secret.
        companies = self.sudo()
        if not code.isprintable():
            return companies
        found = companies.search([("library_code", "=", code)], limit=1)
        if not found and code.isdecimal() and len(code) < 10:
            found = companies.browse(int(code)).exists().filtered(lambda one: not one.library_code)
        return found

    def action_open_signup(self):
        """Open the page on which people sign up for the newsletters of the library at work."""
        company = self or self.env.company
        return {"type": "ir.actions.act_url", "url": company.signup_url, "target": "new"}
