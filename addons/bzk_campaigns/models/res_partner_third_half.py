from markupsafe import Markup
from odoo import api, fields, models

from .journey_third_half import THIRD_HALF_FIELD


class ResPartner(models.Model):
    """What the activity that a customer came to has to say to them, in a mail of a journey."""

    _inherit = "res.partner"

    mail_third_half = fields.Html(
        string="Text after an activity", compute="_compute_mail_third_half", sanitize=False
    )
    mail_third_half_subject = fields.Char(
        string="Subject after an activity", compute="_compute_mail_third_half"
    )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in the text of a mail; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            f"object.{THIRD_HALF_FIELD}",
            f"object.{THIRD_HALF_FIELD}_subject",
        )

    @api.depends_context("bzk_letter", "lang")
    def _compute_mail_third_half(self):
        """The text for this reader, and for others on the address who came as well.

        Whoever tries the mail out sees the last one that was prepared for the customer.
        """
        letter = self.env.context.get("bzk_letter")
        traces = letter.traces if letter else {}
        lines = self._third_half_lines(traces)
        texts = self.env["bzk.third.half"]._letters(lines, trial=not traces)
        for partner in self:
            own = [
                texts[line]
                for line in lines
                if line in texts and line.partner_id.id in self._read_along(letter, partner)
            ]
            partner.mail_third_half = Markup("<hr/>").join(
                Markup(text["body_html"]) for text in own
            )
            # Those who share an address mostly came together; the first names the activity.
            partner.mail_third_half_subject = (
                own[0]["subject"] if own else self.env._("After your visit")
            )

    def _read_along(self, letter, partner):
        return letter.people(partner.id) if letter else [partner.id]

    def _third_half_lines(self, traces):
        """The lines of these mails; without a mail the last line of each customer."""
        # sudo: who sends need not be allowed to see who came where.
        lines = self.env["bzk.third.half"].sudo()
        if traces:
            mails = self.env["mailing.trace"].sudo()
            mails = mails.browse([trace.id for trace in traces.values()])
            along = mails.search([("carrier_id", "in", mails.ids)])
            return lines.search([("trace_id", "in", (mails | along).ids)], order="id")
        found = lines.search([("partner_id", "in", self.ids)], order="partner_id, date DESC")
        return lines.union(*(some[:1] for some in found.grouped("partner_id").values()))
