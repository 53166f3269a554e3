from odoo import api, models

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_email,
    clean_firstname,
    clean_lastname,
    split_infix,
)

from ..matching import describe
from ..matching.compare import compare_first_names, compare_surnames

#: Longest name or address that is taken in.
MAX_LENGTH = 100


class Visitor(models.AbstractModel):
    """Somebody without a login who says a name and an e-mail address, on a page or at the door.

    What they fill in proves nothing until a mail to the address was answered, and no answer tells
    whether the library knows them.
    """

    _name = "bzk.visitor"
    _description = "Visitor who says who they are"

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
        parts = ("firstname", "infix", "lastname", "email", "birthdate")
        return partners.create(
            {part: person.get(part) or False for part in parts} | {"company_id": company.id}
        )
