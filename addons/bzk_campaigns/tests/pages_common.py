from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from odoo.addons.bzk_base.tests.common import LibraryCase

EVA = {"firstname": "Eva", "lastname": "van Dijk", "email": "Eva@example.org", "grown": "1"}


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


class PreferenceCase(PagesCase, HttpCase):
    """The page of preferences of a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.genre, cls.other_genre = cls.env["bzk.genre"].create(
            [{"name": "Spanning", "code": "spanning-x"}, {"name": "Kunst", "code": "kunst-x"}]
        )
        cls.url = cls.anna._preference_url()

    def _mails(self, address):
        return self.env["mail.mail"].search([("email_to", "=", address)])

    def _tick(self, purposes):
        return {f"purpose_{purpose.id}": "1" for purpose in purposes}


class SignupCase(PagesCase):
    """Somebody signs up on the page of a library, for herself or for her child."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signups = cls.env["bzk.newsletter.signup"]
        today = fields.Date.today()
        cls.born = today - timedelta(days=3000)
        cls.child = {
            "child_firstname": "Noor",
            "child_lastname": "van Dijk",
            "birthdate": str(cls.born),
            "parent": "1",
        }

    def _tick(self, *purposes):
        return {f"purpose_{purpose.id}": "1" for purpose in purposes}

    def _form(self, *purposes, **values):
        return {**EVA, **self._tick(*(purposes or (self.newsletter,))), **values}

    def _ask(self, *purposes, company=None, **values):
        """Fill in the form, and give what waits to be confirmed."""
        company = company or self.library
        found, wrong = self.signups._read_form(company, self._form(*purposes, **values))
        self.assertFalse(wrong)
        self.signups._ask(found, ip="203.0.113.77")
        return self.signups.search([("company_id", "=", company.id)], limit=1)

    def _wrong(self, *purposes, **values):
        return self.signups._read_form(self.library, self._form(*purposes, **values))[1]

    def _customers(self, firstname, company=None):
        return self.env["res.partner"].search(
            [
                ("firstname", "=", firstname),
                ("lastname", "=", "Dijk"),
                ("company_id", "=", (company or self.library).id),
            ]
        )

    def _eva(self, **values):
        return self.env["res.partner"].create(
            {
                "firstname": "Eva",
                "infix": "van",
                "lastname": "Dijk",
                "email": "eva@example.org",
                "company_id": self.library.id,
                **values,
            }
        )

    def _noor(self, **values):
        return self._eva(firstname="Noor", birthdate=self.born, **values)
