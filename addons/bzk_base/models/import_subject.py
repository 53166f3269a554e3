from functools import partial

from odoo import models
from odoo.tools import SQL

from ..importing import cleaning
from ..importing.planning import KEY, Planner, difference
from ..importing.readers import UnreadableFile

#: Rows that are checked, and written, in one go.
CHUNK = 5_000
#: Chunks of an import after which the planner is told how large the tables have grown.
STATISTICS_CHUNKS = (1, 4, 16, 64, 256)


class ImportSubject(models.AbstractModel):
    """What files of a kind are about: what can be filled, compared and written.

    Each subject of ``bzk.import.profile`` is a model that inherits from this one; a run asks its
    profile's subject for everything that it does not do for each of them alike.

    Values are written set by set from the temporary table ``bzk_import_chunk`` with the columns
    ``row_no, key, kind ('new', 'linked', 'changed', 'corrected' or 'same'), digest, data (jsonb),
    external_id, partner_id``. For a new row ``data`` holds all its values, for a changed row only
    what changed at the source, so what staff corrected and the source left alone stays. A
    corrected row holds what staff mended: it changes the record, but not what the source is known
    to have sent. ``external_id`` is the id that the record with the source's key has, or is to
    get; ``partner_id`` is for customers only.
    """

    _name = "bzk.import.subject"
    _description = "Subject of an import"

    #: Fields that make the key together, in this order. When only the first has a column, the
    #: rows with the same value are numbered as they come.
    _key_names = (KEY,)
    #: Table that keeps, per source, the key, the print and the values that were sent last.
    _key_table = None
    _key_columns = ("key", "digest", "sent")
    #: Rows that are written in one go, when not as many as are checked.
    _chunk_size = None
    #: Whether a complete file leaving a key out says something about it.
    _tells_missing = False

    def _import_fields(self, company):
        """What a column can fill.

        :param company: library whose branches and other lists translate codes
        :return: dict of field name -> :class:`~..importing.fields.ImportField`
        """
        return {}

    def _lookup(self, model, company):
        """Ids of a library's records by name, in whichever language, and by code; casefolded.

        :param str model: a model with ``name`` and ``company_id``, perhaps with ``code``
        :return: dict of text -> id; codes win over names, and the library's own over common ones
        """
        records = self.env[model].search([("company_id", "in", (company.id, False))])
        records = records.sorted(lambda record: bool(record.company_id))
        langs = [None]
        if records._fields["name"].translate:
            langs = [code for code, _name in self.env["res.lang"].get_installed()]
        found = {}
        for lang in langs:
            named = records.with_context(lang=lang)
            found |= {record.name.casefold(): record.id for record in named}
        if "code" in records._fields:
            found |= {record.code.casefold(): record.id for record in records if record.code}
        return found

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

    def _in_order(self, clean):
        """Let a function that cleans dates read them as the profile says that the source does."""
        order = self.env.context.get("bzk_date_order", "dmy")
        return clean if order == "dmy" else partial(clean, order=order)

    def _compose(self, values):
        """Complete or split the cleaned values of a row in place.

        :raises Refusal: when the row cannot stand
        """

    def _composer(self, run):
        """The function that composes the rows of a run; see :meth:`_compose`."""
        return self._compose

    def _reshape(self, run, headers, rows):
        """The table that a file holds; a subject may make more rows of one, or fewer.

        :param run: the ``bzk.import.run`` at work
        :param headers: headings of the file
        :param rows: iterable of (row number, list of cells)
        :return: headings and rows in the same form
        """
        return headers, rows

    def _planner(self, run, columns, width, padded):
        """The planner for the rows of a run.

        :param columns: list of :class:`~..importing.fields.Column`
        :return: :class:`~..importing.planning.Planner`
        :raises UnreadableFile: ``no_key_column`` when no row can be told from another
        """
        if not any(column.field.name == self._key_names[0] for column in columns):
            raise UnreadableFile("no_key_column")
        return Planner(columns, self._composer(run), width, padded, self._key_names)

    def _preview_names(self, columns):
        """Names of the values that the preview shows.

        :param columns: list of :class:`~..importing.fields.Column` of the file
        """
        return list(dict.fromkeys(column.field.name for column in columns))

    def _preview_fields(self, company):
        """What the preview may show: dict of name -> :class:`~..importing.fields.ImportField`."""
        return self._import_fields(company)

    def _leave_out(self, run, planner, found):
        """Set rows aside before anything is made of them; addons that know why, do so.

        :param run: the ``bzk.import.run`` at work
        :param planner: the :class:`~..importing.planning.Planner` of the file
        :param found: the :class:`~..importing.planning.Batch`, whose rows move to its rejections,
            or are only counted as left out
        """

    def _erased_keys(self, source, keys):
        """Which of these keys of a source stood for someone who was erased.

        Nobody is, unless an addon knows how to erase.

        :param source: ``bzk.source`` record
        :param keys: keys of customers
        :return: set of keys
        """
        return set()

    def _known_digests(self, run, keys):
        """Digest of the row that the source last sent, for the keys it is known to have."""
        key, digest, _sent = map(SQL.identifier, self._key_columns)
        self.env.cr.execute(
            SQL(
                "SELECT %s, %s FROM %s WHERE source_id = %s AND %s = ANY(%s)",
                *(key, digest, SQL.identifier(self._key_table), run.source_id.id, key, keys),
            )
        )
        return dict(self.env.cr.fetchall())

    def _sent(self, run, keys):
        """Values that the source last sent, for the keys it is known to have."""
        if not keys:
            return {}
        key, _digest, sent = map(SQL.identifier, self._key_columns)
        self.env.cr.execute(
            SQL(
                "SELECT %s, coalesce(%s, '{}') FROM %s WHERE source_id = %s AND %s = ANY(%s)",
                *(key, sent, SQL.identifier(self._key_table), run.source_id.id, key, keys),
            )
        )
        return dict(self.env.cr.fetchall())

    def _refuse_new(self, run, planner, row, values):
        """Why a row whose key the source had not sent before cannot be taken in.

        :param row: a :class:`~..importing.planning.SourceRow`
        :param values: its cleaned values
        :return: a :class:`~..importing.planning.Rejection`, or ``None``
        """

    def _compare(self, run, planner, row, values, sent):
        """Hold a row against what its source sent before.

        :param values: cleaned values of the row
        :param sent: values that the source sent before
        :return: (kind of planned row, values to write, list of rejections); the values are
            ``None`` when the row is refused
        """
        changes = difference(values, sent)
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        """Keep of a row's values what staff corrected, and what is worked out together with it."""
        return {name: value for name, value in values.items() if name in names}

    def _match_new(self, run, rows):
        """Recognise customers among the rows whose key the source had not sent before.

        :param run: the ``bzk.import.run`` at work
        :param rows: list of (key, cleaned values)
        :return: dict of key -> id of the customer, for those who are certain; one customer once
        """
        return {}

    def _known_count(self, run):
        """How many keys of the source a complete file is expected to name."""
        return 0

    def _plan_missing(self, run, planner):
        """Plan the marking of what a complete file left out or brought back.

        :param planner: knows which keys the file named
        :return: number of keys that are missing
        """
        return 0

    def _mark_missing(self, run):
        """Carry out what :meth:`_plan_missing` planned."""

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

    def _chunk_partner(self):
        """SQL expression of the customer of a planned row ``chunk`` with its ``known`` key."""
        return SQL("NULL::integer")

    def _fill_chunk(self, run, kinds):
        """Put the next rows of the plan into ``bzk_import_chunk``.

        :param kinds: kinds of planned rows that are written
        :return: (number of rows, id of the last of them)
        """
        cr = self.env.cr
        cr.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS bzk_import_chunk (
                row_no integer, key text, kind text, digest text, data jsonb,
                external_id integer, partner_id integer
            ) WITH (toast_tuple_target = 8160) ON COMMIT DROP;
            TRUNCATE bzk_import_chunk;
            """
        )
        cr.execute(
            SQL(
                """
                WITH chunk AS (
                    SELECT id, row_no, key, kind, digest, data, partner_id
                      FROM bzk_import_row
                     WHERE run_id = %(run)s AND id > %(position)s
                       AND kind = ANY(%(kinds)s)
                     ORDER BY id
                     LIMIT %(limit)s
                ), stored AS (
                    INSERT INTO bzk_import_chunk
                    SELECT chunk.row_no, chunk.key, chunk.kind, chunk.digest, chunk.data,
                           coalesce(known.id, nextval(%(sequence)s)), %(partner)s
                      FROM chunk
                      LEFT JOIN %(table)s known
                        ON known.source_id = %(source)s AND known.%(key)s = chunk.key
                )
                SELECT count(*), max(id) FROM chunk
                """,
                run=run.id,
                position=run.position,
                kinds=list(kinds),
                limit=self._chunk_size or CHUNK,
                sequence=f"{self._key_table}_id_seq",
                partner=self._chunk_partner(),
                table=SQL.identifier(self._key_table),
                key=SQL.identifier(self._key_columns[0]),
                source=run.source_id.id,
            )
        )
        count, position = cr.fetchone()
        if count:
            cr.execute("ANALYZE bzk_import_chunk")
        return count, position

    def _chunk_fits(self, run):
        """Whether what the plan calls new is not there yet, and the rest still is."""
        self.env.cr.execute(
            SQL(
                """
                SELECT 1
                  FROM bzk_import_chunk chunk
                  LEFT JOIN %s known ON known.id = chunk.external_id
                 WHERE (known.id IS NULL) <> (chunk.kind IN ('new', 'linked'))
                 LIMIT 1
                """,
                SQL.identifier(self._key_table),
            )
        )
        return not self.env.cr.fetchone()

    def _write_chunk(self, run):
        """Write the rows of ``bzk_import_chunk``.

        :param run: the ``bzk.import.run`` at work
        """
        raise NotImplementedError

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

    def _finish(self, run):
        """Called once when an import is complete; rooms settle what needs all rows."""
