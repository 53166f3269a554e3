from odoo import api, models

#: Reasons that speak against one person, or ask for care.
AGAINST = frozenset(
    (
        "address_addition_differs",
        "birthdate_differs",
        "firstname_differs",
        "gender_differs",
        "initials_differ",
        "lastname_differs",
        "same_source",
        "senior_junior",
    )
)


class Duplicate(models.Model):
    """Why two customers may be one person, in words."""

    _inherit = "bzk.duplicate"

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for pair in self:
            pair.explanation = ", ".join(reason["text"] for reason in pair._told_reasons())

    def _told_reasons(self):
        """The reasons in the user's language.

        :return: list of dicts: ``text``, and ``against`` when it speaks against one person
        """
        self.ensure_one()
        texts = self._reason_texts()
        return [
            {"text": texts.get(code, code) % params, "against": code in AGAINST}
            for code, params in self.reasons or []
        ]

    @api.model
    def _reason_texts(self):
        """Text for each reason that the comparison gives, by its code."""
        _ = self.env._
        return {
            "by_hand": _("put side by side by a colleague"),
            "birthdate_same": _("same birth date"),
            "birthdate_swapped": _("birth date with day and month swapped"),
            "birthdate_year_off": _("birth dates one year apart"),
            "birthdate_typo": _("birth date with one figure different"),
            "birthdate_year_only": _("same year of birth"),
            "birthdate_differs": _("different birth dates"),
            "firstname_same": _("same first name"),
            "firstname_alike": _("first names that go together"),
            "firstname_typo": _("first names almost the same"),
            "firstname_differs": _("different first names"),
            "initials_fit": _("initials fit"),
            "initials_differ": _("different initials"),
            "names_swapped": _("first name and surname swapped"),
            "lastname_same": _("same surname"),
            "lastname_shared": _("a surname in common"),
            "lastname_part": _("one surname is part of the other"),
            "lastname_typo": _("surnames almost the same"),
            "lastname_differs": _("different surnames"),
            "address_same": _("same postcode and number"),
            "address_flat": _("same postcode and number, one without the addition"),
            "address_street": _("same street and number, another postcode"),
            "address_addition_differs": _("same postcode and number, another addition"),
            "postcode_same": _("same postcode"),
            "email_same": _("same e-mail address"),
            "email_alike": _("e-mail addresses almost the same"),
            "phone_same": _("same phone number"),
            "phone_alike": _("phone numbers almost the same"),
            "gender_differs": _("different genders"),
            "senior_junior": _("one of them is called senior or junior"),
            "same_source": _("one source knows both"),
        }
