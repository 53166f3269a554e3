from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner import LAST_AGES

#: Years that somebody can be of age; asked for ages beyond, nobody is found.
OLDEST = 200
DAY = relativedelta(days=1)


class ResPartner(models.Model):
    """Customers are found by their age of today, so that what is chosen by it never grows old."""

    _inherit = "res.partner"

    age = fields.Integer(search="_search_age")
    age_group = fields.Selection(search="_search_age_group")

    # Everything that is asked of private customers of some age, so that the rows are not read.
    _company_birthdate_idx = models.Index(
        "(company_id, birthdate) INCLUDE (id, is_company, work_contact, partner_share)"
    )

    @api.model
    def _search_age(self, operator, value):
        """Compare dates of birth, which have an index; who has none is of no age."""
        if operator in ("<", ">="):
            return self._born(operator, value)
        if operator in ("<=", ">"):
            return self._born("<" if operator == "<=" else ">=", value + 1)
        if operator != "in":
            return NotImplemented
        ages = [age for age in value if age is not False]
        domain = Domain.OR(self._aged(age, age) for age in ages)
        return domain | Domain("birthdate", "=", False) if len(ages) < len(value) else domain

    @api.model
    def _search_age_group(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain, first = Domain("birthdate", "=", False) if False in value else Domain.FALSE, 0
        for code, last in (*LAST_AGES, ("seniors", None)):
            if code in value:
                domain |= self._aged(first, last)
            first = (last or 0) + 1
        return domain

    @api.model
    def _aged(self, first, last):
        """Who is of an age from the first up to and including the last; without last, or older."""
        domain = self._born(">=", first)
        return domain & self._born("<", last + 1) if last is not None else domain

    @api.model
    def _born(self, operator, age):
        """Who is younger than (``<``) or at least (``>=``) of an age in years."""
        if not 0 < age < OLDEST:
            known = Domain("birthdate", "!=", False)
            return known if (age <= 0) == (operator == ">=") else Domain.FALSE
        today, years = fields.Date.context_today(self), relativedelta(years=int(age))
        # Born on 29 February, one is a year older on the 28th where there is no 29th.
        day = max(today - years, today + DAY - years - DAY)
        return Domain("birthdate", ">" if operator == "<" else "<=", day)

    @api.model
    def _library_ids(self):
        """Of which libraries to look when a question is put to the database itself.

        Those at work; all of them for the system's own account when it chose none, as in a
        scheduled job: what is found is of the library of the customer, whoever asks.
        """
        if self.env.su and "allowed_company_ids" not in self.env.context:
            return self.env["res.company"].search([]).ids
        return self.env.companies.ids
