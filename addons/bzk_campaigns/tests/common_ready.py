from datetime import datetime, timedelta

from freezegun import freeze_time

from .common_journey import JourneyCase
from .sending_case import SendingCase

#: A Monday in summer: ten o'clock in the library.
MONDAY = datetime(2026, 6, 1, 8, 0)


class ReadyCase(JourneyCase, SendingCase):
    """Ready journeys that a library uses, and a mail server that takes what they send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls.users["marketing"]
        cls.youth = cls.env.ref("bzk_consent.purpose_youth")
        cls.activities = cls.env.ref("bzk_consent.purpose_activities")
        cls.library.mail_max_week = 0

    def _use(self, name, at=MONDAY, **values):
        """Take a ready journey over, as marketing does, and start it."""
        ready = self.env.ref(f"bzk_campaigns.journey_{name}")
        with freeze_time(at):
            action = ready.with_user(self.marketing).action_use()
            journey = self.env["bzk.journey"].browse(action["res_id"])
            journey.write({"holdout": 0, **values})
            journey.with_user(self.marketing).action_start()
        return journey

    def _go(self, journey, at=MONDAY, **after):
        """Let time pass, the journey go on and what waits be sent."""
        with freeze_time(at + timedelta(**after)):
            journey._run()
            self.send()

    def _subjects(self, partner):
        return [str(message["Subject"]) for message in self.outbox_to(partner.email_normalized)]

    def _named(self, journey, *names):
        """Subjects of the steps that were copied from these ready ones."""
        ready = [self.env.ref(f"bzk_campaigns.journey_{name}") for name in names]
        places = self.env.ref(ready[0].journey_id.get_external_id()[ready[0].journey_id.id])
        steps = dict(zip(places.step_ids, journey.step_ids, strict=True))
        return [steps[one].mailing_id.subject for one in ready]

    def _text(self, partner, place=-1):
        return self.html(self.outbox_to(partner.email_normalized)[place])
