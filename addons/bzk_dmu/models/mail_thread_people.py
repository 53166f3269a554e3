from odoo import models
from odoo.tools import email_normalize

#: Documents of relations: who writes or is written to there, is known at work.
AT_WORK = ("bzk.relation", "bzk.contact.report", "crm.lead")


class MailThread(models.AbstractModel):
    """An address leads to the private customer or to the same person at work, by where it stands.

    The gateway looks addresses up with all rights. On a school it would else name the private
    customer who happens to have the address, and tell colleagues that there is one.
    """

    _inherit = "mail.thread"

    def _partner_find_from_emails(
        self,
        records_emails,
        avoid_alias=True,
        ban_emails=None,
        filter_found=None,
        additional_values=None,
        no_create=False,
    ):
        at_work = self._at_work()
        if at_work is not None:
            wanted = filter_found

            def filter_found(partner):
                other = partner.partner_share and not partner.is_company
                fits = not other or partner.work_contact == at_work
                return fits and (wanted is None or wanted(partner))

        if at_work:
            additional_values = dict(additional_values or {})
            for email in {email for emails in records_emails.values() for email in emails}:
                key = email_normalize(email, strict=False) or email
                additional_values[key] = {
                    "work_contact": True,
                    **additional_values.get(key, {}),
                }
        return super()._partner_find_from_emails(
            records_emails,
            avoid_alias=avoid_alias,
            ban_emails=ban_emails,
            filter_found=filter_found,
            additional_values=additional_values,
            no_create=no_create,
        )

    def _at_work(self):
        """Whether people here are known at work; nothing where it may be either.

        :return: bool or ``None``
        """
        if self._name in AT_WORK:
            return True
        if not self or self._name == "mail.thread":
            return None
        if self._name != "res.partner":
            return False
        # sudo: what kind of record it is decides who may be named there, and tells no more.
        kinds = {partner.is_company or partner.work_contact for partner in self.sudo()}
        if kinds == {True}:
            return None if any(partner.is_company for partner in self.sudo()) else True
        return False if kinds == {False} else None
