"""What was fetched as rows of text, as a file of it would hold them, for the ordinary import."""

import csv
from zoneinfo import ZoneInfo

from odoo.addons.bzk_base.importing.cleaning import defuse
from odoo.addons.bzk_base.importing.readers import header_key

LOCAL = ZoneInfo("Europe/Amsterdam")
ACTIVITY = (
    "number",
    "name",
    "begin",
    "end",
    "branch",
    "theme",
    "audience",
    "kind",
    "price_model",
    "capacity",
)
TICKET = (
    "order",
    "position",
    "order_date",
    "order_state",
    "order_total",
    "order_fees",
    "order_paid",
    "order_refunded",
    "order_confirmed",
    "buyer_name",
    "buyer_email",
    "buyer_phone",
    "activity_key",
    "item",
    "price",
    "line_state",
    "attendee_name",
    "attendee_email",
    "barcode",
    "checked_in",
    "admits",
)


def activity_row(activity):
    """The cells of an :class:`~.system.Activity` under the headings :data:`ACTIVITY`."""
    return [
        activity.key,
        activity.name,
        _local(activity.begin),
        _local(activity.end),
        activity.branch,
        activity.theme,
        activity.audience,
        activity.kind,
        activity.price_model,
        str(activity.capacity),
    ]


def order_rows(order, questions=()):
    """The rows of an :class:`~.system.Order`, one per line, under the headings :data:`TICKET`.

    :param questions: list of lists of names; each adds a cell with the answer to the question that
        the system put to buyers under one of those names
    """
    for line in order.lines:
        answers = {header_key(question): text for question, text in line.answers.items()}
        yield [
            order.number,
            line.number,
            _local(order.date),
            order.state,
            str(order.total),
            str(order.fees),
            str(order.paid),
            str(order.refunded),
            _local(order.confirmed),
            order.buyer_name,
            order.buyer_email,
            order.buyer_phone,
            line.activity,
            line.item,
            str(line.price),
            "cancelled" if line.cancelled else "valid",
            line.attendee_name,
            line.attendee_email,
            line.code,
            _local(line.checked_in),
            "yes" if line.admits else "no",
            *(_first(answers.get(header_key(name)) for name in names) for names in questions),
        ]


def write_csv(path, headings, rows):
    """Write a file as the import reads it, harmless when it is opened in a spreadsheet.

    :param path: where to
    :param rows: iterable of lists of text
    :return: number of rows
    """
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow(headings)
        for row in rows:
            writer.writerow([defuse(cell) for cell in row])
            count += 1
    return count


def _first(texts):
    return next(filter(None, texts), "")


def _local(moment):
    """As the clock in Amsterdam, with the offset that tells the two hours in October apart."""
    return moment.astimezone(LOCAL).isoformat(timespec="seconds") if moment else ""
