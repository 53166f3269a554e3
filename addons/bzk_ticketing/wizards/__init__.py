from . import (
    ticket_link,
)
