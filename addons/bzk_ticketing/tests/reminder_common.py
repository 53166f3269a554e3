from .common import TicketCase


class ReminderCase(TicketCase):
    """An activity two days away whose reminder, three days before, is due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("bzk_ticketing.mail_template_reminder")
        cls.library.email = "info@bibliotheek.example"
        # Others' schedules in the same database must not mix with those of a test.
        cls.env["event.mail"].search([]).mail_done = True
        cls.scheduler = cls._schedule(cls.event)

    @classmethod
    def _schedule(cls, event, **values):
        return cls.env["event.mail"].create(
            {
                "event_id": event.id,
                "interval_nbr": 3,
                "interval_unit": "days",
                "interval_type": "before_event",
                "template_ref": f"mail.template,{cls.template.id}",
                **values,
            }
        )

    def _run(self):
        """Run the scheduler.

        :return: the mails it queued
        """
        before = self.env["mail.mail"].search([], order="id DESC", limit=1).id or 0
        self.env["event.mail"].schedule_communications()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([("id", ">", before)], order="id")

    def _many(self, number, event=None):
        """Registrations of that many different people."""
        return self.env["event.registration"].create(
            [
                {
                    "event_id": (event or self.event).id,
                    "name": f"Guest {at}",
                    "email": f"guest{at}@example.org",
                }
                for at in range(number)
            ]
        )
