from datetime import timedelta

from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class EvaluationCase(LibraryCase):
    """An activity of yesterday at each of two libraries, with a survey and customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surveys = cls.env["survey.survey"]
        cls.survey = cls.surveys._evaluation_of(cls.library)
        cls.other_survey = cls.surveys._evaluation_of(cls.other_library)
        cls.event = cls._new_event()
        cls.other_event = cls._new_event(company_id=cls.other_library.id)
        cls.anna, cls.bram, cls.carla = cls.env["res.partner"].create(
            [
                {
                    "firstname": name,
                    "lastname": "Berg",
                    "email": f"{name.lower()}@example.org",
                    "birthdate": "1980-02-03",
                    "company_id": cls.library.id,
                }
                for name in ("Anna", "Bram", "Carla")
            ]
        )

    @classmethod
    def _new_event(cls, days=-1, **values):
        begin = fields.Datetime.now() + timedelta(days=days, hours=-2)
        return cls.env["event.event"].create(
            {
                "name": "Poetry at noon",
                "company_id": cls.library.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "event_mail_ids": [],
                **values,
            }
        )

    @classmethod
    def _new_seat(cls, event=None, attendee=None, state="done", **values):
        event = event or cls.event
        seat = cls.env["event.registration"].create(
            {
                "event_id": event.id,
                "company_id": event.company_id.id,
                "name": attendee.name if attendee else "Guest",
                "attendee_id": attendee.id if attendee else False,
                **values,
            }
        )
        seat.state = state
        return seat

    @classmethod
    def _answer(cls, seat, score=4, **values):
        """What a visitor answered, as the system writes it."""
        survey = cls.surveys._evaluation_of(seat.company_id)
        answer = survey._create_answer(
            partner_id=seat.attendee_id.id,
            event_id=seat.event_id.id,
            registration_id=seat.id,
            **values,
        )
        answer._save_lines(survey._score_question(), str(score))
        return answer
