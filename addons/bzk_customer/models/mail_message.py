from odoo import models
from odoo.tools import SQL
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
        self.flush_model()
        # In one query: a message with its author and activity is three records to the ORM.
        self.env.cr.execute(
            SQL(
                """
                SELECT message.id, COALESCE(NULLIF(message.subject, ''), %s),
                       left(message.body, %s), COALESCE(author.name, message.email_from, '')
                  FROM mail_message message
             LEFT JOIN res_partner author ON author.id = message.author_id
             LEFT JOIN mail_activity_type activity ON activity.id = message.mail_activity_type_id
                 WHERE message.id = ANY(%s)
                """,
                self.env["bzk.timeline"]._translated("activity", "name"),
                SOURCE_LENGTH,
                self.ids,
            )
        )
        texts = {}
        for message_id, subject, body, author in self.env.cr.fetchall():
            words = html_to_inner_content(body or "")[:LENGTH]
            texts[message_id] = {
                "title": subject or words,
                "detail": words if subject else "",
                "author": author,
            }
        return texts
