from . import (
    activity_audience,
    activity_count,
    activity_theme,
    event_event,
    event_figures,
    event_open,
    event_registration,
    event_type,
    ticket_line,
    ticket_order,
    transaction,
)
