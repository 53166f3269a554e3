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
UNREADABLE = (ValueError, SyntaxError, TypeError, KeyError, OverflowError, AccessError)


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
    people_count = fields.Integer(string="People", compute="_compute_people_count")
    allowed_count = fields.Integer(string="May be mailed", compute="_compute_verdicts")
    refused_count = fields.Integer(string="Not mailed", compute="_compute_verdicts")
    refusals = fields.Char(string="Why not", compute="_compute_verdicts")
    unreadable = fields.Boolean(compute="_compute_people_count")

    @api.constrains("mailing_domain", "mailing_model_id")
    def _check_mailing_domain(self):
        """Take a list only when it can be read; core's check asks who may read what models are."""
        for mailing_filter in self:
            try:
                # sudo: a user may not ask what models there are.
                model = self.env[mailing_filter.sudo().mailing_model_id.model]
                # Core checks as nobody in particular; at night and at sending the list is read
                # without a user, so here by what this user may choose.
                model.sudo(False).search_count(
                    literal_eval(mailing_filter.mailing_domain or "[]"), limit=1
                )
            except (*UNREADABLE, UserError, DataError) as error:
                raise ValidationError(
                    self.env._("The choice of people is not complete: look at the rules.")
                ) from error

    @api.depends("mailing_domain", "purpose_id", "at_work", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_verdicts(self):
        """Count by verdict; one query, which asks the gate once for each purpose."""
        counts, chosen, verdicts = {}, [], []
        for purpose, mailing_filters in self.grouped("purpose_id").items():
            _readable, queries = mailing_filters._people_queries()
            if queries:
                chosen += queries
                verdicts.append(self._verdict_counts(purpose, [key for key, _query in queries]))
        if chosen:
            self._answer_at_once()
            for list_id, reason, count in self.env.execute_query(
                SQL(
                    "WITH chosen AS MATERIALIZED (%s) %s",
                    SQL(" UNION ALL ").join(
                        SQL("SELECT %s AS list_id, person.id FROM (%s) person", list_id, query)
                        for list_id, query in chosen
                    ),
                    SQL(" UNION ALL ").join(verdicts),
                )
            ):
                counts.setdefault(list_id, {})[reason] = count
        labels = dict(
            self.env["res.partner"]._fields["mailing_refusal"]._description_selection(self.env)
        )
        for mailing_filter in self:
            found = dict(counts.get(mailing_filter._origin.id or 0, {}))
            mailing_filter.allowed_count = found.pop(None, 0)
            mailing_filter.refused_count = sum(found.values())
            mailing_filter.refusals = " · ".join(
                f"{labels[reason]}: {found[reason]}"
                for reason, _label in REASONS
                if reason in found
            )

    @api.model
    def _verdict_counts(self, purpose, list_ids):
        """Give SQL of the verdicts on who was chosen for these lists, which have one purpose.

        :return: SQL select of ``list_id``, ``reason`` and number, from ``chosen``
        """
        # Without a purpose nobody can have agreed, and so nobody is mailed.
        gate = self.env["res.partner"]._consent_gate_query(
            purpose.code or "",
            SQL("SELECT DISTINCT id FROM chosen WHERE list_id = ANY(%s)", list_ids),
        )
        return SQL(
            """
            SELECT chosen.list_id, verdict.reason, count(*)
              FROM chosen JOIN (%s) verdict ON verdict.id = chosen.id
             WHERE chosen.list_id = ANY(%s)
             GROUP BY 1, 2
            """,
            gate,
            list_ids,
        )

    @api.model
    def _answer_at_once(self):
        """Let the database count at once, and with all its processors.

        To compile such questions first takes longer than to count; and that rows go from one
        process to another costs a tenth of what PostgreSQL reckons with.
        """
        self.env.cr.execute("SET LOCAL jit = off; SET LOCAL parallel_tuple_cost = 0.01")

    def _people_queries(self):
        """Give for each list that can be read who is in it.

        :return: the lists that can be read, and (id or 0 for one that is being made, SQL select of
            ``id``) of each
        """
        readable, queries = self.browse(), []
        for mailing_filter in self:
            try:
                query = mailing_filter._people_query()
            except UNREADABLE:
                continue
            readable |= mailing_filter
            queries.append((mailing_filter._origin.id or 0, query))
        return readable, queries

    def _people_query(self):
        """Give SQL of who is in the list, whether they may be mailed or not.

        :return: SQL select of ``id``
        :raises AccessError: when the user may not see by what people were chosen
        :raises ValueError: when the domain names what is not there any more
        """
        self.ensure_one()
        people = self.env["res.partner"]
        people.check_access("read")
        return people._search(self._people_domain(), active_test=False).select()

    def _people_domain(self):
        """Who is in the list, of the libraries at work: never somebody known the other way."""
        self.ensure_one()
        return Domain(literal_eval(self.mailing_domain or "[]")) & self._kind_domain()

    def _kind_domain(self):
        """Who can be in a list of this kind at all, whatever is asked of them."""
        companies = self.company_id or self.env.companies
        return Domain(
            [
                ("work_contact", "=", self.at_work),
                ("is_company", "=", False),
                # The accounts of colleagues are nobody's customers.
                ("partner_share", "=", True),
                ("company_id", "in", companies.ids),
            ]
        )

    def _verdicts(self):
        """Give SQL of who is in the list, and for whom there is a reason not to mail them.

        :return: SQL select of ``list_id``, ``id`` and ``reason``; NULL for who may be mailed
        :raises AccessError: when the user may not see by what people were chosen
        :raises ValueError: when the domain names what is not there any more
        """
        # Without a purpose nobody can have agreed, and so nobody is mailed.
        gate = self.env["res.partner"]._consent_gate_query(
            self.purpose_id.code or "", self._people_query()
        )
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
