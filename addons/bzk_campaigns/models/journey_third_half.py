from odoo import fields, models
from odoo.tools import SQL

#: Placeholder of the text that the activity has for its visitor.
THIRD_HALF_FIELD = "mail_third_half"
TRIGGER = "third_half"


class Journey(models.Model):
    """Sends what is prepared after an activity: the third half.

    Who gets a mail about which activity, and which text, is worked out each night for all
    activities (``bzk.third.half``). That a line waits is what makes somebody enter; the gate
    decides, and the line keeps the mail that came of it.
    """

    _inherit = "bzk.journey"

    trigger = fields.Selection(
        selection_add=[(TRIGGER, "Mail after an activity is ready")],
        ondelete={TRIGGER: "set default"},
    )

    def _happened_third_half(self):
        """A mail about an activity was prepared for somebody; each activity once."""
        return SQL(
            """
            SELECT line.partner_id, line.event_id::text AS key, line.date
              FROM bzk_third_half line
             WHERE line.company_id = %s AND line.state = 'waiting'
               AND line.date BETWEEN %s AND %s
            """,
            self.company_id.id,
            self._since(),
            fields.Datetime.now(),
        )

    def _flush_for_trigger(self):
        result = super()._flush_for_trigger()
        self.env["bzk.third.half"].flush_model()
        return result

    def _enter(self):
        """Note first which mails after activities left since the last time."""
        if self.trigger == TRIGGER:
            self.env["bzk.third.half"]._note_sent(self.company_id)
        return super()._enter()


class JourneyStep(models.Model):
    """The mail after an activity, which has no text of its own."""

    _inherit = "bzk.journey.step"

    def _mail_values(self):
        """The text of the activity begins with a greeting itself."""
        values = super()._mail_values()
        if THIRD_HALF_FIELD in (self.ready_body or ""):
            values["with_greeting"] = False
        return values

    def _do_mail(self, entries):
        """Let the lines of the third half know the mail that was queued for them."""
        outcomes = super()._do_mail(entries)
        queued = {entry: one.trace_id for entry, one in outcomes.items() if one and one.trace_id}
        if queued and self.journey_id.trigger == TRIGGER:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE bzk_third_half line SET trace_id = queued.trace_id
                      FROM unnest(%s::integer[], %s::integer[]) queued (entry_id, trace_id)
                      JOIN bzk_journey_entry entry ON entry.id = queued.entry_id
                     WHERE line.partner_id = entry.partner_id
                       AND line.event_id = entry.key::integer AND line.state = 'waiting'
                    """,
                    list(queued),
                    list(queued.values()),
                )
            )
            self.env["bzk.third.half"].invalidate_model(["trace_id"], flush=False)
        return outcomes
