import json
from collections import defaultdict, deque
from contextlib import contextmanager

from odoo import fields, models
from odoo.tools import SQL

#: Tables that point at any record by model and id, with the columns that do.
REFERENCES = {
    "ir_attachment": ("res_model", "res_id"),
    "ir_model_data": ("model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_message": ("model", "res_id"),
}
#: What a merge keeps of itself is not part of what it changed.
OWN_TABLES = ("bzk_merge", "bzk_merge_line")
#: Columns that only mean something together, by table: after somebody changed one of them, undoing
#: leaves the others. Those of a customer are the units of a merge and what follows from them.
TOGETHER = {
    "bzk_duplicate": (("partner1_id", "partner2_id", "state", "decided_by_id", "decided_on"),),
}
FOLLOWING = {
    "street": ("street_name", "street_number", "street_number2"),
    "email": ("email_normalized",),
    "phone": ("phone_sanitized",),
}


class MergeLine(models.Model):
    """A row, of any table, as it was before a merge and as the merge left it.

    Written and read by SQL alone: values pass from table to table as ``jsonb`` and never through
    Python, so that they come back to the last digit. Nobody has access; a row may hold anything.
    """

    _name = "bzk.merge.line"
    _description = "Row changed by a merge"
    _log_access = False

    merge_id = fields.Many2one("bzk.merge", required=True, ondelete="cascade", index=True)
    name = fields.Char(string="Table", required=True)
    key = fields.Json(required=True, help="Primary key of the row.")
    before = fields.Json(help="Values that changed; the whole row if it was removed.")
    after = fields.Json(help="Values that changed; the whole row if it was added.")

    @contextmanager
    def _recording(self, merge):
        """Keep what happens inside to rows that have to do with either customer.

        :param merge: the ``bzk.merge`` to keep it for
        """
        self.env.flush_all()
        sources = self._sources((merge.target_id | merge.source_id).ids)
        cr = self.env.cr
        cr.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS bzk_merge_row (
                stage text, name text, key jsonb, content jsonb
            ) ON COMMIT DROP;
            TRUNCATE bzk_merge_row
            """
        )
        self._photograph("before", sources)
        yield
        self.env.flush_all()
        self._photograph("after", sources)
        cr.execute(
            """
            INSERT INTO bzk_merge_line (merge_id, name, key, before, after)
            SELECT %s, name, key,
                   CASE WHEN old.content IS NULL OR new.content IS NULL THEN old.content
                        ELSE changed.before END,
                   CASE WHEN old.content IS NULL OR new.content IS NULL THEN new.content
                        ELSE changed.after END
              FROM (SELECT * FROM bzk_merge_row WHERE stage = 'before') old
              FULL JOIN (SELECT * FROM bzk_merge_row WHERE stage = 'after') new
                   USING (name, key)
        CROSS JOIN LATERAL (
                   SELECT jsonb_object_agg(entry.key, entry.value) AS before,
                          jsonb_object_agg(entry.key, new.content->entry.key) AS after
                     FROM jsonb_each(old.content) entry
                    WHERE new.content->entry.key IS DISTINCT FROM entry.value
                   ) changed
             WHERE old.content IS DISTINCT FROM new.content
            """,
            (merge.id,),
        )
        merge.invalidate_recordset(["line_ids"])

    def _sources(self, partner_ids):
        """Tables with a row that points at one of the customers, or is one.

        :return: dict of table -> SQL condition on its alias ``t``
        """
        ids = tuple(partner_ids)
        conditions = {"res_partner": [SQL("t.id IN %s", ids)]}
        wizard = self.env["base.partner.merge.automatic.wizard"]
        for table, column in wizard._get_every_fk_on("res_partner"):
            if table not in OWN_TABLES:
                column = SQL.identifier("t", column)
                conditions.setdefault(table, []).append(SQL("%s IN %s", column, ids))
        for table, (model, column) in REFERENCES.items():
            condition = SQL(
                "%s = 'res.partner' AND %s IN %s",
                SQL.identifier("t", model),
                SQL.identifier("t", column),
                ids,
            )
            conditions.setdefault(table, []).append(condition)
        named = tuple(f"res.partner,{partner_id}" for partner_id in ids)
        for table, column in self._reference_columns():
            column = SQL.identifier("t", column)
            conditions.setdefault(table, []).append(SQL("%s IN %s", column, named))
        sources = {table: SQL(" OR ").join(found) for table, found in conditions.items()}
        self._add_dependents(sources)
        return sources

    def _add_dependents(self, sources):
        """Add what goes with a row that stands in the way of another and is removed.

        :param dict sources: see :meth:`_sources`; extended in place
        """
        wizard = self.env["base.partner.merge.automatic.wizard"]
        relations = wizard._get_fk_on("res_partner")
        removable = {table for table, column in relations if wizard._is_unique(table, column)}
        removable |= {
            table for table, columns in REFERENCES.items() if wizard._is_unique(table, columns[1])
        }
        direct = set(sources)
        waiting = deque(sorted(removable))
        while waiting:
            parent = waiting.popleft()
            for table, column in sorted(wizard._get_every_fk_on(parent)):
                if table in direct or table == parent:
                    continue
                condition = SQL(
                    "%s IN (SELECT t.id FROM %s t WHERE %s)",
                    SQL.identifier("t", column),
                    SQL.identifier(parent),
                    sources[parent],
                )
                if table in sources:
                    # It goes with more than one: with a place and with an activity, say.
                    sources[table] = SQL("%s OR %s", sources[table], condition)
                    continue
                sources[table] = condition
                waiting.append(table)

    def _reference_columns(self):
        """Columns that hold ``model,id``: core's wizard moves those too."""
        for model in self.env.registry.values():
            if model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if field.type == "reference" and field.store and field.compute is None:
                    yield model._table, field.name

    def _photograph(self, stage, sources):
        """Copy the rows that match now, and those that matched at the first stage."""
        keys = self._primary_keys(list(sources))
        parts = []
        for table, condition in sources.items():
            key = SQL(", ").join(
                SQL("%s, %s", name, SQL.identifier("t", name)) for name in keys[table]
            )
            known = SQL("FALSE")
            if stage == "after" and keys[table] == ["id"]:
                known = SQL(
                    "t.id IN (SELECT (key->>'id')::integer FROM bzk_merge_row WHERE name = %s)",
                    table,
                )
            parts.append(
                SQL(
                    "SELECT %s, %s, jsonb_build_object(%s), to_jsonb(t) FROM %s t WHERE %s OR %s",
                    stage,
                    table,
                    key,
                    SQL.identifier(table),
                    condition,
                    known,
                )
            )
        self.env.cr.execute(
            SQL(
                "INSERT INTO bzk_merge_row (stage, name, key, content) %s",
                SQL(" UNION ALL ").join(parts),
            )
        )

    def _primary_keys(self, tables):
        """Names of the columns that identify a row, by table."""
        self.env.cr.execute(
            """
            SELECT relname, array_agg(attname::text ORDER BY attnum)
              FROM pg_index
              JOIN pg_class ON pg_class.oid = indrelid
              JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
             WHERE indisprimary AND relname = ANY(%s)
               AND relnamespace = current_schema::regnamespace
             GROUP BY relname
            """,
            (tables,),
        )
        return dict(self.env.cr.fetchall())

    def _restore(self):
        """Put back what still is as the merge left it, for one merge's lines."""
        tables = sorted(set(self.mapped("name")))
        keys = self._primary_keys(tables)
        # Rows that were removed may be pointed at by those that changed.
        self._restore_removed(tables)
        for table in tables:
            self._restore_changed(table, keys[table])
        for table in tables:
            self._remove_added(table, keys[table])

    def _same_row(self, alias, keys):
        """SQL that joins a row of a table, by its alias there, to its ``line``."""
        return SQL(" AND ").join(
            SQL("%s = (line.key->>%s)::integer", SQL.identifier(alias, name), name) for name in keys
        )

    def _restore_removed(self, tables):
        """Insert into all tables at once: PostgreSQL checks references at the statement's end.

        What pointed at something that was removed since does not come back.
        """
        references = self._references(tables)
        inserts = [
            SQL(
                """
                %(step)s AS (
                    INSERT INTO %(table)s
                    SELECT (jsonb_populate_record(NULL::%(table)s, line.before)).*
                      FROM bzk_merge_line line
                     WHERE line.id IN %(lines)s AND line.name = %(name)s AND line.after IS NULL
                       AND %(present)s
                        ON CONFLICT DO NOTHING
                )
                """,
                step=SQL.identifier(f"restored_{table}"),
                table=SQL.identifier(table),
                name=table,
                lines=tuple(self.ids),
                present=SQL(" AND ").join(
                    [SQL("TRUE"), *(self._still_there(*found) for found in references[table])]
                ),
            )
            for table in tables
        ]
        self.env.cr.execute(SQL("WITH %s SELECT 1", SQL(", ").join(inserts)))

    def _references(self, tables):
        """Columns of tables that point at another: dict of table -> list of (column, other)."""
        self.env.cr.execute(
            """
            SELECT child.relname, attname, parent.relname
              FROM pg_constraint
              JOIN pg_class child ON child.oid = conrelid
              JOIN pg_class parent ON parent.oid = confrelid
              JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
             WHERE contype = 'f' AND cardinality(conkey) = 1 AND child.relname = ANY(%s)
               AND connamespace = current_schema::regnamespace
            """,
            (tables,),
        )
        found = defaultdict(list)
        for table, column, other in self.env.cr.fetchall():
            found[table].append((column, other))
        return found

    def _still_there(self, column, other):
        """SQL: what a kept row points at is there, or comes back with it."""
        return SQL(
            """
            (line.before->>%(column)s IS NULL
             OR EXISTS (SELECT FROM %(other)s there
                         WHERE there.id = (line.before->>%(column)s)::integer)
             OR EXISTS (SELECT FROM bzk_merge_line along
                         WHERE along.id IN %(lines)s AND along.name = %(name)s
                           AND along.after IS NULL
                           AND along.key->>'id' = line.before->>%(column)s))
            """,
            column=column,
            other=SQL.identifier(other),
            name=other,
            lines=tuple(self.ids),
        )

    def _restore_changed(self, table, keys):
        self.env.cr.execute(
            """
            SELECT DISTINCT jsonb_object_keys(before)
              FROM bzk_merge_line
             WHERE id IN %s AND name = %s AND before IS NOT NULL AND after IS NOT NULL
            """,
            (tuple(self.ids), table),
        )
        columns = [SQL.identifier(row[0]) for row in self.env.cr.fetchall()]
        if not columns:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s t
                   SET (%(columns)s) = ROW(%(values)s)
                  FROM bzk_merge_line line
                  JOIN %(table)s present ON %(present)s
            CROSS JOIN LATERAL (
                       SELECT COALESCE(jsonb_object_agg(entry.key, entry.value), '{}') AS content
                         FROM jsonb_each(line.before) entry
                        WHERE to_jsonb(present)->entry.key
                              IS NOT DISTINCT FROM line.after->entry.key
                          AND NOT EXISTS (
                              SELECT FROM jsonb_each(line.after) along
                               WHERE %(units)s::jsonb->along.key = %(units)s::jsonb->entry.key
                                 AND to_jsonb(present)->along.key IS DISTINCT FROM along.value
                              )
                       ) unchanged
            CROSS JOIN LATERAL jsonb_populate_record(present, unchanged.content) restored
                 WHERE line.id IN %(lines)s AND line.name = %(name)s
                   AND line.before IS NOT NULL AND line.after IS NOT NULL AND %(same)s
                """,
                table=SQL.identifier(table),
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(SQL("restored.%s", column) for column in columns),
                same=self._same_row("t", keys),
                present=self._same_row("present", keys),
                units=json.dumps(self._units_of(table)),
                name=table,
                lines=tuple(self.ids),
            )
        )

    def _units_of(self, table):
        """Which columns of a table go together: dict of column -> number of the unit."""
        units = TOGETHER.get(table, ())
        if table == "res_partner":
            units = [
                [column for name in unit for column in (name, *FOLLOWING.get(name, ()))]
                for unit in self.env["bzk.merge"]._units()
            ]
        return {column: number for number, unit in enumerate(units) for column in unit}

    def _remove_added(self, table, keys):
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM %(table)s t
                 USING bzk_merge_line line
                 WHERE line.id IN %(lines)s AND line.name = %(name)s AND line.before IS NULL
                   AND %(same)s AND to_jsonb(t) = line.after
                """,
                table=SQL.identifier(table),
                name=table,
                lines=tuple(self.ids),
                same=self._same_row("t", keys),
            )
        )
