from odoo import api, models


class MailingFilter(models.Model):
    """Segments that newsletters make for their blocks, each once."""

    _inherit = "mailing.filter"

    @api.model
    def _find_or_make(self, company, name, domain, purpose):
        """Give the segment of a library that chooses these people.

        :param company: ``res.company``
        :param str name: for when it has to be made
        :param list domain: who is in it
        :param purpose: ``bzk.consent.purpose`` for when it has to be made
        """
        values = {"company_id": company.id, "mailing_domain": repr(domain), "at_work": False}
        found = self.search([(key, "=", value) for key, value in values.items()], limit=1)
        return found or self.create({**values, "name": name, "purpose_id": purpose.id})
