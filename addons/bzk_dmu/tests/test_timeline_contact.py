from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .workflow_common import WorkflowCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestTimelineContact(WorkflowCase):
    """Contact stands in the timeline of the organisation and of everybody who took part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._new_member(cls.school, "Cor", "Vos")
        cls.event = (
            cls.env["calendar.event"]
            .with_user(cls.keeper)
            .create(
                {
                    "name": "Bezoek",
                    "relation_id": cls.school.id,
                    "start": "2026-12-01 09:00:00",
                    "stop": "2026-12-01 10:00:00",
                    "member_ids": [(6, 0, cls.director.ids)],
                }
            )
        )

    def _lines(self, partner, user=None):
        lines = (
            self.env["bzk.timeline"].with_user(user or self.keeper).page(partner.id, limit=50)
        )["lines"]
        return {(line["kind"], line["title"]) for line in lines}

    def setUp(self):
        super().setUp()
        self.report = self._done(
            agreement_ids=[
                (0, 0, {"name": "Offerte sturen"}),
                (0, 0, {"name": "Lijst maken", "member_id": self.second.id}),
            ]
        )
        self.env.flush_all()

    def test_of_the_organisation(self):
        lines = self._lines(self.school.partner_id)
        self.assertLessEqual(
            {
                ("report", "Leesplan"),
                ("agreement", "Offerte sturen"),
                ("agreement", "Lijst maken"),
                ("appointment", "Bezoek"),
            },
            lines,
        )

    def test_of_each_person(self):
        lines = self._lines(self.director.partner_id)
        self.assertLessEqual({("report", "Leesplan"), ("appointment", "Bezoek")}, lines)
        self.assertFalse([line for line in lines if line[0] == "agreement"])
        lines = self._lines(self.second.partner_id)
        self.assertIn(("agreement", "Lijst maken"), lines)
        self.assertNotIn(("report", "Leesplan"), lines)

    def test_somebody_with_two_places_has_one_line(self):
        twice = self.env["bzk.dmu.member"].create(
            {
                "relation_id": self.school.id,
                "partner_id": self.director.partner_id.id,
                "function_id": self.env.ref("bzk_dmu.function_teacher").id,
            }
        )
        self.report.participant_ids |= twice
        self.env.flush_all()
        page = (
            self.env["bzk.timeline"]
            .with_user(self.keeper)
            .page(self.director.partner_id.id, kinds=["report"])
        )
        self.assertEqual(len(page["lines"]), 1)

    def test_not_for_who_does_not_keep_relations(self):
        for role in ("front_desk", "activities", "insights", "marketing", "data_steward"):
            timeline = self.env["bzk.timeline"].with_user(self.users[role])
            found = timeline.search([("partner_id", "=", self.school.partner_id.id)])
            kinds = set(found.mapped("kind"))
            self.assertFalse(kinds & {"report", "agreement", "appointment"}, role)

    def test_a_shared_organisation_shows_the_own_librarys_only(self):
        shared = self.env["res.partner"].create({"name": "ROC", "is_company": True})
        group = self.env.ref("bzk_dmu.group_partner").id
        for user in (self.keeper, self.other_keeper):
            relation = self.env["bzk.relation"].create(
                {
                    "partner_id": shared.id,
                    "company_id": user.company_id.id,
                    "group_id": group,
                    "user_id": user.id,
                }
            )
            self._done(
                user,
                relation_id=relation.id,
                participant_ids=False,
                subject=f"Van {user.company_id.name}",
            )
        self.env.flush_all()
        self.assertEqual(
            {title for kind, title in self._lines(shared) if kind == "report"},
            {"Van Test library"},
        )

    def test_the_indexes_are_reached(self):
        """A filter on one customer goes down into every select of contact."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for name in ("report", "agreement", "appointment"):
            kind = self.env["bzk.timeline"]._timeline_selects()[name]
            self.env.cr.execute(
                "EXPLAIN SELECT * FROM ("
                + self.env.cr.mogrify(kind.select.code, kind.select.params).decode()
                + ") s WHERE partner_id = %s",
                (self.director.partner_id.id,),
            )
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            self.assertNotIn("Seq Scan", plan, name)

    def test_nobody_of_another_library(self):
        with self.assertRaises(UserError):
            self._lines(self.director.partner_id, self.other_keeper)
