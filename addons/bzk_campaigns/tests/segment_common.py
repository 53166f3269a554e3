from datetime import timedelta

from odoo import fields

from odoo.addons.bzk_membership.tests.common import MemberCase


class SegmentCase(MemberCase):
    """Customers of two libraries, of whom each shipped segment finds those that fit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.marketing = cls.users["marketing"]

    @classmethod
    def _person(cls, lastname, library=None, **values):
        return cls.env["res.partner"].create(
            {"lastname": lastname, "company_id": (library or cls.library).id, **values}
        )

    @classmethod
    def _segment(cls, name, user=None):
        segment = cls.env.ref(f"bzk_campaigns.segment_{name}")
        return segment.with_user(user or cls.marketing)

    def _people(self, segment):
        """Who is in a segment, as the user of it sees them."""
        if isinstance(segment, str):
            segment = self._segment(segment)
        self.env.flush_all()
        partners = segment.env["res.partner"].with_context(active_test=False)
        return partners.search(segment._people_domain()).with_env(self.env)

    @classmethod
    def _own(cls, domain, user=None, **values):
        """A segment of the library itself."""
        return (
            cls.env["mailing.filter"]
            .with_user(user or cls.marketing)
            .create(
                {
                    "name": "Eigen",
                    "company_id": cls.library.id,
                    "mailing_domain": str(domain),
                    **values,
                }
            )
        )

    @classmethod
    def _activity(cls, days_ago=10, library=None, **values):
        begin = cls.now - timedelta(days=days_ago)
        return cls.env["event.event"].create(
            {
                "name": "Voorlezen",
                "company_id": (library or cls.library).id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                **values,
            }
        )

    @classmethod
    def _seat(cls, partner, activity, state="open"):
        seat = cls.env["event.registration"].create(
            {"event_id": activity.id, "attendee_id": partner.id, "name": partner.name}
        )
        seat.state = state
        return seat

    @classmethod
    def _consent(cls, partners, code="newsletter", state="given"):
        purpose = cls.env.ref(f"bzk_consent.purpose_{code}")
        cls.env["bzk.consent"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": partner.company_id.id,
                    "purpose_id": purpose.id,
                    "state": state,
                    "channel": "desk",
                }
                for partner in partners
            ]
        )
