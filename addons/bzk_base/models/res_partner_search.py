import re

from odoo import api, fields, models
from odoo.fields import Domain

POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})\b\s*(\d+)?\s*[-/]?\s*(\w+)?")
PHONE_CHARACTERS = re.compile(r"[\s()./-]")


class ResPartner(models.Model):
    """One box in which the desk types whatever the customer says or shows."""

    _inherit = "res.partner"

    find = fields.Char(
        string="Customer",
        compute="_compute_find",
        search="_search_find",
        help="Name, number, e-mail, phone, or postcode and house number.",
    )

    def _compute_find(self):
        for partner in self:
            partner.find = partner.display_name

    @api.model
    def _search_find(self, operator, value):
        """Tell by its shape what was typed, and look only there."""
        if operator not in ("ilike", "=") or not isinstance(value, str):
            return NotImplemented
        text = value.strip()
        if not text:
            return Domain.TRUE
        postcode = POSTCODE.fullmatch(text)
        digits = PHONE_CHARACTERS.sub("", text)
        if "@" in text:
            return Domain("email_normalized", "=like", f"{escape_like(text.lower())}%")
        if postcode:
            return self._address_domain(*postcode.groups())
        if digits.lstrip("+").isdecimal():
            return self._digits_domain(digits)
        return Domain("complete_name", "ilike", escape_like(text))

    @api.model
    def _address_domain(self, figures, letters, number, addition):
        """Domain for a postcode with, perhaps, a house number and its addition."""
        domain = Domain("zip", "=", f"{figures} {letters.upper()}")
        if number:
            domain &= Domain("street_number", "=", number)
        if addition:
            domain &= Domain("street_number2", "=ilike", escape_like(addition))
        return domain

    @api.model
    def _digits_domain(self, digits):
        """Domain for figures: a phone number, or a customer's number in a source."""
        national = digits.removeprefix("+").removeprefix("0031").removeprefix("0")
        phones = Domain("phone_sanitized", "in", [f"+31{national}", f"+{national}"])
        # Keys first and customers after: an OR over both would read every customer. The index on
        # keys starts with the source.
        sources = self.env["bzk.source"].with_context(active_test=False).search([])
        keys = self.env["bzk.external.id"].search(
            [("source_id", "in", sources.ids), ("key", "=", digits)]
        )
        return phones | Domain("id", "in", keys.partner_id.ids)


def escape_like(text):
    """Let characters that LIKE understands stand for themselves."""
    return re.sub(r"([\\%_])", r"\\\1", text)
