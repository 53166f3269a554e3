from odoo import api, fields, models


class EventRegistration(models.Model):
    """What the mail after an activity says: the question, book tips and what else there is."""

    _inherit = "event.registration"

    mail_scores = fields.Html(
        string="Question with the scores", compute="_compute_mail_scores", sanitize=False
    )
    mail_tips = fields.Html(
        string="Book tips on the theme", compute="_compute_mail_tips", sanitize=False
    )
    mail_coming = fields.Html(
        string="Coming activities like this one", compute="_compute_mail_coming", sanitize=False
    )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in the text of a mail; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            "object.mail_scores",
            "object.mail_tips",
            "object.mail_coming",
        )

    @api.depends_context("lang", "bzk_mail_test")
    def _compute_mail_scores(self):
        for seat in self:
            seat.mail_scores = seat._mail_part("mail_scores", seat=seat)

    @api.depends_context("lang")
    def _compute_mail_tips(self):
        tips = self.env["bzk.book.tip"]._for_activities(self.event_id)
        parts = {
            event: event._mail_part("mail_tips", event=event, tips=tips[event])
            for event in self.event_id
        }
        for seat in self:
            seat.mail_tips = parts.get(seat.event_id, False)

    @api.depends_context("lang")
    def _compute_mail_coming(self):
        coming = self.event_id._coming_like_this()
        parts = {
            event: event._mail_part("mail_coming", events=coming[event]) for event in self.event_id
        }
        for seat in self:
            seat.mail_coming = parts.get(seat.event_id, False)

    def _mail_part(self, name, **values):
        """Render one part of a mail, in the language of the context."""
        return self.env["ir.qweb"]._render(f"bzk_ticketing.{name}", values, minimal_qcontext=True)
