from odoo import models


class TicketLine(models.Model):
    """What becomes of a ticket in its own system when the seat is given up here."""

    _inherit = "bzk.ticket.line"

    def _tell_given_up(self):
        """Let the system that sold these tickets know that the seats are free.

        Where nothing else does it, somebody has to: the one who organises the activity.
        """
        for line in self.filtered(lambda line: line.state == "valid" and line.event_id.user_id):
            seat = line.registration_id
            seat.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=seat.env._("Cancel the ticket in %s", line.source_id.name),
                note=seat.env._(
                    "%(name)s cannot come. Order %(order)s, ticket %(ticket)s is still valid in "
                    "%(system)s.",
                    name=seat.name or "",
                    order=line.order_id.name,
                    ticket=line.key,
                    system=line.source_id.name,
                ),
                user_id=line.event_id.user_id.id,
            )

    def _tell_taken_back(self):
        """Undo :meth:`_tell_given_up` for a seat that was taken back."""
        self.registration_id.activity_unlink(["mail.mail_activity_data_todo"])
