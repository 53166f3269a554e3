from odoo.tests import tagged

from .third_half_common import ThirdHalfCase


@tagged("post_install", "-at_install")
class TestEvaluationPrivacy(ThirdHalfCase):
    """What visitors answered is held for a purpose, for a time, and can be forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._new_seat(attendee=cls.anna)
        cls.answer = cls._answer(cls.seat, 4)
        remark = cls.survey.question_ids.filtered(lambda item: item.evaluation_use == "remark")
        cls.answer._save_lines(remark, "Greetings from Anna")
        cls.lines._prepare()

    def _held(self, partner):
        """Records of evaluations about a customer, found as the declarations say."""
        data = self.env["bzk.personal.data"]
        names = ("survey.user_input", "survey.user_input.line", "bzk.third.half")
        return {
            item.model: self.env[item.model].search(data._reach(item, partner))
            for item in data._declarations()
            if item.model in names
        }

    def test_everything_is_found(self):
        held = self._held(self.anna)
        self.assertEqual(held["survey.user_input"], self.answer)
        self.assertEqual(
            held["survey.user_input.line"].mapped("value_text_box"), ["Greetings from Anna"]
        )
        self.assertEqual(held["bzk.third.half"].event_id, self.event)
        self.assertFalse(any(self._held(self.bram).values()))

    def test_clearing_leaves_the_figures(self):
        data = self.env["bzk.personal.data"]
        held = self._held(self.anna)
        for item in data._declarations():
            if item.model in held and item.erase == "clear":
                held[item.model].write(dict.fromkeys(item.names, False))
        self.env.flush_all()
        self.assertFalse(self.answer.partner_id or self.answer.registration_id or self.answer.email)
        self.assertFalse(self.answer.remark)
        self.assertEqual((self.answer.score, self.event.score_average), (4, 4))

    def test_terms_find_what_is_too_old_once(self):
        terms = {term.code: term for term in self.env["bzk.personal.data"]._terms()}
        for code in ("evaluation", "evaluation_words"):
            term = terms[code]
            records = self.env[term.model].search(list(term.where))
            self.assertTrue(records)
            records.write(dict.fromkeys(term.names, False))
            self.assertFalse(self.env[term.model].search(list(term.where)))
