import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.bzk_base.tests.common import STAFF

from .evaluation_common import EvaluationCase

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


@tagged("post_install", "-at_install")
class TestBookTip(EvaluationCase, HttpCase):
    """Books that staff recommend after an activity on a theme."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        themes = cls.env["bzk.activity.theme"]
        cls.theme = themes.create({"name": "Poetry", "code": "toets", "company_id": False})
        cls.audience = cls.env["bzk.activity.audience"].create(
            {"name": "Pupils", "code": "toets", "company_id": cls.library.id}
        )
        cls.event.write({"theme_id": cls.theme.id})
        cls.other_event.write({"theme_id": cls.theme.id})
        cls.tips = cls.env["bzk.book.tip"]

    def _tip(self, name, **values):
        return self.tips.create(
            {
                "name": name,
                "theme_id": self.theme.id,
                "company_id": self.library.id,
                **values,
            }
        )

    def _names(self, event):
        return self.tips._for_activities(event)[event].mapped("name")

    def test_tips_of_a_theme(self):
        self._tip("Second", sequence=2)
        self._tip("First", sequence=1)
        self._tip("Gone", sequence=0, active=False)
        other = self.env["bzk.activity.theme"].create(
            {"name": "Other", "code": "other", "company_id": self.library.id}
        )
        self._tip("Elsewhere", theme_id=other.id)
        self.assertEqual(self._names(self.event), ["First", "Second"])
        self.assertFalse(self._names(self._new_event()))

    def test_no_more_than_three_and_those_for_the_audience_first(self):
        for number in range(4):
            self._tip(f"For all {number}")
        self._tip("For pupils", audience_id=self.audience.id, sequence=99)
        self.assertEqual(self._names(self.event), ["For all 0", "For all 1", "For all 2"])
        self.event.audience_id = self.audience
        self.assertEqual(self._names(self.event), ["For pupils", "For all 0", "For all 1"])

    def test_each_library_has_its_own_tips_on_a_common_theme(self):
        own = self._tip("Ours")
        other = self._tip("Theirs", company_id=self.other_library.id)
        found = self.tips._for_activities(self.event + self.other_event)
        self.assertEqual((found[self.event], found[self.other_event]), (own, other))
        self.assertEqual(self.theme.with_user(self.users["front_desk"]).tip_count, 1)

    def test_who_keeps_the_tips(self):
        other = self._tip("Theirs", company_id=self.other_library.id)
        for role in STAFF:
            tips = self.tips.with_user(self.users[role])
            keeps = role in ("activities", "marketing", "administrator")
            with self.subTest(role):
                self.assertTrue(tips.has_access("read"))
                self.assertEqual(tips.has_access("write"), keeps)
                self.assertFalse(tips.search([("id", "=", other.id)]))
                with self.assertRaises(AccessError):
                    tips.browse(other.id).read(["name"])
                with self.assertRaises(AccessError):
                    tips.create(
                        {
                            "name": "X",
                            "theme_id": self.theme.id,
                            "company_id": self.other_library.id,
                        }
                    )

    def test_only_addresses_of_the_web(self):
        self._tip("Good", url="https://catalogus.example.org/1")
        for url in ("javascript:alert(1)", "catalogus.example.org", "https://x y"):
            with (
                self.subTest(url),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._tip("Bad", url=url)

    def test_a_cover_is_shown_without_a_login(self):
        tip = self._tip("With cover", cover=base64.b64encode(PIXEL))
        path = tip._cover_url().replace(tip.get_base_url(), "")
        response = self.url_open(path)
        self.assertEqual((response.status_code, response.content[:4]), (200, b"\x89PNG"))
        bare = self._tip("Without cover")
        for path in (f"/boektip/{bare.id}/omslag", "/boektip/0/omslag"):
            self.assertEqual(self.url_open(path).status_code, 404)
