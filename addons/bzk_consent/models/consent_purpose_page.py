from odoo import models


class ConsentPurpose(models.Model):
    """What is read about purposes where customers decide without a colleague."""

    _inherit = "bzk.consent.purpose"

    def _alike(self, companies):
        """These purposes with those of the same code: a library's own and the common one.

        Who stops a mail stops it under whichever of the two it was sent.

        :param companies: ``res.company`` whose own purposes count
        """
        # sudo: it tells nothing of a person.
        return self.sudo().search(
            [
                ("code", "in", self.mapped("code")),
                ("company_id", "in", [*companies.ids, False]),
                ("active", "in", [True, False]),
            ]
        )

    def _page_texts(self, company):
        """What is read about each purpose on a page of a library.

        :param company: ``res.company``
        :return: dict of purpose's id -> text in the language of the page
        """
        versions = self._texts(company)
        return {
            purpose.id: versions[purpose.id].text
            if purpose.id in versions
            else purpose.description or ""
            for purpose in self
        }

    def _page_versions(self, company):
        """The texts by which is decided on a page of a library: ``bzk.consent.version``."""
        return self.env["bzk.consent.version"].union(*self._texts(company).values())
