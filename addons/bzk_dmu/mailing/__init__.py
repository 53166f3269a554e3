"""What a mail says about itself: who wrote it to whom, and whether it was forwarded.

Plain Python without a database.
"""

from .addresses import Address, find_addresses, header_addresses, recipients
from .authentication import proof
from .automatic import is_automatic
from .forwarded import Forwarded, find_forwarded, is_forward_subject, original_subject
from .message import (
    as_bytes,
    attached_originals,
    clean_line,
    message_date,
    message_ref,
    print_of,
    read_head,
    read_message,
    subject_line,
    thread_refs,
    to_utc,
)
from .unquoted import unquoted

__all__ = [
    "Address",
    "Forwarded",
    "as_bytes",
    "attached_originals",
    "clean_line",
    "find_addresses",
    "find_forwarded",
    "header_addresses",
    "is_automatic",
    "is_forward_subject",
    "message_date",
    "message_ref",
    "original_subject",
    "print_of",
    "proof",
    "read_head",
    "read_message",
    "recipients",
    "subject_line",
    "thread_refs",
    "to_utc",
    "unquoted",
]
