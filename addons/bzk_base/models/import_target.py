from odoo import models
from odoo.tools import SQL

from ..importing import cleaning
from ..importing.customer import ADDRESS, DERIVED, PHONE, compose_customer
from ..importing.fields import ImportField
from ..importing.planning import KEY
from .import_run_check import CHUNK

#: Values of a row that are columns of res_partner, in the order they are written.
TEXT_COLUMNS = (
    "name",
    "initials",
    "firstname",
    "infix",
    "lastname",
    "gender",
    "street",
    "street_name",
    "street_number",
    "street_number2",
    "zip",
    "city",
    "email",
    "phone",
)
DATE_COLUMNS = ("birthdate",)
REFERENCE_COLUMNS = ("branch_id",)
#: Chunks of an import after which the planner is told how large the tables have grown.
STATISTICS_CHUNKS = (1, 4, 16, 64, 256)
#: What a customer is called comes from the source that brought them.
NAME = ("name", "infix", "lastname")


class ImportTarget(models.AbstractModel):
    """What an import can fill and how it is written; rooms extend these methods.

    Values are written set by set from the temporary table ``bzk_import_chunk`` with the columns
    ``row_no, key, kind ('new', 'linked', 'changed', 'corrected' or 'same'), digest, data (jsonb),
    external_id, partner_id``. For a new row ``data`` holds all its values, for a changed row only
    what changed at the source, so what staff corrected and the source left alone stays. A linked
    row is new in the source and belongs to a customer whom another source brought; it fills what
    is still unknown of them. A corrected row holds what staff mended: it changes the customer, but
    not what the source is known to have sent.
    """

    _name = "bzk.import.target"
    _description = "Import target"

    def _import_fields(self, company):
        """What a column can fill.

        :param company: library whose branches and other lists translate codes
        :return: dict of field name -> :class:`ImportField`
        """
        _ = self.env._
        text = cleaning.clean_text
        branches = self._lookup("bzk.branch", company)
        specs = [
            ImportField(KEY, _("Number in the source"), cleaning.clean_key, refuses="row"),
            ImportField("initials", _("Initials"), cleaning.clean_initials),
            ImportField("firstname", _("First name"), cleaning.clean_firstname),
            ImportField("infix", _("Infix"), cleaning.clean_infix),
            ImportField("lastname", _("Surname"), cleaning.clean_lastname),
            ImportField("gender", _("Gender"), cleaning.clean_gender),
            ImportField("birthdate", _("Date of birth"), cleaning.clean_birthdate),
            ImportField("street_name", _("Street"), cleaning.clean_street),
            ImportField("street_number", _("House number"), text),
            ImportField("street_number2", _("Addition"), cleaning.clean_addition),
            ImportField("zip", _("Postcode"), cleaning.clean_postcode),
            ImportField("city", _("City"), cleaning.clean_city),
            ImportField("email", _("E-mail"), cleaning.clean_email, propose=cleaning.propose_email),
            ImportField("phone", _("Phone"), cleaning.clean_phone),
            ImportField(
                "branch_id",
                _("Branch"),
                self._by_code(branches, "unknown_branch"),
                model="bzk.branch",
            ),
        ]
        return {spec.name: spec for spec in specs}

    def _lookup(self, model, company):
        """Ids of a library's records by code and by name, casefolded.

        :param str model: a model with ``code``, ``name`` and ``company_id``
        :return: dict of text -> id; codes win over names
        """
        records = self.env[model].search([("company_id", "in", (company.id, False))])
        found = {record.name.casefold(): record.id for record in records}
        return found | {record.code.casefold(): record.id for record in records}

    @staticmethod
    def _by_code(found, code):
        """Make a cleaning function that turns a code or name into an id.

        :param dict found: see :meth:`_lookup`
        :param str code: reason for refusing a text that is not known
        """

        def clean(text):
            text = cleaning.clean_text(text)
            if text is None:
                return None
            record_id = found.get(text.casefold())
            if record_id is None:
                raise cleaning.Refusal(code, text)
            return record_id

        return clean

    def _compose(self, values):
        """Complete the cleaned values of a row in place; see :func:`compose_customer`."""
        compose_customer(values)

    def _match_new(self, run, rows):
        """Recognise customers among the rows whose key the source had not sent before.

        Nobody, unless an addon knows how to tell one person from another.

        :param run: the ``bzk.import.run`` at work
        :param rows: list of (key, cleaned values)
        :return: dict of key -> id of the customer, for those who are certain; one customer once
        """
        return {}

    def _gone(self, run):
        """What a plan points at and is no longer there, such as a branch deleted since.

        :param run: a checked ``bzk.import.run``
        :return: names of the fields concerned
        """
        gone = []
        for field in self._import_fields(run.company_id).values():
            if not field.model:
                continue
            self.env.cr.execute(
                "SELECT DISTINCT (data->>%s)::integer FROM bzk_import_row"
                " WHERE run_id = %s AND data->>%s IS NOT NULL",
                (field.name, run.id, field.name),
            )
            records = self.env[field.model].browse(row[0] for row in self.env.cr.fetchall())
            if len(records.exists()) != len(records):
                gone.append(field.name)
        return gone

    def _write_chunk(self, run):
        """Write the customers of ``bzk_import_chunk``; rooms write theirs after ``super()``.

        :param run: the ``bzk.import.run`` at work
        """
        self._insert_customers(run)
        self._refresh_statistics(run, "res_partner")
        self._update_customers(run)
        self._store_external_ids(run)
        self.env["res.partner"].invalidate_model()
        self.env["bzk.external.id"].invalidate_model()

    def _refresh_statistics(self, run, *tables):
        """Tell the planner how large tables have grown while an import is filling them.

        PostgreSQL notices by itself after a minute or so. Until then it takes a table that was
        nearly empty for one still, and reads all of it again for each row of the chunk.

        :param tables: names of tables, never from outside
        """
        chunk = run.written_count // CHUNK + 1
        if chunk not in STATISTICS_CHUNKS:
            return
        cr = self.env.cr
        for table in tables:
            cr.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (table,))
            if cr.fetchone()[0] < run.new_count / 2:
                cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _insert_customers(self, run):
        """Insert new customers with what the ORM would have given them."""
        constants = self._partner_constants(run)
        values = {
            **dict.fromkeys(constants, "%s"),
            **{name: f"data->>'{name}'" for name in TEXT_COLUMNS},
            **{name: f"(data->>'{name}')::date" for name in DATE_COLUMNS},
            **{name: f"(data->>'{name}')::integer" for name in REFERENCE_COLUMNS},
            "id": "partner_id",
            "commercial_partner_id": "partner_id",
            "complete_name": "data->>'name'",
            "email_normalized": "data->>'email'",
            "phone": "data->>'phone_display'",
            "phone_sanitized": "CASE WHEN data->>'phone' LIKE '+%%' THEN data->>'phone' END",
        }
        names = ", ".join(f'"{name}"' for name in values)
        parameters = [constants[name] for name in values if values[name] == "%s"]
        # Column names come from the model's own fields, values are parameters.
        self.env.cr.execute(
            f"INSERT INTO res_partner ({names}) SELECT {', '.join(values.values())}"
            " FROM bzk_import_chunk WHERE kind = 'new' ORDER BY row_no",
            parameters,
        )

    def _partner_constants(self, run):
        """What the ORM stores for a person whatever their data: one is created, read, undone.

        Keeps the bulk insert true when an addon gives ``res.partner`` a new default.

        :return: dict of column -> value
        """
        cr = self.env.cr
        with cr.savepoint() as savepoint:
            sample = (
                self.env["res.partner"]
                .with_context(tracking_disable=True)
                .create({"lastname": "X", "company_id": run.company_id.id})
            )
            self.env.flush_all()
            cr.execute("SELECT * FROM res_partner WHERE id = %s", (sample.id,))
            row = dict(zip((column.name for column in cr.description), cr.fetchone(), strict=True))
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return {name: value for name, value in row.items() if value is not None}

    def _update_customers(self, run):
        """Write what changed at the source, then let the ORM recompute what depends on it."""
        changes = {
            **{name: f"data->>'{name}'" for name in TEXT_COLUMNS if name != "name"},
            **{name: f"(data->>'{name}')::date" for name in DATE_COLUMNS},
            **{name: f"(data->>'{name}')::integer" for name in REFERENCE_COLUMNS},
            "phone": "data->>'phone_display'",
        }
        assignments = ", ".join(
            f"{name} = CASE WHEN data ? '{name}' THEN {value} ELSE partner.{name} END"
            for name, value in changes.items()
        )
        self.env.flush_all()
        self.env.cr.execute(
            f"""
            UPDATE res_partner partner
               SET {assignments}, write_uid = %s, write_date = now() AT TIME ZONE 'UTC'
              FROM (
                    -- One customer may stand under two keys: what each changed is put together.
                    SELECT chunk.partner_id,
                           jsonb_object_agg(entry.key, entry.value ORDER BY chunk.row_no) AS data
                      FROM bzk_import_chunk chunk
                CROSS JOIN LATERAL jsonb_each(chunk.data) entry
                 LEFT JOIN LATERAL (SELECT to_jsonb(known) AS own FROM res_partner known
                                     WHERE chunk.kind = 'linked' AND known.id = chunk.partner_id
                                   ) known ON TRUE
                     WHERE chunk.kind IN ('changed', 'corrected')
                           -- Another source's customer only gets what nobody knew yet.
                        OR chunk.kind = 'linked' AND entry.value <> 'null'
                           AND entry.key <> ALL(%s)
                           AND CASE WHEN entry.key = ANY(%s)
                                    THEN own->>'street' IS NULL AND own->>'zip' IS NULL
                                    WHEN entry.key = ANY(%s) THEN own->>'phone' IS NULL
                                    ELSE own->>entry.key IS NULL END
                     GROUP BY chunk.partner_id
                   ) chunk
             WHERE partner.id = chunk.partner_id AND partner.company_id = %s
               AND data ?| %s
         RETURNING partner.id
            """,
            (
                self.env.uid,
                list(NAME),
                list(ADDRESS),
                list(PHONE),
                run.company_id.id,
                list(changes),
            ),
        )
        partners = self.env["res.partner"].browse(row[0] for row in self.env.cr.fetchall())
        if partners:
            partners.invalidate_recordset()
            # Address parts and the line were both written; only the others follow from them.
            with self.env.protecting(
                [partners._fields[f"street_{part}"] for part in ("name", "number", "number2")],
                partners,
            ):
                partners.modified([*changes])
            self.env.flush_all()

    def _store_external_ids(self, run):
        cr = self.env.cr
        cr.execute(
            """
            INSERT INTO bzk_external_id
                   (id, source_id, company_id, key, partner_id, digest, sent, state, missing_count)
            SELECT external_id, %(source)s, %(company)s, key, partner_id, digest,
                   jsonb_strip_nulls(data - %(derived)s), 'current', 0
              FROM bzk_import_chunk
             WHERE kind IN ('new', 'linked')
            """,
            {
                "source": run.source_id.id,
                "company": run.company_id.id,
                "derived": list(DERIVED),
            },
        )
        self._refresh_statistics(run, "bzk_external_id")
        cr.execute(
            """
            UPDATE bzk_external_id known
               SET digest = chunk.digest,
                   sent = coalesce(known.sent, '{}') || (chunk.data - %(derived)s),
                   state = CASE WHEN known.state = 'missing' THEN 'current' ELSE known.state END,
                   missing_since = NULL, missing_count = 0
              FROM bzk_import_chunk chunk
             WHERE chunk.kind IN ('changed', 'same') AND known.id = chunk.external_id
            """,
            {"derived": list(DERIVED)},
        )

    def _finish(self, run):
        """Called once when an import is complete; rooms settle what needs all rows."""

    def _close_missing(self, run, external_ids, date):
        """End what the source stood for; rooms end their own first and call ``super()``.

        The digest is forgotten, so that a customer who turns up again is taken in anew.

        :param external_ids: ``bzk.external.id`` records missing long enough
        :param date: day of ending
        """
        external_ids.write({"state": "closed", "digest": False})
