"""A mail that is taken apart once and filled in for each reader."""

from types import SimpleNamespace

import pytest
from markupsafe import Markup

from odoo.addons.bzk_base.mailing import plain_text
from odoo.addons.bzk_campaigns.sending import Source


class Record(SimpleNamespace):
    """Fields by name, as a record gives them."""

    def __getitem__(self, name):
        return getattr(self, name)


def reader(**values):
    return Record(**{"name": "Noor", "branch": Record(name="Centrum"), "foot": Markup("")} | values)


def fill(html, **values):
    return Source(html, plain_text).fill(reader(**values))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Plain &lt;b&gt; &amp; é</p>", "<p>Plain &lt;b&gt; &amp; é</p>"),
        ('<p>Hi <t t-out="object.name"/>!</p>', "<p>Hi Noor!</p>"),
        ('<p>Hi <t t-out="object.name">you</t>!</p>', "<p>Hi Noor!</p>"),
        ("<p><b t-out='object.name'></b></p>", "<p><b>Noor</b></p>"),
        ('<p>In <t t-out="object.branch.name">here</t></p>', "<p>In Centrum</p>"),
        ('<t t-out="object.name"/><t t-out="object.name"/>', "NoorNoor"),
    ],
)
def test_filled_in(html, expected):
    assert fill(html)[0] == expected


def test_a_name_is_no_markup():
    html, text = fill('<p><t t-out="object.name"/></p>', name="<script>alert('x')</script> & Co")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert text == "<script>alert('x')</script> & Co"


def test_what_is_not_known():
    html, text = fill('<p>In <t t-out="object.name">uw vestiging</t>.</p>', name=False)
    assert (html, text) == ("<p>In uw vestiging.</p>", "In uw vestiging.")


def test_text_part_is_that_of_the_whole():
    html = (
        '<html><head><style>p {}</style></head><body><h1>Beste <t t-out="object.name"/>,</h1>'
        '<p>Kijk <a href="https://example.org/a">hier</a>.</p><div><t t-out="object.foot"/></div>'
        "<p>Bibliotheek</p></body></html>"
    )
    foot = Markup('<p>Waarom? Daarom.</p><p><a href="https://example.org/stop">Stop</a></p>')
    filled, text = fill(html, foot=foot)
    assert text == plain_text(filled)
    assert "Stop: https://example.org/stop" in text
    filled, text = fill(html)
    assert text == plain_text(filled)


def test_readers_share_nothing():
    source = Source('<p><t t-out="object.name"/> <t t-out="object.foot"/></p>', plain_text)
    first = source.fill(reader(name="Noor", foot=Markup("<i>eerste</i>")))
    second = source.fill(reader(name="Sam"))
    assert "Noor" in first[0]
    assert "Noor" not in "".join(second)
    assert "eerste" not in "".join(second)
