from odoo.tests import HttpCase, tagged

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestTour(LanguageCase, HttpCase):
    """A day at the language point, in a browser."""

    browser_size = "1366x768"

    def test_from_registering_to_a_meeting(self):
        self.learner._stop(self.today, "time")
        self._person("Samira", "Zoekt", gender="f")
        language = self.env["bzk.language"].create(
            {"name": "Zeeuws", "code": "zea", "company_id": self.library.id}
        )
        self.volunteer.language_ids = language
        self.env["bzk.customer.word"]._renew()
        self.start_tour("/odoo", "bzk_taalplein_day", login=self.user.login)
        learner = self.env["bzk.language.learner"].search([("partner_id.lastname", "=", "Zoekt")])
        self.assertEqual((learner.state, learner.moment_ids), ("paired", self.monday))
        pair = learner.current_pair_id
        self.assertEqual((pair.volunteer_id, pair.meeting_count), (self.volunteer, 1))
        self.assertEqual(pair.meeting_ids.note, "Kennisgemaakt")
