"""How the cleaned cells of a row become one customer: composing name and address."""

from .cleaning import (
    Refusal,
    full_name,
    phone_display,
    split_house_number,
    split_infix,
    split_street,
)

#: Values that travel together: an address moves as a whole, so a new number never stands in the
#: old street, and a phone number brings the way it is shown.
ADDRESS = ("street_name", "street_number", "street_number2", "street", "zip", "city")
PHONE = ("phone", "phone_display")
GROUPS = (ADDRESS, PHONE)
#: Values that are worked out from one another; a correction of one brings the others along.
TOGETHER = (
    ("street", "street_name", "street_number", "street_number2"),
    ("infix", "lastname"),
    PHONE,
)
#: Values that follow from others and are not what the source sent.
DERIVED = ("name", "phone_display")


def join_street(street_name, number, addition):
    """Write street, house number and addition as the Dutch do: ``Grote Markt 2-A``.

    :return: the address line, or ``None`` when all parts are blank
    """
    house = number or ""
    if addition:
        house += addition if len(addition) == 1 and addition.isalpha() else f"-{addition}"
    return " ".join(part for part in (street_name, house) if part) or None


def compose_customer(values):
    """Complete the name and address of a row in place.

    :param dict values: cleaned values by field name
    :raises Refusal: ``no_name`` when nothing is left to call the person by
    """
    if values.get("lastname"):
        infix, lastname = split_infix(values["lastname"])
        # Some sources write it twice, in its own column and with the surname.
        if infix and values.get("infix") in (None, infix):
            values["infix"], values["lastname"] = infix, lastname
    if not (values.get("lastname") or values.get("firstname")):
        raise Refusal("no_name", "")
    values["name"] = full_name(
        values.get("initials"),
        values.get("firstname"),
        values.get("infix"),
        values.get("lastname"),
    )
    if "phone" in values:
        values["phone_display"] = values["phone"] and phone_display(values["phone"])
    if "street_name" in values or "street_number" in values:
        compose_address(values)


def compose_address(values):
    """Split a house number that hides in the street or holds its addition, and join the line."""
    if values.get("street_name") and not values.get("street_number"):
        street, number, addition = split_street(values["street_name"])
        if number:
            values["street_name"], values["street_number"] = street, number
            values["street_number2"] = values.get("street_number2") or addition
    elif values.get("street_number"):
        number, addition = split_house_number(values["street_number"])
        if number:
            values["street_number"] = number
            values["street_number2"] = values.get("street_number2") or addition
    for name in ("street_name", "street_number", "street_number2"):
        values.setdefault(name, None)
    values["street"] = join_street(
        values["street_name"], values["street_number"], values["street_number2"]
    )


def only_corrected(values, names):
    """Keep of a row's values what was corrected, and what is worked out together with it.

    :param dict values: cleaned values of the row
    :param names: fields that were corrected
    """
    names = set(names)
    for group in TOGETHER:
        if not names.isdisjoint(group):
            names.update(group)
    return {name: value for name, value in values.items() if name in names}
