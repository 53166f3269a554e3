import hashlib

import vobject
from odoo import models


class EventEvent(models.Model):
    """The calendar file that goes with a mail: one per activity, for all its attendees."""

    _inherit = "event.event"

    def _get_ics_file(self, slot=False):
        """Say where it is also when that is a branch, and let a change replace what was there."""
        files = super()._get_ics_file(slot=slot)
        for event in self:
            if event.id not in files:
                continue
            calendar = vobject.readOne(files[event.id].decode())
            item = calendar.vevent
            if not hasattr(item, "location"):
                item.add("location").value = event._place_text()
            if hasattr(item, "uid"):
                del item.uid
            moment = f"-{slot.id}" if slot else ""
            item.add("uid").value = f"activity-{event.id}{moment}@{event._calendar_host()}"
            files[event.id] = calendar.serialize().encode()
        return files

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
        for event_id, content in stale._get_ics_file(self.env["event.slot"]).items():
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
