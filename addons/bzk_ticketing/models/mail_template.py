from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

USES = [
    ("reminder", "Reminder of an activity"),
    ("offer", "Free seat for who waits"),
    ("confirm", "Confirming what to receive"),
]
#: What is rendered of a text for each recipient.
RENDERED = ("attachment_ids", "body_html", "email_from", "reply_to", "subject")


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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_use(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_use(vals)
        return super().write(vals)

    def _check_use(self, vals):
        """Let nobody write what the library mails to all visitors but who keeps those texts.

        Core lets every employee make templates; those go to whom they choose one by one.

        :raises AccessError: for a text that takes the place of one of the library
        """
        roles = ("bzk_base.group_activities", "bzk_base.group_marketing", "base.group_system")
        replaces = not self.env.su and (vals.get("base_id") or vals.get("activity_use"))
        if replaces and not any(map(self.env.user.has_group, roles)):
            raise AccessError(self.env._("Texts of the library are not yours to write."))

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

    def _render_letters(self, ids):
        """Render this text for many records, as ``send_mail`` would for each.

        With a dict ``bzk_compiled`` in the context the text is compiled once for all of them.

        :param list ids: of records of the template's model
        :return: dict of id -> dict of values for a mail, with the body in its layout
        """
        self.ensure_one()
        letters = self._generate_template(ids, RENDERED)
        layout = self.email_layout_xmlid
        if not layout:
            return letters
        records = self.env[self.model].browse(ids)
        langs = self._render_lang(ids) if self.lang else {}
        companies = records._mail_get_companies(default=self.env.company)
        # Made once: core makes a message in memory for each record, for layouts that show it.
        message = self.env["mail.message"].sudo().new({})
        for record in records:
            lang = langs.get(record.id) or self.env.lang
            template = self.with_context(lang=lang)
            context = {
                "company": companies[record.id],
                "model_description": template.env["ir.model"]._get(self.model).display_name,
                "message": message,
            }
            letters[record.id]["body_html"] = template._render_encapsulate(
                layout,
                letters[record.id]["body_html"],
                add_context=context,
                context_record=record.with_context(lang=lang),
            )
        return letters

    def _open_preview(self, record):
        """Open the preview of this mail.

        :param record: whom it is shown to; may be empty
        """
        self.ensure_one()
        values = {"default_mail_template_id": self.id}
        if record:
            values["default_resource_ref"] = f"{record._name},{record.id}"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview: %s", self.name),
            "res_model": "mail.template.preview",
            "views": [(False, "form")],
            "target": "new",
            "context": values,
        }

    def action_own_text(self):
        """Open the library's own text; it begins as the common one."""
        self.ensure_one()
        company = self.env.company
        own = self if self.company_id else self._for_company(company)
        if own == self and not self.company_id:
            own = self.copy(
                {
                    "name": self.name,
                    "company_id": company.id,
                    "base_id": self.id,
                    # Core leaves the frame out of a copy.
                    "email_layout_xmlid": self.email_layout_xmlid,
                }
            )
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
