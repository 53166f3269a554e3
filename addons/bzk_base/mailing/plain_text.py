"""The text part of a mail, for who reads it without mark-up or has it read aloud."""

import re

from lxml import etree

#: Elements that begin and end on a line of their own.
BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "div", "footer", "form", "header", "hr", "li"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    )
)
#: Blocks that have an empty line around them.
PARAGRAPHS = frozenset(["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "table", "ul"])
SKIPPED = frozenset(["head", "script", "style", "title", "template"])
#: Edges of blocks in the text so far, without and with an empty line. They occur in no mail.
LINE, GAP = "\ue000", "\ue001"
HIDDEN = re.compile(r"display\s*:\s*none")


def plain_text(html):
    """Turn the mark-up of a mail into text that can be read as it is.

    Links stand behind their words with the whole address, pictures by what their ``alt`` says;
    what is hidden stays away.

    :param str html: a document or a part of one
    :return: text, its lines as long as they are
    """
    if not html or not html.strip():
        return ""
    root = etree.fromstring(html, parser=etree.HTMLParser())
    if root is None:
        return ""
    parts = []
    _write(root, parts)
    return _lay_out("".join(parts))


def _write(node, parts):
    """Add the text of one element to the parts."""
    tag = node.tag if isinstance(node.tag, str) else None
    shown = tag and tag not in SKIPPED and not HIDDEN.search(node.get("style") or "")
    if shown:
        edge = GAP if tag in PARAGRAPHS else LINE if tag in BLOCKS else ""
        parts.append(edge)
        if tag == "li":
            parts.append("- ")
        elif tag == "br":
            parts.append("\n")
        elif tag == "img":
            parts.append(node.get("alt") or "")
        parts.append(_flat(node.text))
        begin = len(parts)
        for child in node:
            _write(child, parts)
        if tag == "a":
            words = (node.text or "") + "".join(parts[begin:])
            parts.append(_target(node.get("href"), words))
        parts.append(edge)
    parts.append(_flat(node.tail))


def _flat(text):
    """Line breaks of the source mean nothing."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _target(href, words):
    """What a link leads to, unless that is what it says itself."""
    address = re.sub(r"^(mailto|tel):", "", href or "")
    if not address or address.startswith("#") or address.strip() == words.strip():
        return ""
    return f": {address}"


def _lay_out(text):
    """Lines without space around them, and no more than one empty line in a row."""
    text = re.sub(rf"[{LINE}{GAP}\n ]*[{LINE}{GAP}\n][{LINE}{GAP}\n ]*", _break, text)
    return re.sub(r" {2,}", " ", text).strip()


def _break(found):
    """What stands between two lines: edges of blocks that meet make one new line."""
    marks = found[0]
    return "\n\n" if GAP in marks or marks.count("\n") > 1 else "\n"
