"""What columns of ticketing systems only tell together with others."""


def settle_columns(values):
    """Turn the cleaned values of a row into what they mean, in place.

    A list on which a ticket was scanned tells that somebody came. What was bought beside a ticket,
    for nobody by name, is no seat. And where one column tells the state of order and ticket alike,
    a ticket that lapsed says nothing of the others in its order.
    """
    if "scanned_on" in values:
        scanned = values.pop("scanned_on")
        values["checked_in"] = values.get("checked_in") or ("yes" if scanned else None)
    if "beside" in values:
        beside = values.pop("beside")
        if beside and not values.get("attendee_name") and values.get("admits") is None:
            values["admits"] = False
    if values.get("order_state") == values.get("line_state") == "cancelled":
        values["order_state"] = None
