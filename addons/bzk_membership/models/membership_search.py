import re

from odoo import api, fields, models
from odoo.fields import Domain

POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})\b\s*(\d+)?\s*[-/]?\s*(\w+)?")
PHONE_CHARACTERS = re.compile(r"[\s()./-]")
DIGITS_OF_NUMBER = 4


class Membership(models.Model):
    """One box in which the desk types whatever the customer says or shows."""

    _inherit = "bzk.membership"

    find = fields.Char(
        string="Member",
        compute="_compute_find",
        search="_search_find",
        help="Name, membership number, e-mail, phone, or postcode and house number.",
    )

    def _compute_find(self):
        for membership in self:
            membership.find = membership.display_name

    @api.model
    def _search_find(self, operator, value):
        """Tell by its shape what was typed, and look only there.

        Customers are looked up first and their memberships after: left to itself, the database
        walks the list in its order until it has found eighty, which takes seconds when the name
        is rare.
        """
        if operator not in ("ilike", "=") or not isinstance(value, str):
            return NotImplemented
        text = value.strip()
        if not text:
            return Domain.TRUE
        postcode = POSTCODE.fullmatch(text)
        digits = PHONE_CHARACTERS.sub("", text)
        if "@" in text:
            email = f"{_escape(text.lower())}%"
            return self._find_by_customer(Domain("email_normalized", "=like", email))
        if postcode:
            return self._find_by_customer(self._address_domain(*postcode.groups()))
        if digits.lstrip("+").isdigit():
            return self._find_by_digits(digits)
        return self._find_by_customer(Domain("complete_name", "ilike", _escape(text)))

    @api.model
    def _address_domain(self, figures, letters, number, addition):
        """Domain on customers for a postcode with, perhaps, a house number and its addition."""
        domain = Domain("zip", "=", f"{figures} {letters.upper()}")
        if number:
            domain &= Domain("street_number", "=", number)
        if addition:
            domain &= Domain("street_number2", "=ilike", addition)
        return domain

    @api.model
    def _find_by_digits(self, digits):
        domain = Domain("number", "=like", f"{_escape(digits)}%")
        if len(digits) < DIGITS_OF_NUMBER:
            return domain
        national = digits.removeprefix("+").removeprefix("0031").removeprefix("0")
        phones = [f"+31{national}", f"+{national}", digits]
        return domain | self._find_by_customer(Domain("phone_sanitized", "in", phones))

    @api.model
    def _find_by_customer(self, domain):
        partners = self.env["res.partner"].with_context(active_test=False)
        return Domain("partner_id", "in", partners.search(domain, order="id").ids)


def _escape(text):
    """Let characters that LIKE understands stand for themselves."""
    return re.sub(r"([\\%_])", r"\\\1", text)
