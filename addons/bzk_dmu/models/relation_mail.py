from odoo import api, models
from odoo.tools import email_normalize, email_split

#: Kinds of messages that are contact with the organisation.
CONTACT = ("email", "email_outgoing", "comment")


class Relation(models.Model):
    """Mail with an organisation: who is written to, and who it is that writes."""

    _inherit = "bzk.relation"

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """Suggest nobody by itself but those whom the conversation is with.

        Core would put the owner and the organisation's general address in every mail. The people
        of the organisation stand first in the box instead (``mail_people``).
        """
        suggested = super()._message_add_suggested_recipients(
            force_primary_email=force_primary_email
        )
        for values in suggested.values():
            values["partners"] = self.env["res.partner"]
            values["email_to_lst"] = []
        return suggested

    def _sort_suggested_messages(self, messages):
        """Take nobody from the last mail: it may have been with somebody else, long ago.

        Who answers a mail does so from that mail, and gets its recipients.
        """
        return messages.browse()

    def _message_get_suggested_recipients_batch(self, **kwargs):
        """Answer others, not oneself."""
        found = super()._message_get_suggested_recipients_batch(**kwargs)
        own = self.env.user.partner_id
        return {
            record_id: [
                one
                for one in recipients
                if one["partner_id"] != own.id and one["email"] != own.email_normalized
            ]
            for record_id, recipients in found.items()
        }

    @api.readonly
    def mail_people(self, term="", limit=8):
        """People to write to: those of the organisation who fit what was typed.

        :param str term: the beginning of what was typed
        :return: list of dicts with ``partner_id``, ``name``, ``email`` and ``function``; the last
            one is the organisation itself when it has an address
        """
        self.ensure_one()
        self.check_access("read")
        words = (term or "").lower().split()
        members = self.member_ids.filtered("current")
        people = []
        for member in members:
            label = f"{member.partner_id.name} {member.work_email or ''}".lower()
            if member.work_email and all(word in label for word in words):
                own = member.work_email == member.partner_id.email
                people.append(
                    {
                        # A mail to a person goes to their own address; here they may have another.
                        "partner_id": own and member.partner_id.id,
                        "name": member.partner_id.name,
                        "email": member.work_email,
                        "function": member.function_id.name or "",
                    }
                )
        if self.email and all(word in f"{self.name} {self.email}".lower() for word in words):
            people.append(
                {
                    "partner_id": self.partner_id.id,
                    "name": self.name,
                    "email": self.email,
                    "function": self.env._("General address"),
                }
            )
        return people[:limit]

    def _partner_find_from_emails(self, records_emails, filter_found=None, **kwargs):
        """Find people of the library itself, and make nobody.

        The same address may be known at another library. Somebody new gets a place at the
        organisation, and that takes a person who says so.
        """
        # sudo: only the library of the record is asked for, also of one that is still being made.
        companies = self.sudo().company_id or self.env.company

        def ours(partner):
            known = not partner.company_id or partner.company_id in companies
            return known and (not filter_found or filter_found(partner))

        return super()._partner_find_from_emails(
            records_emails, filter_found=ours, **kwargs | {"no_create": True}
        )

    def message_post(self, **kwargs):
        """Name the people whom a mail went to at an address of their place here."""
        message = super().message_post(**kwargs)
        if message.outgoing_email_to:
            emails = [email_normalize(one) for one in email_split(message.outgoing_email_to)]
            found = self.env["bzk.filed.mail"]._match_people(self.company_id, emails)
            people = [one.partner_id for one in found.values() if one.partner_id]
            # sudo: who wrote may not change the recipients of a mail that went out already.
            message.sudo().partner_ids = [(4, partner_id) for partner_id in people]
        return message

    def _message_post_after_hook(self, message, msg_values):
        """A mail with somebody outside is contact."""
        result = super()._message_post_after_hook(message, msg_values)
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        if message.message_type in CONTACT and message.subtype_id.id == comment:
            # sudo: whoever may write in the chatter need not see everybody in it.
            people = (message.author_id | message.partner_ids).sudo()
            outside = message.incoming_email_to or message.outgoing_email_to
            if outside or any(person.partner_share for person in people):
                self._contact_done(message.date.date())
        return result

    @api.model
    def _direct_from(self, message_dict):
        """The relations of somebody at work who writes to the general address of a library.

        Core sends such a mail back. It answers no mail that is known, and came to the address at
        which answers come in.

        :param dict message_dict: the mail as the gateway read it
        :return: the relations of the sender, of one library; none in any other case
        """
        # sudo: a mail comes in without a user.
        relations = self.sudo().browse()
        if message_dict.get("is_bounce") or message_dict.get("parent_id"):
            return relations
        emails = {email.lower() for email in email_split(message_dict.get("recipients") or "")}
        domains = self.env["mail.alias.domain"].sudo().search([])
        general = domains.filtered(lambda domain: domain.catchall_email in emails)
        if not general:
            return relations
        sender = email_normalize(message_dict.get("email_from"))
        aliases = self.env["mail.alias"].sudo()
        if not sender or aliases.search_count([("alias_full_name", "in", list(emails))], limit=1):
            return relations
        mails = self.env["bzk.filed.mail"]
        for company in (
            self.env["res.company"].sudo().search([("alias_domain_id", "in", general.ids)])
        ):
            found = mails._match_people(company, [sender]).get(sender)
            if not found or found.state != "known":
                continue
            if relations:
                # Libraries that share an address: which one was meant nobody can tell.
                return relations.browse()
            relations = relations.browse(found.relation_ids)
        return relations

    def message_new(self, msg_dict, custom_values=None):
        """A mail makes no organisation; one that belongs nowhere is sent back by core.

        :raises ValueError: always, as core expects of what cannot be delivered
        """
        raise ValueError(f"A mail does not make a relation: {msg_dict.get('message_id')}")
