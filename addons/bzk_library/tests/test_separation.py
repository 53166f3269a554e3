from odoo.tests import tagged

from .furnished import AT_WORK, TELLING, FurnishedCase

#: Who sees nobody at an organisation.
PRIVATE_ONLY = ("front_desk", "activities", "insights")


@tagged("post_install", "-at_install")
class TestSeparation(FurnishedCase):
    """Whatever model a role may read, it finds nothing there of people it should not know.

    Every field of every model is asked for words that only the other person has, so that what an
    addon adds later is asked too.
    """

    def setUp(self):
        super().setUp()
        self._furnish_work()
        self.env.flush_all()

    def test_there_is_something_to_find(self):
        everything = self.env.ref("base.user_root")
        private = self._found(everything, TELLING, self.person)
        at_work = self._found(everything, AT_WORK, self.contact)
        self.assertGreater(len(private), 30)
        for name in (
            "res.partner.name",
            "bzk.dmu.member.partner_id",
            "bzk.contact.report.subject",
            "bzk.agreement.name",
            "calendar.event.name",
            "calendar.attendee.partner_id",
            "mail.followers.partner_id",
            "mail.notification.res_partner_id",
            "mail.activity.note",
            "mail.message.body",
            "ir.attachment.name",
            "crm.lead.partner_id",
            "bzk.consent.evidence",
            "bzk.timeline.partner_id",
            "mailing.trace.partner_id",
            "bzk.journey.entry.partner_id",
            "bzk.campaign.effect.partner_id",
        ):
            self.assertIn(name, at_work)

    def test_relationship_managers_find_nobody_in_private(self):
        manager = self.users["relations"]
        self.assertEqual(self._found(manager, TELLING, self.person), [])
        # Whole rows, which no field of text holds.
        for model in ("bzk.import.run", "bzk.import.row", "bzk.import.rejection"):
            self.assertFalse(self.env[model].with_user(manager).search([]), model)

    def test_others_find_nobody_at_work(self):
        for role in PRIVATE_ONLY:
            with self.subTest(role):
                self.assertEqual(self._found(self.users[role], AT_WORK, self.contact), [])

    def test_another_library_finds_neither(self):
        stranger = self._new_user("administrator", self.other_library)
        people = self.person | self.contact
        self.assertEqual(self._found(stranger, (*TELLING, *AT_WORK), people), [])

    def test_each_finds_their_own(self):
        for role, words, person in (
            ("relations", AT_WORK, self.contact),
            ("front_desk", TELLING, self.person),
        ):
            with self.subTest(role):
                self.assertIn("res.partner.name", self._found(self.users[role], words, person))

    def test_a_missing_rule_is_noticed(self):
        names = ("bzk_base.rule_followers_people", "bzk_customer.rule_transaction_people")
        for name in names:
            self.env.ref(name).active = False
        self.env.ref("bzk_base.rule_partner_staff").domain_force = "[(1, '=', 1)]"
        self.env.flush_all()
        found = self._found(self.users["relations"], TELLING, self.person)
        self.assertIn("mail.followers.partner_id", found)
        self.assertIn("bzk.transaction.partner_id", found)
        found = self._found(self.users["front_desk"], AT_WORK, self.contact)
        self.assertIn("res.partner.email", found)
