from odoo import fields, models
from odoo.fields import Domain

#: How many coming activities a mail shows.
COMING = 3


class EventEvent(models.Model):
    """What goes to visitors after an activity, and which activities they may like too."""

    _inherit = "event.event"

    third_half_count = fields.Integer(
        string="Mails afterwards", compute="_compute_third_half_count", help="Prepared, not sent."
    )

    def _compute_third_half_count(self):
        lines = self.env["bzk.third.half"]
        counts = {}
        if lines.has_access("read"):
            domain = [("event_id", "in", self.ids), ("verdict", "=", "allowed")]
            counts = dict(lines._read_group(domain, ["event_id"], ["__count"]))
        for event in self:
            event.third_half_count = counts.get(event._origin, 0)

    def action_open_third_half(self):
        """Show which mails about this activity are prepared, and for whom not."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_third_half")
        return action | {"domain": [("event_id", "=", self.id)], "context": {}}

    def _coming_like_this(self):
        """Coming activities on the same theme, and then at the same branch, the soonest first.

        :return: dict of activity -> at most :data:`COMING` others that have room
        """
        like = Domain("theme_id", "in", self.theme_id.ids) | Domain(
            "branch_id", "in", self.branch_id.ids
        )
        domain = Domain(
            [
                ("company_id", "in", self.company_id.ids),
                ("date_begin", ">", fields.Datetime.now()),
                ("kanban_state", "!=", "cancel"),
            ]
        )
        coming = self.search(domain & like, order="date_begin, id")
        coming = coming.filtered(lambda event: not event.capacity or event.free_places)
        found = {}
        for event in self:
            others = coming.filtered(
                lambda other, event=event: other.company_id == event.company_id and other != event
            )
            theme = others.filtered(
                lambda other, event=event: event.theme_id and other.theme_id == event.theme_id
            )
            branch = others.filtered(
                lambda other, event=event: event.branch_id and other.branch_id == event.branch_id
            )
            found[event] = (theme + (branch - theme))[:COMING]
        return found

    def _visitor_url(self):
        """Where a visitor reads more or signs up: what staff filled in, else our own page.

        :return: address, or nothing when only the system that sells the tickets has a page
        """
        self.ensure_one()
        if (self.event_url or "").startswith(("https://", "http://")):
            return self.event_url
        elsewhere = self.source_id or self.price_model == "paid" or self.is_multi_slots
        return None if elsewhere else self._signup_url()

    def _mail_part(self, name, **values):
        """Render one part of a mail about activities, in the language of the context."""
        return self.env["event.registration"]._mail_part(name, **values)
