from odoo import models

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_text
from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name


class CrmLead(models.Model):
    """Mail with the contact person of a chance: somebody at work, never a private customer."""

    _inherit = "crm.lead"

    def _get_customer_information(self):
        """Let somebody new who is written to be known at work, at the library of the chance."""
        found = super()._get_customer_information()
        for lead in self:
            key = lead.email_normalized or lead.email_from
            if key in found:
                found[key] = {
                    **lead._name_parts(),
                    "name": lead.contact_name or lead.email_from,
                    "phone": lead.phone,
                    "company_id": lead.company_id.id,
                    "is_company": False,
                    "work_contact": True,
                }
        return found

    def _name_parts(self):
        """The name of the contact person, taken apart as far as that goes.

        :return: dict with what there is of initials, firstname, infix and lastname
        """
        self.ensure_one()
        try:
            name = clean_text(self.contact_name or "")
        except Refusal:
            name = None
        return split_name(name) if name else {}

    def _partner_find_from_emails(self, records_emails, filter_found=None, **kwargs):
        """Find people at work, organisations and colleagues by an address, and nobody else."""

        def at_work(partner):
            known = partner.work_contact or partner.is_company or not partner.partner_share
            return known and (not filter_found or filter_found(partner))

        return super()._partner_find_from_emails(records_emails, filter_found=at_work, **kwargs)
