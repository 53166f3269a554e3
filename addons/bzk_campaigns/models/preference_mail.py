from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

#: So many customers on one address get a link each; more are no family.
MAX_ON_ADDRESS = 8


class ResPartner(models.Model):
    """The mail by which customers get the link to their preferences."""

    _inherit = "res.partner"

    preference_button = fields.Html(
        string="Link to the preferences", compute="_compute_preference_button", sanitize=False
    )

    @api.depends_context("preference_partners", "lang")
    def _compute_preference_button(self):
        """A button for each customer who is mailed; one that does nothing in a preview."""
        mailed = self.env.context.get("preference_partners")
        for partner in self:
            people = self.browse(mailed) if mailed else partner
            partner.preference_button = self.env["ir.qweb"]._render(
                "bzk_campaigns.mail_preferences",
                {"people": people, "trial": not mailed},
                minimal_qcontext=True,
            )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in a text of their own; anything else would be code."""
        return (*super().mail_allowed_qweb_expressions(), "object.preference_button")

    def _mail_preference_links(self):
        """Mail customers who share one address the links to their preferences."""
        # The link goes to the address that the library has, whoever asks for it.
        people = self.with_user(SUPERUSER_ID).sorted("birthdate")
        first = people[:1]
        template = self.env.ref("bzk_campaigns.mail_template_preferences")
        template = template.with_user(SUPERUSER_ID)._for_company(first.company_id)
        template = template.with_context(preference_partners=tuple(people.ids))
        values = {"email_to": first.email_normalized, "recipient_ids": []}
        template.send_mail(first.id, email_values=values)
        people.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _mail_lost_link(self, company, email):
        """Mail whoever has this address at a library their links; nothing when nobody has.

        :param company: ``res.company``
        :param str email: address that was cleaned
        """
        people = self.with_user(SUPERUSER_ID).search(
            [
                ("email_normalized", "=", email.lower()),
                ("company_id", "=", company.id),
                ("is_company", "=", False),
                ("deceased", "=", False),
            ],
            limit=MAX_ON_ADDRESS + 1,
        )
        if people and len(people) <= MAX_ON_ADDRESS:
            people._mail_preference_links()

    def action_mail_preferences(self):
        """Mail this customer the link to their preferences.

        :raises UserError: for who has no e-mail address, or is not there any more
        """
        self.ensure_one()
        self.check_access("write")
        if not self.email_normalized or self.deceased or not self.active:
            raise UserError(self.env._("%s cannot be mailed.", self.name))
        self._mail_preference_links()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The link was mailed to %s.", self.email_normalized),
            },
        }
