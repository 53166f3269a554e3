"""The box office's side: makes activities and orders in pretix through its own API."""

from urllib.parse import quote

import requests

TIMEOUT = 120


class Shop:
    """An organiser in pretix.

    :param address: where pretix listens
    :param organiser: short name of the organiser
    :param token: of a team that may do everything
    """

    def __init__(self, address, organiser, token):
        self.base = f"{address}/api/v1/organizers/{organiser}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Token {token}"

    def call(self, method, path, payload=None, **params):
        """Call pretix and return what it answers.

        :raises AssertionError: with pretix's own words when it refuses
        """
        url = f"{self.base}/{path}"
        response = self.session.request(
            method, url, json=payload, params=params or None, timeout=TIMEOUT
        )
        if not response.ok:
            raise AssertionError(f"{method} {path}: {response.status_code} {response.text[:500]}")
        return response.json() if response.content else None

    def all(self, path, **params):
        """Everything that a list holds, over its pages."""
        found, page = [], 1
        while True:
            answer = self.call("GET", path, page=page, **params)
            found += answer["results"]
            if not answer["next"]:
                return found
            page += 1

    def property(self, name):
        """Let events carry a property, such as their branch."""
        self.call("POST", "event_meta_properties/", {"name": name, "default": "", "choices": []})

    def event(self, slug, name, begin, end, series=False, **more):
        """Make an event of which tickets are for sale by who takes orders at the desk."""
        values = {
            "name": name,
            "slug": slug,
            "currency": "EUR",
            "date_from": begin,
            "date_to": end,
            "timezone": "Europe/Amsterdam",
            "has_subevents": series,
            "plugins": ["pretix.plugins.manualpayment", "pretix.plugins.ticketoutputpdf"],
            **more,
        }
        self.call("POST", "events/", values)
        settings = {"locale": "nl", "locales": ["nl", "en"], "attendee_names_asked": True}
        self.call("PATCH", f"events/{slug}/settings/", settings | {"attendee_emails_asked": True})

    def live(self, slug):
        """Open the shop of an event."""
        self.call("PATCH", f"events/{slug}/", {"live": True})

    def date(self, slug, name, begin, end):
        """Make one date of a series and return its number."""
        values = {"name": name, "date_from": begin, "date_to": end, "active": True}
        values |= {"item_price_overrides": [], "variation_price_overrides": [], "meta_data": {}}
        return self.call("POST", f"events/{slug}/subevents/", values)["id"]

    def item(self, slug, name, price, admits=True, **more):
        """Make a ticket, or something else that is sold, and return its number."""
        values = {
            "name": name,
            "default_price": price,
            "active": True,
            "tax_rule": None,
            "admission": admits,
            "personalized": admits,
            "all_sales_channels": True,
            **more,
        }
        return self.call("POST", f"events/{slug}/items/", values)["id"]

    def quota(self, slug, size, items, date=None):
        """Say how many of some items there are; None for any number."""
        values = {"name": "Plaatsen", "size": size, "items": items, "variations": []}
        return self.call("POST", f"events/{slug}/quotas/", values | {"subevent": date})["id"]

    def question(self, slug, text, items, identifier):
        """Ask buyers something about each ticket."""
        values = {"question": text, "type": "S", "required": False, "items": items, "position": 1}
        values |= {"ask_during_checkin": False, "identifier": identifier, "options": []}
        return self.call("POST", f"events/{slug}/questions/", values)["id"]

    def order(self, slug, email, positions, name=None, paid=True, fees=(), **more):
        """Take an order and return it as pretix keeps it.

        :param positions: list of dictionaries with item and price and what else is known
        """
        lines = [{"positionid": number, **line} for number, line in enumerate(positions, 1)]
        values = {
            "email": email,
            "locale": "nl",
            "sales_channel": "web",
            "status": "p" if paid else "n",
            "positions": lines,
            "fees": list(fees),
            "send_email": False,
            **more,
        }
        if paid:
            values["payment_provider"] = "manual"
        if name:
            values["invoice_address"] = {
                "is_business": False,
                "name_parts": {"_scheme": "full", "full_name": name},
                "country": "NL",
            }
        return self.call("POST", f"events/{slug}/orders/", values)

    def cancel(self, order, refund=None):
        """Cancel an order, and pay some of it back."""
        path = f"events/{order['event']}/orders/{order['code']}"
        self.call("POST", f"{path}/mark_canceled/", {"send_email": False})
        if refund:
            self.refund(order, refund)

    def refund(self, order, amount):
        """Pay back a part of an order."""
        path = f"events/{order['event']}/orders/{order['code']}/refunds/"
        values = {"state": "done", "source": "admin", "amount": amount, "provider": "manual"}
        self.call("POST", path, values | {"payment": 1, "execution_date": None})

    def change(self, order, **changes):
        """Change an order as the box office does: prices, tickets that lapse, new ones."""
        path = f"events/{order['event']}/orders/{order['code']}/change/"
        return self.call("POST", path, {"send_email": False, "reissue_invoice": False, **changes})

    def check_in_list(self, slug, date=None):
        """Make a list of who may come in."""
        values = {"name": "Ingang", "all_products": True, "limit_products": []}
        return self.call("POST", f"events/{slug}/checkinlists/", values | {"subevent": date})["id"]

    def check_in(self, secret, check_in_list, kind="entry"):
        """Scan a ticket at the door."""
        values = {"secret": secret, "lists": [check_in_list], "type": kind, "force": False}
        answer = self.call("POST", "checkinrpc/redeem/", values | {"ignore_unpaid": True})
        if answer["status"] != "ok":
            raise AssertionError(f"the scan was refused: {quote(str(answer))}")

    def webhook(self, address):
        """Have pretix tell an address that something happened, and return its number."""
        values = {"enabled": True, "target_url": address, "all_events": True, "limit_events": []}
        actions = ["pretix.event.order.refund.created", "pretix.event.order.refund.done"]
        return self.call("POST", "webhooks/", values | {"action_types": actions})["id"]
