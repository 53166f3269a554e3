from odoo import api, models
from odoo.tools import is_html_empty


class JourneyStep(models.Model):
    """The mail of a step, which only this step sends."""

    _inherit = "bzk.journey.step"

    @api.model_create_multi
    def create(self, vals_list):
        """Give each step that mails a mail of its own to write."""
        steps = super().create(vals_list)
        steps._give_mail()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if "kind" in vals:
            self._give_mail()
        return result

    def _give_mail(self):
        """Make the mail of steps that have none yet."""
        for step in self.filtered(lambda step: step._mails() and not step.mailing_id):
            step.mailing_id = self.env["mailing.mailing"].create(step._mail_values())

    def _mails(self):
        """Tell whether this kind of step sends a mail."""
        return self.kind in ("mail", "survey")

    def _mail_values(self):
        """Give the values of the mail of a new step."""
        return {
            "subject": self.name,
            "company_id": self.company_id.id,
            "purpose_id": self.journey_id.purpose_id.id,
            "for_journey": True,
        }

    def _missing(self):
        """Give what is missing before this step can be taken, in words."""
        _ = self.env._
        missing = []
        if self._mails() and not self.mailing_id.purpose_id:
            missing.append(_("Step “%s”: choose what consent its mail needs.", self.name))
        if self._mails() and is_html_empty(self.mailing_id.body_html):
            missing.append(_("Step “%s”: write its mail.", self.name))
        if self.kind == "survey" and not self.survey_id:
            missing.append(_("Step “%s”: choose the survey.", self.name))
        if self.kind == "tag" and not self.tag_id:
            missing.append(_("Step “%s”: choose the tag.", self.name))
        return missing
