from . import (
    activity_count_hand,
    activity_page,
    ticket_link,
)
