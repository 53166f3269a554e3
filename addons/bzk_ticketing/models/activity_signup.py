from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a visitor of an activity may ask for at the door.
PURPOSE_CODES = ("newsletter", "activities")
#: The doors open this long before an activity begins.
DOORS_OPEN = timedelta(hours=1)


class ActivitySignup(models.AbstractModel):
    """Registers a visitor who says a name and an e-mail address, at the door or on a page.

    What somebody without a login fills in proves nothing. It makes a registration and no customer,
    and no answer tells whether the library knows them. Only the mail to the address makes sure.
    """

    _name = "bzk.activity.signup"
    _inherit = "bzk.visitor"
    _description = "Signing up for an activity"

    @api.model
    def _sign_up(self, event, person, by_staff=False):
        """Register a person, or find the registration they have.

        While the activity is going on they are here; before it they are coming, or wait when
        there is no place. Whom staff let in is in.

        :param event: ``event.event``
        :param dict person: values from :meth:`_read`
        :param bool by_staff: typed at the door by somebody of the library
        :return: tuple of ``event.registration``, with rights of the system, and the state that
            anybody would be told: it does not depend on whether this person was there already
        :raises UserError: when the activity is over or was cancelled
        """
        # A visitor has no rights at all, and whoever stands at the door may register people.
        event = event.sudo()
        now = fields.Datetime.now()
        going_on = event.date_begin - DOORS_OPEN <= now
        over = event.kanban_state == "cancel" or event.date_end < now
        if not event.active or over and not by_staff:
            raise UserError(self.env._("This activity is over or was cancelled."))
        if event.capacity:
            event._lock_seats()
        who = f"{event.id} {person['email']} {self._full_name(person).casefold()}"
        self.env["bzk.form.attempt"]._one_at_a_time("seat", who)
        free = by_staff or not event.capacity or event._seat_is_free()
        state = ("done" if going_on else "open") if free else "draft"
        seat = self._existing(event, person)
        if seat:
            if going_on and (seat.state == "open" or by_staff):
                seat.action_set_done()
            return seat, state
        partner = self._recognise(event.company_id, person)
        linked_by = "match" if partner else False
        if by_staff and not partner:
            partner = self._new_customer(event.company_id, person)
            linked_by = "new" if partner else False
        seat = event.registration_ids.create(
            {
                "event_id": event.id,
                "name": self._full_name(person) or False,
                "email": person["email"],
                "attendee_id": partner.id,
                "linked_by": linked_by,
                "walk_in": going_on,
                "state": state,
                "waiting_since": False if free else now,
            }
        )
        return seat, state

    def _existing(self, event, person):
        """The registration that this person has already, so that nobody is there twice."""
        seats = event.registration_ids.search(
            [
                ("event_id", "=", event.id),
                ("email", "=ilike", person["email"].replace("_", r"\_").replace("%", r"\%")),
                ("state", "!=", "cancel"),
            ],
            order="id",
        )
        name = self._full_name(person).casefold()
        return seats.filtered(lambda seat: (seat.name or "").casefold() == name)[:1]

    @api.model
    def _purposes(self, company):
        """What a visitor may ask for, of what the library has."""
        # A visitor has no rights; nothing of it is about a person.
        found = self.env["bzk.consent.purpose"].sudo()._on_at(company)
        return found.filtered(lambda purpose: purpose.code in PURPOSE_CODES)
