"""The text part of a mail."""

import pytest

from odoo.addons.bzk_base.mailing import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("   ", ""),
        ("<!-- nothing -->", ""),
        ("Zonder opmaak", "Zonder opmaak"),
        ("<p>Een\n  regel</p>", "Een regel"),
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("<p>Een<br/>Twee</p>", "Een\nTwee"),
        ("<p>Een<br/><br/>Twee</p>", "Een\n\nTwee"),
        ("<h2>Kop</h2><p>Tekst</p>", "Kop\n\nTekst"),
        ("<div><div>Een</div></div><div>Twee</div>", "Een\nTwee"),
        ("<ul><li>Een</li><li>Twee</li></ul>", "- Een\n- Twee"),
        ('<a href="https://x.nl/a?b=1&amp;c=2">Lees meer</a>', "Lees meer: https://x.nl/a?b=1&c=2"),
        ('<a href="https://x.nl">https://x.nl</a>', "https://x.nl"),
        ('<a href="mailto:i@x.nl">i@x.nl</a>', "i@x.nl"),
        ('<a href="mailto:i@x.nl">Mail ons</a>', "Mail ons: i@x.nl"),
        ('<a href="#top">Omhoog</a>', "Omhoog"),
        ('<a href="https://x.nl"><img src="k.png" alt="Kaartje"/></a>', "Kaartje: https://x.nl"),
        ('<img src="k.png"/>', ""),
        ("<style>p { color: red }</style><p>Tekst</p>", "Tekst"),
        ('<p style="color:red; display: none">Weg</p><p>Hier</p>', "Hier"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("<p>Een <b>twee</b> drie</p>", "Een twee drie"),
        ("<html><head><title>Nee</title></head><body>Ja</body></html>", "Ja"),
        ("<table><tr><td>Een</td><td>Twee</td></tr></table>", "Een\nTwee"),
    ],
)
def test_text_part(html, text):
    assert plain_text(html) == text


def test_no_more_than_one_empty_line():
    assert "\n\n\n" not in plain_text("<div><p>Een</p><br/><br/><br/><p>Twee</p></div>")
