from dateutil.relativedelta import relativedelta
from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class ResultsCase(LibraryCase):
    """A library that mails its customers: a segment, a mailing, and who got it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.segment = cls._segment(cls.library, "Lezers in Haarlem")
        cls.mailing = cls._mailing(cls.library, "Nieuws van de bibliotheek", cls.segment)

    @classmethod
    def _segment(cls, company, name, domain="[]"):
        return cls.env["mailing.filter"].create(
            {
                "name": name,
                "company_id": company.id,
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": domain,
            }
        )

    @classmethod
    def _mailing(cls, company, subject, segment=None, **values):
        return cls.env["mailing.mailing"].create(
            {
                "subject": subject,
                "company_id": company.id,
                "purpose_id": cls.newsletter.id,
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_filter_id": segment.id if segment else False,
                "body_html": "<p>Dag</p>",
                **values,
            }
        )

    @classmethod
    def _people(cls, number, company=None, **values):
        company = company or cls.library
        return cls.env["res.partner"].create(
            [
                {
                    "firstname": f"Lezer{index}",
                    "lastname": f"Proef{company.id}",
                    "email": f"lezer{index}.{company.id}@post.example",
                    "company_id": company.id,
                    **values,
                }
                for index in range(number)
            ]
        )

    @classmethod
    def _agreed(cls, partners, days=30, **values):
        return cls.env["bzk.consent"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": partner.company_id.id,
                    "purpose_id": cls.newsletter.id,
                    "state": "given",
                    "channel": "desk",
                    "date": cls.now - relativedelta(days=days),
                    "evidence": "formulier 12",
                    **values,
                }
                for partner in partners
            ]
        )

    @classmethod
    def _sent(cls, partners, mailing=None, days=2, **values):
        """Traces as they are after sending."""
        mailing = mailing or cls.mailing
        return cls.env["mailing.trace"].create(
            [
                {
                    "trace_type": "mail",
                    "trace_status": "sent",
                    "model": "res.partner",
                    "res_id": partner.id,
                    "partner_id": partner.id,
                    "company_id": partner.company_id.id,
                    "email": partner.email_normalized,
                    "mass_mailing_id": mailing.id,
                    "sent_datetime": cls.now - relativedelta(days=days),
                    **values,
                }
                for partner in partners
            ]
        )
