from odoo import api, models

from odoo.addons.bzk_base.importing.settings_file import (
    Number,
    Section,
    SettingsProblem,
    Text,
    Where,
    YesNo,
)

from .membership_type import AUDIENCES

SECTION = "membership_types"
#: Euros a year; above it a decimal comma was left out.
MAX_FEE = 100_000
#: Years.
MAX_AGE = 120
#: Months.
MAX_QUIET = 600


class LibraryLoader(models.AbstractModel):
    """Loads the membership types of a library from its settings file."""

    _inherit = "bzk.library.loader"

    @api.model
    def _settings_keys(self):
        age = Number(0, MAX_AGE, whole=True)
        keys = {
            "code": Text(required=True),
            "name": Text(required=True),
            "audience": Text(required=True, choices=tuple(dict(AUDIENCES))),
            "fee": Number(0, MAX_FEE),
            "paying": YesNo(),
            "age_min": age,
            "age_max": age,
            "successor": Text(),
            "counts_loans": YesNo(),
            "quiet_months": Number(0, MAX_QUIET, whole=True),
        }
        return super()._settings_keys() | {SECTION: Section(keys)}

    def _load_sections(self, company, data):
        result = super()._load_sections(company, data)
        entries = data[SECTION]
        values = [
            self._membership_type_values(number, entry) for number, entry in _counted(entries)
        ]
        records = self._upsert("bzk.membership.type", company, values)
        types = self.env["bzk.membership.type"].search([("company_id", "=", company.id)])
        by_code = {record.code: record for record in types}
        for (number, entry), record in zip(_counted(entries), records, strict=True):
            code = entry.get("successor")
            if code and code not in by_code:
                where = Where(SECTION, number, "successor")
                raise SettingsProblem("unknown_value", where, value=code)
            record.successor_id = by_code.get(code)
        return result

    def _membership_type_values(self, number, entry):
        """Values of ``bzk.membership.type`` from its entry in the file.

        :param int number: place of the entry among the others, from 1
        :raises SettingsProblem: when the highest age is below the lowest
        """
        fee = entry.get("fee", 0)
        age_min = entry.get("age_min", 0)
        age_max = entry.get("age_max", 0)
        if 0 < age_max < age_min:
            raise SettingsProblem("below", Where(SECTION, number, "age_max"), other="age_min")
        quiet = {"quiet_months": entry["quiet_months"]} if "quiet_months" in entry else {}
        return quiet | {
            "code": entry["code"],
            "name": entry["name"],
            "audience": entry["audience"],
            "fee": fee,
            "is_paying": entry.get("paying", fee > 0),
            "age_min": age_min,
            "age_max": age_max,
            "counts_loans": entry.get("counts_loans", True),
            "sequence": number * 10,
        }


def _counted(entries):
    """Number and entry of each, as messages count them."""
    return enumerate(entries, start=1)
