from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class JourneyCase(LibraryCase):
    """A library with members who agreed to the newsletter, and journeys for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.type = cls.env["bzk.membership.type"].create(
            {"name": "Adult", "code": "ADULT", "company_id": cls.library.id}
        )
        cls.library.partner_id.tz = "Europe/Amsterdam"

    @classmethod
    def _member(cls, name, agreed=True, company=None, **values):
        """A customer who agreed to the newsletter long ago, unless told otherwise."""
        partner = cls.env["res.partner"].create(
            {
                "firstname": name,
                "lastname": "Berg",
                "email": f"{name.lower()}@example.org",
                "birthdate": "1980-02-03",
                "company_id": (company or cls.library).id,
                **values,
            }
        )
        if agreed:
            cls._agree(partner)
        return partner

    @classmethod
    def _agree(cls, partner, state="given", date="2026-01-01 10:00:00", purpose=None):
        cls.env["bzk.consent"].create(
            {
                "partner_id": partner.id,
                "company_id": partner.company_id.id,
                "purpose_id": (purpose or cls.purpose).id,
                "state": state,
                "channel": "desk",
                "date": date,
            }
        )

    @classmethod
    def _join(cls, partner, **values):
        """Make somebody a member, today when not told otherwise."""
        return cls.env["bzk.membership"].create(
            {
                "partner_id": partner.id,
                "type_id": cls.type.id,
                "date_start": fields.Date.today(),
                **values,
            }
        )

    @classmethod
    def _journey(cls, steps, **values):
        """A journey of these steps; a step without a kind is a mail with a text."""
        journey = cls.env["bzk.journey"].create(
            {
                "name": "Test journey",
                "company_id": cls.library.id,
                "purpose_id": cls.purpose.id,
                "holdout": 0,
                "hour_from": 0,
                "hour_to": 24,
                **values,
            }
        )
        cls._steps(journey, steps)
        return journey

    @classmethod
    def _steps(cls, journey, steps):
        made = cls.env["bzk.journey.step"]
        for number, step in enumerate(steps, 1):
            made |= made.create({"journey_id": journey.id, "sequence": number * 10, **step})
        made.mailing_id.write({"body_html": "<p>Hello</p>"})
        return made

    def _mails(self, partner):
        """Subjects of the mails that a customer got or that wait, the first one first."""
        traces = self.env["mailing.trace"].search([("partner_id", "=", partner.id)], order="id")
        return traces.mapped("mass_mailing_id.subject")
