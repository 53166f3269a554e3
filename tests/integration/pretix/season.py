"""A season at a library: what its box office sells before the CRM comes to look."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")
FIRST = ("An", "Bart", "Carla", "Dirk", "Els", "Frits", "Gerda", "Hans", "Ina", "Joop")
LAST = ("de Vries", "van der Berg", "Jansen", "Bakker", "Visser", "Smit", "'t Hart", "Mulder")


def moment(days, hour):
    """An hour of a day from now, as pretix wants it."""
    day = datetime.now(LOCAL).replace(hour=hour, minute=0, second=0, microsecond=0)
    return (day + timedelta(days=days)).isoformat()


def person(number):
    """A name and an e-mail address; the same number is the same person."""
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    return name, f"klant{number}@example.org"


def ticket(item, price, name=None, email=None, **more):
    """A line of an order."""
    line = {"item": item, "price": price, **more}
    if name:
        line["attendee_name_parts"] = {"_scheme": "full", "full_name": name}
    if email:
        line["attendee_email"] = email
    return line


class Season:
    """Makes the activities and the first orders.

    :param shop: see :class:`shop.Shop`
    """

    def __init__(self, shop):
        self.shop = shop
        self.orders = []
        for name in ("Vestiging", "Thema", "Doelgroep"):
            shop.property(name)
        self._poetry()
        self._free()
        self._choice()
        self._series()

    def _poetry(self):
        """Paid, in the past week, with a drink, scanned at the door."""
        shop = self.shop
        names = {"nl": "Poëzieavond", "en": "Poetry night"}
        shop.event("poezie", names, moment(-3, 19), moment(-3, 21), meta_data={"Vestiging": "HLC"})
        adult = shop.item("poezie", {"nl": "Volwassene"}, "7.50")
        child = shop.item("poezie", {"nl": "Kind"}, "2.50")
        drink = shop.item("poezie", {"nl": "Drankje"}, "3.00", admits=False)
        shop.quota("poezie", 60, [adult, child])
        shop.quota("poezie", None, [drink])
        card = shop.question("poezie", {"nl": "Kaartnummer", "en": "Card"}, [adult], "KAART")
        self.entrance = shop.check_in_list("poezie")
        for number in range(18):
            name, email = person(number)
            answer = {"question": card, "answer": f"00{number:05}", "options": []}
            lines = [ticket(adult, "7.50", name, email, answers=[answer])]
            if number % 2:
                lines.append(ticket(drink, "3.00", addon_to=1))
            if number % 3 == 0:
                lines.append(ticket(child, "2.50", f"Kind van {name}"))
            fees = [{"fee_type": "service", "value": "1.00"}] if number % 5 == 0 else []
            order = shop.order("poezie", email, lines, name=name, fees=fees, phone="+31612345678")
            self.orders.append(order)
            if number < 12:
                shop.check_in(order["positions"][0]["secret"], self.entrance)
        shop.check_in(self.orders[0]["positions"][0]["secret"], self.entrance, kind="exit")

    def _free(self):
        """Free and to come, on sale; seats for others without their addresses."""
        shop = self.shop
        shop.event("voorlezen", {"nl": "Voorlezen"}, moment(7, 10), moment(7, 11))
        seat = shop.item("voorlezen", {"nl": "Plaats"}, "0.00")
        shop.quota("voorlezen", 30, [seat])
        shop.live("voorlezen")
        for number in range(10, 22):
            name, email = person(number)
            lines = [ticket(seat, "0.00", name, email)]
            lines += [ticket(seat, "0.00") for _more in range(number % 3)]
            self.orders.append(shop.order("voorlezen", email, lines, name=name))

    def _choice(self):
        """Pay what you want; some have not paid yet."""
        shop = self.shop
        shop.event("concert", {"nl": "Lunchconcert"}, moment(14, 12), moment(14, 13))
        seat = shop.item("concert", {"nl": "Kaartje"}, "5.00", free_price=True)
        shop.quota("concert", 80, [seat])
        shop.live("concert")
        for number in range(20, 34):
            name, email = person(number)
            lines = [ticket(seat, f"{number % 4 + 1}.25", name)]
            order = shop.order("concert", email, lines, name=name, paid=number % 4 != 0)
            self.orders.append(order)

    def _series(self):
        """The same activity on several dates."""
        shop = self.shop
        shop.event("taalcafe", {"nl": "Taalcafé"}, moment(1, 14), None, series=True)
        seat = shop.item("taalcafe", {"nl": "Plaats"}, "0.00")
        dates = [
            shop.date("taalcafe", {"nl": f"Taalcafé {n}"}, moment(7 * n, 14), moment(7 * n, 16))
            for n in (1, 2, 3)
        ]
        for date in dates:
            shop.quota("taalcafe", 12, [seat], date)
        shop.live("taalcafe")
        for number in range(30, 40):
            name, email = person(number)
            lines = [
                ticket(seat, "0.00", name, email, subevent=date) for date in dates[: number % 3 + 1]
            ]
            self.orders.append(shop.order("taalcafe", email, lines, name=name))
