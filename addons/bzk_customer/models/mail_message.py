from odoo import models
from odoo.tools.mail import html_to_inner_content

#: Characters of a message that a line of the timeline shows.
LENGTH = 300
#: Of its source, which may be mostly mark-up, no more than this is looked at.
SOURCE_LENGTH = 5000


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _timeline_texts(self):
        """Who wrote what: the subject, or else the first words.

        :return: dict of id -> dict with ``title``, ``detail`` and ``author``
        """
        texts = {}
        for message in self:
            words = html_to_inner_content((message.body or "")[:SOURCE_LENGTH])
            subject = message.subject or message.mail_activity_type_id.name
            texts[message.id] = {
                "title": subject or words[:LENGTH],
                "detail": words[:LENGTH] if subject else "",
                "author": message.author_id.name or message.email_from or "",
            }
        return texts
