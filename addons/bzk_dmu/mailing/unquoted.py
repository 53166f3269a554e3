"""The text of a forwarded mail, with the original as what it is: the mail, not a quotation."""

import re
from html import escape

from lxml import etree
from lxml import html as lxml_html

#: Marks by which a chatter folds away what an answer quotes.
QUOTED = ("data-o-mail-quote", "data-o-mail-quote-node", "data-o-mail-quote-container")
ARROW = re.compile(r"(?m)^> ?")


def unquoted(body):
    """Take one level of quoting off, as programs forward a mail by quoting it.

    :param str body: HTML that was made safe
    :return: HTML
    """
    if not body or not body.strip():
        return body
    try:
        root = lxml_html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return body
    for element in root.iter(etree.Element):
        for name in (*QUOTED, "id", "class"):
            element.attrib.pop(name, None)
        if element.tag == "blockquote":
            element.tag = "div"
        element.text = element.text and ARROW.sub("", element.text)
        element.tail = element.tail and ARROW.sub("", element.tail)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in root]
    return "".join([escape(root.text or ""), *parts])
