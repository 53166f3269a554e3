import hashlib

from odoo import fields, models

from ..ticketing.calendar_file import calendar_file


class EventEvent(models.Model):
    """The calendar file that goes with a mail: one per activity, for all its attendees."""

    _inherit = "event.event"

    def _get_ics_file(self, slot=False):
        """Write the calendar file of each activity, with its branch as the place.

        Core's own takes 0.1 s for each: it works out the daylight saving of a century every time.

        :param slot: ``event.slot``; its times go before those of the activity
        :return: dict of activity's id -> bytes
        """
        now = fields.Datetime.now()
        moment = f"-{slot.id}" if slot else ""
        return {
            event.id: calendar_file(
                uid=f"activity-{event.id}{moment}@{event._calendar_host()}",
                begin=slot.start_datetime if slot else event.date_begin,
                end=slot.end_datetime if slot else event.date_end,
                stamp=now,
                summary=event.name,
                location=event._place_text(),
                description=event._get_external_description(),
            )
            for event in self
        }

    def _calendar_host(self):
        """What makes the number of an activity unique in the world."""
        return self.get_base_url().split("//")[-1].split("/")[0]

    def _calendar_files(self):
        """Attach the calendar file to each activity, anew when something in it changed.

        :return: dict of activity's id -> list with the id of the attachment
        """
        # The file is the activity's own and says nothing about persons.
        attachments = self.env["ir.attachment"].sudo()
        found = {
            attachment.res_id: attachment
            for attachment in attachments.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("mimetype", "=", "text/calendar"),
                ]
            )
        }
        digests = {event.id: event._calendar_digest() for event in self}
        stale = self.filtered(
            lambda event: event.id not in found or found[event.id].description != digests[event.id]
        )
        for event_id, content in stale._get_ics_file().items():
            values = {"description": digests[event_id], "raw": content}
            if event_id in found:
                found[event_id].write(values)
                continue
            found[event_id] = attachments.create(
                {
                    **values,
                    "name": "activiteit.ics",
                    "mimetype": "text/calendar",
                    "res_model": self._name,
                    "res_id": event_id,
                }
            )
        return {event_id: attachment.ids for event_id, attachment in found.items()}

    def _calendar_digest(self):
        """Changes when something changes that the calendar file tells."""
        self.ensure_one()
        told = (
            self.name,
            self.date_begin,
            self.date_end,
            self.date_tz,
            self._place_text(),
            self._get_external_description(),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()
