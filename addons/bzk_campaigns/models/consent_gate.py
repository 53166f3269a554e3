from odoo import api, fields, models
from odoo.tools import SQL

#: What a library sells of which its newsletters tell.
SIMILAR = ("subscription", "ticket")
#: For how many days after an activity a mail still belongs to the ticket.
AFTERWARDS = 31


class ResPartner(models.Model):
    """What customers have with the library, for mail that needs no consent."""

    _inherit = "res.partner"

    @api.model
    def _agreement_condition(self):
        """Who is a member today, or has a place at an activity that is not long over."""
        for name in ("bzk.membership", "event.registration", "event.event"):
            self.env[name].flush_model()
        today = fields.Date.context_today(self)
        return SQL(
            """
            EXISTS (SELECT FROM bzk_membership member
                     WHERE member.partner_id = partner.id
                       AND (member.date_end IS NULL OR member.date_end > %(today)s))
            OR EXISTS (SELECT FROM event_registration seat
                         JOIN event_event event ON event.id = seat.event_id
                        WHERE seat.attendee_id = partner.id AND seat.active
                          AND seat.state IN ('open', 'done')
                          AND event.date_end > %(today)s::date - %(days)s)
            """,
            today=today,
            days=AFTERWARDS,
        )

    @api.model
    def _similar_services(self):
        return (*super()._similar_services(), *SIMILAR)
