import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from odoo import api, fields, models

from ..demodata import composition, sales, tips
from ..demodata.tickets import Person
from .demo import FIRST_LIBRARY

#: One visitor in so many scores an activity; the last months only.
SCORED, SCORED_DAYS, SCORED_MOST = 9, 150, 400
#: Grown-up members to draw visitors from.
MEMBERS = 15_000
#: How many wait for a place at an activity that is full.
WAITING = 3


class Demo(models.AbstractModel):
    """Activities and who came to them: the paper's five years, this year, and what is coming.

    The first library has the figures of the paper whatever the number of members is; the others
    have the present in proportion to their members.
    """

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        for company in self._libraries():
            own = folder and Path(folder) / company.library_code
            if self._import_sales(company, members, report, own):
                self._create_tips(company)
                self._create_queues(company)
                self._create_scores(company)
                self._create_third_half(company)
        return result

    def _import_sales(self, company, members, report, folder):
        """Generate activities and orders of the library and import them, unless they are there.

        :return: whether there is anything new
        """
        profiles = self.env["bzk.import.profile"].search(
            [("company_id", "=", company.id), ("code", "in", ("activities", "tickets"))],
            order="code",
        )
        if len(profiles) < 2 or profiles.run_ids:
            return False
        first = company.library_code == FIRST_LIBRARY
        size = composition.LIBRARY_SIZES[FIRST_LIBRARY]
        today = fields.Date.context_today(self)
        with tempfile.TemporaryDirectory() as temporary:
            files = sales.write_sales(
                folder or temporary,
                today,
                self._branch_weights(company),
                self._grown_ups(company, today),
                self._families(company, today),
                share=1 if first else self._size(company, members) / size,
                paper=first,
                seed=company.library_code,
            )
            names = (sales.ACTIVITIES, sales.TICKETS)
            for profile, name in zip(profiles, names, strict=True):
                run = self.env["bzk.import.run"].create_from_path(profile, files[name].path)
                run.run_to_end(report, confirm=True)
        return True

    def _branch_weights(self, company):
        """Branches by code, as much weight as they have members; none is without activities."""
        counts = dict(
            self.env["res.partner"]._read_group(
                [("company_id", "=", company.id)], ["branch_id"], ["__count"]
            )
        )
        branches = self.env["bzk.branch"].search([("company_id", "=", company.id)], order="id")
        least = sum(counts.values()) // 50 + 1
        return {branch.code: counts.get(branch, 0) + least for branch in branches}

    def _grown_ups(self, company, today):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT p.firstname, COALESCE(p.infix, ''), p.lastname, p.email,
                   COALESCE(p.phone, ''), COALESCE(m.number, '')
              FROM res_partner p
              JOIN bzk_membership m ON m.partner_id = p.id
             WHERE p.company_id = %s AND p.active AND p.email IS NOT NULL
               AND p.firstname IS NOT NULL AND p.lastname IS NOT NULL AND p.birthdate < %s
          ORDER BY m.number, p.id
             LIMIT %s
            """,
            (company.id, fields.Date.subtract(today, years=20), MEMBERS),
        )
        return [Person(*row) for row in self.env.cr.fetchall()]

    def _families(self, company, today):
        """Pairs of a grown-up and a child who live together, both members."""
        self.env.cr.execute(
            """
            SELECT p.firstname, COALESCE(p.infix, ''), p.lastname, p.email, COALESCE(p.phone, ''),
                   COALESCE(pm.number, ''), c.firstname, COALESCE(c.infix, ''), c.lastname,
                   COALESCE(cm.number, ''), c.birthdate
              FROM res_partner c
              JOIN res_partner p ON p.household_id = c.household_id
              JOIN bzk_membership cm ON cm.partner_id = c.id
              JOIN bzk_membership pm ON pm.partner_id = p.id
             WHERE c.company_id = %(company)s AND c.active AND p.active AND c.lastname = p.lastname
               AND c.birthdate > %(child)s AND p.birthdate < %(adult)s AND p.email IS NOT NULL
               AND c.firstname IS NOT NULL AND p.firstname IS NOT NULL
          ORDER BY cm.number, pm.number
             LIMIT %(most)s
            """,
            {
                "company": company.id,
                "child": fields.Date.subtract(today, years=18),
                "adult": fields.Date.subtract(today, years=24),
                "most": MEMBERS,
            },
        )
        return [
            (Person(*row[:6]), Person(*row[6:9], card=row[9], born=row[10]))
            for row in self.env.cr.fetchall()
        ]

    def _create_tips(self, company):
        themes = self.env["bzk.activity.theme"].search([("company_id", "=", False)])
        self.env["bzk.book.tip"].create(
            [
                {
                    "name": title,
                    "author": author,
                    "theme_id": theme.id,
                    "company_id": company.id,
                    "sequence": number,
                }
                for theme in themes
                for number, (title, author) in enumerate(tips.TIPS.get(theme.code, ()), start=1)
            ]
        )

    def _create_queues(self, company):
        """Let some members wait for a place at the activities that are full."""
        activities = self.env["event.event"].search(
            [("company_id", "=", company.id), ("date_begin", ">", fields.Datetime.now())]
        )
        full = activities.filtered(
            lambda event: event.capacity and event.capacity <= event.expected_count
        )
        members = self.env["res.partner"].search(
            [("company_id", "=", company.id), ("email", "!=", False), ("is_company", "=", False)],
            order="id DESC",
            limit=WAITING * len(full),
        )
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
        now = fields.Datetime.now()
        self.env["event.registration"].with_context(**quiet).create(
            [
                {
                    "event_id": event.id,
                    "state": "draft",
                    "waiting_since": now - timedelta(hours=7 * place + 2),
                    "partner_id": person.id,
                    "attendee_id": person.id,
                    "name": person.name,
                    "email": person.email,
                }
                for number, event in enumerate(full)
                for place, person in enumerate(members[number * WAITING : (number + 1) * WAITING])
            ]
        )

    def _create_scores(self, company):
        """Let some visitors of the last months say what they thought."""
        random = Random(company.library_code)
        begin = fields.Datetime.now() - timedelta(days=SCORED_DAYS)
        seats = self.env["event.registration"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("event_id.date_begin", ">", begin),
            ],
            order="id",
        )
        survey = self.env["survey.survey"]._evaluation_of(company)
        questions = {question.evaluation_use: question for question in survey.question_ids}
        reasons = questions["reason"].suggested_answer_ids
        self.env["survey.user_input"].create(
            [
                {
                    "survey_id": survey.id,
                    "event_id": seat.event_id.id,
                    "registration_id": seat.id,
                    "partner_id": seat.attendee_id.id,
                    "state": "done",
                    "end_datetime": seat.event_id.date_end + timedelta(days=1, hours=3),
                    "user_input_line_ids": [
                        (0, 0, self._line(question, random, reasons))
                        for use, question in questions.items()
                        if use and (use == "score" or random.random() < 0.4)
                    ],
                }
                for seat in seats[::SCORED][:SCORED_MOST]
            ]
        )

    def _line(self, question, random, reasons):
        """Values of one answer of a visitor."""
        values = {"question_id": question.id, "answer_type": question.question_type}
        if question.evaluation_use == "score":
            [score] = random.choices((1, 2, 3, 4, 5), (2, 4, 14, 42, 38))
            return values | {"value_scale": score}
        if question.evaluation_use == "remark":
            return values | {"value_text_box": random.choice(tips.REMARKS)}
        return values | {
            "answer_type": "suggestion",
            "suggested_answer_id": random.choice(reasons.ids),
        }
