from itertools import chain

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..searching import Question, schema, tsquery

#: So many are ranked; of a name that more customers bear one has to know more.
CANDIDATES = 1000
#: With fewer than this found, the names that look like it are looked up too.
FEW = 5
#: Four figures may be a year of birth or the figures of a postcode.
YEAR_OR_POSTCODE = 4
#: Columns by which candidates are ranked.
RANKED = ("id", "active", "firstname", "infix", "lastname", "birthdate", "initials")
RANKED += ("merged_into_id", "deceased", "moved_away", "street_number", "street_number2")


class ResPartner(models.Model):
    """One box finds a customer by whatever they say or show.

    Every look-up is a search of the ORM, so the rules of access are part of it and nothing of
    another library is read, counted or ranked. The index below is in
    :mod:`odoo.addons.bzk_customer.searching.schema`.
    """

    _inherit = "res.partner"

    find = fields.Char(
        string="Customer",
        compute="_compute_find",
        search="_search_find",
        help="Name, number, e-mail, phone, or postcode and house number.",
    )

    _email_find_idx = models.Index(
        "(email_normalized varchar_pattern_ops) WHERE email_normalized IS NOT NULL"
    )
    _phone_find_idx = models.Index(
        "(phone_sanitized varchar_pattern_ops) WHERE phone_sanitized IS NOT NULL"
    )

    def init(self):
        schema.install(self.env.cr)
        return super().init()

    def _compute_find(self):
        for partner in self:
            partner.find = partner.display_name

    @api.model
    def _search_find(self, operator, value):
        """Everybody who fits, for a list that has its own order."""
        if operator not in ("ilike", "=") or not isinstance(value, str):
            return NotImplemented
        question = Question(value)
        if not question:
            return Domain.TRUE
        steps = list(self._find_steps(question))
        if question.is_name:
            # The last step also finds what the ones before it find.
            steps = steps[-1:]
        # Looked up here and now: as a part of the list's own question the planner may walk the
        # list in its order, and work out the words of every customer on the way.
        found = self._search(Domain.OR(steps), active_test=False).get_result_ids()
        alike = {} if found else self._find_alike(question)
        if alike:
            near = self._index_domain(tsquery.near, question, alike)
            found = self._search(near, active_test=False).get_result_ids()
        return Domain("id", "in", found)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Let whoever picks a customer, on any screen, find them as the desk does."""
        if operator != "ilike" or not Question(name or ""):
            return super().name_search(name, domain, operator, limit)
        found, near = self._find_ranked(name, Domain(domain or Domain.TRUE), limit)
        partners = self.browse([*found, *near])
        return [(partner.id, partner.display_name) for partner in partners.sudo()]

    @api.model
    def _find_ranked(self, text, domain, limit):
        """Find the customers that fit a text best.

        :param str text: as typed
        :param Domain domain: whom it may be
        :param int limit: how many at the most; never more than are ranked
        :return: (ids of those who fit, ids of those who only look like it); the best first
        """
        question = Question(text)
        limit = min(limit or CANDIDATES, CANDIDATES)
        found, near = {}, {}
        if not question:
            return [], []
        order = self._find_order(question)
        for step in self._find_steps(question):
            found |= dict.fromkeys(self._find_ids(domain & step, order, limit))
            if len(found) >= limit:
                return list(found)[:limit], []
        if len(found) < FEW:
            alike = self._find_alike(question)
            order = self._find_order(question, chain.from_iterable(alike.values()))
            for step in self._find_near_steps(question, alike):
                near |= dict.fromkeys(self._find_ids(domain & step, order, limit))
        others = [partner_id for partner_id in near if partner_id not in found]
        return list(found), others[: limit - len(found)]

    @api.model
    def _find_ids(self, domain, order, limit):
        """Ids of the best customers in a domain.

        The order is worked out over the candidates only: the database would otherwise walk an
        index in that order until it has met enough of them.

        :param order: see :meth:`_find_order`
        """
        query = self._search(domain, limit=CANDIDATES)
        if query.is_empty():
            return []
        candidates = query.select(*(SQL.identifier(query.table, name) for name in RANKED))
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s) candidate ORDER BY %s LIMIT %s",
                candidates,
                SQL(", ").join(order),
                limit,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _find_order(self, question, alike=()):
        """Terms by which candidates are put in order; rooms put theirs in.

        A whole surname says more than a first name, and that more than an initial. Whoever lives
        at one postcode comes by house number.

        :param question: what was typed
        :param alike: folded words that look like those typed
        :return: list of SQL over ``candidate`` with the columns of :data:`RANKED`
        """
        return [
            SQL(
                "(active AND merged_into_id IS NULL AND deceased IS NOT TRUE"
                " AND moved_away IS NOT TRUE) DESC"
            ),
            SQL(
                "CASE WHEN bzk_fold(lastname) = ANY(%(words)s) THEN 8"
                " WHEN bzk_fold(lastname) = ANY(%(alike)s) THEN 7 ELSE 0 END"
                " + CASE WHEN bzk_fold(firstname) = ANY(%(words)s) THEN 4"
                " WHEN bzk_fold(firstname) = ANY(%(alike)s) THEN 3 ELSE 0 END"
                " + CASE WHEN left(bzk_fold(COALESCE(firstname, initials)), 1) = ANY(%(words)s)"
                " THEN 2 ELSE 0 END"
                " + CASE WHEN array_to_string(bzk_words(infix), ' ') = %(infix)s"
                " THEN 1 ELSE 0 END DESC",
                words=[word for typed in question.words for word in tsquery.spellings(typed)],
                alike=list(alike),
                infix=question.infix,
            ),
            *([SQL("lpad(street_number, 6, '0'), street_number2")] if question.postcode else []),
            SQL("lastname, firstname, birthdate, id"),
        ]

    # ---- what is looked up, the best first

    @api.model
    def _find_steps(self, question):
        """Domains in which to look, the best first."""
        if question.email:
            yield Domain("email_normalized", "=", question.email)
            yield Domain("email_normalized", "=like", f"{escape_like(question.email)}%")
        elif question.postcode:
            yield self._address_domain(question)
        elif question.digits:
            yield from self._find_digits(question)
        else:
            if question.number_like:
                yield Domain("id", "in", self._find_by_number(question.number_like))
            # A whole city is quickly held against a name, the beginnings of cities are not.
            for build in (tsquery.exact, tsquery.prefix, tsquery.places, tsquery.everywhere):
                yield self._index_domain(build, question)

    @api.model
    def _find_alike(self, question):
        """Words of names that look like what was typed: dict of word -> list of words."""
        if not question.is_name:
            return {}
        return self.env["bzk.customer.word"]._alike(question.words, self._find_libraries())

    @api.model
    def _find_near_steps(self, question, alike):
        """Domains in which to look when hardly anything was found.

        :param dict alike: see :meth:`_find_alike`
        """
        if question.postcode and question.number:
            yield Domain("zip", "in", question.postcodes)
        if alike:
            yield self._index_domain(tsquery.near, question, alike)

    @api.model
    def _find_digits(self, question):
        """Domains for figures: a number, a phone number, a date of birth, or how one begins."""
        yield Domain("id", "in", self._find_by_number(question.digits))
        yield Domain("phone_sanitized", "in", question.phones)
        yield Domain("id", "in", self._find_by_number(question.digits, beginning=True))
        for phone in question.phones:
            yield Domain("phone_sanitized", "=like", f"{phone}%")
        yield Domain("birthdate", "in", question.birthdates)
        if len(question.digits) == YEAR_OR_POSTCODE:
            yield self._index_domain(tsquery.everywhere, question)

    @api.model
    def _find_by_number(self, number, beginning=False):
        """Ids of the customers with a number; rooms add those of theirs.

        :param str number: as typed
        :param bool beginning: whether it may be how a number begins
        """
        # Who sees people at work only has no use for numbers of members.
        if beginning or not self.env["bzk.external.id"].has_access("read"):
            return []
        # Only the libraries' sources: the index on keys starts with the source.
        sources = self.env["bzk.source"].with_context(active_test=False).search([])
        keys = self.env["bzk.external.id"].search(
            [("source_id", "in", sources.ids), ("key", "=", number)]
        )
        return keys.partner_id.ids

    @api.model
    def _find_by_numbers(self, company, numbers):
        """Private customers of a library with any of these numbers; rooms add those of theirs.

        :param company: the library
        :param numbers: numbers as their cards have them
        :return: dict of number -> set of ids
        """
        self.env["bzk.external.id"].flush_model()
        self.flush_model(["work_contact"])
        self.env.cr.execute(
            """
            SELECT known.key, array_agg(known.partner_id)
              FROM bzk_source source
              JOIN bzk_external_id known
                ON known.source_id = source.id AND known.key = ANY(%s)
              JOIN res_partner holder
                ON holder.id = known.partner_id AND holder.work_contact IS NOT TRUE
             WHERE source.company_id = %s
             GROUP BY known.key
            """,
            (list(numbers), company.id),
        )
        return {number: set(ids) for number, ids in self.env.cr.fetchall()}

    @api.model
    def _address_domain(self, question):
        """Domain for a postcode with, perhaps, a house number and its addition."""
        domain = Domain("zip", "in", question.postcodes)
        if question.number:
            domain &= Domain("street_number", "=", question.number)
        if question.addition:
            domain &= Domain("street_number2", "=ilike", escape_like(question.addition))
        return domain

    @api.model
    def _index_domain(self, build, question, *arguments):
        """Domain for words in the index.

        :param build: function of :mod:`..searching.tsquery`
        """
        terms = [build(question, library, *arguments) for library in self._find_libraries()]
        if not terms[0]:
            return Domain.FALSE
        asked = " | ".join(f"({term})" for term in terms)
        columns = [self._fields[name] for name in schema.COLUMNS]

        def to_sql(_model, alias, _query):
            return SQL("%s @@ %s::tsquery", SQL(schema.vector(alias)), asked, to_flush=columns)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _find_libraries(self):
        """Ids under which the index has the customers whom the user may see."""
        companies = self.env.companies
        if self.env.su:
            companies = companies.search([])
        return [*companies.ids, 0]


def escape_like(text):
    """Let characters that LIKE understands stand for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
