from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_email,
    clean_firstname,
    clean_lastname,
    split_infix,
)
from odoo.addons.bzk_customer.matching import describe
from odoo.addons.bzk_customer.matching.compare import compare_first_names, compare_surnames

#: What a visitor of an activity may ask for at the door.
PURPOSE_CODES = ("newsletter", "activities")
#: The doors open this long before an activity begins.
DOORS_OPEN = timedelta(hours=1)
#: Longest name or address that is taken in.
MAX_LENGTH = 100


class ActivitySignup(models.AbstractModel):
    """Registers a visitor who says a name and an e-mail address, at the door or on a page.

    What somebody without a login fills in proves nothing. It makes a registration and no customer,
    and no answer tells whether the library knows them. Only the mail to the address makes sure.
    """

    _name = "bzk.activity.signup"
    _description = "Signing up for an activity"

    @api.model
    def _read(self, firstname, lastname, email, by_staff=False):
        """Check and tidy what was typed.

        :param bool by_staff: in a queue a name may be missing, not the address
        :return: tuple of the values of a person, and the codes of what is wrong with which field
        """
        values, wrong = {}, {}
        for name, text, clean in (
            ("firstname", firstname, clean_firstname),
            ("lastname", lastname, clean_lastname),
            ("email", email, clean_email),
        ):
            text = (text or "").strip()
            try:
                values[name] = clean(text)
            except Refusal:
                values[name] = None
            if text and (not values[name] or len(text) > MAX_LENGTH):
                wrong[name] = "wrong"
            elif not text and (name == "email" or not by_staff):
                wrong[name] = "missing"
        if values["lastname"] and not wrong:
            values["infix"], values["lastname"] = split_infix(values["lastname"])
        return values, wrong

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

    def _full_name(self, person):
        parts = [person.get(part) for part in ("firstname", "infix", "lastname")]
        return " ".join(part for part in parts if part)

    @api.model
    def _recognise(self, company, person):
        """The customer whom this certainly is, if there is one.

        Certain by the identity rules; or the only customer with this very name at this address.
        Of two who have both, a father and a son perhaps, it is neither.
        """
        partners = self.env["res.partner"].sudo()
        if not person.get("firstname") or not person.get("lastname"):
            return partners
        finder = self.env["bzk.duplicate.finder"].sudo()
        match = finder._match_rows(company, [(1, person)]).get(1)
        if match and match[1] == "certain":
            return partners.browse(match[0])
        known = partners.search(
            [
                ("email_normalized", "=", person["email"]),
                ("company_id", "=", company.id),
                ("is_company", "=", False),
                ("work_contact", "=", False),
                ("merged_into_id", "=", False),
            ]
        )
        same = known.filtered(lambda partner: self._same_name(describe(person), partner))
        return same if len(same) == 1 else partners

    def _same_name(self, one, partner):
        other = describe({part: partner[part] for part in ("firstname", "infix", "lastname")})
        return (
            compare_first_names(one, other) == "firstname_same"
            and compare_surnames(one.surname, other.surname) == "lastname_same"
        )

    @api.model
    def _new_customer(self, company, person):
        """Make a customer of somebody whose name and address are both known."""
        partners = self.env["res.partner"].sudo().with_company(company)
        if not person.get("firstname") or not person.get("lastname"):
            return partners
        parts = ("firstname", "infix", "lastname", "email")
        return partners.create(
            {part: person.get(part) or False for part in parts} | {"company_id": company.id}
        )

    @api.model
    def _purposes(self, company):
        """What a visitor may ask for; a library's own purpose goes before the common one."""
        # A visitor has no rights; nothing of it is about a person.
        found = self.env["bzk.consent.purpose"].sudo()
        return found.search(
            [("code", "in", PURPOSE_CODES), ("company_id", "in", [company.id, False])]
        )
