from ..checking import Answer
from ..models import mailing_checking
from .common import CampaignCase


class NewsletterCase(CampaignCase):
    """A newsletter in which nothing is wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.library.email = "library@example.org"
        cls.marketing = cls.users["marketing"]
        cls.letter = cls.mailing.with_user(cls.marketing)
        cls.answers = {}

        def look(links, **_kwargs):
            return {link: cls.answers.get(link, Answer("fine", "200")) for link in links}

        cls.classPatch(mailing_checking, "look_at_all", look)

    def _kinds(self, mailing=None):
        mailing = mailing or self.letter
        mailing.action_check()
        return sorted(mailing.check_ids.mapped("kind"))
