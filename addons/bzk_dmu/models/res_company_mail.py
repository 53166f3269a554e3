import secrets

from odoo import api, fields, models


class ResCompany(models.Model):
    """The address of a library to which its staff copy or forward mails for the file."""

    _inherit = "res.company"

    filing_alias_id = fields.Many2one(
        "mail.alias", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    filing_address = fields.Char(
        string="Address for the file",
        compute="_compute_filing_address",
        help="Staff put this address in BCC, or forward a mail to it.",
    )
    filing_max_mb = fields.Integer(
        string="Largest mail",
        default=25,
        help="In megabytes; of a larger mail the attachments are left out, and it says so.",
    )
    filing_proven_only = fields.Boolean(
        string="Only from proven senders",
        help="Refuse mails of which the mail server does not say that they come from who they "
        "say. Mails that it found to be false are always refused.",
    )

    _filing_max_mb = models.Constraint(
        "CHECK(filing_max_mb BETWEEN 1 AND 150)", "The largest mail is between 1 and 150 MB."
    )

    @api.depends("filing_alias_id.alias_full_name")
    def _compute_filing_address(self):
        for company in self:
            # sudo: the address is there to be used by every colleague.
            alias = company.sudo().filing_alias_id
            company.filing_address = alias.alias_domain_id and alias.alias_full_name or False

    def _set_filing_name(self, name=None):
        """Give the library its address, or another one.

        :param str name: the part before the at sign; made up when empty. What is made up ends in
            a few letters that nobody guesses, as who knows the address may write to it
        :raises UserError: by core, when the address is taken or cannot be one
        """
        self.ensure_one()
        # sudo: mail aliases are for system administrators; the caller checked the role, and this
        # is the library's own.
        library = self.sudo()
        name = name or f"dossier-{library.library_code or library.id}-{secrets.token_hex(3)}"
        if library.filing_alias_id:
            library.filing_alias_id.write(
                {"alias_name": name, "alias_domain_id": library.alias_domain_id.id}
            )
            return
        # sudo: addresses are the system's; this one is the library's own.
        library.filing_alias_id = (
            self.env["mail.alias"]
            .sudo()
            .create(
                {
                    "alias_name": name,
                    "alias_domain_id": library.alias_domain_id.id,
                    "alias_model_id": self.env["ir.model"]._get_id("bzk.filed.mail"),
                    "alias_contact": "everyone",
                }
            )
        )
