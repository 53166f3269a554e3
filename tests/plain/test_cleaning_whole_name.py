import pytest

from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name


@pytest.mark.parametrize(
    ("text", "initials", "firstname", "infix", "lastname"),
    [
        ("Anna Jansen", None, "Anna", None, "Jansen"),
        ("Anna van der Berg", None, "Anna", "van der", "Berg"),
        ("Anna Maria Jansen", None, "Anna Maria", None, "Jansen"),
        ("Berg, Anna van der", None, "Anna", "van der", "Berg"),
        ("Jansen, Anna", None, "Anna", None, "Jansen"),
        ("A.B. de Vries", "A.B.", None, "de", "Vries"),
        ("J Jansen", "J", None, None, "Jansen"),
        ("Dhr. J. Jansen", "J.", None, None, "Jansen"),
        ("Mevrouw Anna de Wit", None, "Anna", "de", "Wit"),
        ("Els Jansen-de Vries", None, "Els", None, "Jansen-de Vries"),
        ("Anna", None, "Anna", None, None),
        ("Jan van 't Hof", None, "Jan", "van 't", "Hof"),
    ],
)
def test_split_name(text, initials, firstname, infix, lastname):
    parts = split_name(text)
    found = tuple(parts.get(name) for name in ("initials", "firstname", "infix", "lastname"))
    assert found == (initials, firstname, infix, lastname)
