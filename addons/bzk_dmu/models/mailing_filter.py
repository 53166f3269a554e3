from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from psycopg2 import DataError

from odoo.addons.bzk_consent.models.consent_gate import REASONS

#: With which an own list of people at organisations begins: whoever has a place there today.
CURRENT = (
    '[("dmu_member_ids", "any", [("current", "=", True), ("relation_id.state", "!=", "ended"), '
    '("relation_id.active", "=", True)])]'
)
#: What reading a choice of people may raise that names what is not there, or not the user's.
UNREADABLE = (ValueError, SyntaxError, TypeError, KeyError, AccessError)


class MailingFilter(models.Model):
    """A list of people to mail: who is in it follows from a domain, so it never grows old.

    Shipped lists have no library; everybody reads them and finds the own library's people in them.
    """

    _name = "mailing.filter"
    _inherit = ["mailing.filter", "bzk.library.guard"]
    _description = "Mailing list"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(string="List", translate=True)
    description = fields.Char(string="Who is in it", translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        copy=False,
        index="btree_not_null",
        help="Empty for a list that all libraries have.",
    )
    at_work = fields.Boolean(
        string="People at organisations",
        help="Otherwise private customers. Nobody is mailed as both.",
    )
    purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        string="Consent for",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Only who agreed to this is mailed.",
    )
    mailing_domain = fields.Char(
        default=lambda self: CURRENT if self.env.context.get("default_at_work") else "[]"
    )
    mailing_model_id = fields.Many2one(
        default=lambda self: self.env["ir.model"]._get_id("res.partner")
    )
    people_count = fields.Integer(string="People", compute="_compute_counts")
    allowed_count = fields.Integer(string="May be mailed", compute="_compute_counts")
    refused_count = fields.Integer(string="Not mailed", compute="_compute_counts")
    refusals = fields.Char(string="Why not", compute="_compute_counts")
    unreadable = fields.Boolean(compute="_compute_counts")

    @api.constrains("mailing_domain", "mailing_model_id")
    def _check_mailing_domain(self):
        """Take a list only when it can be read; core's check asks who may read what models are."""
        for mailing_filter in self:
            try:
                # sudo: a user may not ask what models there are.
                model = self.env[mailing_filter.sudo().mailing_model_id.model]
                model.search_count(literal_eval(mailing_filter.mailing_domain or "[]"), limit=1)
            except (*UNREADABLE, UserError, DataError) as error:
                raise ValidationError(
                    self.env._("The choice of people is not complete: look at the rules.")
                ) from error

    @api.depends("mailing_domain", "purpose_id", "at_work", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """Count by verdict; one query for all lists together."""
        selects, unreadable = [], set()
        for mailing_filter in self:
            try:
                selects.append(mailing_filter._verdicts())
            except UNREADABLE:
                unreadable.add(mailing_filter)
        counts = {}
        if selects:
            self.env.cr.execute(
                SQL(
                    "SELECT list_id, reason, count(*) FROM (%s) verdict GROUP BY 1, 2",
                    SQL(" UNION ALL ").join(selects),
                )
            )
            for list_id, reason, count in self.env.cr.fetchall():
                counts.setdefault(list_id, {})[reason] = count
        labels = dict(
            self.env["res.partner"]._fields["mailing_refusal"]._description_selection(self.env)
        )
        for mailing_filter in self:
            found = dict(counts.get(mailing_filter._origin.id or 0, {}))
            mailing_filter.unreadable = mailing_filter in unreadable
            mailing_filter.people_count = sum(found.values())
            mailing_filter.allowed_count = found.pop(None, 0)
            mailing_filter.refused_count = sum(found.values())
            mailing_filter.refusals = " · ".join(
                f"{labels[reason]}: {found[reason]}"
                for reason, _label in REASONS
                if reason in found
            )

    def _people_domain(self):
        """Who is in the list, of the libraries at work: never somebody known the other way."""
        self.ensure_one()
        companies = self.company_id or self.env.companies
        return Domain(literal_eval(self.mailing_domain or "[]")) & Domain(
            [
                ("work_contact", "=", self.at_work),
                ("is_company", "=", False),
                ("company_id", "in", companies.ids),
            ]
        )

    def _verdicts(self):
        """Give SQL of who is in the list, and for whom there is a reason not to mail them.

        :return: SQL select of ``list_id``, ``id`` and ``reason``; NULL for who may be mailed
        :raises AccessError: when the user may not see by what people were chosen
        :raises ValueError: when the domain names what is not there any more
        """
        self.ensure_one()
        people = self.env["res.partner"]
        people.check_access("read")
        chosen = people._search(self._people_domain(), active_test=False)
        # Without a purpose nobody can have agreed, and so nobody is mailed.
        gate = people._consent_gate_query(self.purpose_id.code or "", chosen.select())
        return SQL(
            # 0 for a list that is being made.
            "SELECT %s AS list_id, gate.id, gate.reason FROM (%s) gate",
            self._origin.id or 0,
            gate,
        )

    def action_open_people(self):
        """Show everybody in the list."""
        return self._open(self.env._("People in %s", self.name), [])

    def action_open_allowed(self):
        """Show who may be mailed."""
        return self._open(
            self.env._("May be mailed: %s", self.name), [("mailing_refusal", "=", False)]
        )

    def action_open_refused(self):
        """Show who is not mailed, and why."""
        return self._open(
            self.env._("Not mailed: %s", self.name), [("mailing_refusal", "!=", False)]
        )

    def _open(self, name, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_mailing_people")
        return action | {
            "name": name,
            "display_name": name,
            "domain": [*self._people_domain(), *domain],
            "context": {"mailing_filter_id": self.id, "active_test": False, "create": False},
        }
