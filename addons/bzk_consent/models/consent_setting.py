from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConsentSetting(models.Model):
    """What one library decided about a purpose: whether it has it, and for existing customers.

    Mail to existing customers who did not agree is allowed where five conditions hold
    (Telecommunicatiewet 11.7.3): they bought something, of this library, were told of its mail
    when they did, could refuse it then, and it is about similar services of the library itself.
    The library declares the third and fourth, since a day; the others are looked at customer by
    customer.
    """

    _name = "bzk.consent.setting"
    _inherit = ["bzk.library.guard", "mail.thread"]
    _description = "Purpose at a library"
    _order = "company_id, sequence, id"
    _rec_name = "purpose_id"
    _check_company_auto = True

    purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    sequence = fields.Integer(related="purpose_id.sequence", store=True)
    basis = fields.Selection(related="purpose_id.basis")
    priority = fields.Selection(related="purpose_id.priority")
    description = fields.Char(related="purpose_id.description")
    enabled = fields.Boolean(
        string="On",
        tracking=True,
        default=True,
        help="Off: nobody is asked for it, and nobody is mailed for it.",
    )
    soft_since = fields.Date(
        string="Existing customers since",
        tracking=True,
        help="Since this day whoever buys something is told that the library mails its customers, "
        "and can refuse it there and then. Empty: only who agreed is mailed.",
    )
    soft_notice = fields.Char(
        string="Where they are told",
        tracking=True,
        help="The page, form or ticket shop on which customers are told of it and can refuse.",
    )
    version_id = fields.Many2one("bzk.consent.version", compute="_compute_version_id")
    text = fields.Text(string="What customers read", compute="_compute_version_id")

    _once = models.Constraint(
        "UNIQUE(company_id, purpose_id)", "This library has decided on this purpose already."
    )
    _soft_is_declared = models.Constraint(
        "CHECK(soft_since IS NULL OR COALESCE(soft_notice, '') <> '')",
        "Say where customers are told of the mail and can refuse it.",
    )

    @api.constrains("soft_since", "purpose_id")
    def _check_soft(self):
        """Some purposes ask consent of everybody.

        :raises ValidationError: when such a purpose is for existing customers
        """
        for setting in self.filtered("soft_since"):
            if setting.purpose_id.basis != "soft":
                raise ValidationError(
                    setting.env._(
                        "%s is only for who agreed to it, also of existing customers.",
                        setting.purpose_id.name,
                    )
                )

    @api.constrains("purpose_id", "company_id")
    def _check_purpose(self):
        for setting in self:
            if setting.purpose_id.company_id not in (setting.company_id, self.env["res.company"]):
                raise ValidationError(setting.env._("This purpose is of another library."))

    @api.depends("purpose_id.version_ids", "company_id")
    def _compute_version_id(self):
        self.version_id = self.text = False
        for company in self.company_id:
            own = self.filtered(lambda setting, company=company: setting.company_id == company)
            texts = own.purpose_id._texts(company)
            for setting in own:
                version = texts.get(setting.purpose_id.id)
                setting.version_id = version
                setting.text = version and version.text

    @api.model
    def action_open(self):
        """Show every purpose with what the libraries at work decided about it."""
        self.check_access("write")
        self._complete(self.env.companies)
        return self.env["ir.actions.act_window"]._for_xml_id("bzk_consent.action_consent_settings")

    def action_new_text(self):
        """Write a text of the library's own, beginning with the one of today."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New text"),
            "res_model": "bzk.consent.version",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_purpose_id": self.purpose_id.id,
                "default_company_id": self.company_id.id,
                "default_text": self.text,
            },
        }

    @api.model
    def _complete(self, companies):
        """Make the lines that are not there yet, each as it is without one."""
        purposes = self.env["bzk.consent.purpose"].with_context(active_test=False).search([])
        known = {
            (setting.company_id, setting.purpose_id)
            for setting in self.search([("company_id", "in", companies.ids)])
        }
        self.create(
            [
                {
                    "company_id": company.id,
                    "purpose_id": purpose.id,
                    "enabled": purpose.on_by_default,
                }
                for company in companies
                for purpose in purposes
                if (company, purpose) not in known
                and purpose.company_id in (company, self.env["res.company"])
            ]
        )
