from . import (
    activity_count_hand,
    ticket_link,
)
from . import activity_page
