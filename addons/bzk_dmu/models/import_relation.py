from odoo import models
from odoo.fields import Domain

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.cleaning import phone_display
from odoo.addons.bzk_base.importing.fields import ImportField

from ..organisations import OrganisationName, clean_place
from ..organisations.groups import group_code
from ..organisations.names import CHILDCARE, MUNICIPALITY, PRIMARY, SECONDARY
from .relation import CLASSES

#: Values of a row that are fields of the organisation as they are.
PLAIN = (
    *("name", "brin", "coc_number", "street", "zip", "city", "municipality", "denomination"),
    *("school_type", "pupil_count", "email", "website", "board_number"),
)
#: Group of an organisation whose name tells what sort it is, when nobody chose one.
GROUPS = {
    PRIMARY: "primary",
    SECONDARY: "secondary",
    CHILDCARE: "childcare",
    MUNICIPALITY: "municipality",
}
OTHER_GROUP = "partner"
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}


class ImportRelation(models.AbstractModel):
    """What lists of organisations and lists of people there have in common."""

    _name = "bzk.import.relation"
    _inherit = "bzk.import.subject"
    _description = "Import about organisations"
    #: They are written by the ORM, which takes its time.
    _chunk_size = 500

    def _address_fields(self):
        _ = self.env._
        return [
            ImportField("street_name", _("Street"), cleaning.clean_street),
            ImportField("street_number", _("House number"), cleaning.clean_text),
            ImportField("street_number2", _("Addition"), cleaning.clean_addition),
            ImportField("zip", _("Postcode"), cleaning.clean_postcode),
            ImportField("city", _("City"), clean_place),
        ]

    def _relation_fields(self, company):
        """What a list may tell of how the library deals with an organisation."""
        _ = self.env._
        return [
            ImportField(
                "group_id",
                _("Group"),
                self._clean_group(company),
                model="bzk.relation.group",
            ),
            ImportField(
                "user_id",
                _("Owner"),
                self._by_code(self._colleagues(company), "unknown_owner"),
                model="res.users",
            ),
            ImportField("class_code", _("Class"), _clean_class, labels=dict(CLASSES)),
        ]

    def _clean_group(self, company):
        """Groups are told by their name or code, or as people call those that are shipped."""
        found = self._lookup("bzk.relation.group", company)
        clean_known = self._by_code(found, "unknown_group")

        def clean(text):
            code = group_code(text)
            named = cleaning.clean_text(text)
            if code in found and (named or "").casefold() not in found:
                return found[code]
            return clean_known(text)

        return clean

    def _colleagues(self, company):
        """Ids of the library's staff by name and by login, casefolded."""
        # sudo: whoever may import may say which colleague keeps the contact.
        users = self.env["res.users"].sudo()
        found = users.search(Domain("company_ids", "in", company.ids) & Domain("share", "=", False))
        return {
            text.casefold(): user.id for user in found for text in (user.name, user.login) if text
        }

    def _quiet(self, run, model):
        """A model in the library's language, without messages about each change."""
        lang = run.company_id.partner_id.lang or None
        return self.env[model].with_context(**QUIET, lang=lang)

    def _numbers_taken(self, company, values):
        """Numbers of registers that other organisations of the library have already."""
        found = set()
        for name in ("brin", "coc_number"):
            numbers = [data[name] for data in values if data.get(name)]
            domain = [
                (name, "in", numbers),
                ("company_id", "in", (company.id, False)),
            ]
            partners = self.env["res.partner"].with_context(active_test=False)
            for partner in partners.search_fetch(domain, [name]) if numbers else ():
                found.add((name, partner[name]))
        return found

    def _partner_values(self, values):
        """Values of an organisation for those of some columns."""
        vals = {name: values[name] for name in PLAIN if name in values}
        if "phone" in values:
            vals["phone"] = phone_display(values["phone"])
        return {name: False if value is None else value for name, value in vals.items()}

    def _groups(self, run):
        """Ids of the groups of relations by code."""
        groups = self.env["bzk.relation.group"].search(
            [("company_id", "in", (run.company_id.id, False))]
        )
        return {group.code: group.id for group in groups.sorted(lambda one: bool(one.company_id))}

    def _group_of(self, run, values, groups):
        """Group of a new organisation: as the row says, as was chosen, or as the name tells."""
        if values.get("group_id"):
            return values["group_id"]
        if run.relation_group_id:
            return run.relation_group_id.id
        name = values.get("organisation") or values.get("name")
        code = GROUPS.get(OrganisationName.of(name).sort, OTHER_GROUP)
        return groups.get(code) or next(iter(groups.values()))


def _clean_class(text):
    text = cleaning.clean_text(text)
    if text is None:
        return None
    if text.casefold() not in dict(CLASSES):
        raise cleaning.Refusal("unknown_class", text)
    return text.casefold()
