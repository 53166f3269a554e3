import json

from odoo.http import Controller, request, route

#: Bytes of a message that are looked at; a ticketing system sends a few hundred.
MAX_BYTES = 10_000


class TicketHook(Controller):
    """Where ticketing systems tell that something happened.

    Only that: the message is taken for a hint to go and look, so a false one, or one that comes
    five times, does no harm.
    """

    # The secret in the address says who it is; there is no session that another site could misuse.
    @route(
        "/bzk/ticketing/hook/<secret>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
    )
    def receive(self, secret, **_others):
        """Note that there is something to fetch. Answers alike whether the order is known."""
        connection = request.env["bzk.ticket.connection"]._by_secret(secret)
        if not connection:
            return request.make_response("", status=404)
        connection._receive(self._message())
        return request.make_response("", status=204)

    def _message(self):
        """What was sent, or ``None`` when it is no JSON or too much of it."""
        length = request.httprequest.content_length
        if not length or length > MAX_BYTES:
            return None
        try:
            return json.loads(request.httprequest.get_data(cache=False))
        except (ValueError, RecursionError):
            return None
