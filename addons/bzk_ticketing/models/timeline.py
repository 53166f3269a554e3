from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Activities that a customer came to, did not come to, or is going to."""

    _inherit = "bzk.timeline"
    _depends = {
        "event.registration": ["attendee_id", "event_id", "state", "waiting_since", "active"],
        "event.event": ["name", "date_begin", "date_end", "branch_id"],
    }

    @api.model
    def _timeline_selects(self):
        return {**super()._timeline_selects(), "attendance": self._kind_attendance()}

    def _kind_attendance(self):
        """A line stands at the moment of the activity, so what is to come is on top."""
        labels = dict(
            self.env["event.registration"]._fields["standing"]._description_selection(self.env)
        )
        select = SQL(
            """SELECT seat.id AS row_id, seat.attendee_id AS partner_id, seat.company_id,
                      activity.branch_id,
                      COALESCE(slot.start_datetime, activity.date_begin) AS date,
                      %(name)s AS title,
                      CASE WHEN seat.state = 'done' THEN %(came)s
                           WHEN seat.state = 'cancel' THEN %(cancelled)s
                           WHEN seat.state = 'draft' AND seat.waiting_since IS NULL THEN %(unpaid)s
                           WHEN seat.state = 'draft' THEN %(waiting)s
                           WHEN activity.date_end <= %(now)s AND EXISTS (
                               SELECT FROM event_registration other
                                WHERE other.event_id = seat.event_id AND other.state = 'done'
                                  AND other.active
                           ) THEN %(missed)s
                           ELSE %(registered)s
                      END AS detail,
                      seat.id AS res_id
                 FROM event_registration seat
                 JOIN event_event activity ON activity.id = seat.event_id
            LEFT JOIN event_slot slot ON slot.id = seat.event_slot_id
                WHERE seat.active""",
            name=self._translated("activity", "name"),
            now=fields.Datetime.now(),
            **labels,
        )
        columns = ("partner_id", "company_id", "branch_id", "date", "title", "detail", "res_id")
        return Kind(
            self.env._("Activities"),
            "fa-calendar-check-o",
            "event.registration",
            select,
            columns,
            timed=True,
        )
