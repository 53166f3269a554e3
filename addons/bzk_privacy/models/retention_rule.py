from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class RetentionRule(models.Model):
    """For how long a library keeps one kind of data; what it is about is declared in code."""

    _name = "bzk.retention.rule"
    _inherit = "bzk.library.guard"
    _description = "Retention rule"
    _order = "company_id, id"
    _rec_name = "name"

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    code = fields.Char(required=True, readonly=True)
    months = fields.Integer(
        string="Keep (months)", required=True, help="Counted from when the data were last needed."
    )
    active = fields.Boolean(
        default=True, help="Without a tick these data are kept until someone removes them."
    )
    name = fields.Char(string="Kind of data", compute="_compute_term")
    action = fields.Selection(
        [
            ("delete", "Delete"),
            ("clear", "Empty"),
            ("erase", "Erase the customer"),
            ("itself", "Removed by the import"),
        ],
        string="What happens",
        compute="_compute_term",
    )
    minimum = fields.Integer(string="At least (months)", compute="_compute_term")
    reason = fields.Char(string="Ground", compute="_compute_term")

    _company_code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The library already has a rule for these data."
    )
    _months_positive = models.Constraint(
        "CHECK(months >= 1)", "Data are kept for at least one month."
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_term(self):
        terms = self._terms()
        for rule in self:
            term = terms.get(rule.code)
            rule.name = term.name if term else rule.code
            rule.action = term.action if term else False
            rule.minimum = term.minimum if term else 0
            rule.reason = term.reason if term else False

    @api.constrains("months", "code")
    def _check_minimum(self):
        for rule in self:
            if rule.months < rule.minimum:
                raise ValidationError(
                    self.env._(
                        "The law demands that “%(name)s” are kept for %(months)s months.",
                        name=rule.name,
                        months=rule.minimum,
                    )
                )

    @api.model
    def _terms(self):
        """Terms of the addons that are installed, by code."""
        return {term.code: term for term in self.env["bzk.personal.data"]._terms()}

    @api.model
    def _of(self, company, code):
        """The rule of a library, or none when nobody declared the code."""
        # sudo: everyone may know how long data are kept.
        rules = self.sudo().with_context(active_test=False)
        found = rules.search([("company_id", "=", company.id), ("code", "=", code)])
        if not found and company and code in self._terms():
            self._complete(company)
            found = rules.search([("company_id", "=", company.id), ("code", "=", code)])
        return found

    @api.model
    def _complete(self, companies=None):
        """Give each library a rule for every kind of data that has none yet.

        :param companies: libraries; all by default
        """
        terms = self._terms()
        # sudo: libraries get their rules whoever looks first.
        rules = self.sudo().with_context(active_test=False)
        companies = companies or self.env["res.company"].sudo().search([])
        known = {(rule.company_id.id, rule.code) for rule in rules.search([])}
        rules.create(
            [
                {"company_id": company.id, "code": term.code, "months": term.months}
                for company in companies
                for term in terms.values()
                if (company.id, term.code) not in known
            ]
        )

    @api.model
    def action_rules(self):
        """Show the rules, those of addons that came later included."""
        self.check_access("read")
        self._complete(self.env.companies)
        return self.env["ir.actions.act_window"]._for_xml_id("bzk_privacy.action_retention_rules")

    def _limit(self, day):
        """Data that were last needed before this day are past their term on ``day``."""
        return day - relativedelta(months=self.months)

    def _due(self, day):
        """Records of the rule's library that are past their term on a day, and can be removed.

        :param day: date
        """
        self.ensure_one()
        term = self._terms()[self.code]
        company, limit = self.company_id, self._limit(day)
        if term.find:
            domain = getattr(self.env["bzk.personal.data"], term.find)(company, limit)
        else:
            domain = Domain(term.company, "=", company.id) & Domain(term.since, "<", limit)
            domain &= Domain(list(term.where))
        # sudo: the nightly job, and who approves it, act on every model of the library.
        records = self.env[term.model].sudo().with_context(active_test=False).search(domain)
        if term.action == "erase":
            obstacles = self.env["bzk.personal.data"]._obstacles(records)
            records -= records.browse(partner.id for partner, _why in obstacles)
        return records
