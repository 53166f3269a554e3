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
    "line",
    "order_date",
    "order_state",
    "total",
    "fees",
    "paid",
    "refunded",
    "confirmed",
    "buyer_name",
    "buyer_email",
    "buyer_phone",
    "activity",
    "item",
    "price",
    "line_state",
    "attendee_name",
    "attendee_email",
    "code",
    "checked_in",
    "seat",
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

    :param questions: headings of the profile that are none of ours; a question to the buyers with
        one of these names fills the column of that name
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
            *(answers.get(header_key(question), "") for question in questions),
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


def _local(moment):
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}" if moment else ""
