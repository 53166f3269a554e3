from odoo import api, models
from odoo.tools import format_date

#: What a membership weighs in the choice of who stays; a key in a source weighs 100.
CURRENT, ENDED = 1000, 200


class Duplicate(models.Model):
    """Memberships of two customers who may be one person."""

    _inherit = "bzk.duplicate"

    @api.model
    def _compare_extra(self, partners):
        _ = self.env._
        return [
            *super()._compare_extra(partners),
            (
                "memberships",
                _("Memberships"),
                {
                    partner.id: "\n".join(map(self._membership_line, partner.membership_ids))
                    for partner in partners
                },
            ),
            (
                "last_loan",
                _("Last loan"),
                {
                    partner.id: format_date(
                        self.env,
                        max(
                            filter(None, partner.membership_ids.mapped("last_loan_date")),
                            default=None,
                        ),
                    )
                    for partner in partners
                },
            ),
        ]

    def _membership_line(self, membership):
        """A membership in a few words: ``Volwassenen 0001234, Lopend, 01-09-2015 –``."""
        states = dict(membership._fields["state"]._description_selection(self.env))
        dates = [
            format_date(self.env, date) for date in (membership.date_start, membership.date_end)
        ]
        title = " ".join(filter(None, (membership.type_id.name, membership.number)))
        return f"{title}, {states[membership.state].lower()}, {' – '.join(dates)}".rstrip()

    @api.model
    def _stay_scores(self, partners):
        """Who is a member now had better stay: their number is on a card."""
        scores = super()._stay_scores(partners)
        for partner in partners:
            states = partner.membership_ids.mapped("state")
            scores[partner.id] += CURRENT * ("current" in states) + ENDED * len(states)
        return scores
