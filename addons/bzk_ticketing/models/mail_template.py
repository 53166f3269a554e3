from odoo import api, fields, models
from odoo.exceptions import ValidationError

USES = [("reminder", "Reminder of an activity")]


class MailTemplate(models.Model):
    """Texts of mails: common ones that come with the addons, and what a library made of them.

    Whatever sends by a template asks ``_for_company`` first: a library's own text goes before the
    common one, without changing which template a kind of activity names.
    """

    _name = "mail.template"
    _inherit = ["mail.template", "bzk.library.guard"]

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: not self.env.su and self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a text that every library has.",
    )
    base_id = fields.Many2one(
        "mail.template",
        string="Instead of",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The common text that this library replaced with this one.",
    )
    own_id = fields.Many2one(
        "mail.template", string="Text of the library", compute="_compute_own_id"
    )
    activity_use = fields.Selection(
        USES, string="Used for", index="btree_not_null", help="Which mail about activities it is."
    )

    _one_instead = models.UniqueIndex(
        "(base_id, company_id) WHERE base_id IS NOT NULL AND active",
        "The library already has its own text of this mail.",
    )

    @api.constrains("base_id", "company_id")
    def _check_base(self):
        for template in self:
            if template.base_id and (template.base_id.company_id or not template.company_id):
                raise ValidationError(
                    template.env._("A library replaces a common text, for itself only.")
                )

    @api.depends_context("company")
    def _compute_own_id(self):
        own = self._own_texts(self.env.company)
        for template in self:
            template.own_id = own.get(template)

    def _own_texts(self, company):
        """What one library put in the place of these templates.

        :return: dict of common template -> that library's own
        """
        # Whoever is mailed gets the text of the library that mails, also when the scheduler or
        # somebody with another library before them starts it. Only the library asked for is read.
        found = self.sudo().search([("base_id", "in", self.ids), ("company_id", "=", company.id)])
        return {own.base_id.with_env(self.env): own.with_env(self.env) for own in found}

    def _for_company(self, company):
        """Give the text that this library uses in the place of this template.

        :param company: ``res.company`` that sends
        :return: its own template, or this one when it has none
        """
        self.ensure_one()
        return self._own_texts(company).get(self, self)

    def action_own_text(self):
        """Open the library's own text; it begins as the common one."""
        self.ensure_one()
        company = self.env.company
        own = self if self.company_id else self._for_company(company)
        if own == self and not self.company_id:
            own = self.copy({"name": self.name, "company_id": company.id, "base_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": own.name,
            "res_model": self._name,
            "res_id": own.id,
            "views": [(self.env.ref("bzk_ticketing.view_activity_mail_form").id, "form")],
        }

    def action_common_text(self):
        """Use the common text again; the library's own is kept in the archive."""
        self.ensure_one()
        self.action_archive()
        return self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_activity_mails")
