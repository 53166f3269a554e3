from odoo import models


class EventMailRegistration(models.Model):
    """That a seat was mailed, or will be, by one schedule: once and no more."""

    _inherit = "event.mail.registration"

    _scheduler_registration_uniq = models.Constraint(
        "UNIQUE(scheduler_id, registration_id)", "This attendee was mailed already."
    )
