from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class FilingSettings(models.TransientModel):
    """The library's address for the file, how it is used, and what an administrator sets of it."""

    _name = "bzk.filing.settings"
    _inherit = "bzk.library.guard"
    _description = "Mails for the file"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    address = fields.Char(related="company_id.filing_address")
    domain_name = fields.Char(compute="_compute_domain_name")
    may_set = fields.Boolean(compute="_compute_may_set")
    name = fields.Char(
        string="Before the @", help="Leave the letters at the end: nobody outside guesses them."
    )
    max_mb = fields.Integer(string="Largest mail", default=25)
    proven_only = fields.Boolean(
        string="Only from proven senders",
        help="Refuse mails of which the mail server does not say that they come from who they "
        "say. Mails that it found to be false are always refused.",
    )

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        company = self.env.company
        values.update(
            max_mb=company.filing_max_mb,
            proven_only=company.filing_proven_only,
            # sudo: the name is part of the address, which every colleague sees.
            name=company.sudo().filing_alias_id.alias_name,
        )
        return values

    @api.depends("company_id")
    def _compute_domain_name(self):
        for wizard in self:
            # sudo: as the address.
            wizard.domain_name = wizard.company_id.sudo().alias_domain_id.name

    @api.depends_context("uid")
    def _compute_may_set(self):
        self.may_set = self.env.user.has_group("bzk_base.group_administrator")

    def action_save(self):
        """Set the address and what is taken in.

        :raises AccessError: for who is no administrator of the library
        :raises UserError: when the server has no domain for mail yet
        """
        self.ensure_one()
        company = self.company_id
        if not self.may_set or company not in self.env.companies:
            raise AccessError(self.env._("Only an administrator of the library sets this."))
        if not self.domain_name:
            raise UserError(
                self.env._(
                    "The library has no mail domain yet. The system administrator sets one under "
                    "Settings > General Settings > Alias Domain."
                )
            )
        # sudo: writing the company is for system administrators; these three are the library's.
        company.sudo().write({"filing_max_mb": self.max_mb, "filing_proven_only": self.proven_only})
        company._set_filing_name(self.name)
        return self.env["bzk.filed.mail"].action_show_address()
