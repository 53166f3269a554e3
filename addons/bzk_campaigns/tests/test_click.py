from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import HttpCase, tagged

from .results_common import ResultsCase

BROWSER = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


@tagged("post_install", "-at_install")
class TestClick(ResultsCase, HttpCase):
    """Links in mails: they always lead on, and count when a reader followed them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader, cls.other = cls._people(2)
        cls.trace, cls.second = cls._sent(cls.reader | cls.other)
        cls.links = cls.env["link.tracker"].create(
            [
                {
                    "url": f"https://bibliotheek.example/{name}",
                    "title": name,
                    "label": name,
                    "mass_mailing_id": cls.mailing.id,
                }
                for name in ("agenda", "boeken", "kaart", "contact")
            ]
        )

    def _follow(self, link, trace=None, agent=BROWSER, method="GET"):
        trace = trace or self.trace
        return self.url_open(
            f"/r/{link.code}/m/{trace.id}",
            headers={"User-Agent": agent},
            allow_redirects=False,
            method=method,
        )

    def _clicks(self, trace=None):
        self.env.invalidate_all()
        return (trace or self.trace).links_click_ids.sorted("id")

    def test_a_reader_counts(self):
        response = self._follow(self.links[0])
        self.assertEqual(response.status_code, 302)
        self.assertTrue(response.headers["Location"].startswith("https://bibliotheek.example/"))
        self.assertIn("no-store", response.headers["Cache-Control"])
        click = self._clicks()
        self.assertFalse(click.machine)
        self.assertEqual(click.ip, "127.0.0.0/24")
        self.assertEqual(click.company_id, self.library)
        self.assertTrue(self.trace.links_click_datetime)
        # Following a link tells nothing of opening, to which not everybody agreed.
        self.assertEqual(self.trace.trace_status, "sent")

    def test_programs_are_kept_and_do_not_count(self):
        self._follow(self.links[0], agent="Barracuda Sentinel (EE)")
        self._follow(self.links[0], method="HEAD")
        self.assertEqual(self._clicks().mapped("machine"), ["program", "head"])
        self.assertFalse(self.trace.links_click_datetime)

    def test_sooner_than_anybody_reads(self):
        self.trace.sent_datetime = fields.Datetime.now()
        self._follow(self.links[0])
        self.assertEqual(self._clicks().machine, "soon")

    def test_a_later_click_gives_the_first_away(self):
        for link in self.links:
            self._follow(link)
        self.assertEqual(self._clicks().mapped("machine"), ["all"] * 4)
        self.assertFalse(self.trace.links_click_datetime)
        # What somebody else does on their own mail has nothing to do with it.
        self._follow(self.links[0], self.second)
        self.assertFalse(self._clicks(self.second).machine)

    def test_made_up_numbers_lead_on_and_note_nothing(self):
        theirs = self._sent(
            self._people(1, self.other_library), self._mailing(self.other_library, "Buren")
        )
        for trace in (theirs, self.env["mailing.trace"].browse(2**31 - 1)):
            response = self._follow(self.links[0], trace)
            self.assertEqual(response.status_code, 302)
        self.env.invalidate_all()
        self.assertFalse(theirs.links_click_ids)
        self.assertFalse(self._clicks())

    def test_links_that_do_not_exist(self):
        self.assertEqual(self.url_open(f"/r/nietecht/m/{self.trace.id}").status_code, 404)

    def test_a_number_that_no_database_has(self):
        response = self.url_open(f"/r/{self.links[0].code}/m/{10**30}", allow_redirects=False)
        self.assertIn(response.status_code, (302, 404))

    def test_what_computers_tell_of_themselves_is_cut_off(self):
        self._follow(self.links[0], agent=BROWSER + "x" * 5000)
        self.assertEqual(len(self._clicks().agent), 200)

    def test_network_and_program_are_forgotten(self):
        self._follow(self.links[0])
        click = self._clicks()
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "mail_click")
        day = fields.Date.today()
        self.assertNotIn(click, rule._due(day))
        due = rule._due(day + relativedelta(months=4))
        self.assertIn(click, due)
        self.env["bzk.personal.data"]._clear(due, ("ip", "country_id", "agent"))
        self.assertFalse(click.ip or click.agent)
        self.assertEqual(click.mailing_trace_id, self.trace)
