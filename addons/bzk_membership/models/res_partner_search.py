from odoo import api, fields, models
from odoo.tools import SQL

#: A few digits fit thousands of numbers; nobody looks through more than this.
MANY_NUMBERS = 1000
COLOURS = {"current": "success", "upcoming": "info", "ended": "light"}


class ResPartner(models.Model):
    """A customer is also found by the number on the card, or how it begins."""

    _inherit = "res.partner"

    @api.model
    def _find_by_number(self, number, beginning=False):
        """Look the few memberships up first: a sub-select in an OR would read all customers."""
        found = super()._find_by_number(number, beginning)
        # Who sees people at work only has no use for numbers of members.
        if not self.env["bzk.membership"].has_access("read"):
            return found
        # Only figures begin a number here, so nothing that LIKE understands.
        operator, value = ("=like", f"{number}%") if beginning else ("=", number)
        memberships = self.env["bzk.membership"].search(
            [("number", operator, value)], limit=MANY_NUMBERS
        )
        return [*found, *memberships.partner_id.ids]

    @api.model
    def _find_by_numbers(self, company, numbers):
        found = super()._find_by_numbers(company, numbers)
        self.env["bzk.membership"].flush_model()
        self.env.cr.execute(
            "SELECT number, array_agg(partner_id) FROM bzk_membership"
            " WHERE number = ANY(%s) AND company_id = %s GROUP BY number",
            (list(numbers), company.id),
        )
        for number, ids in self.env.cr.fetchall():
            found.setdefault(number, set()).update(ids)
        return found

    @api.model
    def _find_order(self, question, alike=()):
        """Members before others who bear the name."""
        live, score, *rest = super()._find_order(question, alike)
        # With EXISTS the planner reads all memberships once, which takes longer for so few.
        member = SQL(
            "COALESCE((SELECT TRUE FROM bzk_membership membership"
            " WHERE membership.partner_id = candidate.id"
            " AND (membership.date_end IS NULL OR membership.date_end > %s) LIMIT 1), FALSE) DESC",
            fields.Date.context_today(self),
        )
        return [live, score, member, *rest]

    def _desk_details(self):
        """The number on the card, and what somebody is a member of."""
        details = super()._desk_details()
        states = dict(self.env["bzk.membership"]._fields["state"]._description_selection(self.env))
        for partner in self:
            membership = partner.membership_id
            if not membership:
                continue
            line = details[partner.id]
            line["number"] = membership.number or ""
            text = membership.type_id.name
            if membership.state != "current":
                text = f"{text} ({states[membership.state].lower()})"
            line["badges"].insert(0, (text, COLOURS[membership.state]))
        return details
