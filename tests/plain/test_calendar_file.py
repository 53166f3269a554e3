"""The calendar file of an activity."""

from datetime import UTC, datetime

import vobject

from odoo.addons.bzk_ticketing.ticketing.calendar_file import LINE_BYTES, calendar_file

BEGIN = datetime(2026, 12, 5, 13, 0)
END = datetime(2026, 12, 5, 15, 0)
STAMP = datetime(2026, 11, 22, 8, 0)


def written(**values):
    return calendar_file(**{"uid": "a-1", "begin": BEGIN, "end": END, "stamp": STAMP, **values})


def test_another_program_reads_what_was_written():
    text = "Poëzie; proza, en \\meer"
    long_text = f"{'Een lange beschrijving met ë. ' * 20}\nTweede alinea"
    content = written(summary=text, location="Grote Markt 2, Haarlem", description=long_text)
    event = vobject.readOne(content.decode()).vevent
    assert event.summary.value == text
    assert event.location.value == "Grote Markt 2, Haarlem"
    assert event.description.value == long_text
    assert event.uid.value == "a-1"
    assert event.dtstart.value == BEGIN.replace(tzinfo=UTC)
    assert event.dtend.value == END.replace(tzinfo=UTC)


def test_lines_are_folded_between_characters():
    content = written(summary="ë" * 200)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= LINE_BYTES
    for line in lines:
        line.decode()


def test_what_is_not_known_is_left_out():
    content = written(summary="Lezing").decode()
    assert "LOCATION" not in content
    assert "DESCRIPTION" not in content


def test_a_name_cannot_add_lines():
    content = written(summary="Lezing\r\nATTENDEE:mailto:x@example.org").decode()
    assert "\r\nATTENDEE" not in content
