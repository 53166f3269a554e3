from odoo import api, models
from odoo.tools import SQL


class Timeline(models.Model):
    """Mails about a seat among the mails of the customer whose seat it is."""

    _inherit = "bzk.timeline"
    _depends = {
        "mail.message": ["model", "res_id", "date", "message_type", "subject"],
        "event.registration": ["attendee_id", "partner_id"],
    }

    @api.model
    def _timeline_selects(self):
        kinds = super()._timeline_selects()
        mail = kinds["mail"]
        own = self._select_seat_mail(SQL("seat.attendee_id"), SQL("TRUE"))
        # A guest is no customer: the mail went to who booked.
        booked = self._select_seat_mail(SQL("seat.partner_id"), SQL("seat.attendee_id IS NULL"))
        select = SQL(
            "SELECT %s FROM (%s) m UNION ALL %s UNION ALL %s",
            SQL(", ").join(SQL.identifier("m", name) for name in ("row_id", *mail.columns)),
            mail.select,
            own,
            booked,
        )
        return {**kinds, "mail": mail._replace(select=select)}

    def _select_seat_mail(self, partner, condition):
        """Mails on seats, in the columns of the mails of customers.

        :param SQL partner: column of the customer
        :param SQL condition: which seats
        """
        return SQL(
            """SELECT m.id AS row_id, %s AS partner_id, seat.company_id, NULL::int4 AS user_id,
                      m.date, m.subject AS title, m.id AS res_id
                 FROM mail_message m
                 JOIN event_registration seat ON seat.id = m.res_id
                WHERE m.model = 'event.registration' AND m.message_type = 'email_outgoing'
                  AND %s""",
            partner,
            condition,
        )
