"""The calendar file of an activity (RFC 5545), as phones and office programs take it in."""

#: A line is folded when it is longer than this, in bytes (RFC 5545, 3.1).
LINE_BYTES = 75


def calendar_file(uid, begin, end, summary, stamp, location="", description=""):
    """Write a calendar file with one event.

    Times are in UTC, which every program shows in the time of who looks: no tables of daylight
    saving are needed.

    :param str uid: tells this event from every other; a file with the same replaces the event
    :param datetime begin: in UTC, without a time zone
    :param datetime end: likewise
    :param datetime stamp: when the file was made, likewise
    :return: bytes
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Library CRM//Activities//NL",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART:{_moment(begin)}",
        f"DTEND:{_moment(end)}",
        f"SUMMARY:{_escape(summary)}",
    ]
    if location:
        lines.append(f"LOCATION:{_escape(location)}")
    if description:
        lines.append(f"DESCRIPTION:{_escape(description)}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _moment(moment):
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _escape(text):
    """Mark what would end a value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def _fold(line):
    """Break a line that is too long, never inside a character."""
    folded, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE_BYTES:
            folded += "\r\n "
            size = 1
        folded += character
        size += width
    return folded
