from . import (
    activity_count_hand,
    activity_page,
    mail_preview,
    survey_invite,
    ticket_link,
)
