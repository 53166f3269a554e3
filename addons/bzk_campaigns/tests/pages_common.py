from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class PagesCase(LibraryCase):
    """A customer who gets the newsletter, and the mail in which its links stand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.youth = cls.env.ref("bzk_consent.purpose_youth")
        cls.activities = cls.env.ref("bzk_consent.purpose_activities")
        cls.anna = cls._new_customer("Anna", birthdate="1980-02-03")
        cls.mailing = cls._new_mailing(cls.library)
        cls.trace = cls._new_trace(cls.anna)
        cls._agrees(cls.anna, cls.newsletter)

    @classmethod
    def _new_customer(cls, firstname, company=None, **values):
        return cls.env["res.partner"].create(
            {
                "firstname": firstname,
                "infix": "van der",
                "lastname": "Berg",
                "email": "berg@example.org",
                "company_id": (company or cls.library).id,
                **values,
            }
        )

    @classmethod
    def _new_mailing(cls, company, **values):
        return cls.env["mailing.mailing"].create(
            {
                "subject": "Nieuws uit de bibliotheek",
                "company_id": company.id,
                "purpose_id": cls.newsletter.id,
                "body_html": "<p>Dag lezer</p>",
                **values,
            }
        )

    @classmethod
    def _new_trace(cls, partner, mailing=None, **values):
        """The mail to a customer as the queue makes it."""
        return cls.env["mailing.trace"].create(
            {
                "mass_mailing_id": (mailing or cls.mailing).id,
                "model": "res.partner",
                "res_id": partner.id,
                "partner_id": partner.id,
                "company_id": partner.company_id.id,
                "email": partner.email_normalized,
                "trace_status": "sent",
                "sent_datetime": fields.Datetime.now(),
                **values,
            }
        )

    @classmethod
    def _agrees(cls, partners, purposes, **proof):
        return cls.env["bzk.consent"]._give(partners, purposes, "desk", **proof)

    def _open(self, url, follow=True, **form):
        """Open a page, or press its button when there is something in the form."""
        path = url.replace(self.mailing.get_base_url(), "")
        answer = self.url_open(path, data=form or None, allow_redirects=follow)
        self.env.invalidate_all()
        return answer

    def _state(self, partner, purpose=None):
        """What somebody decided last, or nothing."""
        self.env.invalidate_all()
        lines = partner.consent_ids.filtered(
            lambda line: line.purpose_id == (purpose or self.newsletter)
        )
        return lines.sorted("id", reverse=True)[:1].state
