from odoo import api
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestHardening(TicketCase, HttpCase):
    """What nobody does by accident."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._seat()
        cls.env.flush_all()

    def test_links_with_anything_in_them(self):
        seat, event = self.seat.id, self.event.id
        for text in (
            "%C3%A9",
            "%F0%9F%98%80",
            "%00",
            "%FF%FE",
            "x" * 3000,
            "%0d%0aSet-Cookie:%20a",
        ):
            for path in (
                f"/activiteit/{event}/{text}",
                f"/activiteit/plaats/{seat}/{text}",
                f"/wachtlijst/{seat}/{text}",
                f"/evaluatie/{seat}/{text}",
                f"/toestemming/{seat}/1/1/{text}",
            ):
                for data in (None, {"answer": "all"}):
                    with self.subTest(path=path[:40], post=bool(data)):
                        self.assertEqual(self.url_open(path, data=data).status_code, 404)

    def test_a_link_opens_nothing_else(self):
        pages = {"seat": "/activiteit/plaats", "offer": "/wachtlijst", "evaluation": "/evaluatie"}
        for purpose in pages:
            for other, page in pages.items():
                path = f"{page}/{self.seat.id}/{self.seat._seat_token(purpose)}"
                status = self.url_open(path).status_code
                self.assertEqual(status, 200 if purpose == other else 404, (purpose, other))

    def test_nobody_sends_the_mails_of_all_libraries(self):
        for role in ROLES:
            schedulers = self.env["event.mail"].with_user(self.users[role])
            with self.assertRaises(AccessError):
                get_public_method(schedulers, "schedule_communications")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_offering_a_seat_takes_the_right_to_change_it(self):
        waits = self._seat(self.bram, state="draft", waiting_since=self.now)
        for role in ("relations", "insights"):
            with self.assertRaises(AccessError):
                waits.with_user(self.users[role]).action_offer()
        self.assertFalse(waits.offer_until)
        waits.with_user(self.users["front_desk"]).action_offer()
        self.assertTrue(waits.offer_until)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_texts_of_the_library_are_not_everybodys(self):
        common = self.env.ref("bzk_ticketing.mail_template_reminder")
        for role in STAFF:
            keeps = role in ("activities", "marketing", "administrator")
            for values in ({"base_id": common.id}, {"activity_use": "reminder"}):
                text = {"name": "X", "model_id": common.model_id.id, "body_html": "x", **values}
                templates = self.env["mail.template"].with_user(self.users[role])
                with self.subTest(role=role, values=values):
                    if keeps:
                        templates.create(text).unlink()
                        continue
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        templates.create(text)
                    own = templates.create({"name": "X", "model_id": common.model_id.id})
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        own.write(values)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_scores_an_activity_by_hand(self):
        survey = self.env["survey.survey"]._evaluation_of(self.library)
        answer = survey._create_answer(partner=self.anna, registration_id=self.seat.id)
        for role in ("activities", "marketing", "administrator"):
            answers = self.env["survey.user_input"].with_user(self.users[role])
            for values in ({"score": 5}, {"event_id": self.event.id}, {"registration_id": False}):
                with self.subTest(role=role, values=values):
                    with self.assertRaises(AccessError):
                        answers.browse(answer.id).write(values)
                    with self.assertRaises(AccessError):
                        answers.create({"survey_id": survey.id, **values})

    def test_two_clicks_on_a_button(self):
        """Of two who send the same at once, the second begins anew when the first is done."""
        connection = db_connect(self.env.cr.dbname)
        with connection.cursor() as one, connection.cursor() as other:
            first, second = (
                api.Environment(cursor, self.env.uid, {})["bzk.form.attempt"]
                for cursor in (one, other)
            )
            second.search_count([])
            first._one_at_a_time("seat", "two clicks")
            second._one_at_a_time("seat", "somebody else")
            other.execute("SET LOCAL lock_timeout = '50ms'")
            with mute_logger("odoo.sql_db"):
                with self.assertRaises(LockNotAvailable), other.savepoint():
                    second._one_at_a_time("seat", "two clicks")
                one.commit()
                with self.assertRaises(SerializationFailure):
                    second._one_at_a_time("seat", "two clicks")
            other.rollback()
            first.search([("single", "=", True)], order="id desc", limit=1).unlink()
            one.commit()
