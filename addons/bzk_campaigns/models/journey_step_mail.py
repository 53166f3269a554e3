from odoo import api, fields, models
from odoo.tools import is_html_empty

#: Placeholder of the personal link to a survey.
SURVEY_FIELD = "mail_survey"
#: Field of a step -> field of its mailing, and of the text that a ready step has instead.
TEXTS = {
    "subject": ("subject", "ready_subject"),
    "preview": ("preview", "ready_preview"),
    "body_html": ("body_html", "ready_body"),
}
#: A step with a mail of its own needs no text beside it.
NOTHING = dict.fromkeys(["ready_purpose_id", *(ready for _mailing, ready in TEXTS.values())], False)


class JourneyStep(models.Model):
    """The mail of a step, which only this step sends.

    A step of a library has a mailing of its own. That of a ready journey has the text only, in
    every language, and becomes a mailing when a library begins to use the journey.
    """

    _inherit = "bzk.journey.step"

    ready_subject = fields.Char(translate=True)
    ready_preview = fields.Char(translate=True)
    ready_body = fields.Html(translate=True, sanitize="email_outgoing")
    subject = fields.Char(compute="_compute_subject", inverse="_inverse_subject")
    preview = fields.Char(
        string="Preview text",
        compute="_compute_preview",
        inverse="_inverse_preview",
        help="What a reader sees beside the subject before opening the mail.",
    )
    body_html = fields.Html(
        string="Text of the mail",
        compute="_compute_body_html",
        inverse="_inverse_body_html",
        sanitize="email_outgoing",
    )
    mail_purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        string="Consent for this mail",
        compute="_compute_mail_purpose",
        inverse="_inverse_mail_purpose",
        help="Only who agreed to this gets the mail. Empty: that of the journey.",
    )
    ready_purpose_id = fields.Many2one(
        "bzk.consent.purpose", ondelete="restrict", check_company=True, copy=True
    )

    @api.depends("mailing_id.subject", "ready_subject")
    def _compute_subject(self):
        self._show_text("subject")

    @api.depends("mailing_id.preview", "ready_preview")
    def _compute_preview(self):
        self._show_text("preview")

    @api.depends("mailing_id.body_html", "ready_body")
    def _compute_body_html(self):
        self._show_text("body_html")

    def _inverse_subject(self):
        self._keep_text("subject")

    def _inverse_preview(self):
        self._keep_text("preview")

    def _inverse_body_html(self):
        self._keep_text("body_html")

    def _show_text(self, name):
        """Read one text of the mail, where it is kept."""
        of_mailing, of_ready = TEXTS[name]
        for step in self:
            mailing = step.mailing_id
            step[name] = mailing[of_mailing] if mailing else step[of_ready]

    def _keep_text(self, name):
        """Write one text of the mail, where it is kept."""
        of_mailing, of_ready = TEXTS[name]
        # Read before anything is made: making the mail computes the texts anew.
        texts = [step[name] for step in self]
        self._give_mail()
        for step, text in zip(self, texts, strict=True):
            if step.mailing_id:
                # Core takes no mail without a subject.
                step.mailing_id[of_mailing] = text or (name == "subject" and step.name)
            else:
                step[of_ready] = text

    @api.depends("mailing_id.purpose_id", "ready_purpose_id")
    def _compute_mail_purpose(self):
        for step in self:
            step.mail_purpose_id = step.mailing_id.purpose_id or step.ready_purpose_id

    def _inverse_mail_purpose(self):
        purposes = [step.mail_purpose_id for step in self]
        self._give_mail()
        for step, purpose in zip(self, purposes, strict=True):
            if step.mailing_id:
                step.mailing_id.purpose_id = purpose or step.journey_id.purpose_id
            else:
                step.ready_purpose_id = purpose

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
        for step in self:
            if step._mails() and step.company_id and not step.mailing_id:
                mailing = self.env["mailing.mailing"].create(step._mail_values())
                # From now on the mail has the text.
                step.write({"mailing_id": mailing.id, **NOTHING})

    def _mails(self):
        """Tell whether this kind of step sends a mail."""
        return self.kind in ("mail", "survey")

    def _mail_values(self):
        """Give the values of the mail of a new step."""
        return {
            "subject": self.ready_subject or self.name,
            "preview": self.ready_preview,
            "body_html": self.ready_body,
            "company_id": self.company_id.id,
            "purpose_id": (self.ready_purpose_id or self.journey_id.purpose_id).id,
            "for_journey": True,
        }

    def _copy_mail(self, other):
        """Give another step the mail of this one.

        :param other: the copied step, of the same library or of the one that takes it over
        """
        if not self.mailing_id or not other.company_id:
            return
        blank = other.mailing_id
        other.mailing_id = self.mailing_id.copy(
            {
                "subject": self.mailing_id.subject,
                "company_id": other.company_id.id,
                "for_journey": True,
            }
        )
        blank.unlink()

    def _missing(self):
        """Give what is missing before this step can be taken, in words."""
        _ = self.env._
        missing = []
        if self._mails():
            body = self.mailing_id.body_html
            if not self.mailing_id.purpose_id:
                missing.append(_("Step “%s”: choose what consent its mail needs.", self.name))
            if is_html_empty(body):
                missing.append(_("Step “%s”: write its mail.", self.name))
            elif self.kind == "survey" and SURVEY_FIELD not in body:
                missing.append(_("Step “%s”: put the link to the survey in its mail.", self.name))
        if self.kind == "survey" and not self.survey_id:
            missing.append(_("Step “%s”: choose the survey.", self.name))
        if self.kind == "tag" and not self.tag_id:
            missing.append(_("Step “%s”: choose the tag.", self.name))
        return missing

    def action_open_mail(self):
        """Open the mail of this step, to write it with all there is for it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "mailing.mailing",
            "res_id": self.mailing_id.id,
            "views": [(False, "form")],
        }
