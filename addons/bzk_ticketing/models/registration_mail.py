from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import email_normalize
from werkzeug.urls import url_quote


class EventRegistration(models.Model):
    """What a mail about a seat says: to whom, when and where, which tickets, how to cancel.

    The texts of mails are written by staff and name only these fields; what is composed, such as
    the tickets with their codes, comes from a view.
    """

    _inherit = "event.registration"

    mail_greeting = fields.Char(string="Salutation", compute="_compute_mail_texts")
    mail_day = fields.Char(string="Day in words", compute="_compute_mail_texts")
    mail_lang = fields.Char(string="Language of mails", compute="_compute_mail_lang")
    mail_details = fields.Html(
        string="When, where and tickets", compute="_compute_mail_details", sanitize=False
    )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in the text of a mail; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            "object.company_id.name",
            "object.company_id.email",
            "object.company_id.email_formatted",
            "object.company_id.phone",
            "object.event_id.name",
            "object.mail_day",
            "object.mail_details",
            "object.mail_greeting",
            "object.mail_lang",
        )

    @api.model
    def _mail_template_default_values(self):
        return {
            **super()._mail_template_default_values(),
            "email_from": "{{ object.company_id.email_formatted }}",
            "lang": "{{ object.mail_lang }}",
        }

    def _compute_mail_lang(self):
        for seat in self:
            seat.mail_lang = seat._seat_lang()

    @api.depends_context("lang")
    def _compute_mail_texts(self):
        """By first name to whoever is written to; the buyer, for a guest without an address."""
        days = {event: event._day_text() for event in self.event_id}
        for seat in self:
            person = seat.partner_id if seat._mails_buyer() else seat.attendee_id
            # "Hello A," is not how one is spoken to: of some, no more than an initial is known.
            first = person.firstname or ""
            name = first if len(first.strip(".")) > 1 else seat._mail_name()
            seat.mail_greeting = (
                seat.env._("Hello %s,", name) if name else seat.env._("Hello visitor,")
            )
            seat.mail_day = days[seat.event_id]

    @api.depends_context("lang", "mail_seats", "bzk_mail_test")
    def _compute_mail_details(self):
        together = self._seats_together()
        # In words once for each activity: that takes as long as the rest of a mail.
        told = {event: (event._when_text(), event._place_text()) for event in self.event_id}
        for seat in self:
            when, place = told[seat.event_id]
            seat.mail_details = seat.env["ir.qweb"]._render(
                "bzk_ticketing.mail_seats",
                {
                    "seat": seat,
                    "event": seat.event_id,
                    "when": when,
                    "place": place,
                    "seats": together[seat.id],
                    "url": seat._seat_url(),
                },
                minimal_qcontext=True,
            )

    def _seats_together(self):
        """Seats that one mail is about: those of the same activity with the same address.

        Whoever sends has just claimed them and gives them in the context as ``mail_seats``;
        otherwise, as in a preview, they are looked up.

        :return: dict of id of a seat -> registrations, that seat among them
        """
        given = self.env.context.get("mail_seats")
        if given is not None:
            everybody = [seat_id for ids in given.values() for seat_id in ids]
            return {
                seat.id: self.browse(given.get(seat.id, seat.ids)).with_prefetch(everybody)
                for seat in self
            }
        found = {}
        domain = [("event_id", "in", self.event_id.ids), ("state", "in", ("open", "done"))]
        for seat in self.search(domain, order="id"):
            found.setdefault((seat.event_id.id, seat._mail_key()), []).append(seat.id)
        return {
            seat.id: self.browse(found.get((seat.event_id.id, seat._mail_key()), [])) | seat
            for seat in self
        }

    def _mail_address(self):
        """Where mail about this seat goes: its own address, or that of who booked."""
        self.ensure_one()
        return self.email or self.partner_id.email or self.line_ids.order_id[:1].buyer_email or ""

    def _mail_key(self):
        address = self._mail_address()
        return email_normalize(address) or address.strip().lower() or self.id

    def _mails_buyer(self):
        """Whether whoever comes has no address of their own."""
        self.ensure_one()
        return not (self.email or "").strip()

    def _mail_name(self):
        """The name of whoever is written to."""
        self.ensure_one()
        if self._mails_buyer():
            return self.partner_id.name or self.line_ids.order_id[:1].buyer_name or self.name or ""
        return self.name or self.attendee_id.name or ""

    def _mail_author(self):
        """In whose name the mail is: who organises, or else the library."""
        self.ensure_one()
        organizer = self.event_id.organizer_id
        return organizer if organizer.email else self.company_id.partner_id

    def _mail_note(self, address):
        """What is kept with the seat when the mail itself is gone."""
        return Markup("<p>%s</p>") % self.env._("Mailed to %s", address)

    def _seat_url(self):
        """Address of the page with the tickets, on which seats can be given up.

        In a mail that is only tried out it leads to the same page without its buttons.
        """
        self.ensure_one()
        purpose = "seat-test" if self.env.context.get("bzk_mail_test") else "seat"
        return f"{self.get_base_url()}/activiteit/plaats/{self.id}/{self._seat_token(purpose)}"

    def _code_url(self, size):
        """Path of the picture of the ticket's code; in a mail it becomes a whole address.

        :param int size: in pixels
        """
        self.ensure_one()
        path = f"/report/barcode/QR/{url_quote(self.barcode, safe='')}"
        return f"{path}?width={size}&height={size}&quiet=1"
