from datetime import timedelta

from odoo import fields, models

#: Activities of so many days ago have the mail that a kind brings along.
DAYS = 12


class Demo(models.AbstractModel):
    """Mails after the activities of the last days, prepared as at night."""

    _inherit = "bzk.demo"

    def _create_third_half(self, company):
        """Thank who came to what was held lately; who did not come has a text too.

        An import gives activities that are over no mails, so that nobody gets one years later.
        """
        now = fields.Datetime.now()
        lately = self.env["event.event"].search(
            [
                ("company_id", "=", company.id),
                ("date_end", "<", now),
                ("date_end", ">", now - timedelta(days=DAYS)),
                ("event_mail_ids", "=", False),
            ]
        )
        texts = [
            self.env.ref(f"bzk_ticketing.mail_template_{name}") for name in ("third_half", "missed")
        ]
        self.env["event.mail"].create(
            [
                {
                    "event_id": event.id,
                    "interval_nbr": 1,
                    "interval_unit": "days",
                    "interval_type": "after_event",
                    "template_ref": f"mail.template,{text.id}",
                }
                for event in lately
                for text in texts
            ]
        )
        self.env["bzk.third.half"]._prepare()
