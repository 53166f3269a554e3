"""A library's settings file (TOML): reading it, and checking it against the keys it may have.

What a file may hold is a dict of its keys, each with its kind: :class:`Text`, :class:`Number`,
:class:`YesNo`, :class:`Texts`, or :class:`Section` for entries with keys of their own. Everything
else is refused, so that a typing error is not silently left out.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

#: A real file is some kilobytes.
MAX_BYTES = 1_000_000
#: A key of many parts (a.a.a…) takes tomllib quadratic time and memory: 86 s for 100 kB.
MAX_LINE = 1_000
MAX_TEXT = 200
MAX_ENTRIES = 500
_SHOWN = 60

#: Every reason for refusing, so that whoever shows reasons to people can cover them all.
CODES = (
    "too_large",
    "line_too_long",
    "not_utf8",
    "not_toml",
    "too_deep",
    "missing",
    "unknown_key",
    "not_section",
    "too_many",
    "duplicate",
    "not_text",
    "too_long",
    "bad_characters",
    "bad_choice",
    "bad_code",
    "bad_website",
    "not_texts",
    "bad_number",
    "bad_whole_number",
    "not_boolean",
    "unknown_value",
    "below",
)

#: Shapes that a text may have to have, by the code of the refusal. A library's code also names a
#: folder.
_SHAPES = {
    "bad_code": re.compile(r"[a-z0-9][a-z0-9-]*"),
    "bad_website": re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?", re.IGNORECASE),
}


class Where(NamedTuple):
    """Place in a settings file.

    ``section`` is empty for the top of the file, ``number`` counts its entries from 1.
    """

    section: str = ""
    number: int = 0
    key: str = ""


class SettingsProblem(ValueError):
    """Something in a settings file that a person has to mend.

    :param str code: the reason, from :data:`CODES`
    :param Where where: its place
    :param params: what the message names besides the place
    """

    def __init__(self, code, where=None, **params):
        super().__init__(code)
        self.code = code
        self.where = where or Where()
        self.params = params


@dataclass(frozen=True)
class Text:
    """A text of one line, of at most :data:`MAX_TEXT` characters.

    ``choices`` are the only texts allowed; ``shape`` is ``"bad_code"`` or ``"bad_website"``.
    """

    required: bool = False
    choices: tuple = ()
    shape: str = ""

    def clean(self, value, where):
        """Return the text without spaces around it.

        :raises SettingsProblem: see the class
        """
        if not isinstance(value, str) or not value.strip():
            raise SettingsProblem("not_text", where)
        value = value.strip()
        if len(value) > MAX_TEXT:
            raise SettingsProblem("too_long", where, limit=MAX_TEXT)
        if any(map(_is_invisible, value)):
            raise SettingsProblem("bad_characters", where)
        if self.choices and value not in self.choices:
            raise SettingsProblem("bad_choice", where, known=", ".join(self.choices))
        if self.shape and not _SHAPES[self.shape].fullmatch(value):
            raise SettingsProblem(self.shape, where)
        return value


@dataclass(frozen=True)
class Texts:
    """A list of different texts, such as ``["wise", "koha"]``."""

    most: int = 20
    required: bool = False

    def clean(self, value, where):
        """Return the texts in their order, each once.

        :raises SettingsProblem: for anything else, or more than ``most``
        """
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise SettingsProblem("not_texts", where)
        if len(value) > self.most:
            raise SettingsProblem("too_many", where, limit=self.most)
        return list(dict.fromkeys(Text().clean(each, where) for each in value))


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``, both included; ``whole`` for an integer."""

    low: int
    high: int
    whole: bool = False
    required: bool = False

    def clean(self, value, where):
        """Return the number as it is.

        :raises SettingsProblem: for anything else; infinite and "not a number" are outside
            every range
        """
        kinds = int if self.whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high:
            code = "bad_whole_number" if self.whole else "bad_number"
            raise SettingsProblem(code, where, low=self.low, high=self.high)
        return value


@dataclass(frozen=True)
class YesNo:
    """``true`` or ``false``, without quotes."""

    required: bool = False

    def clean(self, value, where):
        """Return the boolean.

        :raises SettingsProblem: for anything else
        """
        if not isinstance(value, bool):
            raise SettingsProblem("not_boolean", where)
        return value


@dataclass(frozen=True)
class Section:
    """Entries ``[[name]]``, at most ``most``, each with its own ``keys``.

    A section with a key ``code`` has every code once.
    """

    keys: dict = field(default_factory=dict)
    most: int = MAX_ENTRIES

    def clean(self, value, where):
        """Return the entries, checked.

        :raises SettingsProblem: for the first that is wrong
        """
        name = where.key
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise SettingsProblem("not_section", where)
        if len(value) > self.most:
            raise SettingsProblem("too_many", where, limit=self.most)
        entries = []
        codes = set()
        for number, entry in enumerate(value, start=1):
            entry = _check_keys(entry, self.keys, Where(name, number))
            code = entry.get("code")
            if code is not None and code in codes:
                raise SettingsProblem("duplicate", Where(name, number, "code"), value=shown(code))
            codes.add(code)
            entries.append(entry)
        return entries


def parse(content):
    """Read the TOML of a settings file.

    :param bytes content: TOML in UTF-8, with or without byte order mark
    :return: dict
    :raises SettingsProblem: when it is too large or no TOML
    """
    if len(content) > MAX_BYTES:
        raise SettingsProblem("too_large", limit=MAX_BYTES // 1000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SettingsProblem("not_utf8") from problem
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise SettingsProblem("line_too_long", line=number, limit=MAX_LINE)
    try:
        return tomllib.loads(text)
    except RecursionError as problem:
        raise SettingsProblem("too_deep") from problem
    except ValueError as problem:
        raise SettingsProblem("not_toml", problem=str(problem)) from problem


def check(data, keys):
    """Check a whole file against the keys it may have.

    :param dict data: what :func:`parse` returned
    :param dict keys: kind of every key at the top of the file
    :return: dict with what the file says, checked; a section that it does not have is empty
    :raises SettingsProblem: for the first thing that is wrong
    """
    empty = {name: [] for name, kind in keys.items() if isinstance(kind, Section)}
    return empty | _check_keys(data, keys, Where())


def shown(text):
    """Return a text from a file as a message can name it: short and without odd characters."""
    text = "".join("?" if _is_invisible(each) else each for each in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _check_keys(data, keys, where):
    for name in data:
        if name not in keys:
            raise SettingsProblem(
                "unknown_key", where._replace(key=shown(name)), known=", ".join(keys)
            )
    for name, kind in keys.items():
        if name not in data and getattr(kind, "required", False):
            raise SettingsProblem("missing", where._replace(key=name))
    return {name: keys[name].clean(value, where._replace(key=name)) for name, value in data.items()}


def _is_invisible(character):
    """Control and format characters, and line ends; a no-break space is still a space."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
