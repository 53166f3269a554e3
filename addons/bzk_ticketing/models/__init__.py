from . import (
    activity_audience,
    activity_count,
    activity_theme,
    event_event,
    event_figures,
    event_open,
    event_registration,
    event_type,
    mail_template,
    ticket_line,
    ticket_order,
    transaction,
)
