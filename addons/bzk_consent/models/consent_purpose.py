from odoo import api, fields, models

BASES = [
    ("consent", "Consent"),
    ("soft", "Consent, or existing customers"),
    ("agreement", "Agreement"),
]
#: What kind of mail it is, the weightiest first: of several that wait, the first goes first.
PRIORITIES = [
    ("service", "Service"),
    ("activity", "Activity"),
    ("newsletter", "Newsletter"),
]


class ConsentPurpose(models.Model):
    """What a customer may agree to: one kind of mail or use of data, named as they read it."""

    _name = "bzk.consent.purpose"
    _inherit = "bzk.library.guard"
    _description = "Purpose of consent"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        help="Empty for a purpose that every library has.",
    )
    description = fields.Char(
        translate=True, string="In words", help="What is said to the customer at the desk."
    )
    minimum_age = fields.Integer(
        default=16,
        required=True,
        help="Below this age a parent or guardian decides (AVG article 8).",
    )
    basis = fields.Selection(
        BASES,
        required=True,
        default="consent",
        help="Existing customers: who bought something, where the library declares that it told "
        "them of its mail and let them refuse (Telecommunicatiewet 11.7.3). Agreement: mail that "
        "belongs to a membership or a ticket, without any advertising.",
    )
    double_opt_in = fields.Boolean(
        string="Confirm by mail",
        default=True,
        help="Who asks for it on a page, confirms it from a mail to that address.",
    )
    priority = fields.Selection(
        PRIORITIES,
        string="Kind of mail",
        required=True,
        default="newsletter",
        help="When somebody had enough mail, an activity goes before a newsletter. Service mail "
        "always goes.",
    )
    is_mail = fields.Boolean(
        string="Is mailed for", default=True, help="Otherwise it is another use of data."
    )
    on_by_default = fields.Boolean(
        default=True, help="Whether a library that did not choose has it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    setting_ids = fields.One2many("bzk.consent.setting", "purpose_id", string="Per library")
    version_ids = fields.One2many("bzk.consent.version", "purpose_id", string="Texts")

    _company_code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a purpose with this code already."
    )
    _age_positive = models.Constraint(
        "CHECK(minimum_age BETWEEN 0 AND 16)",
        "From 16 on a customer decides for themselves: the age lies between 0 and 16.",
    )
    _service_is_agreement = models.Constraint(
        "CHECK((basis = 'agreement') = (priority = 'service'))",
        "Service mail is mail that belongs to an agreement, and the other way around.",
    )

    @api.model
    def _on_at(self, company):
        """The purposes that a library has, a purpose of its own before a common one.

        :param company: ``res.company`` record
        :return: ``bzk.consent.purpose`` records that the user may read, in their order
        """
        found = self.search([("company_id", "in", [company.id, False])])
        # sudo: which purposes a library has is on its public pages.
        settings = self.env["bzk.consent.setting"].sudo()
        settings = settings.search([("company_id", "=", company.id)])
        chosen = {setting.purpose_id.id: setting.enabled for setting in settings}
        own = set(found.filtered("company_id").mapped("code"))
        return found.filtered(
            lambda purpose: (
                chosen.get(purpose.id, purpose.on_by_default)
                and (purpose.company_id or purpose.code not in own)
            )
        )

    def _texts(self, company):
        """The text in force today of each purpose at a library.

        :param company: ``res.company`` record
        :return: dict of purpose's id -> ``bzk.consent.version``; without what has no text yet
        """
        self.check_access("read")
        versions = self.env["bzk.consent.version"]
        self.env.cr.execute(versions._current_query(self.ids, company.ids))
        found = {row[0]: row[2] for row in self.env.cr.fetchall()}
        # Of one recordset, so that they are read together.
        return dict(zip(found, versions.browse(found.values()), strict=True))
