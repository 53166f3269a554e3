"""The mail that the benchmark of sending uses, for stock and for us."""

SENDER = "bibliotheek@example.org"
SUBJECT = "Nieuws van de bibliotheek"
_TEXT = "Deze week in de bibliotheek: lezingen, cursussen en nieuwe boeken voor jong en oud. " * 6
_LINKS = ("agenda", "boeken", "cursussen")
BODY = (
    '<h1>Beste <t t-out="object.name"></t>,</h1>'
    + "".join(
        f'<p>{_TEXT}</p><p><a href="https://www.example.org/{name}">Lees meer: {name}</a></p>'
        for name in _LINKS
    )
    + '<p>Tot ziens, <t t-out="object.name"></t>!</p>'
)
