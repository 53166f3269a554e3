"""The text of a mail, taken apart once; for each reader only what is theirs is filled in."""

import re
from functools import reduce

from markupsafe import Markup, escape

#: A field of the reader in the text, as core's own rendering without code reads it.
SLOT = re.compile(
    r"""<(?P<tag>\w+)\s+t-out=\s*(?P<quote>['"])(?P<path>[\w.]+)(?P=quote)\s*"""
    r"""(?:/>|>\s*(?P<default>[^<>]*?)\s*</(?P=tag)>)""",
    re.DOTALL,
)
#: Stands for a slot in the text part; no mail has these letters.
MARK = re.compile("\ue100(\\d+)\ue101")


class Source:
    """A mail in two forms, with places to fill in.

    :param str html: a document in which only fields of ``object`` are named
    :param plain_text: makes the text part of a document
    """

    def __init__(self, html, plain_text):
        self._slots = []
        self._html, end = [], 0
        marked = []
        for found in SLOT.finditer(html):
            before = html[end : found.start()]
            self._html.append(before)
            marked += [before, f"\ue100{len(self._slots)}\ue101"]
            tag = found["tag"].lower()
            names = found["path"].split(".")[1:]
            self._slots.append((None if tag == "t" else tag, names, found["default"] or ""))
            end = found.end()
        self._html.append(html[end:])
        self._plain_text = plain_text
        self._text = MARK.split(plain_text("".join([*marked, html[end:]])))

    def fill(self, record):
        """Fill in the fields of one reader.

        :param record: what ``object`` is
        :return: (document, text part)
        """
        values = [
            reduce(lambda part, name: part[name], names, record) or default
            for _tag, names, default in self._slots
        ]
        html = [self._html[0]]
        for (tag, _names, _default), value, after in zip(
            self._slots, values, self._html[1:], strict=True
        ):
            shown = escape(value or "")
            html += [f"<{tag}>{shown}</{tag}>" if tag else shown, after]
        text = [
            self._in_text(values[int(part)]) if number % 2 else part
            for number, part in enumerate(self._text)
        ]
        return "".join(map(str, html)), re.sub(r"\n{3,}", "\n\n", "".join(text)).strip()

    def _in_text(self, value):
        """A value as the text part has it: what has mark-up is read as a part of a document."""
        if isinstance(value, Markup):
            return f"\n\n{self._plain_text(value)}\n\n" if value else ""
        return " ".join(str(value or "").split())
