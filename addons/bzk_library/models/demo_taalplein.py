from datetime import timedelta
from random import Random

from odoo import api, fields, models

#: Learners and volunteers of the first library, if it has as many; the others have half of them.
LEARNERS, VOLUNTEERS, PAIRS = 36, 18, 12
LEVELS = ("alfa", "a0", "a0", "a1", "a1", "a2", "b1")
#: Languages as people bring them along; the numbers follow the demo's members.
LANGUAGES = ("ara", "tir", "ukr", "tur", "pol", "fas", "spa", "eng")
#: Weeks that a pair has met, and what is done in an hour.
WEEKS = 14
NOTES = (
    "Samen boodschappen gedaan en de namen van groenten geoefend.",
    "Brief van de gemeente gelezen en besproken.",
    "Gepraat over het weekend: verleden tijd geoefend.",
    "Een afspraak bij de tandarts nagespeeld.",
    "Hoofdstuk 3 van het taalboek afgemaakt.",
)


class Demo(models.AbstractModel):
    """The language point: who waits, who helps, and pairs that meet every week."""

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        learners = self.env["bzk.language.learner"]
        for place, company in enumerate(self._libraries()):
            if not learners.search_count([("company_id", "=", company.id)], limit=1):
                self._create_language_point(company, 2 if place else 1)
        return result

    def _create_language_point(self, company, part):
        """Take members who learn Dutch, and grown-ups who help.

        :param int part: how many times as few as at the first library
        """
        rng = Random(f"{company.library_code}-taalplein")
        today = fields.Date.context_today(self)
        count, helpers = LEARNERS // part, VOLUNTEERS // part
        learning = self._language_people(company, today, "dutch")[:count]
        helping = self._language_people(company, today, "adult")[:helpers]
        languages = self.env["bzk.language"].search([("code", "in", LANGUAGES)])
        moments = self.env["bzk.language.moment"].search([])
        goals = self.env["bzk.language.goal"].search([])

        def common(person, free):
            return {
                "partner_id": person,
                "language_ids": [(6, 0, rng.sample(languages.ids, rng.randint(1, 2)))],
                "moment_ids": [(6, 0, rng.sample(moments.ids, min(free, len(moments))))],
                "goal_ids": [(6, 0, rng.sample(goals.ids, min(2, len(goals))))],
                "registered_on": today - timedelta(days=rng.randint(5, 300)),
                "online": rng.random() < 0.3,
            }

        learners = self.env["bzk.language.learner"].create(
            [
                {**common(person, rng.randint(2, 5)), "level": rng.choice(LEVELS)}
                for person in learning
            ]
        )
        volunteers = self.env["bzk.language.volunteer"].create(
            [
                {
                    **common(person, rng.randint(3, 6)),
                    "capacity": rng.choice((1, 1, 2)),
                    "vog_date": today - timedelta(days=rng.randint(30, 1200)),
                }
                for person in helping
            ]
        )
        self._create_language_pairs(rng, today, learners, volunteers, PAIRS // part)

    def _language_people(self, company, today, audience):
        """Ids of grown-up members of a kind who can be reached."""
        members = self.env["bzk.membership"].search(
            [
                ("company_id", "=", company.id),
                ("type_id.audience", "=", audience),
                ("state", "=", "current"),
                ("partner_id.birthdate", "<", fields.Date.subtract(today, years=21)),
                ("partner_id.phone", "!=", False),
            ],
            order="number, id",
            limit=400,
        )
        return members.partner_id.filtered("reachable").ids

    def _create_language_pairs(self, rng, today, learners, volunteers, count):
        """Pairs with their weekly meetings; one of them ended, one has not met for a while."""
        pairs = self.env["bzk.language.pair"].create(
            [
                {
                    "learner_id": learner.id,
                    "volunteer_id": volunteer.id,
                    "date_start": max(learner.registered_on, volunteer.registered_on),
                }
                for learner, volunteer in zip(learners[:count], volunteers, strict=False)
            ]
        )
        vals_list = []
        for place, pair in enumerate(pairs):
            late = 40 if place == 1 else rng.randint(0, 6)
            for week in range(WEEKS):
                date = today - timedelta(days=7 * week + late)
                if date < pair.date_start:
                    break
                vals_list.append(
                    {
                        "pair_id": pair.id,
                        "date": date,
                        "minutes": rng.choice((60, 60, 75, 90)),
                        "note": rng.choice(NOTES) if rng.random() < 0.5 else False,
                    }
                )
        self.env["bzk.language.meeting"].create(vals_list)
