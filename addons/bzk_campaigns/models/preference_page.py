from markupsafe import Markup
from odoo import SUPERUSER_ID, fields, models
from odoo.fields import Command

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_addition,
    clean_city,
    clean_email,
    clean_house_number,
    clean_phone,
    clean_postcode,
    clean_street,
    phone_display,
)

from .res_partner_preference import FREQUENCIES

#: What of the own data a customer can change on the page, and how it is read.
ADDRESS = {
    "street_name": clean_street,
    "street_number": clean_house_number,
    "street_number2": clean_addition,
    "zip": clean_postcode,
    "city": clean_city,
}
#: Longest value that is taken in.
MAX_LENGTH = 100


class ResPartner(models.Model):
    """What customers do on their own page, behind the link in a mail or in the portal."""

    _inherit = "res.partner"

    def _page_purposes(self):
        """What this customer can choose from."""
        self.ensure_one()
        purposes = self.env["bzk.consent.purpose"]
        return purposes._on_preferences(self.company_id, at_work=self.work_contact)

    def _page_guardians(self):
        """Who may decide for this customer at the address that the link is for.

        :return: tuple of whether the customer decides, and the parents or guardians at the same
            e-mail address who do
        """
        self.ensure_one()
        givers = self._consent_givers()[self]
        same = (givers - self).filtered(
            lambda giver: giver.email_normalized == self.email_normalized
        )
        return self in givers, same

    def _page_choose(self, purposes, guardian=None, **proof):
        """Keep what a customer ticked: agree to what is new, withdraw what is gone.

        Withdrawing is always possible. Agreeing is for who may; of a child a parent.

        :param purposes: ``bzk.consent.purpose`` that are ticked
        :param guardian: who decides for a child, one of :meth:`_page_guardians`
        :param proof: what more ``bzk.consent._decide`` takes
        :return: whether everything was kept; False when somebody else has to agree
        """
        self.ensure_one()
        partner = self.with_user(SUPERUSER_ID)
        offered = partner._page_purposes()
        held = partner._page_held(offered)
        consents = partner.env["bzk.consent"]
        consents._withdraw(partner, held - purposes, "page", **proof)
        asked = (purposes & offered) - held
        if not asked:
            return True
        decides, guardians = partner._page_guardians()
        guardian = guardians & guardian if guardian else guardians.browse()
        if not decides and not guardian:
            return False
        versions = asked._page_versions(partner.company_id)
        guardian = None if decides else guardian
        consents._give(partner, asked, "page", guardian=guardian, version=versions, **proof)
        return True

    def _page_stop(self, **proof):
        """Withdraw all there is to choose from, also what was never asked."""
        self.ensure_one()
        partner = self.with_user(SUPERUSER_ID)
        consents = partner.env["bzk.consent"]
        consents._withdraw(partner, partner._page_purposes(), "page", **proof)

    def _page_held(self, purposes):
        """For which of these purposes the customer agreed, or is mailed without having to.

        The second are existing customers, where the library has declared what that takes.
        """
        self.ensure_one()
        given = self.consent_given_ids.with_env(purposes.env) & purposes
        never = (purposes - given).filtered(
            lambda purpose: purpose.basis == "soft" and purpose not in self.consent_withdrawn_ids
        )
        return given | never.filtered(lambda purpose: not self._consent_gate(purpose.code).refused)

    def _page_prefer(self, branch, genres, frequency):
        """Keep favourite branch, genres and how often.

        :param branch: ``bzk.branch`` of the library, empty for none; ``None`` changes nothing
        :param genres: ``bzk.genre``
        :param frequency: key of ``FREQUENCIES``; another changes nothing
        """
        self.ensure_one()
        partner = self._on_page()
        values = {"preferred_genre_ids": [Command.set(genres.ids)]}
        if frequency in dict(FREQUENCIES):
            values["mail_frequency"] = frequency
        if branch is not None:
            values["branch_id"] = branch.id
        partner._page_write(values)

    def _page_read(self, form):
        """Check and tidy the own data that were typed; empty fields mean that nothing changes.

        :param dict form: what was sent
        :return: tuple of values to write, the new e-mail address if there is one, and the codes of
            what is wrong with which field
        """
        self.ensure_one()
        wrong, values, email = {}, {}, None
        typed = {
            name: " ".join((form.get(name) or "").split()) for name in ("email", "phone", *ADDRESS)
        }
        cleaned = {}
        for name, clean in {"email": clean_email, "phone": clean_phone, **ADDRESS}.items():
            try:
                cleaned[name] = clean(typed[name]) if typed[name] else None
            except Refusal:
                wrong[name] = "wrong"
            if len(typed[name]) > MAX_LENGTH:
                wrong[name] = "wrong"
        if any(typed[name] for name in ADDRESS):
            for name in ADDRESS:
                if name != "street_number2" and not typed[name]:
                    wrong[name] = "missing"
            values = {name: cleaned.get(name) or False for name in ADDRESS}
        if cleaned.get("phone"):
            values["phone"] = phone_display(cleaned["phone"])
        if cleaned.get("email") and cleaned["email"].lower() != self.email_normalized:
            email = cleaned["email"]
        return values, email, wrong

    def _page_hidden(self):
        """The own data as far as somebody may see them to whom the mail was passed on.

        :return: dict of e-mail, phone and address; empty for what is not known
        """
        self.ensure_one()
        name, _at, domain = (self.email_normalized or "").partition("@")
        figures = "".join(filter(str.isdigit, self.phone or ""))
        return {
            "email": domain and f"{name[:1]}•••@{domain}",
            "phone": figures and f"•••{figures[-2:]}",
            "address": self.zip and f"{self.zip[:2]}•• ••, {self.city or ''}".rstrip(", "),
        }

    def _page_write(self, values):
        """Write what a customer changed, and keep in the history what it was before.

        :param dict values: as for ``write``
        :return: whether anything changed
        """
        self.ensure_one()
        partner = self._on_page()
        before = {name: partner._page_words(name) for name in values}
        partner.write(values)
        changed = {
            name: (before[name], partner._page_words(name))
            for name in values
            if before[name] != partner._page_words(name)
        }
        if not changed:
            return False
        labels = partner.fields_get(list(changed), ["string"])
        lines = Markup().join(
            Markup("<li>%s: %s → %s</li>") % (labels[name]["string"], old or "–", new or "–")
            for name, (old, new) in changed.items()
        )
        partner._message_log(
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (partner.env._("Changed by the customer, on the page of preferences"), lines),
            author_id=partner.id,
        )
        return True

    def _page_change_data(self, values):
        """Write own data that a customer changed.

        :param dict values: of :meth:`_page_read`
        """
        if values and self._page_write(values):
            self._on_page().own_data_on = fields.Datetime.now()

    def _page_words(self, name):
        """A value in words, for the history."""
        value, field = self[name], self._fields[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value or ""

    def _on_page(self):
        """This customer with the rights of the system, in the language in which staff read.

        The page let them in; they speak, not who happens to be logged in on the computer.
        """
        partner = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        lang = self.company_id.sudo().partner_id.lang or self.env.lang
        return partner.with_context(lang=lang)
