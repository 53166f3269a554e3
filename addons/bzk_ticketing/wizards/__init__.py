from . import (
    activity_count_hand,
    activity_page,
    mail_preview,
    ticket_link,
)
