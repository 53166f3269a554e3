from odoo import api, models

from odoo.addons.bzk_base.importing.settings_file import Number, Section, Text

SECTION = "activity_kinds"
MOST_PLACES = 100_000


class LibraryLoader(models.AbstractModel):
    """Loads the kinds of activity of a library from its settings file."""

    _inherit = "bzk.library.loader"

    @api.model
    def _settings_keys(self):
        keys = {"name": Text(required=True), "places": Number(0, MOST_PLACES, whole=True)}
        return super()._settings_keys() | {SECTION: Section(keys)}

    def _load_sections(self, company, data):
        result = super()._load_sections(company, data)
        kinds = self.env["event.type"]
        found = kinds.search([("company_id", "=", company.id)])
        by_name = {kind.name: kind for kind in found}
        for number, entry in enumerate(data[SECTION], start=1):
            values = {
                "seats_max": entry.get("places", 0),
                "has_seats_limitation": bool(entry.get("places")),
                "sequence": number * 10,
            }
            kind = by_name.get(entry["name"])
            if not kind:
                values |= {"name": entry["name"], "company_id": company.id}
                by_name[entry["name"]] = kinds.create(values)
            elif any(kind[name] != value for name, value in values.items()):
                kind.write(values)
        return result
