from odoo import fields, models


class EventType(models.Model):
    """A kind of activity, with the mail that goes with it; one library's own, or of all."""

    _name = "event.type"
    _inherit = ["event.type", "bzk.library.guard"]

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        help="Empty for a kind that every library has.",
    )
    event_type_mail_ids = fields.One2many(default=lambda self: self._default_event_mail_type_ids())

    def _default_event_mail_type_ids(self):
        """A reminder three days before; the system that sells the tickets confirms orders."""
        template = self.env.ref("bzk_ticketing.mail_template_reminder")
        return [
            (
                0,
                0,
                {
                    "interval_nbr": 3,
                    "interval_unit": "days",
                    "interval_type": "before_event",
                    "template_ref": f"mail.template,{template.id}",
                },
            )
        ]
