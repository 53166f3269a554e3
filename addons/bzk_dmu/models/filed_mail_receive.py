import logging
from typing import NamedTuple

from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import email_normalize, mute_logger
from odoo.tools.mail import email_split_and_format
from psycopg2.errors import UniqueViolation

from .. import mailing

_logger = logging.getLogger(__name__)
#: Of more unknown addresses than this nobody is asked whose they are: it was sent to a list.
ASKED = 30


class Letter(NamedTuple):
    """One mail to file: the one that came, or an original that was in it."""

    message: object
    how: str
    ref: str
    subject: str
    email_from: str
    date: object
    addresses: list
    #: What the colleague wrote above an original that was attached.
    remark: str = ""


class FiledMailReceive(models.Model):
    """How a mail to the library's address comes in."""

    _inherit = "bzk.filed.mail"

    @api.model
    def _is_for_file(self, raw):
        """Whether a mail was sent to the address of a library.

        :param bytes raw: the mail as the mail server hands it over
        """
        return bool(self._libraries(mailing.recipients(mailing.read_head(raw))))

    @api.model
    def _goes_elsewhere(self, raw):
        """Whether a mail was also sent to another address at which the CRM takes mail in."""
        recipients = mailing.recipients(mailing.read_head(raw))
        own = set(self._libraries(recipients).mapped("filing_address"))
        return bool(self._system_addresses(recipients - own))

    @api.model
    def _without_file(self, recipients):
        """A line of addresses without those for the file."""
        addresses = email_split_and_format(recipients)
        own = set(self._libraries(map(email_normalize, addresses)).mapped("filing_address"))
        return ",".join(one for one in addresses if email_normalize(one) not in own)

    @api.model
    def _take_in(self, raw):
        """File a mail at every library to whose address it was sent.

        :param bytes raw: the mail as the mail server hands it over
        :return: the records made or found, also of what was refused
        """
        message = mailing.read_message(raw)
        answer = not self._goes_elsewhere(raw)
        # sudo: here and below: a mail comes in without a user.
        taken = self.sudo().browse()
        for company in self._libraries(mailing.recipients(message)):
            mails = self.sudo().with_company(company)
            taken |= mails._take_in_at(company, message, raw, answer=answer)
        return taken

    @api.model
    def _libraries(self, recipients):
        """The libraries whose address is among these."""
        aliases = (
            self.env["mail.alias"]
            .sudo()
            .search(
                [
                    ("alias_full_name", "in", list(recipients)),
                    ("alias_domain_id", "!=", False),
                    ("alias_model_id.model", "=", "bzk.filed.mail"),
                ]
            )
        )
        return self.env["res.company"].sudo().search([("filing_alias_id", "in", aliases.ids)])

    def _take_in_at(self, company, message, raw, answer=True, user=None):
        """File a mail at one library, or keep why it was not.

        :param bool answer: tell a sender who is refused
        :param user: who vouches for a mail that was refused before
        :return: the records
        """
        senders = mailing.header_addresses(message, ("from",))
        user = user or (self._colleague(company, senders[0].email) if len(senders) == 1 else None)
        reason = not self.env.context.get("bzk_vouched") and self._refusal(
            company, message, senders, user
        )
        if reason:
            return self._refuse(company, message, raw, reason, answer)
        taken = self.browse()
        for letter in self._letters(company, message):
            taken |= self._file_letter(company, letter, user)
        return taken

    def _refusal(self, company, message, senders, user):
        """Why a mail is not filed, or None."""
        if any(self._system_addresses([sender.email for sender in senders])):
            return "loop"
        proof = mailing.proof(message)
        if proof == "fail" or (proof != "pass" and company.filing_proven_only):
            return "unproven"
        if mailing.is_automatic(message):
            return "automatic"
        if not user and not self._is_answer(company, message, senders):
            return "not_staff"
        return None

    def _is_answer(self, company, message, senders):
        """Whether somebody known answers a mail that is in the file, and included the address."""
        refs = mailing.thread_refs(message)
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("message_id", "in", refs), ("model", "=", "bzk.relation")])
        )
        relations = self.env["bzk.relation"].sudo().browse(messages.mapped("res_id")).exists()
        found = self._match(company, "work", senders)
        return company in relations.company_id and any(
            one.state == "known" for one in found.values()
        )

    def _letters(self, company, message):
        """The mails to file: the original of one that was forwarded to the file only.

        A mail that also went to somebody outside is filed for them, whatever it quotes.
        """
        addresses = mailing.header_addresses(message)
        emails = [address.email for address in addresses if address.part != "from"]
        outside = set(emails) - self._system_addresses(emails) - self._colleagues(company, emails)
        if outside:
            return [self._letter(message, "copy", addresses)]
        originals = mailing.attached_originals(message)
        if originals:
            remark = self._text_of(message).strip()[:2000]
            return [
                self._letter(original, "forward", mailing.header_addresses(original), remark)
                for original in originals
            ]
        forwarded = mailing.find_forwarded(self._text_of(message))
        if not forwarded:
            return [self._letter(message, "copy", addresses)]
        # Mail programs name the original as what this one refers to.
        is_forward = mailing.is_forward_subject(mailing.subject_line(message))
        refs = mailing.thread_refs(message) if is_forward else []
        sender = forwarded.sender
        letter = self._letter(message, "forward", forwarded.addresses)
        return [
            letter._replace(
                ref=refs[0] if refs else self._print_of(forwarded) or letter.ref,
                subject=forwarded.subject or letter.subject,
                email_from=self._formatted(sender) if sender else "",
                date=self._local_date(company, forwarded.date) or letter.date,
            )
        ]

    def _letter(self, message, how, addresses, remark=""):
        sender = next((one for one in addresses if one.part == "from"), None)
        return Letter(
            message,
            how,
            mailing.message_ref(message),
            mailing.subject_line(message) or self.env._("No subject"),
            self._formatted(sender) if sender else "",
            mailing.message_date(message),
            addresses,
            remark,
        )

    def _formatted(self, address):
        return f'"{address.name}" <{address.email}>' if address.name else address.email

    def _print_of(self, forwarded):
        """A mark for an original that is known by its header only, so that it is filed once."""
        if not forwarded.sender or not forwarded.date:
            return None
        return mailing.print_of(forwarded.sender.email, forwarded.date, forwarded.subject)

    def _local_date(self, company, date):
        """A moment as the colleague's program showed it, in UTC."""
        if not date:
            return None
        return mailing.to_utc(date, company.partner_id.tz or "Europe/Amsterdam")

    def _file_letter(self, company, letter, user):
        """Record a mail and file it with everybody in it who is known.

        :return: the record; the one that there was when the mail was filed before
        """
        known = self.search([("company_id", "=", company.id), ("message_ref", "=", letter.ref)])
        if known and known.state != "refused":
            return known
        known._drop_content()
        known.unlink()
        hat = self._hat(user)
        body, files, remarks = self._content(company, letter.message)
        if letter.how == "forward":
            body = Markup(mailing.unquoted(body))
        if letter.remark:
            who = user.name if user else letter.email_from
            remarks.insert(
                0, self.env._("%(who)s wrote: %(remark)s", who=who, remark=letter.remark)
            )
        values = {
            "company_id": company.id,
            "message_ref": letter.ref,
            "subject": letter.subject,
            "email_from": letter.email_from,
            "date": letter.date,
            "how": letter.how if user else "answer",
            "hat": hat,
            "user_id": user.id if user else False,
            "body": body,
        }
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                mail = self.create(values)
                mail.flush_recordset()
        except UniqueViolation:
            # The same mail came in by another road at this very moment.
            return self.search([("company_id", "=", company.id), ("message_ref", "=", letter.ref)])
        found = self._match(company, hat, letter.addresses)
        unknown = [email for email, one in found.items() if one.state == "waiting"]
        if len(unknown) > ASKED:
            remarks.append(
                self.env._("Sent to %s unknown addresses; nobody is asked whose.", len(unknown))
            )
            found |= {email: found[email]._replace(state="skipped") for email in unknown}
        mail.line_ids = [
            (0, 0, self._line_values(address, found[address.email]))
            for address in letter.addresses
            if address.email in found
        ]
        if {line.state for line in mail.line_ids} <= {"colleague"}:
            remarks.append(
                self.env._("Nobody but colleagues is named in this mail, so it is filed nowhere.")
            )
        mail.note = "\n".join(remarks) or False
        mail._store_files(files)
        mail._put_away()
        return mail

    def _line_values(self, address, found):
        relations = found.relation_ids
        return {
            "part": address.part,
            "name": mailing.clean_line(address.name, 200),
            "email": address.email,
            "state": found.state,
            "partner_id": found.partner_id or False,
            "relation_id": relations[0] if len(relations) == 1 else False,
            "choice": found.choice if found.state == "waiting" else False,
        }

    def _hat(self, user):
        """Which customers a colleague's mails are filed at: those that their role may see."""
        if not user:
            return "work"
        work = user.has_group("bzk_base.group_relations")
        private = user.has_group("bzk_base.group_staff")
        return "both" if work and private else "work" if work else "private"

    def _refuse(self, company, message, raw, reason, answer):
        """Keep a mail that is not filed, so that an administrator can look; tell the sender."""
        ref = mailing.message_ref(message)
        known = self.search([("company_id", "=", company.id), ("message_ref", "=", ref)])
        if known:
            return known
        sender = (mailing.header_addresses(message, ("from",)) or [None])[0]
        mail = self.create(
            {
                "company_id": company.id,
                "message_ref": ref,
                "subject": mailing.subject_line(message) or self.env._("No subject"),
                "email_from": self._formatted(sender) if sender else "",
                "date": mailing.message_date(message),
                "hat": "both",
                "state": "refused",
                "reason": reason,
            }
        )
        mail._store_files([("mail.eml", raw, "")])
        _logger.info("Mail %s for the file of %s is refused: %s", ref, company.id, reason)
        if answer and reason == "not_staff" and sender:
            mail._tell_refused(sender)
        return mail

    def _tell_refused(self, sender):
        """Tell a sender, once a day at most, and never a program."""
        told = self.search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "refused"),
                ("reason", "=", "not_staff"),
                ("email_from", "=like", f"%{sender.email.replace('%', '')}%"),
                ("create_date", ">", fields.Datetime.subtract(fields.Datetime.now(), days=1)),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if told:
            return
        company = self.company_id
        # In the language of the library: nothing tells that of who wrote.
        _ = self.with_context(lang=company.partner_id.lang or "nl_NL").env._
        paragraphs = [
            _("Hello,"),
            _(
                'Your mail "%(subject)s" went to an address that %(library)s uses for its own '
                "records. It takes mails of its staff only, so nobody has read yours.",
                subject=self.subject,
                library=company.name,
            ),
            _("Please write to %s instead.", company.email or company.name),
        ]
        body = Markup("").join(Markup("<p>%s</p>") % line for line in paragraphs)
        # sudo: the library answers, and whoever handed the mail in need not be known.
        self.env["mail.mail"].sudo().create(
            {
                "subject": f"Re: {self.subject}",
                "body_html": body,
                "email_to": sender.email,
                "email_from": company.email_formatted or company.catchall_formatted,
                "author_id": False,
                "auto_delete": True,
                "references": self.message_ref,
                "headers": repr(
                    {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
                ),
            }
        )
