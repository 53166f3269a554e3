from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class CampaignCase(LibraryCase):
    """A library that mails: a segment of three readers, who agreed to the newsletter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.anna, cls.bram, cls.cato = cls._readers("Anna", "Bram", "Cato")
        cls.segment = cls._segment("Everybody", "[('infix', '=', 'de')]")
        cls.mailing = cls._mailing(body_html="<p>General part</p>")

    @classmethod
    def _readers(cls, *names, company=None):
        """Create customers who agreed to the newsletter."""
        company = company or cls.library
        people = cls.env["res.partner"].create(
            [
                {
                    "name": f"{name} de Vries",
                    "firstname": name,
                    "lastname": "Vries",
                    "infix": "de",
                    "company_id": company.id,
                    "email": f"{name.lower()}@example.org",
                }
                for name in names
            ]
        )
        for person in people:
            cls._agree(person)
        return people

    @classmethod
    def _agree(cls, person, state="given", purpose=None, **values):
        return cls.env["bzk.consent"].create(
            {
                "partner_id": person.id,
                "company_id": person.company_id.id,
                "purpose_id": (purpose or cls.purpose).id,
                "state": state,
                "channel": "desk",
                "date": fields.Datetime.now(),
                **values,
            }
        )

    @classmethod
    def _segment(cls, name, domain, company=None, **values):
        company = cls.library if company is None else company
        return cls.env["mailing.filter"].create(
            {
                "name": name,
                "company_id": company.id,
                "mailing_domain": domain,
                "purpose_id": cls.purpose.id,
                **values,
            }
        )

    @classmethod
    def _mailing(cls, **values):
        return cls.env["mailing.mailing"].create(
            {
                "subject": "News",
                "company_id": cls.library.id,
                "purpose_id": cls.purpose.id,
                "mailing_filter_id": cls.segment.id,
                "email_from": "library@example.org",
                **values,
            }
        )

    @classmethod
    def _block(cls, name, segment=None, **values):
        return cls.env["bzk.mailing.block"].create(
            {
                "mailing_id": cls.mailing.id,
                "name": name,
                "segment_id": segment and segment.id,
                "body_html": f"<p>About {name}</p>",
                **values,
            }
        )

    def _select(self, query):
        self.env.cr.execute(query)
        return dict(self.env.cr.fetchall())
