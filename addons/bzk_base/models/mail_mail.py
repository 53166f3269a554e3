from odoo import api, fields, models
from odoo.tools import SQL

from ..mailing import plain_text

#: Of a mail, what lies on its message and what lies on the mail itself; the rest stays empty.
ON_MESSAGE = (
    "subject",
    "body",
    "model",
    "res_id",
    "message_type",
    "message_id",
    "author_id",
    "email_from",
    "reply_to",
    "mail_server_id",
    "record_company_id",
    "record_alias_domain_id",
    "email_add_signature",
)
ON_MAIL = (
    "body_html",
    "email_to",
    "headers",
    "references",
    "state",
    "failure_type",
    "auto_delete",
    "is_notification",
)
#: What the ORM gives a message that says nothing about it.
DEFAULTS = {
    "message_type": "email_outgoing",
    "state": "outgoing",
    "auto_delete": False,
    "email_add_signature": True,
}


class MailMail(models.Model):
    """Many mails queued at once, and a text part that reads well."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Let the text part say what pictures show and where links lead, in their place."""
        letters = super()._prepare_outgoing_list(*args, **kwargs)
        for letter in letters:
            letter["body_alternative"] = plain_text(letter["body"])
        return letters

    @api.model
    def _create_in_bulk(self, values_list):
        """Queue many mails to addresses with a fixed number of queries.

        Stores what ``create`` would have, and the notification that tells in the chatter whether a
        mail failed. The text that is kept with the record (``body``) is taken as it is: give one
        that is safe to show.

        :param list values_list: dicts with the keys of ``ON_MESSAGE`` and ``ON_MAIL``, and
            ``attachment_ids`` as a list of ids
        :return: the new mails, in the order given
        """
        if not values_list:
            return self.browse()
        message_ids = self._next_ids("mail_message", len(values_list))
        mail_ids = self._next_ids("mail_mail", len(values_list))
        now = fields.Datetime.now()
        who = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        who |= {"create_date": now, "write_date": now}
        self._insert_many(
            "mail_message",
            [
                {name: values.get(name, DEFAULTS.get(name)) or None for name in ON_MESSAGE}
                | {"id": message_id, "date": now, **who}
                for message_id, values in zip(message_ids, values_list, strict=True)
            ],
        )
        self._insert_many(
            "mail_mail",
            [
                {name: values.get(name, DEFAULTS.get(name)) for name in ON_MAIL}
                | {"id": mail_id, "mail_message_id": message_id, **who}
                for mail_id, message_id, values in zip(
                    mail_ids, message_ids, values_list, strict=True
                )
            ],
        )
        self._insert_many(
            "message_attachment_rel",
            [
                {"message_id": message_id, "attachment_id": attachment_id}
                for message_id, values in zip(message_ids, values_list, strict=True)
                for attachment_id in values.get("attachment_ids") or ()
            ],
        )
        self._insert_many(
            "mail_notification",
            [
                {
                    "author_id": values.get("author_id") or None,
                    "mail_message_id": message_id,
                    "mail_mail_id": mail_id,
                    "mail_email_address": values.get("email_to"),
                    "notification_type": "email",
                    "notification_status": "exception" if values.get("failure_type") else "ready",
                    "failure_type": values.get("failure_type"),
                    "is_read": True,
                    "read_date": now,
                }
                for mail_id, message_id, values in zip(
                    mail_ids, message_ids, values_list, strict=True
                )
                if values.get("is_notification")
            ],
        )
        for model in {values["model"] for values in values_list if values.get("model")}:
            self.env[model].invalidate_model(["message_ids"], flush=False)
        return self.browse(mail_ids)

    def _next_ids(self, table, number):
        self.env.cr.execute(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"{table}_id_seq",
                number,
            )
        )
        return [row_id for (row_id,) in self.env.cr.fetchall()]

    def _insert_many(self, table, rows):
        """Insert rows in one statement.

        :param list rows: dicts with the same keys, names of columns
        """
        if not rows:
            return
        lines = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
        columns = SQL(", ").join(SQL.identifier(name) for name in rows[0])
        self.env.cr.execute(
            SQL("INSERT INTO %s (%s) VALUES %s", SQL.identifier(table), columns, lines)
        )
