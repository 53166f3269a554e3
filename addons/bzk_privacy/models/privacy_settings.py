from odoo import api, fields, models


class PrivacySettings(models.Model):
    """How a library deals with personal data; one record for each library."""

    _name = "bzk.privacy.settings"
    _inherit = "bzk.library.guard"
    _description = "Privacy settings"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    notice_days = fields.Integer(
        string="Days of notice before removal",
        help="Data past their term are removed this many days after they were first reported. "
        "With 0 they are only removed after an administrator approved it.",
    )
    email = fields.Char(
        string="E-mail for privacy questions", help="Printed on what a customer gets to see."
    )

    _company_uniq = models.Constraint("UNIQUE(company_id)", "The library has its settings already.")
    _notice_days_positive = models.Constraint(
        "CHECK(notice_days >= 0)", "A number of days cannot be negative."
    )

    @api.model
    @api.private
    def _of(self, company):
        """The settings of a library, made with safe values when they are asked for first."""
        # sudo: whoever prints or reports goes by the library's settings.
        settings = self.sudo().search([("company_id", "=", company.id)])
        return settings or self.sudo().create({"company_id": company.id})

    @api.model
    def action_settings(self):
        """Open the settings of the library at work."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Privacy settings"),
            "res_model": self._name,
            "res_id": self._of(self.env.company).id,
            "views": [(False, "form")],
        }
