from odoo import api, models
from odoo.exceptions import ValidationError

#: Triggers of journeys by which the library chooses itself whom it mails, and when.
CHOSEN_FREELY = ("quiet", "segment")
#: What makes another mail of it.
ASKED_ANEW = frozenset(("body_html", "for_journey", "mailing_filter_id", "purpose_id", "subject"))


class MailingMailing(models.Model):
    """Mail that belongs to an agreement asks no consent, so it is not what a newsletter goes by.

    A membership is no consent to news (Telecommunicatiewet 11.7): such a mail goes on a journey,
    because of something that happened to the customer. That all members must know something, such
    as a change of the rules, is for the administrator to judge.
    """

    _inherit = "mailing.mailing"

    @api.model_create_multi
    def create(self, vals_list):
        mailings = super().create(vals_list)
        mailings._check_agreement()
        return mailings

    def write(self, vals):
        result = super().write(vals)
        if not ASKED_ANEW.isdisjoint(vals):
            self._check_agreement()
        return result

    def _check_agreement(self):
        """Refuse a newsletter without consent; no constraint, as those do not know who asks.

        :raises ValidationError: when the user may not judge that it is none
        """
        if self.env.su or self.env.user.has_group("bzk_base.group_administrator"):
            return
        for mailing in self.filtered(lambda one: one.purpose_id.basis == "agreement"):
            triggers = mailing.step_ids.journey_id.mapped("trigger")
            if not mailing.for_journey or any(name in CHOSEN_FREELY for name in triggers):
                raise ValidationError(
                    self.env._(
                        "“%(purpose)s” asks no consent: choose another purpose, or let the "
                        "administrator send “%(mail)s”.",
                        purpose=mailing.purpose_id.name,
                        mail=mailing.subject,
                    )
                )


class JourneyStep(models.Model):
    """The mail of a step that becomes one of a segment."""

    _inherit = "bzk.journey.step"

    def write(self, vals):
        result = super().write(vals)
        if "mailing_id" in vals or "journey_id" in vals:
            self.mailing_id._check_agreement()
        return result


class Journey(models.Model):
    """A journey that becomes one of a segment."""

    _inherit = "bzk.journey"

    def write(self, vals):
        result = super().write(vals)
        if "trigger" in vals:
            self.step_ids.mailing_id._check_agreement()
        return result
