"""What is wrong in the mark-up of a mail for who cannot see it, or sees it badly."""

import re
from typing import NamedTuple

from lxml import etree

from . import colours

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
HEADINGS = {"h1": 32, "h2": 24, "h3": 18.72, "h4": 16, "h5": 13.28, "h6": 10.72}
BOLD = frozenset(["b", "strong", "th", *HEADINGS])
SKIPPED = frozenset(["head", "script", "style", "template", "title"])
#: Pixels in one of each unit; em and % go by what is around.
UNITS = {"px": 1, "pt": 4 / 3, "rem": 16}
SIZE = re.compile(r"([\d.]+)(px|pt|rem|em|%)")
LINK = (0, 0, 0.9333, 1)


class Finding(NamedTuple):
    """Something that is wrong with a mail.

    :param kind: what it is, a key
    :param detail: where it is, in words or addresses that are in the mail itself
    """

    kind: str
    detail: str = ""


class Look(NamedTuple):
    """How text looks at a place in the mail; ``back`` is None where a picture lies behind it."""

    front: tuple = (0, 0, 0, 1)
    back: tuple | None = (1, 1, 1, 1)
    size: float = 16
    bold: bool = False


def check_markup(html):
    """Find pictures that say nothing and text that hardly stands out.

    :param str html: the mail as a reader gets it
    :return: list of :class:`Finding`: ``no_alt`` with the picture's address, ``contrast`` with
        the ratio and the text
    """
    root = etree.fromstring(html or "<p/>", parser=etree.HTMLParser())
    findings = []
    if root is not None:
        _visit(root, Look(), findings)
    return list(dict.fromkeys(findings))


def _visit(node, look, findings):
    tag = node.tag if isinstance(node.tag, str) else None
    style = _style(node)
    if tag is None or tag in SKIPPED or HIDDEN.search(node.get("style") or ""):
        return
    look = _look(node, tag, style, look)
    if tag == "img" and not _speaks(node):
        findings.append(Finding("no_alt", (node.get("src") or "")[:200]))
    _judge(node.text, look, findings)
    for child in node:
        _visit(child, look, findings)
        _judge(child.tail, look, findings)


def _speaks(image):
    """Whether a picture says what it shows, or is marked as mere decoration."""
    decoration = image.get("role") in ("presentation", "none") or image.get("aria-hidden") == "true"
    return decoration or bool((image.get("alt") or "").strip())


def _style(node):
    """Read the styles on an element: dict of property -> value, the last one wins."""
    parts = (part.partition(":") for part in (node.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip() for name, _colon, value in parts if value.strip()}


def _look(node, tag, style, look):
    front, back = look.front, look.back
    if tag == "a" and node.get("href"):
        front = LINK
    front = colours.parse(_bare(style.get("color") or node.get("color"))) or front
    background = style.get("background", "")
    behind = style.get("background-color") or node.get("bgcolor") or background
    if "url(" in background or "gradient(" in background or "background-image" in style:
        back = None
    found = next(filter(None, map(colours.parse, [_bare(behind), *behind.split()])), None)
    if found and (back or found[3] == 1):
        back = colours.over(found, back or (1, 1, 1, 1))
    size = HEADINGS.get(tag, look.size)
    match = SIZE.match(style.get("font-size", ""))
    if match:
        number, unit = float(match[1]), match[2]
        size = number * UNITS.get(unit, look.size * (0.01 if unit == "%" else 1))
    weight = style.get("font-weight", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 700)
    else:
        bold = look.bold or tag in BOLD
    return Look(front, back, size, bold)


def _bare(value):
    return (value or "").replace("!important", "").strip()


def _judge(text, look, findings):
    text = " ".join((text or "").split())
    # What is not a letter or a digit, such as a dot between links, says nothing.
    if look.back is None or not any(char.isalnum() for char in text):
        return
    ratio = colours.contrast(colours.over(look.front, look.back), look.back)
    large = look.size >= colours.LARGE or (look.bold and look.size >= colours.LARGE_BOLD)
    if ratio < (colours.ENOUGH_LARGE if large else colours.ENOUGH):
        # Rounded down: 4.47 is not 4.5.
        findings.append(Finding("contrast", f"{int(ratio * 10) / 10:.1f}: {text[:60]}"))
