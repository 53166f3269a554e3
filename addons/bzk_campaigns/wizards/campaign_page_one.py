from odoo import models

from ..models.campaign_effect import MAILING_DAYS
from ..results import compare, more_than_chance
from ..results.chance import SMALLEST
from . import campaign_figures as figures
from .campaign_page import _share


class CampaignPage(models.TransientModel):
    """The tables that one mail, or one journey, has of its own."""

    _inherit = "bzk.campaign.page"

    def _funnel_table(self, found):
        """From who was chosen to who complained; each a share of what it comes from."""
        _ = self.env._
        row = found["total"][0] if found["total"] else dict.fromkeys(figures.COUNTS, 0)
        chosen, allowed, held_out = self._chosen_numbers(row)
        lines = [
            [_("In the segment"), chosen, None],
            [_("May be mailed"), allowed, _share(allowed, chosen)],
            [_("Held out, to compare"), held_out, _share(held_out, allowed)],
            [_("Sent"), row["sent"], _share(row["sent"], allowed)],
            [_("Delivered"), row["delivered"], _share(row["delivered"], row["sent"])],
            [_("Customers reached"), row["people"], None],
            [_("Address does not exist"), row["hard"], _share(row["hard"], row["sent"])],
            [_("Not delivered this time"), row["soft"], _share(row["soft"], row["sent"])],
            [_("Opening is measured"), row["measured"], _share(row["measured"], row["delivered"])],
            [_("Opened"), row["opened"], _share(row["opened"], row["measured"])],
            [_("Followed a link"), row["clicked"], _share(row["clicked"], row["delivered"])],
            [_("Answered"), row["replied"], _share(row["replied"], row["delivered"])],
            [
                _("Unsubscribed"),
                row["unsubscribed"],
                _share(row["unsubscribed"], row["delivered"]),
            ],
            [
                _("Reported as spam"),
                row["complaints"],
                _share(row["complaints"], row["delivered"]),
            ],
        ]
        return {
            "title": _("What became of it"),
            "note": _(
                "Opened is a share of the mails of which that is measured. Providers want fewer "
                "than 0.3 of a hundred to report a mail as spam."
            ),
            "columns": [
                (_("What"), "text"),
                (_("Number"), "integer"),
                (_("Share"), "share"),
            ],
            "rows": [line for line in lines if line[1]],
            "total": None,
        }

    def _chosen_numbers(self, row):
        """How many were chosen, allowed and held out, as it was when the mailing departed."""
        mailing = self.mailing_id
        # sudo: numbers of a mailing that may be seen.
        held_out = self.env["bzk.mailing.holdout"].sudo()
        held_out = held_out.search_count([("mailing_id", "=", mailing.id)])
        refused = sum(self._refusals().mapped("people"))
        traces = self.env["mailing.trace"].sudo()
        queued = traces.search_count(
            [("mass_mailing_id", "=", mailing.id), ("company_id", "!=", False)]
        )
        allowed = queued + held_out
        return allowed + refused, allowed, held_out

    def _refusals(self):
        """How many in the segment were not mailed, by reason."""
        # sudo: numbers of a mailing that may be seen.
        refusals = self.env["bzk.mailing.refusal"].sudo()
        return refusals.search([("mailing_id", "=", self.mailing_id.id)])

    def _refusal_tables(self):
        """Why customers in the segment were not mailed."""
        _ = self.env._
        found = self._refusals()
        if not found:
            return []
        labels = dict(found._fields["reason"]._description_selection(self.env))
        total = sum(found.mapped("people"))
        return [
            {
                "title": _("Why others in the segment were not mailed"),
                "note": _("As the gate of consent said when the mailing departed."),
                "columns": [
                    (_("Reason"), "text"),
                    (_("Customers"), "integer"),
                    (_("Share"), "share"),
                ],
                "rows": [
                    [labels[line.reason], line.people, _share(line.people, total)] for line in found
                ],
                "total": [_("Total"), total, None],
            }
        ]

    def _link_table(self, found):
        _ = self.env._
        delivered = found["total"][0]["delivered"] if found["total"] else 0
        return {
            "title": _("Links in the mail"),
            "note": _("Readers who followed a link, each counted once."),
            "columns": [
                (_("Link"), "text"),
                (_("Readers"), "integer"),
                (_("Share of what was delivered"), "share"),
            ],
            "rows": [
                [row["label"] or row["url"], row["readers"], _share(row["readers"], delivered)]
                for row in figures.links(self.env, self.mailing_id.id)
            ],
            "total": None,
        }

    def _machine_table(self):
        _ = self.env._
        clicks = self.env["link.tracker.click"]
        labels = dict(clicks._fields["machine"]._description_selection(self.env))
        return {
            "title": _("Links followed by programs"),
            "note": _("Programs that check mails follow links too. These do not count."),
            "columns": [(_("How it was seen"), "text"), (_("Times"), "integer")],
            "rows": [
                [labels[row["machine"]], row["clicks"]]
                for row in figures.machines(self.env, self.mailing_id.id)
            ],
            "total": None,
        }

    def _traveller_table(self):
        _ = self.env._
        states = self.env["bzk.journey.entry"]._fields["state"]._description_selection(self.env)
        found = figures.travellers(self.env, self.journey_id.id)
        total = sum(found.values())
        return {
            "title": _("Customers on the journey"),
            "note": "",
            "columns": [
                (_("Where they are"), "text"),
                (_("Customers"), "integer"),
                (_("Share"), "share"),
            ],
            "rows": [
                [label, found[state], _share(found[state], total)]
                for state, label in states
                if found.get(state)
            ],
            "total": [_("Total"), total, None] if total else None,
        }

    def _effect_tables(self):
        """What customers did who were mailed, beside those who were held out."""
        _ = self.env._
        about = self.mailing_id or self.journey_id
        if not about.holdout:
            return []
        of = {"mailing_id": self.mailing_id.id, "journey_id": self.journey_id.id}
        numbers = figures.effects(self.env, **of)
        labels = self._outcomes()
        comparisons = [
            compare(*numbers[name]["mailed"], *numbers[name]["held_out"]) for name in labels
        ]
        told = more_than_chance(comparisons)
        return [
            {
                "title": _("What it changed"),
                "note": self._effect_note(figures.lookers_on(self.env, **of)),
                "columns": [
                    (_("In the weeks after"), "text"),
                    (_("Mailed"), "integer"),
                    (_("Of them"), "percent"),
                    (_("Held out"), "integer"),
                    (_("Of them"), "percent"),
                    (_("Difference (points)"), "decimal"),
                    (_("At least"), "decimal"),
                    (_("At most"), "decimal"),
                    (_("More than chance?"), "text"),
                ],
                "rows": [
                    self._effect_row(label, numbers[name], comparison, sure)
                    for (name, label), comparison, sure in zip(
                        labels.items(), comparisons, told, strict=True
                    )
                ],
                "total": None,
            }
        ]

    def _outcomes(self):
        """What is looked at, in the order in which it is told: dict of outcome -> its name."""
        _ = self.env._
        found = {
            "loan": _("Borrowed"),
            "visit": _("Came to an activity"),
            "stayed": _("Stayed a member"),
            "preference": _("Told preferences"),
        }
        if self.journey_id and self.journey_id.goal != "none":
            found["goal"] = _("Reached the goal")
        return found

    def _effect_note(self, waiting):
        """How the figures came about, for who has to judge them."""
        _ = self.env._
        days = self.journey_id.goal_days if self.journey_id else MAILING_DAYS
        parts = [
            _(
                "Whether a customer was mailed or held out was decided by lot. Looked at is what "
                "they did in %s days. A loan is not seen when another one, after those days, came "
                "in with the same file.",
                days,
            )
        ]
        if waiting:
            parts.append(_("Of %s customers these days are not over yet.", waiting))
        return " ".join(parts)

    def _effect_row(self, label, numbers, comparison, sure):
        (did, size), (other_did, other_size) = numbers["mailed"], numbers["held_out"]
        if comparison is None:
            # Of so few, a share would tell what somebody did.
            few = self.env._("Too few to tell: fewer than %s in a group", SMALLEST)
            return [label, size, None, other_size, None, None, None, None, few]
        return [
            label,
            size,
            _share(did, size),
            other_size,
            _share(other_did, other_size),
            100 * comparison.difference,
            100 * comparison.low,
            100 * comparison.high,
            self._effect_words(comparison, sure),
        ]

    def _effect_words(self, comparison, sure):
        """Say plainly what a difference means."""
        _ = self.env._
        if not sure:
            return _("May be chance")
        points = self._written(abs(100 * comparison.difference), "decimal")
        if comparison.difference > 0:
            return _("More than chance: %s more of a hundred", points)
        return _("More than chance: %s fewer of a hundred", points)
