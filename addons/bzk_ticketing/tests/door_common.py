from datetime import timedelta

from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class DoorCase(LibraryCase):
    """An activity that is going on, and one of the other library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.event = cls._new_event("Voorleesmiddag", cls.library)
        cls.other_event = cls._new_event("Elders", cls.other_library)

    @classmethod
    def _new_event(cls, name, library, begin=timedelta(0), **values):
        """An activity of two hours that begins so long from now."""
        return cls.env["event.event"].create(
            {
                "name": name,
                "company_id": library.id,
                "date_begin": cls.now + begin,
                "date_end": cls.now + begin + timedelta(hours=2),
                "date_tz": "Europe/Amsterdam",
                **values,
            }
        )

    @classmethod
    def _new_seat(cls, name, event=None, **values):
        return cls.env["event.registration"].create(
            {
                "event_id": (event or cls.event).id,
                "name": name,
                "email": f"{name.split()[0].lower()}@example.org",
                **values,
            }
        )
