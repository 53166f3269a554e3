from dateutil.relativedelta import relativedelta
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestParticipant(LanguageCase):
    """Learners and volunteers: who they are, when they wait, pause and stop."""

    def _leave(self, person, kind, **values):
        action = person.with_user(self.user)._leave(kind)
        form = Form(
            self.env["bzk.language.leave"].with_user(self.user).with_context(**action["context"])
        )
        for name, value in values.items():
            form[name] = value
        return form.save().action_leave()

    def test_a_learner_is_registered_on_the_form(self):
        person = self._person("Sara", "Nieuw")
        form = Form(self.env["bzk.language.learner"].with_user(self.user))
        form.partner_id = person
        form.level = "a1"
        form.moment_ids.add(self.friday)
        learner = form.save()
        self.assertEqual(learner.branch_id, self.branch)
        self.assertEqual((learner.state, learner.waiting_since), ("registered", self.today))
        self.assertEqual(learner.company_id, self.library)

    def test_somebody_new_is_made_on_the_way(self):
        people = self.env["res.partner"].with_user(self.user)
        people = people.with_context(bzk_language_person=True)
        form = Form(people, view="bzk_taalplein.view_person_form")
        form.firstname, form.lastname, form.phone = "Nour", "Nieuw", "0612345678"
        person = form.save()
        self.assertEqual((person.name, person.company_id), ("Nour Nieuw", self.library))
        self.assertEqual(person.phone_sanitized, "+31612345678")
        self.assertEqual(self._learner(person=person).state, "registered")

    def test_phone_is_that_of_the_customer(self):
        learner = self.learner.with_user(self.user)
        learner.phone = "0687654321"
        self.assertEqual(self.learner.partner_id.phone, "0687654321")

    def test_once_at_a_time(self):
        person = self.learner.partner_id
        with self._refused("Amina Haddad"):
            self._learner(person=person)
        self.learner._stop(self.today, "time")
        again = self._learner(person=person)
        with self.assertRaises(ValidationError):
            self.learner.action_resume()
        again._stop(self.today, "time")
        self.learner.action_resume()

    def test_private_customers_only(self):
        company = self.env["res.partner"].create({"name": "School", "is_company": True})
        with self.assertRaises(ValidationError):
            self._learner(person=company)
        at_work = self._person("Wil", "Werk")
        at_work.sudo().work_contact = True
        with self.assertRaises(ValidationError):
            self._volunteer(person=at_work)

    def test_a_learner_may_become_a_volunteer(self):
        volunteer = self._volunteer(person=self.learner.partner_id)
        with self._refused("own volunteer"):
            self._pair(volunteer=volunteer)

    def test_waiting_begins_again(self):
        self.assertEqual(self.learner.waiting_days, 100)
        pair = self._pair(date_start=self._ago(50))
        self.assertFalse(self.learner.waiting_since)
        self.assertEqual((self.learner.was_paired, self.learner.days_to_pair), (True, 50))
        pair._end(self._ago(10), "fit")
        self.assertEqual(self.learner.waiting_days, 10)
        self._leave(self.learner, "pause", date=self._ago(5))
        self.assertEqual((self.learner.state, self.learner.waiting_days), ("paused", 0))
        self.learner.with_user(self.user).action_resume()
        self.assertEqual(
            (self.learner.state, self.learner.waiting_since), ("registered", self.today)
        )

    def test_stopping_ends_the_pair(self):
        pair = self._pair(date_start=self._ago(20))
        self._meet(pair, days=2)
        self._leave(self.learner, "stop", date=self._ago(4), learner_reason="moved")
        self.assertEqual((self.learner.state, self.learner.stop_reason), ("stopped", "moved"))
        self.assertEqual((pair.state, pair.end_reason), ("ended", "learner"))
        self.assertEqual(pair.date_end, self._ago(2))
        self.assertEqual((self.volunteer.state, self.volunteer.free_places), ("registered", 1))

    def test_a_volunteer_stops(self):
        pair = self._pair()
        self._leave(self.volunteer, "stop", volunteer_reason="time")
        self.assertEqual((self.volunteer.state, self.volunteer.free_places), ("stopped", 0))
        self.assertEqual((pair.end_reason, self.learner.state), ("volunteer", "registered"))

    def test_stopping_asks_why_and_not_for_tomorrow(self):
        leave = self.env["bzk.language.leave"].create(
            {"learner_id": self.learner.id, "kind": "stop"}
        )
        with self.assertRaises(UserError):
            leave.action_leave()
        leave.write({"learner_reason": "time", "date": self._ago(-1)})
        with self.assertRaises(UserError):
            leave.action_leave()
        leave.write({"kind": "pause", "date": self.today, "until": self._ago(1)})
        with self.assertRaises(UserError):
            leave.action_leave()
        self.assertEqual(self.learner.state, "registered")

    def test_days_that_cannot_be(self):
        with self.assertRaises(ValidationError):
            self.learner.registered_on = self._ago(-1)
        with self.assertRaises(ValidationError):
            self.learner._stop(self._ago(101), "time")
        with self.assertRaises(ValidationError):
            self.volunteer.vog_date = self._ago(-1)

    def test_certificate(self):
        volunteer = self.volunteer
        states = {
            self.today - relativedelta(years=1): "valid",
            self.today - relativedelta(years=3, days=-10): "soon",
            self.today - relativedelta(years=3, days=1): "expired",
            False: "missing",
        }
        for day, state in states.items():
            with self.subTest(state):
                volunteer.vog_date = day
                self.assertEqual(volunteer.vog_state, state)
                found = volunteer.search([("vog_state", "=", state)])
                self.assertIn(volunteer, found)
                others = [name for name in states.values() if name != state]
                self.assertNotIn(volunteer, volunteer.search([("vog_state", "in", others)]))

    @mute_logger("odoo.sql_db")
    def test_what_the_database_refuses(self):
        for values in (
            {"capacity": 0},
            {"capacity": 21},
            {"level_from": "a2", "level_to": "alfa"},
            {"vog_until": self._ago(400)},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError):
                self.volunteer.write(values)
                self.env.flush_all()
        self.volunteer.write({"level_from": "alfa", "level_to": "a2"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["bzk.language"].create({"name": "Arabic", "code": "ara", "company_id": False})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["bzk.language"].create({"name": "Arabic", "code": "AR"})

    def test_who_was_in_a_pair_is_not_deleted(self):
        alone = self._learner()
        pair = self._pair()
        for person in (self.learner, self.volunteer):
            with self.assertRaises(UserError):
                person.with_user(self.user).unlink()
        alone.with_user(self.user).unlink()
        pair.with_user(self.user).unlink()
        self.assertEqual(self.learner.state, "registered")

    def test_parts_of_the_week_are_found_by_words(self):
        moments = self.env["bzk.language.moment"]
        self.assertEqual(moments.search_count([]), 21)
        self.assertEqual(moments.name_search("mon mor"), [(self.monday.id, "Monday morning")])
        self.assertEqual(len(moments.name_search("")), 21)
        self.assertFalse(moments.name_search("night"))
        learners = self.env["bzk.language.learner"]
        self.assertIn(self.learner, learners.search([("moment_ids", "ilike", "monday mor")]))
        self.assertNotIn(self.learner, learners.search([("moment_ids", "ilike", "friday")]))
