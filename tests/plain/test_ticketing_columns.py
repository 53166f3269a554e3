import pytest

from odoo.addons.bzk_ticketing.ticketing.columns import settle_columns
from odoo.addons.bzk_ticketing.ticketing.statuses import clean_line_state, clean_order_state


@pytest.mark.parametrize(
    ("values", "settled"),
    [
        ({"scanned_on": "Ingang"}, {"checked_in": "yes"}),
        ({"scanned_on": None}, {"checked_in": None}),
        ({"scanned_on": "Ingang", "checked_in": "2026-10-01"}, {"checked_in": "2026-10-01"}),
        ({"beside": "1"}, {"admits": False}),
        ({"beside": "1", "attendee_name": "An"}, {"attendee_name": "An"}),
        ({"beside": "1", "admits": True}, {"admits": True}),
        ({"beside": None}, {}),
        (
            {"order_state": "cancelled", "line_state": "cancelled"},
            {"order_state": None, "line_state": "cancelled"},
        ),
        (
            {"order_state": "cancelled", "line_state": "valid"},
            {"order_state": "cancelled", "line_state": "valid"},
        ),
    ],
)
def test_settle_columns(values, settled):
    settle_columns(values)
    assert values == settled


@pytest.mark.parametrize(
    ("word", "order", "line"),
    [
        ("betaald", "paid", "valid"),
        ("openstaand", "pending", "valid"),
        ("wacht op goedkeuring", "pending", "valid"),
        ("in behandeling (bevestigd)", "pending", "valid"),
        ("verlopen", "expired", "cancelled"),
        ("geannuleerd", "cancelled", "cancelled"),
        ("geannuleerd (betaalde kosten)", "cancelled", "cancelled"),
        ("paid", "paid", "valid"),
        ("pending", "pending", "valid"),
        ("approval pending", "pending", "valid"),
        ("pending (confirmed)", "pending", "valid"),
        ("expired", "expired", "cancelled"),
        ("canceled", "cancelled", "cancelled"),
        ("canceled (paid fee)", "cancelled", "cancelled"),
    ],
)
def test_every_state_of_pretix(word, order, line):
    assert clean_order_state(word) == order
    assert clean_line_state(word) == line
