"""What core keeps around an activity, guarded as the activity itself is."""

from odoo import models


class EventTicket(models.Model):
    """A kind of ticket of an activity."""

    _name = "event.event.ticket"
    _inherit = ["event.event.ticket", "bzk.library.guard"]


class EventSlot(models.Model):
    """One of several times at which an activity is held."""

    _name = "event.slot"
    _inherit = ["event.slot", "bzk.library.guard"]


class EventRegistrationAnswer(models.Model):
    """What an attendee answered to a question."""

    _name = "event.registration.answer"
    _inherit = ["event.registration.answer", "bzk.library.guard"]


class EventTypeTicket(models.Model):
    """A kind of ticket that comes with a kind of activity."""

    _name = "event.type.ticket"
    _inherit = ["event.type.ticket", "bzk.library.guard"]


class EventMail(models.Model):
    """A mail that goes with an activity."""

    _name = "event.mail"
    _inherit = ["event.mail", "bzk.library.guard"]


class EventTypeMail(models.Model):
    """A mail that comes with a kind of activity."""

    _name = "event.type.mail"
    _inherit = ["event.type.mail", "bzk.library.guard"]
