from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import hmac

from odoo.addons.bzk_base.links import is_signed

#: How long the link in the mail can be used.
VALID = timedelta(days=7)


class EmailChange(models.Model):
    """A new e-mail address that a customer filled in, until they confirm it from a mail to it.

    The old address is told, so that nobody can quietly take over the mail of somebody else.
    """

    _name = "bzk.email.change"
    _inherit = "bzk.library.guard"
    _description = "E-mail address to be confirmed"
    _order = "create_date DESC, id DESC"
    _rec_name = "email"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="partner_id.company_id", string="Library", store=True, precompute=True
    )
    email = fields.Char(string="New address", required=True, readonly=True)
    mail_lang = fields.Char(string="Language of mails", compute="_compute_mail_lang")
    mail_button = fields.Html(
        string="Button to confirm", compute="_compute_mail_button", sanitize=False
    )

    def _compute_mail_lang(self):
        for change in self:
            change.mail_lang = change.partner_id.lang or change.company_id.partner_id.lang

    @api.depends_context("lang")
    def _compute_mail_button(self):
        for change in self:
            change.mail_button = change.env["ir.qweb"]._render(
                "bzk_campaigns.mail_button",
                {
                    "url": change._confirm_url() if change.id else "#",
                    "label": change.env._("Yes, this is my address"),
                },
                minimal_qcontext=True,
            )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in a text of their own; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            "object.company_id.name",
            "object.company_id.email_formatted",
            "object.mail_button",
            "object.mail_lang",
        )

    @api.model
    def _ask(self, partner, email):
        """Mail a new address, to confirm that it is the customer's.

        :param partner: ``res.partner``
        :param str email: address that was cleaned
        """
        # The page let the customer in; nobody logged in has anything to do with it.
        changes = self.with_user(SUPERUSER_ID).with_company(partner.company_id)
        changes.search([("partner_id", "=", partner.id)]).unlink()
        change = changes.create({"partner_id": partner.id, "email": email})
        change._mail("mail_template_email_change", email)

    def _mail(self, template, address):
        template = self.env.ref(f"bzk_campaigns.{template}")._for_company(self.company_id)
        template.send_mail(self.id, email_values={"email_to": address, "recipient_ids": []})
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _confirm_url(self):
        """Address of the page on which the new address is confirmed."""
        self.ensure_one()
        return f"{self.get_base_url()}/voorkeuren/adres/{self.id}/{self._token()}"

    def _token(self):
        """Sign which address becomes whose; once changed, the link is void."""
        message = (self.id, self.partner_id.id, self.email, self.partner_id.email_normalized or "")
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_campaigns-email", message)[:32]

    @api.model
    def _from_link(self, change_id, token):
        """The change that a signed link confirms, or nothing."""
        change = self.with_user(SUPERUSER_ID).browse(change_id).exists()
        if not change or not is_signed(change._token(), token):
            return change.browse()
        if change.create_date < fields.Datetime.now() - VALID or not change.partner_id.active:
            return change.browse()
        return change

    def _confirm(self):
        """Write the new address, and tell the old one."""
        self.ensure_one()
        partner, old = self.partner_id, self.partner_id.email
        partner._page_change_data({"email": self.email})
        if old:
            self._mail("mail_template_email_changed", old)
        self.unlink()

    @api.autovacuum
    def _gc_changes(self):
        """Forget what was not confirmed in time."""
        before = fields.Datetime.now() - VALID
        self.search([("create_date", "<", before)], limit=10_000).unlink()
