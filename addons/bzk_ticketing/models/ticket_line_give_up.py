from odoo import models


class TicketLine(models.Model):
    """What becomes of a ticket in its own system when the seat is given up here."""

    _inherit = "bzk.ticket.line"

    def _tell_given_up(self):
        """Let the system that sold these tickets know that the seats are free.

        Where no connection does it, somebody has to: the one who organises the activity.
        """
        valid = self.filtered(lambda line: line.state == "valid")
        by_hand = valid - valid._cancel_by_connection()
        for line in by_hand.filtered("event_id.user_id"):
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

    def _cancel_by_connection(self):
        """Have the connections of these tickets' systems cancel them there.

        :return: the lines for which there is one
        """
        lines = self.browse()
        for line in self:
            # Who gives up a seat by a link is not logged in; staff need not see connections.
            connection = line.sudo().source_id.connection_ids
            if connection.token:
                connection._cancel_line(line)
                lines |= line
        return lines

    def _waiting_errands(self):
        """What connections still have to do about these tickets, or to hear the result of."""
        errands = self.env["bzk.ticket.errand"].sudo()
        return errands.search([("line_id", "in", self.ids)])

    def _tell_taken_back(self):
        """Undo :meth:`_tell_given_up` for a seat that was taken back."""
        self._waiting_errands().filtered(lambda errand: not errand.done).unlink()
        self.registration_id.activity_unlink(["mail.mail_activity_data_todo"])
