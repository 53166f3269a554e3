from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentWhy(SegmentCase):
    """Why a customer is in a segment, or is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whoever reads the words, in whatever language the tests run.
        cls.marketing.lang = "en_US"
        cls.child = cls._person("Kind", birthdate=cls._ago(years=11))

    def _why(self, segment, partner, user=None):
        self.env.flush_all()
        user = user or self.marketing
        partner = partner.with_user(user).with_context(lang="en_US")
        return segment.with_user(user).with_context(lang="en_US")._why(partner)

    def test_the_sentence_names_what_is_known_and_what_is_asked(self):
        within, sentences = self._why(self._segment("youth"), self.child)
        self.assertTrue(within)
        self.assertEqual(len(sentences), 1)
        born = self.child.birthdate
        self.assertRegex(sentences[0], r"^Date of birth: .* \(younger than 13\)$")
        self.assertIn(str(born.year), sentences[0])

    def test_who_is_not_in_it_reads_what_is_missing(self):
        within, sentences = self._why(self._segment("pupils"), self.child)
        self.assertFalse(within)
        self.assertEqual(len(sentences), 1)
        self.assertIn("(at least 13 years old)", sentences[0])

    def test_of_either_of_two_only_what_holds(self):
        dutch = self.env["bzk.membership.type"].create(
            self._type("NT2", "Nederlands leren", self.library, audience="dutch")
        )
        learner = self._person("Leert", birthdate=self._ago(years=30))
        self._member(learner, dutch)
        within, sentences = self._why(self._segment("learners"), learner)
        self.assertTrue(within)
        self.assertIn("Kind of membership: Learning Dutch (Learning Dutch)", sentences)
        self.assertEqual(len(sentences), 2, "not the activities that were not visited")

    def test_the_words_agree_with_who_is_in_it(self):
        """Of every shipped segment, for customers of all kinds."""
        self._member(self.anna, last_loan_date=self._ago(months=2), loans_total=500)
        self._member(self.bram, self.youth, payer_id=self.anna.id, date_end=self._ago(months=1))
        guest = self._person("Gast", birthdate=self._ago(years=45))
        self._seat(guest, self._activity(), "done")
        people = self.anna | self.bram | guest | self.child
        segments = self.env["mailing.filter"].with_user(self.marketing)
        segments = segments.search([("at_work", "=", False), ("company_id", "=", False)])
        for segment in segments:
            found = self._people(segment)
            self.assertTrue(segment.in_words)
            for partner in people:
                within, sentences = self._why(segment, partner)
                self.assertEqual(within, partner in found, (segment.name, partner.name))
                self.assertTrue(sentences)
        for partner in people:
            partner = partner.with_user(self.marketing)
            listed = segments._segments_of(partner) & segments
            expected = segments.filtered(lambda s, p=partner: p.id in self._people(s).ids)
            self.assertEqual(listed, expected)

    def test_the_button_on_a_customer(self):
        for role in ("marketing", "data_steward"):
            user = self.users[role]
            self.env.flush_all()
            action = self.child.with_user(user).action_open_segments()
            listed = self.env["mailing.filter"].with_user(user).with_context(**action["context"])
            listed = listed.search(action["domain"])
            self.assertIn(self.env.ref("bzk_campaigns.segment_youth"), listed)
            self.assertTrue(all(listed.mapped("why_customer")))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_of_another_library(self):
        user = self._new_user("marketing", self.other_library)
        with self.assertRaises(AccessError):
            self.child.with_user(user).action_open_segments()
        segment = self._segment("youth", user).with_context(why_partner_id=self.child.id)
        with self.assertRaises(AccessError):
            segment.why_customer  # noqa: B018
        front_desk = self.users["front_desk"]
        with self.assertRaises(AccessError):
            self.child.with_user(front_desk).action_open_segments()

    def test_every_operator_has_words(self):
        asked = {
            "[('lastname', 'ilike', 'ki')]": "Surname: with “ki” in it",
            "[('lastname', 'not ilike', 'ki')]": "Surname: without “ki” in it",
            "['!', ('age', '<', 13)]": "Date of birth: at least 13 years old",
            "[('member_since', '=', False)]": "not known",
            "[('is_parent', '=', False)]": "Looks after a child: no",
            "[('member_audience', 'not in', ['adult', 'youth'])]": "none of Adults, Youth",
            "[('branch_id.code', '=', 'HLC')]": "Branch · Code: HLC",
            "['|', ('age', '<', 3), '&', ('age', '>', 5), ('age', '<', 8)]": "or (",
            "[('commercial_partner_id', 'child_of', 3)]": "child_of 3",
            "[]": "everybody",
        }
        for domain, expected in asked.items():
            segment = self._own(domain).with_context(lang="en_US")
            self.assertIn(expected, segment.in_words, domain)
            segment._why(self.child.with_user(self.marketing))

    def test_constant_queries(self):
        segments = self.env["mailing.filter"].with_user(self.marketing)
        child = self.child.with_user(self.marketing)
        segments._segments_of(child)
        self.env.flush_all()
        self.env.invalidate_all()
        child.fetch(["company_id"])
        segments.search([("at_work", "=", False)]).mapped("mailing_domain")
        with self.assertQueryCount(8):
            segments._segments_of(child)

    def test_a_segment_that_cannot_be_read_says_so(self):
        segment = self._own("[]")
        self.env.cr.execute(
            "UPDATE mailing_filter SET mailing_domain = %s WHERE id = %s",
            ["[('gone', '=', 1)]", segment.id],
        )
        segment.invalidate_recordset()
        self.assertFalse(segment.in_words)
        within, sentences = self._why(segment, self.child)
        self.assertFalse(within)
        self.assertEqual(len(sentences), 1)
