"""From rows of text to a plan: what is new, what changed at the source, what is refused.

The comparison is three-way: a row is held against what the *source* sent before, never against
what the CRM holds now, so a correction by staff survives until the source itself changes.
"""

from array import array
from collections import Counter, deque
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from operator import itemgetter

from .cleaning import Refusal
from .fields import ROW

PROPOSAL = "proposal"
MAX_CELL = 10_000
#: Raised when cleaning changes, so that rows which look unchanged are cleaned anew.
CLEANING_VERSION = 1
KEY = "key"
#: Between the parts of a key that stands in several columns.
KEY_SEPARATOR = "-"


@dataclass(frozen=True)
class Rejection:
    """A row, or one cell of it, that was not taken in as it stood.

    :param row_no: number of the row as a person sees it in the file
    :param kind: ``"row"``, ``"cell"`` or ``"proposal"`` (taken in, but probably mistyped)
    :param code: reason, see ``bzk.import.rejection``
    """

    row_no: int
    kind: str
    code: str
    header: str = ""
    value: str = ""
    key: str | None = None
    other_row: int | None = None
    proposal: str | None = None
    cells: tuple = ()
    digest: str = ""


@dataclass(slots=True)
class SourceRow:
    """A row with its key and the digest of the cells that the mapping uses."""

    row_no: int
    key: str
    digest: str
    cells: list


@dataclass
class Batch:
    """What :meth:`Planner.identify` made of some rows."""

    rows: list = field(default_factory=list)
    rejections: list = field(default_factory=list)
    repeated: int = 0
    left_out: int = 0


def batches(rows, size):
    """Cut an iterator into lists of at most ``size`` items."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


class Planner:
    """Turns rows of text into cleaned values; keeps which keys the file held.

    :param columns: list of :class:`~.fields.Column`; one of them fills ``key``
    :param compose: function that completes or splits the cleaned values of a row in place and
        may raise :class:`~.cleaning.Refusal`
    :param int width: number of headings in the file
    :param bool padded: rows may be shorter than the heading row (spreadsheets drop blank ends)
    :param key_names: fields that make the key together; when a later one has no column, rows in
        which the first is the same are numbered as they come
    """

    def __init__(self, columns, compose, width, padded=False, key_names=(KEY,)):
        self.columns = [column for column in columns if column.field.name != KEY]
        by_name = {column.field.name: column for column in columns}
        self.key_columns = [by_name[name] for name in key_names if name in by_name]
        self.key_column = self.key_columns[0]
        self.compose = compose
        self.width = width
        self.padded = padded
        self._kept = deque()
        self._numbers = Counter() if len(self.key_columns) < len(key_names) else None
        used = [column.index for column in (*self.key_columns, *self.columns)]
        self._used = itemgetter(*used) if len(used) > 1 else lambda cells: (cells[used[0]],)
        signature = repr(
            [CLEANING_VERSION]
            + [(column.header, column.field.name, column.part) for column in self.columns]
        )
        self._salt = blake2b(signature.encode(), digest_size=16).digest()
        self._seen = {}
        self._refused = set()
        self._row_nos = array("Q")
        self._digests = array("Q")

    @property
    def keys(self):
        """Keys of the rows seen so far, in the order of the file."""
        return self._seen.keys()

    @property
    def present(self):
        """Keys that the file names at all: a refused row is there, it is not missing."""
        return self._seen.keys() | self._refused

    def identify(self, rows):
        """Give each row its key and digest; set aside what cannot be read as a row.

        :param rows: iterable of (row number, list of cells)
        :return: :class:`Batch`
        """
        batch = Batch()
        for row_no, cells in rows:
            try:
                row = self._identify(row_no, cells)
            except Refusal as refusal:
                key = self._key_of_refused(cells)
                batch.rejections.append(
                    Rejection(
                        row_no,
                        ROW,
                        refusal.code,
                        header=refusal.params.get("header", ""),
                        value=str(refusal.value)[:200],
                        key=key,
                        other_row=refusal.params.get("other_row"),
                        proposal=refusal.params.get("proposal"),
                        cells=tuple(cell[:MAX_CELL] for cell in cells[: self.width]),
                    )
                )
                continue
            if row is None:
                batch.repeated += 1
            else:
                batch.rows.append(row)
        return batch

    def _key_of_refused(self, cells):
        """The key of a row that cannot be read as a whole, when at least that can be."""
        try:
            key = self._key(cells)
        except (Refusal, IndexError):
            key = None
        if key and len(key) <= MAX_CELL and "\x00" not in key:
            self._refused.add(key)
            return key
        return None

    def _key(self, cells):
        """Key of a row, or ``None`` when a part of it is blank."""
        parts = [column.field.clean(cells[column.index]) for column in self.key_columns]
        return KEY_SEPARATOR.join(parts) if all(parts) else None

    def keep_numbers(self, keys):
        """Let rows keep the keys they were given in an earlier file, instead of being numbered.

        :param keys: one key, or ``None``, for each row to come
        """
        self._kept = deque(keys)

    def _numbered(self, first):
        kept = self._kept.popleft() if self._kept else None
        self._numbers[first] += 1
        return kept or f"{first}{KEY_SEPARATOR}{self._numbers[first]}"

    def _identify(self, row_no, cells):
        if cells and cells[self.key_column.index : self.key_column.index + 1] == [
            self.key_column.header
        ]:
            return None  # the headings once more, as pasted files have them
        if len(cells) != self.width:
            if len(cells) > self.width:
                if any(cells[self.width :]):
                    raise Refusal("ragged", str(len(cells)))
            elif not self.padded:
                raise Refusal("ragged", str(len(cells)))
            else:
                cells = cells + [""] * (self.width - len(cells))
        joined = "\x1f".join(self._used(cells))
        if "\x00" in joined:
            raise Refusal("nul", joined.replace("\x00", "␀"))
        if len(joined) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
            raise Refusal("cell_too_long", joined[:80])
        key = self._key(cells)
        if not key:
            raise Refusal("no_key", "", header=self.key_column.header)
        if self._numbers is not None:
            key = self._numbered(key)
        digest = blake2b(
            joined.encode("utf-8", "surrogatepass"), digest_size=8, key=self._salt
        ).hexdigest()
        index = self._seen.setdefault(key, len(self._row_nos))
        if index < len(self._row_nos):
            if self._digests[index] == int(digest, 16):
                return None
            raise Refusal(
                "duplicate_key",
                key,
                header=self.key_column.header,
                other_row=self._row_nos[index],
            )
        self._row_nos.append(row_no)
        self._digests.append(int(digest, 16))
        return SourceRow(row_no, key, digest, cells)

    def clean(self, row):
        """Clean the cells of a row.

        :param SourceRow row: as :meth:`identify` gave it
        :return: (values by field name or ``None`` when the row is refused, list of
            :class:`Rejection`); a refused cell is absent from the values, a blank one ``None``
        """
        values, rejections = {}, []
        cells = row.cells
        for column in self.columns:
            target = column.field
            try:
                value = target.clean(cells[column.index])
            except Refusal as refusal:
                rejections.append(self._reject(row, target.refuses, refusal, column))
                if target.refuses == ROW:
                    return None, rejections
                continue
            if column.part is not None:
                if value is not None:
                    values.setdefault(target.name, {})[column.part] = value
                continue
            values[target.name] = value
            if target.propose and value is not None:
                proposal = target.propose(value)
                if proposal:
                    refusal = Refusal("proposal", cells[column.index])
                    rejections.append(self._reject(row, PROPOSAL, refusal, column, proposal))
        try:
            self.compose(values)
        except Refusal as refusal:
            return None, [*rejections, self._reject(row, ROW, refusal)]
        return values, rejections

    def refuse(self, row, code, value=""):
        """Refuse a whole row for a reason that only shows against earlier data."""
        return self._reject(row, ROW, Refusal(code, value))

    def _reject(self, row, kind, refusal, column=None, proposal=None):
        return Rejection(
            row.row_no,
            kind,
            refusal.code,
            header=column.header if column else "",
            value=str(refusal.value)[:200],
            key=row.key,
            proposal=proposal,
            cells=tuple(row.cells[: self.width]),
            digest=row.digest,
        )


def difference(values, sent, groups=(), derived=()):
    """What changed at the source.

    :param dict values: cleaned values of the row
    :param dict sent: values this source sent before
    :param groups: tuples of names that travel together: when one changed, all are written,
        so that an address is never half the old one
    :param derived: names that follow from others and are not compared themselves
    :return: dict with only the changed values
    """
    changed = {
        name: value
        for name, value in values.items()
        if name not in derived and value != sent.get(name)
    }
    for group in groups:
        if any(name in changed for name in group):
            changed.update({name: values[name] for name in group if name in values})
    return changed


def is_other_person(values, sent):
    """Whether a number that stood for one person is now used for somebody else.

    Someone may marry, be renamed or have a birth date mended, but surname, birth date and first
    name or initials together do not all change for the same person.
    """

    def differs(*names):
        return any(
            values.get(name) and sent.get(name) and values[name] != sent[name] for name in names
        )

    return differs("lastname") and differs("birthdate") and differs("firstname", "initials")
