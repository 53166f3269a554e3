from odoo import models
from odoo.exceptions import UserError

from .membership_type import AUDIENCES


class LibraryLoader(models.AbstractModel):
    """Loads the membership types of a library from its settings file."""

    _inherit = "bzk.library.loader"

    def _load_sections(self, company, data):
        result = super()._load_sections(company, data)
        place = self.env._("[[membership_types]]")
        successors = {}
        for sequence, section in enumerate(self._sections(data, "membership_types"), start=1):
            values = self._membership_type_values(section, place)
            record = self._upsert(
                "bzk.membership.type", company, section, place, values | {"sequence": sequence * 10}
            )
            successors[record] = self._text(section, "successor", place)
        types = self.env["bzk.membership.type"].search([("company_id", "=", company.id)])
        by_code = {record.code: record for record in types}
        for record, code in successors.items():
            if code and code not in by_code:
                raise UserError(
                    self.env._(
                        "%(place)s: there is no membership type %(code)s", place=place, code=code
                    )
                )
            record.successor_id = by_code.get(code)
        return result

    def _membership_type_values(self, section, place):
        """Values of ``bzk.membership.type`` from its section.

        :raises UserError: naming what is wrong
        """
        audience = self._text(section, "audience", place, required=True)
        if audience not in dict(AUDIENCES):
            raise UserError(
                self.env._(
                    "%(place)s: audience is %(audience)s, but must be one of %(known)s",
                    place=place,
                    audience=audience,
                    known=", ".join(dict(AUDIENCES)),
                )
            )
        fee = self._number(section, "fee", place, 0)
        return {
            "name": self._text(section, "name", place, required=True),
            "audience": audience,
            "fee": fee,
            "is_paying": bool(section.get("paying", fee > 0)),
            "age_min": int(self._number(section, "age_min", place, 0)),
            "age_max": int(self._number(section, "age_max", place, 0)),
            "counts_loans": bool(section.get("counts_loans", True)),
        }

    def _number(self, section, name, place, default):
        value = section.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise UserError(
                self.env._(
                    "%(name)s in %(place)s must be a number of 0 or more", name=name, place=place
                )
            )
        return value
