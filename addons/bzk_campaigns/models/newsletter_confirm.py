from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from .newsletter_signup import FOR_YOUTH


class NewsletterSignup(models.Model):
    """What happens when a sign-up is confirmed from the mail."""

    _inherit = "bzk.newsletter.signup"

    def _confirm(self, ip=None):
        """Record what was asked for, of a customer whom we know or of a new one.

        What somebody decided after signing up holds: the link is not a way back.

        :param str ip: address of the computer; only its network is kept
        """
        self.ensure_one()
        # Of two who press the button at once, as by a double click, one goes after the other.
        self.env["bzk.form.attempt"]._one_at_a_time("signup-confirm", str(self.id))
        if self.state != "waiting":
            return
        purposes = self.purpose_ids & self.purpose_ids._on_signup(self.company_id)
        youth = purposes.filtered(lambda purpose: purpose.code in FOR_YOUTH)
        person = {name: self[name] for name in ("firstname", "infix", "lastname", "birthdate")}
        partner = self._customer(person)
        state = "desk"
        if partner and partner in partner._consent_givers()[partner]:
            state = "confirmed"
            self._give(partner, purposes - youth if self.child_firstname else purposes, ip)
            if youth and self.child_firstname:
                state = self._confirm_child(partner, youth, ip)
        self.write(
            {"state": state, "confirmed_on": fields.Datetime.now(), "partner_id": partner.id}
        )

    def _confirm_child(self, parent, purposes, ip):
        """Record what a parent agreed to for a child.

        A child of whom another parent is known is not for somebody new to decide about.

        :return: the state of the sign-up
        """
        person = {
            name: self[f"child_{name}"] for name in ("firstname", "infix", "lastname", "birthdate")
        }
        child = self._customer(person)
        if not child or child == parent:
            return "desk"
        if parent not in child._consent_givers()[child] and not self._tie(parent, child):
            return "desk"
        self.child_id = child
        self._give(child, purposes, ip, guardian=parent)
        return "confirmed"

    def _tie(self, parent, child):
        """Note that somebody is the parent of a child, as they said and confirmed by mail.

        :return: whether they may decide for the child now
        """
        ties = self.env["bzk.guardian"].search(
            [("child_id", "=", child.id), ("guardian_id", "=", parent.id)]
        )
        # What staff refused once, nobody brings back on a page.
        if child._consent_givers()[child] or "refused" in ties.mapped("state"):
            return False
        proposed = ties.filtered(lambda tie: tie.state == "proposed")
        try:
            with self.env.cr.savepoint():
                if proposed:
                    proposed.action_confirm()
                else:
                    self.env["bzk.guardian"].create(
                        {"child_id": child.id, "guardian_id": parent.id, "kind": "parent"}
                    )
        except ValidationError:
            # Younger than the child, or its own child: what was filled in cannot be right.
            return False
        return parent in child._consent_givers()[child]

    def _customer(self, person):
        """The customer whom this certainly is at this address, or a new one."""
        born = person["birthdate"]
        person = {**person, "email": self.email.lower(), "birthdate": born and str(born)}
        partner = self._recognise(self.company_id, person)
        if partner.email_normalized != person["email"] or (
            born and partner.birthdate and partner.birthdate != born
        ):
            partner = partner.browse()
        if not partner:
            return self._new_customer(self.company_id, person)
        if born and not partner.birthdate:
            partner._page_write({"birthdate": born})
        return partner

    def _give(self, partner, purposes, ip, guardian=None):
        versions = self.version_ids.filtered(lambda version: version.purpose_id in purposes)
        moment = format_datetime(self.env, self.create_date, tz=self._timezone())
        self.env["bzk.consent"]._give(
            partner,
            purposes,
            "form",
            asked=self.create_date,
            guardian=guardian,
            version=versions,
            form=self.company_id._signup_path(),
            ip=ip,
            evidence=self.env._("Filled in on %s, confirmed from the mail", moment)
            if self._needs_mail()
            else self.env._("Filled in on %s", moment),
        )

    def _timezone(self):
        return self.company_id.partner_id.tz or "Europe/Amsterdam"
