from ast import literal_eval

from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from .mailing_filter import UNREADABLE


class MailingFilter(models.Model):
    """How many people are in lists, without reading every customer anew for each list.

    Most lists are put together from what other tables tell: members, visits, loans. Those have the
    customer's number, and few numbers are of somebody whom no list may hold (organisations,
    colleagues, people of other libraries). So these few are found once for all lists, and each list
    is counted from what it is put together from. A list that asks for a column of the customer,
    such as an age, is counted among the customers.
    """

    _inherit = "mailing.filter"

    @api.depends("mailing_domain", "at_work", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_people_count(self):
        """Count who is in each list; one query for all lists together."""
        readable, queries, others = self.browse(), [], {}
        for mailing_filter in self:
            try:
                query = mailing_filter._count_query(others)
            except UNREADABLE:
                continue
            readable |= mailing_filter
            queries.append(SQL("SELECT %s AS list_id, (%s)", mailing_filter._origin.id or 0, query))
        counts = dict(self._count_all(queries, others)) if queries else {}
        for mailing_filter in self:
            mailing_filter.unreadable = mailing_filter not in readable
            mailing_filter.people_count = counts.get(mailing_filter._origin.id or 0, 0)

    @api.model
    def _count_all(self, queries, others):
        """Answer several questions at once.

        :param list queries: SQL selects of the list and its number
        :param dict others: see :meth:`_count_query`
        :return: list of (list, number)
        """
        self._answer_at_once()
        # Numbers are rid of doubles by sorting: a third of the time of a table of hashes.
        self.env.cr.execute("SET LOCAL enable_hashagg = off")
        begin = SQL()
        if others:
            begin = SQL(
                "WITH %s",
                SQL(", ").join(
                    SQL("%s AS MATERIALIZED (%s)", name, self._nobody_query(domain))
                    for name, domain in others.values()
                ),
            )
        rows = self.env.execute_query(SQL("%s %s", begin, SQL(" UNION ALL ").join(queries)))
        self.env.cr.execute("SET LOCAL enable_hashagg TO DEFAULT")
        return rows

    @api.model
    def _nobody_query(self, domain):
        """Give SQL of who can be in no list of a kind.

        :param Domain domain: who can
        :return: SQL select of ``id``
        """
        somebody = self.env["res.partner"]._search(domain, active_test=False)
        return SQL(
            "SELECT res_partner.id FROM %s WHERE (%s) IS NOT TRUE",
            somebody.from_clause,
            somebody.where_clause,
        )

    def _count_query(self, others):
        """Give SQL that counts who is in the list.

        :param dict others: by kind of list the name of the table of who can be in none of them,
            and the domain of who can; what this list needs is added
        :raises AccessError: when the user may not see by what people were chosen
        :raises ValueError: when the domain names what is not there any more
        """
        self.ensure_one()
        people = self.env["res.partner"]
        people.check_access("read")
        domain = Domain(literal_eval(self.mailing_domain or "[]")).optimize_full(people)
        sets = self._as_sets(people, domain)
        if not sets:
            chosen = people._search(domain & self._kind_domain(), active_test=False)
            return SQL("SELECT count(*) FROM (%s) person", chosen.select())
        (first, *also), without = sets
        kind = self.at_work, (self.company_id or self.env.companies)._ids
        name = SQL.identifier(f"other_{len(others)}")
        other, _domain = others.setdefault(kind, (name, self._kind_domain()))
        conditions = [
            SQL("chosen.id IS NOT NULL"),
            *(
                SQL("EXISTS (SELECT FROM (%s) also(id) WHERE also.id = chosen.id)", ids)
                for ids in also
            ),
            *(
                SQL("NOT EXISTS (SELECT FROM (%s) out(id) WHERE out.id = chosen.id)", ids)
                for ids in without
            ),
        ]
        return SQL(
            """
            SELECT count(*)
              FROM (SELECT DISTINCT chosen.id FROM (%s) chosen(id) WHERE %s) person
             WHERE NOT EXISTS (SELECT FROM %s other WHERE other.id = person.id)
            """,
            first,
            SQL(" AND ").join(conditions),
            other,
        )

    @api.model
    def _as_sets(self, people, domain):
        """Take a domain apart into sets of customers that other tables name.

        :param people: ``res.partner``
        :param Domain domain: optimised
        :return: (SQL selects of who must be in all of them, SQL selects of who may be in none), or
            None when the domain is not only that
        """
        chosen, without = [], []
        for part in domain.children if isinstance(domain, DomainAnd) else (domain,):
            ids = self._set_of(people, part) if isinstance(part, DomainCondition) else None
            if ids is None:
                return None
            (without if part.operator.startswith("not ") else chosen).append(ids)
        return (chosen, without) if chosen else None

    @api.model
    def _set_of(self, people, part):
        """The customers whom another table names, as core looks for them there.

        :param DomainCondition part: optimised
        :return: SQL select of ids, or None when it is about something else
        """
        operator, value = part.operator.removeprefix("not "), part.value
        if operator not in ("any", "any!"):
            return None
        field = people._fields[part.field_expr]
        people._check_field_access(field, "read")
        if field.name == "id":
            return value if isinstance(value, SQL) else None
        if field.type != "one2many" or not isinstance(value, Domain):
            return None
        comodel = self.env[field.comodel_name].with_context(**field.context)
        query = comodel._search(
            value & field.get_comodel_domain(people),
            bypass_access=field.bypass_search_access or operator == "any!",
        )
        if query.is_empty() or not comodel._fields[field.inverse_name].store:
            return None
        return query.subselect(comodel._field_to_sql(query.table, field.inverse_name, query))
