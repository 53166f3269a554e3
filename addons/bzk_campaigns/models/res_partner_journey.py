from markupsafe import Markup
from odoo import api, fields, models


class ResPartner(models.Model):
    """On which journeys a customer is, and the link in the mail that asks them something."""

    _inherit = "res.partner"

    journey_entry_ids = fields.One2many("bzk.journey.entry", "partner_id", string="On journeys")
    journey_count = fields.Integer(string="Journeys", compute="_compute_journey_count")
    mail_survey = fields.Html(
        string="Link to the survey", compute="_compute_mail_survey", sanitize=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_journey_count(self):
        counts = {}
        entries = self.env["bzk.journey.entry"]
        if entries.has_access("read"):
            counts = dict(
                entries._read_group(
                    [("partner_id", "in", self.ids)],
                    ["partner_id"],
                    ["__count"],
                )
            )
        for partner in self:
            partner.journey_count = counts.get(partner._origin, 0)

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in the text of a mail; anything else would be code."""
        return (*super().mail_allowed_qweb_expressions(), "object.mail_survey")

    @api.depends_context("bzk_letter", "lang")
    def _compute_mail_survey(self):
        """The link of each reader to the survey that the mail of this step asks about.

        Whoever tries the mail out gets a link to a trial of the survey.
        """
        letter = self.env.context.get("bzk_letter")
        step = letter.mailing.sudo().step_ids[:1] if letter else None
        survey = step.survey_id if step else None
        if not survey:
            self.mail_survey = False
            return
        # sudo: who sends need not be allowed to read what readers answer.
        answers = self.env["survey.user_input"].sudo()
        own = {}
        for answer in answers.search(
            [("survey_id", "=", survey.id), ("partner_id", "in", self.ids)], order="id"
        ):
            own[answer.partner_id.id] = answer
        base = survey.get_base_url()
        for partner in self:
            answer = own.get(partner.id) if partner.id in letter.traces else None
            url = answer.get_start_url() if answer else survey.get_start_url()
            partner.mail_survey = Markup('<a href="%s%s">%s</a>') % (base, url, survey.title)

    def action_open_journeys(self):
        """Show the journeys that the customer is or was on."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_journey_entries"
        )
        return action | {
            "domain": [("partner_id", "=", self.id)],
            "context": {},
        }
