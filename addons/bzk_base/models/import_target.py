from odoo import models
from odoo.tools import SQL

from ..importing import cleaning
from ..importing.customer import (
    ADDRESS,
    DERIVED,
    GROUPS,
    PHONE,
    compose_customer,
    only_corrected,
)
from ..importing.fields import ImportField
from ..importing.planning import KEY, difference, is_other_person

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
#: What a customer is called comes from the source that brought them.
NAME = ("name", "infix", "lastname")


class ImportTarget(models.AbstractModel):
    """Customers as the subject of an import; rooms add what they keep about a customer.

    A linked row is new in the source and belongs to a customer whom another source brought; it
    fills what is still unknown of them.
    """

    _name = "bzk.import.target"
    _inherit = "bzk.import.external"
    _description = "Import of customers"
    _derived = DERIVED

    def _import_fields(self, company):
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
            ImportField("birthdate", _("Date of birth"), self._in_order(cleaning.clean_birthdate)),
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

    def _compose(self, values):
        """Complete the cleaned values of a row in place; see :func:`compose_customer`."""
        compose_customer(values)

    def _compare(self, run, planner, row, values, sent):
        """A number that stands for somebody else by now is refused, unless staff know better."""
        accepted = run.replay_rejection_ids.filtered("same_person").mapped("key")
        if is_other_person(values, sent) and row.key not in accepted:
            return None, None, [planner.refuse(row, "other_person", values["name"])]
        changes = difference(values, sent, groups=GROUPS, derived=DERIVED)
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        return only_corrected(values, names)

    def _chunk_partner(self):
        return SQL(
            """
            CASE WHEN known.id IS NOT NULL THEN known.partner_id
                 WHEN chunk.kind = 'linked' THEN chunk.partner_id
                 ELSE nextval('res_partner_id_seq') END
            """
        )

    def _chunk_fits(self, run):
        """Whether the customers that the plan links to are there too."""
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
              LEFT JOIN res_partner partner ON partner.id = chunk.partner_id
             WHERE chunk.kind = 'linked'
               AND (partner.active AND partner.company_id = %s) IS NOT TRUE
             LIMIT 1
            """,
            (run.company_id.id,),
        )
        return not self.env.cr.fetchone() and super()._chunk_fits(run)

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
