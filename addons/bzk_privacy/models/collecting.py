import re
from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html2plaintext
from odoo.tools.misc import formatLang

#: Records about a person, with the declaration that led to them.
Held = namedtuple("Held", "declaration records")
#: Fields of every model, or of a customer, that say nothing about the person.
TECHNICAL = {
    *("id", "create_uid", "create_date", "write_uid", "write_date", "active", "type", "color"),
    *("calendar_last_notif_ack", "signup_type", "message_bounce", "commercial_company_name"),
}
#: Types of fields that can hold something about a person by themselves.
TELLING = ("char", "text", "html", "json", "properties", "binary", "image", "date", "datetime")


class PersonalData(models.AbstractModel):
    """Collecting everything that is held about a person, for an access request or an erasure."""

    _inherit = "bzk.personal.data"

    @api.model
    def _held(self, partners):
        """Every record about these customers, declaration by declaration.

        :return: list of :class:`Held`, without the declarations that find nothing
        """
        found = []
        self.env.flush_all()
        for declaration in self._declarations():
            # sudo: whoever handles the request may not read every room's model, and everything
            # found is about the customers, whom they may read.
            model = self.env[declaration.model].sudo().with_context(active_test=False)
            records = model.search(self._reach(declaration, partners))
            if records:
                found.append(Held(declaration, records))
        return found

    @api.model
    def _undeclared_names(self):
        """Fields of ``res.partner``, of whatever addon, that nobody declared and that may tell."""
        declared = {
            name
            for declaration in self._declarations()
            if declaration.model == "res.partner"
            for name in declaration.names
        }
        return [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store
            and field.type in TELLING
            and name not in declared | TECHNICAL
            and not (field.compute and field.readonly)
            and not name.startswith(("image_", "message_", "activity_"))
        ]

    @api.model
    def _collect(self, partners, leave_out=()):
        """Everything held about a person, ready to be shown.

        :param partners: the customer, and whatever other record of the same person it is about
        :param leave_out: words that are about someone else; they are struck out of free text
        :return: list of dicts with ``model, title, purpose, basis, term``, ``fields`` (list of
            (name, label)) and ``records`` (list of dicts of field name -> (value, text))
        """
        persons = self._same_person(partners)
        more = {}
        for item in self._declarations():
            if item.names:
                more.setdefault((item.model, item.person), []).extend(item.shows or item.names)
        whole = {(item.model, item.person) for item in self._declarations() if not item.names}
        sections = []
        for declaration, records in self._held(persons):
            about = (declaration.model, declaration.person)
            if declaration.names and about in whole:
                continue
            names = declaration.shows or declaration.names or self._all_names(declaration)
            if not declaration.names:
                # What is declared by itself, for its own fate, is still part of the record.
                names = dict.fromkeys([*names, *more.get(about, ())])
            section = self._lay_out(declaration.model, list(names), records, persons, leave_out)
            if section["records"]:
                sections.append(section | self._why(declaration, section, partners.company_id[:1]))
        return sections + self._rest(persons)

    def _rest(self, persons):
        """What an addon that declares nothing added to a customer; shown all the same."""
        names = self._undeclared_names()
        title = self.env._("Other details")
        section = self._lay_out("res.partner", names, persons.sudo(), persons, ())
        if not section["records"]:
            return []
        return [section | {"title": title, "purpose": "", "basis": "", "term": ""}]

    def _why(self, declaration, section, company):
        return {
            "title": declaration.title or section["title"],
            "purpose": declaration.purpose,
            "basis": self._bases()[declaration.basis],
            "term": self._term_text(declaration.term, company),
        }

    def _all_names(self, declaration):
        """Stored fields of a model that say something, without the path to the person."""
        starts = {path.split(".")[0] for path in declaration.person}
        return [
            name
            for name, field in self.env[declaration.model]._fields.items()
            if field.store
            and field.type not in ("one2many", "binary")
            and name not in TECHNICAL | starts | {"company_id"}
        ]

    def _term_text(self, code, company):
        """For how long a library keeps what has this term, in words."""
        rule = self.env["bzk.retention.rule"]._of(company, code)
        if not rule:
            return ""
        if rule.action == "itself":
            return rule.name
        return self.env._("%(months)s months: %(name)s", months=rule.months, name=rule.name)

    def _lay_out(self, model, names, records, persons, leave_out):
        fields_of = self.env[model]._fields
        rows = []
        for record in records:
            row = {name: self._shown(record, fields_of[name], persons, leave_out) for name in names}
            row = {name: shown for name, shown in row.items() if shown[1]}
            if row:
                rows.append(row)
        labels = self.env[model].sudo().fields_get(list(names), ["string"])
        used = [name for name in names if any(name in row for row in rows)]
        return {
            "model": model,
            "title": self.env["ir.model"]._get(model).sudo().name,
            "fields": [(name, labels.get(name, {}).get("string") or name) for name in used],
            "records": rows,
        }

    def _shown(self, record, field, persons, leave_out):
        """A value for a machine and as a text, without what is about somebody else.

        :return: (value fit for JSON, text); both empty when there is nothing
        """
        value = record[field.name]
        if field.relational:
            names = [self._named(item, persons) for item in value]
            return names if field.type != "many2one" else names[:1], ", ".join(names)
        if value in (False, None, "", b"") and field.type != "boolean":
            return None, ""
        value = self._plain(record, field, value)
        if field.type in ("char", "text", "html"):
            for word in leave_out:
                value = re.sub(re.escape(word), "[…]", value, flags=re.IGNORECASE)
        return value, self._as_text(record, field, value)

    def _named(self, record, persons):
        """Name of a record that a value points at.

        Which colleague did something is not the customer's data (EU Court, C-579/21).
        """
        record = record.sudo()
        if record._name == "res.users" or (
            record._name == "res.partner" and record not in persons and not record.partner_share
        ):
            return self.env._("an employee of the library")
        if record._name == "ir.model.fields":
            return record.field_description
        return record.display_name or ""

    def _plain(self, record, field, value):
        """A value as JSON can hold it."""
        if field.type == "html":
            return html2plaintext(value).strip()
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "datetime":
            return fields.Datetime.to_string(value)
        if field.type in ("binary", "image"):
            return self.env._("(in the file)")
        if field.type == "properties":
            return {key: str(item) for key, item in value.items() if item}
        if field.type == "reference":
            return value.display_name
        if field.name in ("model", "res_model"):
            return self.env["ir.model"]._get(value).sudo().name or value
        return value

    def _as_text(self, record, field, value):
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, record[field.name], dt_format="short")
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return formatLang(self.env, value, currency_obj=currency)
        if field.type == "float":
            return formatLang(self.env, value)
        if record._name in ("bzk.external.id", "bzk.import.row") and field.type == "json":
            return self._sent_as_text(record, value)
        if field.type in ("json", "properties"):
            return self._spread(value)
        return str(value)

    def _sent_as_text(self, record, values):
        """What a source sent, with the names that staff and customers know it by."""
        company = record.run_id.company_id if "run_id" in record else record.company_id
        subject = record.run_id.profile_id._target() if "run_id" in record else None
        if subject is None:
            subject = self.env["bzk.import.target"]
        specs = subject.sudo()._import_fields(company)
        readable = {}
        for name, value in values.items():
            spec = specs.get(name)
            if spec and spec.model and isinstance(value, int):
                value = self.env[spec.model].sudo().browse(value).exists().display_name
            readable[spec.label if spec else name] = value
        return self._spread(readable)

    def _spread(self, value):
        """A JSON value as a line of text."""
        if isinstance(value, dict):
            parts = (f"{key}: {self._spread(item)}" for key, item in value.items() if item)
            return "; ".join(parts)
        if isinstance(value, list):
            return ", ".join(self._spread(item) for item in value)
        return "" if value is None else str(value)
