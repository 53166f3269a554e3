"""What the figures of activities agree on, as SQL over ``event_event e``."""

from odoo.tools import SQL

NOW = SQL("(now() AT TIME ZONE 'UTC')")
#: The day on which the activity begins, where it is held.
DAY = SQL(
    """(e.date_begin AT TIME ZONE 'UTC'
        AT TIME ZONE COALESCE(e.date_tz, 'Europe/Amsterdam'))::date"""
)
STATE = SQL(
    """CASE WHEN e.kanban_state = 'cancel' THEN 'cancelled'
            WHEN e.date_begin > %s THEN 'coming'
            ELSE 'held' END""",
    NOW,
)
#: Seats of an activity by what became of them; ``checked`` and ``booked`` are numbers.
SEATS = SQL(
    """SELECT event_id, COUNT(*) FILTER (WHERE state = 'done') AS checked,
              COUNT(*) FILTER (WHERE state = 'open') AS booked
         FROM event_registration
        WHERE active AND state IN ('open', 'done')
        GROUP BY event_id"""
)
#: People who came without being on a list.
COUNTS = SQL(
    """SELECT event_id, SUM(number) FILTER (WHERE method = 'counted') AS counted,
              SUM(number) FILTER (WHERE method = 'estimated') AS estimated
         FROM bzk_activity_count
        GROUP BY event_id"""
)
#: What tickets brought in: valid lines of paid orders, without fees.
REVENUE = SQL(
    """SELECT l.event_id, SUM(l.price) AS revenue
         FROM bzk_ticket_line l
         JOIN bzk_ticket_order o ON o.id = l.order_id
        WHERE l.state = 'valid' AND o.state = 'paid' AND l.event_id IS NOT NULL
        GROUP BY l.event_id"""
)
#: Nobody wrote down who came, with ``s`` and ``c`` joined: who had booked is taken to have come.
UNCHECKED = SQL(
    "(COALESCE(s.checked, 0) = 0 AND c.event_id IS NULL AND e.date_end <= %s)",
    NOW,
)
