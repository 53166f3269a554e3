import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from stdnum.nl import brin

#: What an organisation of each kind is known by; cleaned on their way in.
NUMBERS = ("brin", "coc_number", "board_number")
_NOT_DIGITS = re.compile(r"[\s.\-]")


class ResPartner(models.Model):
    """The numbers by which registers know an organisation, each written in one way only."""

    _inherit = "res.partner"

    board_number = fields.Char(
        index="btree_not_null", help="The ministry's number of a school board: five digits."
    )
    inhabitant_count = fields.Integer(string="Inhabitants")

    _brin_form = models.Constraint(
        "CHECK(brin ~ '^[0-9]{2}[A-Z]{2}[0-9]{2}$')",
        "A BRIN is written as 16DA00: the number of the school with that of the branch.",
    )
    _coc_number_form = models.Constraint(
        "CHECK(coc_number ~ '^[0-9]{8}$')",
        "A number of the chamber of commerce has eight digits.",
    )
    _board_number_form = models.Constraint(
        "CHECK(board_number ~ '^[0-9]{5}$')", "A number of a school board has five digits."
    )
    _counts_not_negative = models.Constraint(
        "CHECK(pupil_count >= 0 AND inhabitant_count >= 0)", "A number of people is not below zero."
    )
    _company_brin_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), brin) WHERE brin IS NOT NULL AND active",
        "There is a school with this BRIN already. Look it up by the number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Write the numbers of organisations in one way.

        :raises ValidationError: says which number is wrong and how it is written
        """
        return super().create([self._clean_numbers(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_numbers(vals))

    @api.onchange("brin", "coc_number", "board_number")
    def _onchange_numbers(self):
        """Show a number as it will be stored; a wrong one is refused when it is saved."""
        for name in NUMBERS:
            try:
                self[name] = self._clean_numbers({name: self[name]})[name]
            except ValidationError:
                continue

    @api.model
    def _clean_numbers(self, vals):
        cleaners = {
            "brin": self._clean_brin,
            "coc_number": self._clean_coc_number,
            "board_number": self._clean_board_number,
        }
        found = {name: vals[name] for name in NUMBERS if vals.get(name)}
        return vals | {name: cleaners[name](value) for name, value in found.items()}

    @api.model
    def _clean_brin(self, text):
        """Read a BRIN with branch: ``16da 00`` is ``16DA00``."""
        number = brin.compact(text)
        if not brin.is_valid(number):
            raise ValidationError(
                self.env._(
                    "%s is not a BRIN. It is two digits, two letters and the two digits of the"
                    " branch, such as 16DA00; it stands in the school guide and at DUO.",
                    text,
                )
            )
        if len(number) == 4:
            raise ValidationError(
                self.env._(
                    "%(number)s is the number of a school as a whole. Add the two digits of the"
                    " branch; the main building is %(number)s00.",
                    number=number,
                )
            )
        return number

    @api.model
    def _clean_coc_number(self, text):
        """Read a number of the chamber of commerce, of which lists often lose the first zero."""
        number = _NOT_DIGITS.sub("", text)
        number = number.zfill(8) if len(number) == 7 else number
        if len(number) != 8 or not number.isdecimal() or not number.isascii():
            raise ValidationError(
                self.env._(
                    "%s is not a number of the chamber of commerce: that has eight digits, and"
                    " stands on the letters and the website of the organisation.",
                    text,
                )
            )
        return number

    @api.model
    def _clean_board_number(self, text):
        number = _NOT_DIGITS.sub("", text)
        if len(number) != 5 or not number.isdecimal() or not number.isascii():
            raise ValidationError(
                self.env._("%s is not a number of a school board: that has five digits.", text)
            )
        return number
