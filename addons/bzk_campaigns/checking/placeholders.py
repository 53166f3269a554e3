"""Places in the text of a mail that are filled in for each reader."""

import re

from lxml import html as lxml_html

#: In one line of text: ``{{ object.firstname ||| reader }}``, what stands behind is for who has
#: none.
INLINE = re.compile(r"\{\{\s*(object(?:\.\w+)+)\s*(?:\|\|\|\s*(.*?))?\s*\}\}", re.DOTALL)


def find_placeholders(line="", markup=""):
    """Tell which fields a text names without saying what to put there for who has none.

    >>> sorted(find_placeholders("Hello {{ object.firstname }} of {{ object.city ||| town }}"))
    ['firstname']
    >>> sorted(find_placeholders(markup='<p t-out="object.branch_id.name"></p>'))
    ['branch_id.name']

    :param str line: text with inline placeholders
    :param str markup: HTML with ``t-out``
    :return: set of paths of fields, without ``object.``
    """
    found = {path for path, instead in INLINE.findall(line or "") if not instead.strip()}
    if markup and markup.strip():
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
        for node in root.xpath("//*[@t-out]"):
            if not node.text_content().strip():
                found.add(node.get("t-out").strip())
    return {path.removeprefix("object.") for path in found if path.startswith("object.")}
