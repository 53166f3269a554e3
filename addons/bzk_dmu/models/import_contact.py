from datetime import date

from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.customer import compose_address
from odoo.addons.bzk_base.importing.fields import ROW, ImportField, map_columns
from odoo.addons.bzk_base.importing.planning import Rejection, difference
from odoo.addons.bzk_base.importing.readers import UnreadableFile

from ..organisations import clean_name, clean_website
from ..organisations.contact_table import function_groups, function_key, unfold
from ..organisations.numbers import clean_brin, clean_coc
from ..organisations.people import NAME_PARTS, compose_person, is_general
from ..organisations.planner import ListPlanner

ORGANISATION = "organisation"
#: What a row says of the person and not of the organisation.
OF_PERSON = (
    *("person", "salutation", *NAME_PARTS, "function_id", "function_text", "department"),
    *("roles", "email", "phone"),
)
#: Fields whose texts tell one row from another.
IDENTITY = (ORGANISATION, "city", "person", *NAME_PARTS, "function_text")
#: What is worked out while checking and is not what the list said.
DERIVED = ("relation_id", "gender")
MAX_DEPARTMENT = 200


class ImportContact(models.AbstractModel):
    """People at organisations as the subject of an import: the lists that colleagues keep.

    A row names an organisation and, mostly, a person there with a function and roles. Whoever is
    known already is found again: the organisation as for lists of organisations, the person among
    those whom the library knows at work and never among its private customers. What a list leaves
    blank, it says nothing about.
    """

    _name = "bzk.import.contact"
    _inherit = "bzk.import.relation"
    _description = "Import of people at organisations"
    _key_table = "bzk_contact_key"
    _tells_missing = False
    _derived = DERIVED

    def _import_fields(self, company):
        _ = self.env._
        text = cleaning.clean_text
        specs = [
            ImportField(ORGANISATION, _("Organisation"), clean_name, refuses=ROW),
            *self._address_fields(),
            ImportField("website", _("Website"), clean_website),
            ImportField("brin", _("BRIN with branch"), clean_brin),
            ImportField("coc_number", _("Chamber of commerce"), clean_coc),
            ImportField(
                "organisation_email", _("E-mail of the organisation"), cleaning.clean_email
            ),
            ImportField("organisation_phone", _("Phone of the organisation"), cleaning.clean_phone),
            *self._relation_fields(company),
            ImportField("salutation", _("Salutation"), text),
            ImportField("person", _("Name of the person"), _clean_person),
            ImportField("initials", _("Initials"), cleaning.clean_initials),
            ImportField("firstname", _("First name"), cleaning.clean_firstname),
            ImportField("infix", _("Infix"), cleaning.clean_infix),
            ImportField("lastname", _("Surname"), cleaning.clean_lastname),
            ImportField(
                "function_id",
                _("Function"),
                self._clean_function(company),
                model="bzk.dmu.function",
            ),
            ImportField("function_text", _("Function as the list has it"), _clean_line),
            ImportField("department", _("Department"), _clean_line),
            ImportField("roles", _("Roles"), self._clean_roles(company)),
            ImportField("email", _("E-mail"), cleaning.clean_email, propose=cleaning.propose_email),
            ImportField("phone", _("Phone"), cleaning.clean_phone),
            ImportField("mobile", _("Mobile phone"), cleaning.clean_phone),
            ImportField("last_contact", _("Last contact"), self._in_order(_clean_past)),
            ImportField("note", _("Note"), text),
        ]
        return {spec.name: spec for spec in specs}

    def _functions(self, company):
        """Ids of functions by their names and other names, in the one spelling for comparing."""
        functions = self.env["bzk.dmu.function"].search([("company_id", "in", (company.id, False))])
        functions = functions.sorted(lambda one: (bool(one.company_id), -one.id))
        found = {
            function_key(name): function.id
            for function in functions
            for name in (function.aliases or "").split(",")
            if name.strip()
        }
        names = self._lookup("bzk.dmu.function", company)
        return found | {function_key(name): record_id for name, record_id in names.items()}

    def _clean_function(self, company):
        found = self._functions(company)

        def clean(text):
            text = cleaning.clean_text(text)
            if text is None:
                return None
            record_id = found.get(function_key(text))
            if record_id is None:
                raise cleaning.Refusal("unknown_function", text)
            return record_id

        return clean

    def _clean_roles(self, company):
        """Roles are told by their names, several in a cell."""
        roles = self.env["bzk.dmu.role"].search([])
        langs = [None, *(code for code, _name in self.env["res.lang"].get_installed())]
        found = {
            function_key(text): role.id
            for lang in langs
            for role in roles.with_context(lang=lang)
            for text in (*role.name.replace("/", ",").split(","), role.code)
        }

        def clean(text):
            text = cleaning.clean_text(text)
            if text is None:
                return None
            ids = set()
            for word in text.replace(";", ",").replace("/", ",").replace("+", ",").split(","):
                if word.strip():
                    role_id = found.get(function_key(word))
                    if role_id is None:
                        raise cleaning.Refusal("unknown_role", text)
                    ids.add(role_id)
            return sorted(ids)

        return clean

    def _reshape(self, run, headers, rows):
        """Make a row of each person where the list has a column per function."""
        profile = run.profile_id
        aliases = profile._aliases()
        specs = self._import_fields(run.company_id)
        columns, _unknown = map_columns(headers, aliases, specs)
        mapped = {column.field.name: column.index for column in columns}
        known = {column.index for column in columns}
        groups = function_groups(headers, self._functions(run.company_id).keys(), known)
        if not groups:
            return headers, rows
        headings = dict(aliases)
        places, headers = {}, list(headers)
        for name in ("function_id", "person", "email", "phone"):
            if name not in mapped:
                if not headings.get(name):
                    return headers, rows
                mapped[name] = len(headers)
                headers.append(headings[name][0])
            places[name] = mapped[name]
        own = {mapped[name] for name in OF_PERSON if name in mapped}
        return tuple(headers), unfold(rows, groups, places, own)

    def _planner(self, run, columns, width, padded):
        if not any(column.field.name == ORGANISATION for column in columns):
            raise UnreadableFile("no_organisation_column")
        planner = ListPlanner(
            columns,
            self._compose,
            width,
            padded,
            names=IDENTITY,
            missing="no_organisation",
            spare=("email",),
        )
        planner.known = self.env["bzk.organisation.finder"]._known_relations(run.company_id)
        return planner

    def _refuse_new(self, run, planner, row, values):
        """Recognise the organisation; a row that may mean several is left to a person."""
        relation_id, verdict = planner.known.find(values)
        if "several" in verdict.reasons:
            return planner.refuse_first(row, "several_organisations", values[ORGANISATION])
        values["relation_id"] = relation_id
        return None

    def _compose(self, values):
        """Take the person's name apart.

        :raises Refusal: ``only_name`` or ``no_person``
        """
        compose_person(values)
        if "street_name" in values or "street_number" in values:
            compose_address(values)
        if values.get("mobile") and not values.get("phone"):
            values["phone"] = values["mobile"]
        told = [name for name, value in values.items() if value]
        if told == [ORGANISATION]:
            raise cleaning.Refusal("only_name", values[ORGANISATION])
        if not values.get("person") and not values.get("email"):
            told = values.get("function_text") or values.get("department")
            if told or values.get("roles"):
                raise cleaning.Refusal("no_person", told or "")
        if values.get("email") and not values.get("person") and is_general(values["email"]):
            values["organisation_email"] = values.get("organisation_email") or values["email"]
            values["email"] = None
            if values.get("phone"):
                values["organisation_phone"] = values.get("organisation_phone") or values["phone"]
                values["phone"] = None
        values["name"] = values[ORGANISATION]

    def _compare(self, run, planner, row, values, sent):
        """What a list leaves blank by now, it says nothing about."""
        values = {name: value for name, value in values.items() if value is not None}
        changes = difference(values, sent, derived=(*DERIVED, "name"))
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        return {name: value for name, value in values.items() if name in names}

    def _leave_out(self, run, planner, found):
        """Refuse whoever was erased: a list that still names them must not bring them back."""
        result = super()._leave_out(run, planner, found)
        erased = self._erased_keys(run.source_id, [row.key for row in found.rows])
        found.rejections += [
            Rejection(row.row_no, ROW, "erased", key=row.key)
            for row in found.rows
            if row.key in erased
        ]
        found.rows = [row for row in found.rows if row.key not in erased]
        return result

    def _preview_names(self, columns):
        return ["relation_id", *super()._preview_names(columns)]

    def _preview_fields(self, company):
        known = ImportField(
            "relation_id", self.env._("Known as"), cleaning.clean_text, model="bzk.relation"
        )
        return super()._preview_fields(company) | {"relation_id": known}

    def _match_new(self, run, rows):
        """Recognise the people among those whom the library knows at work."""
        people = self.env["bzk.organisation.finder"]._people(run.company_id)
        found = {key: people.find(values, values.get("relation_id")) for key, values in rows}
        return {key: partner_id for key, partner_id in found.items() if partner_id}

    def _gone(self, run):
        """Also a relation that was recognised and is no longer there."""
        gone = super()._gone(run)
        self.env.cr.execute(
            """
            SELECT 1 FROM bzk_import_row planned
              LEFT JOIN bzk_relation relation
                ON relation.id = (planned.data->>'relation_id')::integer
             WHERE planned.run_id = %s AND planned.data->>'relation_id' IS NOT NULL
               AND relation.id IS NULL
             LIMIT 1
            """,
            (run.id,),
        )
        return [*gone, ORGANISATION] if self.env.cr.fetchone() else gone

    def _chunk_partner(self):
        return SQL("chunk.partner_id")

    def _chunk_fits(self, run):
        """Whether the people whom the plan links to are still those whom the library knows."""
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
              LEFT JOIN res_partner partner ON partner.id = chunk.partner_id
             WHERE chunk.kind = 'linked'
               AND (partner.work_contact AND partner.company_id = %s) IS NOT TRUE
             LIMIT 1
            """,
            (run.company_id.id,),
        )
        return not self.env.cr.fetchone() and super()._chunk_fits(run)


def _clean_past(text, **options):
    """A day on which there was contact, which is not to come."""
    day = cleaning.clean_date(text, **options)
    if day and day > date.today().isoformat():
        raise cleaning.Refusal("date_in_future", text.strip())
    return day


def _clean_person(text):
    return cleaning.clean_text(text, MAX_DEPARTMENT)


def _clean_line(text):
    return cleaning.clean_text(text, MAX_DEPARTMENT)
