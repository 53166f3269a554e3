from odoo import models


class EventType(models.Model):
    """What a new kind of activity does afterwards, unless staff change it."""

    _inherit = "event.type"

    def _default_event_mail_type_ids(self):
        """Also a mail one day after the activity, for who came."""
        template = self.env.ref("bzk_ticketing.mail_template_third_half")
        return [
            *super()._default_event_mail_type_ids(),
            (
                0,
                0,
                {
                    "interval_nbr": 1,
                    "interval_unit": "days",
                    "interval_type": "after_event",
                    "template_ref": f"mail.template,{template.id}",
                },
            ),
        ]
