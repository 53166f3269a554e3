"""What a column of a source file can fill, and how headings are recognised."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .readers import header_key

ROW = "row"
CELL = "cell"


@dataclass(frozen=True)
class ImportField:
    """One thing that a column can fill.

    :param name: the key under which the cleaned value travels, usually a database column
    :param label: what staff call it, in the user's language
    :param clean: text of a cell -> JSON-serialisable value, ``None`` for blank;
        raises :class:`~.cleaning.Refusal`
    :param refuses: ``"cell"`` when a refused value leaves the rest of the row importable,
        ``"row"`` when the row cannot stand without it
    :param propose: value -> proposed better value or ``None``; never applied by itself
    :param model: for a value that is an id: the model it is of, to show its name
    :param accept: for a heading with placeholders: the texts found in them -> the key of this
        column's value within the field's dictionary, or ``None`` when the heading is not known
    :param labels: for a value that is a code: what staff call each of them
    """

    name: str
    label: str
    clean: Callable[[str], Any]
    refuses: str = CELL
    propose: Callable[[Any], Any] | None = None
    model: str | None = None
    accept: Callable[[tuple[str, ...]], str | None] | None = None
    labels: dict | None = None


@dataclass(frozen=True)
class Column:
    """A column of the file that fills a field.

    :param index: position in the row, from 0
    :param header: heading as it stands in the file
    :param field: the field it fills
    :param part: key within the field's dictionary for headings with placeholders, else ``None``
    """

    index: int
    header: str
    field: ImportField
    part: str | None = None


def heading_pattern(alias):
    """Turn an alias with ``{placeholders}`` into a regular expression on header keys.

    :param str alias: for example ``UITLENINGEN_{jaar}_{genre}``
    :return: compiled pattern with one group per placeholder, or ``None`` without placeholders
    """
    if "{" not in alias:
        return None
    literals = [_literal(part) for part in re.split(r"\{[^{}]*\}", alias)]
    return re.compile("(.+?)".join(re.escape(literal) for literal in literals) + "$")


def _literal(part):
    """Header key of a part of a heading, with the separators at its ends kept."""
    return header_key(f"x{part}x")[1:-1] if part else ""


def map_columns(headers, aliases, fields):
    """Recognise the columns of a file.

    :param headers: headings of the file in order
    :param aliases: pairs (field name, list of headings) in order of preference
    :param dict fields: field name -> :class:`ImportField`
    :return: (list of :class:`Column`, list of headings that fill nothing); a field without
        placeholders is filled by the first heading that fits only, and a heading may fill several
        fields, as a card's number that is the customer's key too
    """
    exact, patterns = {}, []
    for name, headings in aliases:
        field = fields.get(name)
        if not field:
            continue
        for heading in headings:
            pattern = heading_pattern(heading)
            if pattern is None:
                exact.setdefault(header_key(heading), []).append((field, None))
            elif field.accept:
                patterns.append((pattern, field))
    columns, unknown, filled = [], [], set()
    for index, header in enumerate(headers):
        key = header_key(header)
        fits = exact.get(key) or _match_pattern(key, patterns)
        fresh = [fit for fit in fits if (fit[0].name, fit[1]) not in filled]
        for field, part in fresh:
            filled.add((field.name, part))
            columns.append(Column(index, header, field, part))
        if key and not fresh:
            unknown.append(header)
    return columns, unknown


def _match_pattern(key, patterns):
    for pattern, field in patterns:
        match = pattern.match(key)
        part = match and field.accept(match.groups())
        if part:
            return [(field, part)]
    return []
