from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from odoo import models

from ..connecting.system import Line


class TicketConnection(models.Model):
    """Tickets that left their order, as when it was split in two: the system does not name them
    any more, and nobody else would say that they lapsed."""

    _inherit = "bzk.ticket.connection"

    def _with_gone_lines(self, orders, profile):
        """Add to fetched orders, as cancelled, the lines that they had before and have no more.

        :param orders: list of :class:`~..connecting.system.Order`
        :param profile: by which tickets are imported; tells which column an answer fills
        :return: list of orders
        """
        known = self.env["bzk.ticket.line"].search(
            [
                ("source_id", "=", self.source_id.id),
                ("order_id.name", "in", [order.number for order in orders]),
                ("state", "=", "valid"),
            ]
        )
        columns = {column.field: column._headings()[0] for column in profile.column_ids}
        gone = {}
        for line in known:
            gone.setdefault(line.order_id.name, []).append(line)
        found = []
        for order in orders:
            numbers = {line.number for line in order.lines}
            lines = [_line(line.sent or {}, columns) for line in gone.get(order.number, ())]
            lapsed = tuple(line for line in lines if line.number not in numbers)
            found.append(replace(order, lines=order.lines + lapsed))
        return found


def _line(sent, columns):
    """The line as the system last told it, but cancelled."""
    entry = sent.get("checked_in")
    return Line(
        number=sent.get("position") or "",
        activity=sent.get("activity_key") or "",
        item=sent.get("item") or "",
        price=Decimal(sent.get("price") or 0),
        cancelled=True,
        admits=sent.get("admits") is not False,
        attendee_name=sent.get("attendee_name") or "",
        attendee_email=sent.get("attendee_email") or "",
        code=sent.get("barcode") or "",
        checked_in=datetime.fromisoformat(entry).replace(tzinfo=UTC) if entry else None,
        answers={columns[name]: value for name, value in sent.items() if name in columns},
    )
