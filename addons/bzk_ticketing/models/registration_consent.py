from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_datetime, hmac

from odoo.addons.bzk_base.links import is_signed

#: How long the link in the mail can be used.
VALID = timedelta(days=7)


class EventRegistration(models.Model):
    """What a visitor asked to receive, and the mail by which they confirm it.

    Nothing is kept of what was ticked: it stands, signed, in the link of the mail. So whoever
    types somebody else's address leaves no trace of them but the registration.
    """

    _inherit = "event.registration"

    mail_asked = fields.Html(
        string="What was asked for", compute="_compute_mail_asked", sanitize=False
    )

    @api.depends_context("lang", "asked_purposes")
    def _compute_mail_asked(self):
        """What was ticked, with the link; all there is to tick when it is only a preview."""
        signup = self.env["bzk.activity.signup"]
        asked = self.env.context.get("asked_purposes")
        for seat in self:
            purposes = signup._purposes(seat.company_id)
            if asked is not None:
                purposes = purposes.filtered(lambda purpose: purpose.id in asked)
            seat.mail_asked = seat.env["ir.qweb"]._render(
                "bzk_ticketing.mail_asked",
                {
                    "purposes": purposes,
                    "texts": purposes._page_texts(seat.company_id),
                    "url": "#" if asked is None else seat._confirm_url(purposes),
                },
                minimal_qcontext=True,
            )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """Let staff name what was asked for in a text of their own."""
        return (*super().mail_allowed_qweb_expressions(), "object.mail_asked")

    def _ask_consent(self, purposes):
        """Mail who signed up, to confirm what they ticked.

        :param purposes: ``bzk.consent.purpose``
        """
        self.ensure_one()
        template = self.env.ref("bzk_ticketing.mail_template_confirm_consent").sudo()
        template = template._for_company(self.company_id)
        template = template.with_context(asked_purposes=tuple(purposes.ids))
        template.send_mail(self.id, email_values=self._only_to(self.email))
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _confirm_url(self, purposes):
        """Address of the page on which the purposes are confirmed."""
        self.ensure_one()
        chosen = "-".join(map(str, sorted(purposes.ids)))
        expires = int((fields.Datetime.now() + VALID).timestamp())
        token = self._confirm_token(chosen, expires)
        return f"{self.get_base_url()}/toestemming/{self.id}/{chosen}/{expires}/{token}"

    def _confirm_token(self, chosen, expires):
        """Sign what was ticked, by whom and until when; another address makes it void."""
        message = (self.id, chosen, expires, (self.email or "").lower())
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_ticketing-consent", message)[:32]

    @api.model
    def _consent_from_link(self, seat_id, chosen, expires, token):
        """The registration and the purposes that a signed link is about, or nothing at all."""
        # Nobody whom a link is for has a login; the signature is what lets them in.
        seat = self.sudo().browse(seat_id).exists()
        purposes = self.env["bzk.consent.purpose"].sudo()
        signed = seat and is_signed(seat._confirm_token(chosen, expires), token)
        if not signed or expires < fields.Datetime.now().timestamp():
            return self.browse(), purposes
        return seat, purposes.browse(map(int, chosen.split("-"))).exists()

    def _confirm_consent(self, purposes, ip=None):
        """Record what was confirmed from the mail.

        Who confirms has shown that the address is theirs, and becomes a customer when there is no
        other with this name and address. What they decided after signing up holds: the link is
        not a way back.

        :param purposes: ``bzk.consent.purpose``
        :param str ip: address of the computer; only its network is kept
        :return: whether it was recorded; for a child a parent decides, and the answer is no
        """
        self.ensure_one()
        partner = self._consenting_customer()
        if not partner or partner not in partner._consent_givers()[partner]:
            return False
        when = format_datetime(self.env, self.create_date, tz=self.event_id.date_tz)
        # The visitor decides, not the colleague who may be logged in on the computer.
        self.with_user(SUPERUSER_ID).env["bzk.consent"]._give(
            partner,
            purposes,
            "form",
            # What was decided in the same second was decided later.
            asked=self.create_date - timedelta(seconds=1),
            form="/activiteit",
            ip=ip,
            evidence=self.env._(
                "Ticked at %(activity)s on %(when)s, confirmed from the mail",
                activity=self.event_id.name,
                when=when,
            ),
        )
        return True

    def _consenting_customer(self):
        """The customer whom this address is of; a new one when the library knows nobody."""
        signup = self.env["bzk.activity.signup"]
        email = (self.email or "").lower()
        if self.attendee_id.email_normalized == email:
            return self.attendee_id
        first, _space, last = (self.name or "").partition(" ")
        person, wrong = signup._read(first, last, self.email)
        if wrong:
            return self.attendee_id.browse()
        partner = signup._recognise(self.company_id, person)
        linked_by = "match" if partner else "new"
        partner = partner or signup._new_customer(self.company_id, person)
        if not self.attendee_id:
            self.write({"attendee_id": partner.id, "linked_by": linked_by})
        return partner
