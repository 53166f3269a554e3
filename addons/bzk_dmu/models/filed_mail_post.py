from markupsafe import Markup
from odoo import SUPERUSER_ID, models

from odoo.addons.bzk_base.mailing import plain_text

from .filed_mail_content import MOST_TEXT


class FiledMailPost(models.Model):
    """A mail put in the history of everybody it is about."""

    _inherit = "bzk.filed.mail"

    def _put_away(self, settled=False):
        """File the mail wherever it was not filed yet, and let its text go when nobody is asked.

        Runs past the rules of access, as it does when a mail comes in: the lines say where the
        mail goes, and who may settle a line was checked when it was.

        :param bool settled: staff have seen the mail
        """
        self.ensure_one()
        mail = self.sudo()
        known = mail.line_ids.filtered(lambda line: line.state == "known")
        relations = self.env["bzk.relation"].sudo()
        for line in known:
            relations |= line._targets()
        customers = known.partner_id.filtered(
            lambda partner: not partner.work_contact and not partner.is_company
        )
        for relation in relations - mail.relation_ids:
            mail._post_at(relation, known.partner_id - customers)
        for customer in customers - mail.customer_ids:
            mail._post_at(customer, customer)
        states = set(mail.line_ids.mapped("state"))
        # What is filed with nobody lies nowhere else: staff see it before its text goes.
        unseen = not settled and states <= {"colleague", "skipped"}
        state = "waiting" if "waiting" in states or unseen else "filed"
        mail.write(
            {
                "relation_ids": [(4, relation.id) for relation in relations],
                "customer_ids": [(4, customer.id) for customer in customers],
                "state": state,
            }
        )
        if state == "filed":
            mail._drop_content()

    def _post_at(self, record, people):
        """Write the mail in the chatter of one record, unless it is there already.

        :param record: a relation or a private customer
        :param people: those of the recipients who may be named there
        """
        messages = self.env["mail.message"].sudo()
        there = [("model", "=", record._name), ("res_id", "=", record.id)]
        if messages.search_count([*there, ("message_id", "=", self.message_ref)], limit=1):
            return
        sender = self.line_ids.filtered(lambda line: line.part == "from")[:1]
        author = sender.partner_id & people
        if sender.state == "colleague":
            author = self._colleague(self.company_id, sender.email).partner_id
        # The system's own user writes, as it does for every mail that comes in; nobody is mailed.
        thread = record.with_user(SUPERUSER_ID).with_context(
            bzk_filing=True, mail_create_nosubscribe=True, mail_post_autofollow_author_skip=True
        )
        message = thread.message_post(
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            body=Markup(self._chatter_body()),
            subject=self.subject,
            author_id=author[:1].id or False,
            email_from=self.email_from,
            message_id=self.message_ref,
            date=self.date,
            incoming_email_to=self._written("to"),
            incoming_email_cc=self._written("cc"),
            attachments=self._chatter_attachments(),
        )
        recipients = self.line_ids.filtered(lambda line: line.part in ("to", "cc")).partner_id
        # Afterwards, as core does: the mail was sent already.
        message.write({"partner_ids": [(6, 0, (recipients & people).ids)]})

    def _written(self, part):
        """Who was written to, as the mail said it."""
        lines = self.line_ids.filtered(lambda line: line.part == part)
        return ", ".join(
            f'"{line.name}" <{line.email}>' if line.name else line.email for line in lines[:50]
        )

    def _chatter_body(self):
        """The text with the remarks above it, such as which attachments were too large."""
        remarks = Markup("").join(
            Markup("<p><em>%s</em></p>") % line for line in (self.note or "").splitlines()
        )
        body = self.body or ""
        if len(body) > MOST_TEXT:
            body = Markup("<pre>%s</pre>") % plain_text(body)[:MOST_TEXT]
        return remarks + Markup(body)

    def _chatter_attachments(self):
        """The files, in core's form; the description holds the mark of a picture in the text."""
        return [
            (
                attachment.name,
                attachment.raw or b"",
                {"cid": attachment.description} if attachment.description else {},
            )
            for attachment in self.attachment_ids
        ]


class FiledMailLinePost(models.Model):
    _inherit = "bzk.filed.mail.line"

    def _targets(self):
        """The relations at which a mail with this address is filed."""
        self.ensure_one()
        if self.relation_id:
            return self.relation_id
        if not self.partner_id.work_contact:
            return self.env["bzk.relation"]
        places = self.env["bzk.filed.mail"]._places(self.company_id, self.partner_id.ids)
        return self.env["bzk.relation"].browse(places.get(self.partner_id.id, ()))
