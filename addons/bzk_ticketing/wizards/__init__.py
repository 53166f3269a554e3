from . import (
    activity_count_hand,
    ticket_link,
)
