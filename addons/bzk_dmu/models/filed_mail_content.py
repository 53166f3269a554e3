from odoo import models
from odoo.tools import format_list

from odoo.addons.bzk_base.mailing import plain_text

from .. import mailing

MEGABYTE = 1024 * 1024
#: Characters of the text of a mail that a chatter can show.
MOST_TEXT = 1_000_000
#: What reading a mail may raise that was not written by the rules.
BROKEN = (LookupError, UnicodeError, ValueError, AttributeError, TypeError)


class FiledMailContent(models.Model):
    """What is in a mail: its text, its files, and what of it is not kept."""

    _inherit = "bzk.filed.mail"

    def _store_files(self, files):
        """Keep files with the mail: tuples of name, bytes, and the mark of a picture in it."""
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "description": cid or False,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content, cid in files
            ]
        )
        self.attachment_ids = [(6, 0, attachments.ids)]

    def _text_of(self, message):
        """The text of a mail: as it was written, or read from its mark-up."""
        try:
            part = message.get_body(("plain", "html"))
            content = part.get_content() if part else ""
        except BROKEN:
            return ""
        return plain_text(content) if part and part.get_content_subtype() == "html" else content

    def _content(self, company, message):
        """Text, files and remarks of a mail.

        :return: body as HTML, list of tuples (name, bytes, mark), list of remarks
        """
        threads = self.env["mail.thread"]
        try:
            payload = threads._message_parse_extract_payload(message, {})
        except BROKEN:
            # A code page that does not exist, or a mail that is broken: kept whole.
            raw = mailing.as_bytes(message, {})
            remark = self.env._("The text could not be read; the mail is attached as it came.")
            files = [("mail.eml", raw, "")]
            return "", *self._within_limit(company, files, [remark])
        files = [
            (
                mailing.clean_line(attachment[0], 200) or "attachment",
                mailing.as_bytes(attachment[1], attachment[2]),
                attachment[2].get("cid", ""),
            )
            for attachment in payload["attachments"]
        ]
        body, remarks = payload["body"], []
        if len(body) > MOST_TEXT:
            # More than what cleans mark-up can read: it would leave nothing of it.
            files.append(("mail.html", body.encode(errors="replace"), ""))
            remarks.append(self.env._("The text is too long to show; all of it is attached."))
            body = body[:MOST_TEXT]
        return body, *self._within_limit(company, files, remarks)

    def _within_limit(self, company, files, remarks):
        """Leave out the files that make a mail too large, and say which."""
        room = company.filing_max_mb * MEGABYTE
        kept, left = [], []
        for name, content, cid in files:
            if len(content) > room:
                left.append(f"{name} ({len(content) / MEGABYTE:.1f} MB)")
                continue
            room -= len(content)
            kept.append((name, content, cid))
        if left:
            remarks.append(
                self.env._(
                    "Not kept, as a mail in the file is %(limit)s MB at most: %(files)s",
                    limit=company.filing_max_mb,
                    files=format_list(self.env, left),
                )
            )
        return kept, remarks
