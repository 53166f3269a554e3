"""A year of activities and the orders for them, as the paper's library had it in 2018."""

import csv
import datetime
import random

#: The paper's table for 2018.
ACTIVITIES, SEATS = 775, 13_457
YEAR = 2018
SIZES = (1, 1, 1, 2, 2, 2, 2, 3, 4)
FIRST = ("Anna", "Bram", "Cees", "Daan", "Els", "Femke", "Guus", "Hanna", "Ilse", "Jan", "Karin")
LAST = ("Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Dekker", "Prins")
ACTIVITY_COLUMNS = {
    "key": "Nummer",
    "name": "Activiteit",
    "begin": "Begin",
    "branch_id": "Vestiging",
    "price_model": "Prijsmodel",
    "capacity": "Plaatsen",
}
TICKET_COLUMNS = {
    "order": "Bestelling",
    "position": "Positie",
    "order_date": "Besteld op",
    "order_state": "Status",
    "order_total": "Totaal",
    "buyer_name": "Naam",
    "buyer_email": "E-mail",
    "buyer_phone": "Telefoon",
    "activity_key": "Activiteitnummer",
    "activity_name": "Activiteit",
    "item": "Kaartsoort",
    "price": "Prijs",
    "attendee_name": "Deelnemer",
    "attendee_email": "E-mail deelnemer",
    "barcode": "Code",
    "checked_in": "Ingecheckt",
}


def write_activities(path, branches):
    """Write the file of activities.

    :param branches: codes of the library's branches
    :return: its rows
    """
    begin = datetime.datetime(YEAR, 1, 2, 10)
    rows = [
        {
            "Nummer": f"A{number:04}",
            "Activiteit": f"Activiteit {number:04}",
            "Begin": f"{begin + datetime.timedelta(hours=number * 11.1):%d-%m-%Y %H:%M}",
            "Vestiging": branches[number % len(branches)],
            "Prijsmodel": "betaald" if number % 3 else "gratis",
            "Plaatsen": "60",
        }
        for number in range(ACTIVITIES)
    ]
    _write(path, rows)
    return rows


def write_tickets(path, activities, members):
    """Write the file of orders: each buyer takes one to four tickets, one in three is a member.

    :param activities: rows of :func:`write_activities`
    :param members: (name, e-mail) of customers
    :return: its rows
    """
    rnd = random.Random(YEAR)
    rows = []
    while len(rows) < SEATS:
        order = f"{len(rows):05X}Z"
        activity = activities[rnd.randrange(ACTIVITIES)]
        name, email = rnd.choice(members) if members and rnd.random() < 1 / 3 else _stranger(rnd)
        size = min(rnd.choice(SIZES), SEATS - len(rows))
        price = 750 if activity["Prijsmodel"] == "betaald" else 0
        for position in range(1, size + 1):
            other = _stranger(rnd) if position > 1 and rnd.random() < 0.4 else ("", "")
            rows.append(
                {
                    "Bestelling": order,
                    "Positie": str(position),
                    "Besteld op": f"01-{rnd.randrange(1, 13):02}-{YEAR} 12:00",
                    "Status": "betaald" if rnd.random() < 0.97 else "geannuleerd",
                    "Totaal": f"{price * size // 100},{price * size % 100:02}",
                    "Naam": name,
                    "E-mail": email,
                    "Telefoon": f"0612{rnd.randrange(10**6):06}",
                    "Activiteitnummer": activity["Nummer"],
                    "Activiteit": activity["Activiteit"],
                    "Kaartsoort": "Kaart",
                    "Prijs": f"{price // 100},{price % 100:02}",
                    "Deelnemer": name if position == 1 else other[0],
                    "E-mail deelnemer": other[1],
                    "Code": f"{rnd.randrange(16**20):020x}",
                    "Ingecheckt": "ja" if rnd.random() < 0.85 else "",
                }
            )
    _write(path, rows)
    return rows


def _stranger(rnd):
    first, last = rnd.choice(FIRST), rnd.choice(LAST)
    return f"{first} {last}", f"{first}.{last}.{rnd.randrange(5000)}@example.org".lower()


def _write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, [*rows[0]], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
