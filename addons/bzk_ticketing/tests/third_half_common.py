from odoo.fields import Command

from .evaluation_common import EvaluationCase


class ThirdHalfCase(EvaluationCase):
    """An activity of two days ago with a mail for who came, and consent of its visitors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env.ref("bzk_consent.purpose_activities")
        cls.text = cls.env.ref("bzk_ticketing.mail_template_third_half")
        cls.missed_text = cls.env.ref("bzk_ticketing.mail_template_missed")
        cls.event = cls._new_event(days=-2, event_mail_ids=[cls._mail(cls.text)])
        for partner in (cls.anna, cls.bram, cls.carla):
            cls._decide(partner)
        cls.lines = cls.env["bzk.third.half"]

    @classmethod
    def _mail(cls, template, **values):
        return Command.create(
            {
                "interval_nbr": 1,
                "interval_unit": "days",
                "interval_type": "after_event",
                "template_ref": f"mail.template,{template.id}",
                **values,
            }
        )

    @classmethod
    def _decide(cls, partner, state="given"):
        cls.env["bzk.consent"].create(
            {
                "partner_id": partner.id,
                "company_id": partner.company_id.id,
                "purpose_id": cls.purpose.id,
                "state": state,
                "channel": "form",
            }
        )

    def _prepared(self, event=None):
        """What is prepared of an activity: dict of customer -> (attendance, reason)."""
        self.lines._prepare()
        lines = self.lines.search([("event_id", "=", (event or self.event).id)])
        return {line.partner_id: (line.variant, line.reason) for line in lines}
