from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .import_common import ActivityImportCase


@tagged("post_install", "-at_install")
class TestImportActivity(ActivityImportCase):
    def test_everything_of_a_row(self):
        run = self._activities({"Geteld": "12", "Geschat": "30"})
        event = self._activity()
        self.assertEqual((run.new_count, run.refused_count, run.remark_count), (1, 0, 0))
        self.assertEqual(event.name, "Poëzie bij de koffie")
        self.assertEqual(str(event.date_begin), "2018-03-14 18:30:00")
        self.assertEqual(str(event.date_end), "2018-03-14 20:00:00")
        self.assertEqual(event.date_tz, "Europe/Amsterdam")
        self.assertEqual(event.company_id, self.library)
        self.assertEqual(event.branch_id, self.branch)
        self.assertEqual(event.theme_id, self.theme)
        self.assertEqual((event.price_model, event.capacity), ("paid", 40))
        self.assertFalse(event.seats_limited)
        self.assertIn("Dichters &amp; lezers", event.description)
        counts = {(line.method, line.number, line.device) for line in event.count_ids}
        self.assertEqual(counts, {("counted", 12, "import"), ("estimated", 30, "import")})

    def test_over_or_to_come(self):
        """What is over is in the last stage and mails nobody; what is to come has its mails."""
        coming = fields.Date.to_string(fields.Date.today() + timedelta(days=30))
        self._activities({}, {"Nummer": "A2", "Datum": coming})
        over, ahead = self._activity(), self._activity("A2")
        self.assertTrue(over.stage_id.pipe_end)
        self.assertFalse(over.event_mail_ids)
        self.assertFalse(ahead.stage_id.pipe_end)
        own = self.env["event.event"].create(
            {
                "name": "Hier gemaakt",
                "company_id": self.library.id,
                "date_begin": ahead.date_begin,
                "date_end": ahead.date_end,
            }
        )
        wanted = own.event_mail_ids.filtered(lambda mail: mail.interval_type != "after_sub")
        self.assertEqual(
            sorted(ahead.event_mail_ids.mapped(lambda m: (m.interval_type, m.interval_nbr))),
            sorted(wanted.mapped(lambda m: (m.interval_type, m.interval_nbr))),
        )

    def test_kind_brings_its_mails(self):
        kind = self.env["event.type"].create(
            {"name": "Lezing", "company_id": self.library.id, "event_type_mail_ids": False}
        )
        coming = fields.Date.to_string(fields.Date.today() + timedelta(days=30))
        self._activities({"Soort": "lezing", "Datum": coming})
        self.assertEqual(self._activity().event_type_id, kind)
        self.assertEqual(
            len(self._activity().event_mail_ids),
            len(kind.event_type_mail_ids.filtered(lambda m: m.interval_type != "after_sub")),
        )

    def test_same_file_again(self):
        self._activities({"Geteld": "12"})
        event = self._activity()
        run = self._activities({"Geteld": "12"})
        self.assertEqual((run.new_count, run.changed_count, run.unchanged_count), (0, 0, 1))
        self.assertEqual(self._activity(), event)
        self.assertEqual(len(event.count_ids), 1)

    def test_only_what_the_source_changed(self):
        self._activities({"Geteld": "12"})
        event = self._activity()
        event.name = "Van een collega"
        event.count_ids.number = 13
        run = self._activities({"Geteld": "12", "Begintijd": "20:00"})
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(event.name, "Van een collega")
        self.assertEqual(event.count_ids.number, 13)
        self.assertEqual(str(event.date_begin), "2018-03-14 19:00:00")
        self.assertEqual(str(event.date_end), "2018-03-14 20:00:00")
        self._activities({"Geteld": "15", "Begintijd": "20:00", "Plaatsen": ""})
        self.assertEqual(event.count_ids.number, 15)
        self.assertEqual(event.capacity, 0)

    def test_in_the_language_of_the_library(self):
        """What staff see follows the source, also after a colleague changed it in Dutch."""
        self.env["res.lang"]._activate_lang("nl_NL")
        self.library.partner_id.lang = "nl_NL"
        self._activities({})
        dutch = self._activity().with_context(lang="nl_NL")
        dutch.name = "Van een collega"
        self._activities({"Activiteit": "Van de bron"})
        self.assertEqual(dutch.name, "Van de bron")

    def test_words_in_any_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        theme = self.env["bzk.activity.theme"].create(
            {"name": "Digital world", "code": "digi", "company_id": self.library.id}
        )
        theme.with_context(lang="nl_NL").name = "Digitale wereld"
        self._activities({"Thema": "digitale wereld"}, {"Nummer": "A2", "Thema": "Digital World"})
        self.assertEqual((self._activity() | self._activity("A2")).theme_id, theme)

    def test_own_word_goes_before_a_common_one(self):
        kinds = self.env["event.type"].create(
            [{"name": "Lezing", "company_id": company} for company in (self.library.id, False)]
        )
        self._activities({"Soort": "lezing"})
        self.assertEqual(self._activity().event_type_id, kinds[0])

    def test_count_taken_back(self):
        self._activities({"Geteld": "12"})
        self._activities({"Geteld": ""})
        self.assertFalse(self._activity().count_ids)

    def test_called_off(self):
        self._activities({})
        self._activities({"Afgelast": "ja"})
        self.assertEqual(self._activity().kanban_state, "cancel")

    def test_unknown_words_cost_their_cell_only(self):
        run = self._activities(
            {"Vestiging": "XXX", "Thema": "xxx", "Prijsmodel": "zomaar", "Doelgroep": "xxx"}
        )
        self.assertEqual(run.remark_count, 4)
        self.assertEqual(
            set(run.rejection_ids.mapped("code")),
            {"unknown_branch", "unknown_theme", "unknown_price_model", "unknown_audience"},
        )
        self.assertEqual(self._activity().price_model, "free")

    def test_refused_rows(self):
        run = self._activities(
            {"Datum": ""},
            {"Nummer": "A2", "Activiteit": ""},
            {"Nummer": "A3", "Datum": "31-02-2018"},
            {"Nummer": ""},
            {"Nummer": "A4"},
        )
        self.assertEqual((run.new_count, run.refused_count), (1, 4))
        self.assertEqual(
            sorted(run.rejection_ids.filtered(lambda r: r.kind == "row").mapped("code")),
            ["no_activity_name", "no_begin", "no_begin", "no_key"],
        )

    def test_corrected_row(self):
        run = self._activities({"Vestiging": "XXX"})
        run.rejection_ids.corrected = "HLC"
        replay = self.env["bzk.import.run"].browse(run.rejection_ids.action_replay()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self.assertEqual(self._activity().branch_id, self.branch)
        # The source's own file still has the fault in it and undoes nothing.
        self._activities({"Vestiging": "XXX"})
        self.assertEqual(self._activity().branch_id, self.branch)

    def test_names_of_another_library(self):
        """A theme or branch of another library is not known here."""
        self.env["bzk.activity.theme"].create(
            {"name": "Elders", "code": "elders", "company_id": self.other_library.id}
        )
        run = self._activities({"Thema": "elders", "Vestiging": "ELD"})
        self.assertEqual(run.remark_count, 2)
        self.assertFalse(self._activity().theme_id or self._activity().branch_id)

    def test_american_dates(self):
        self.activity_profile.date_order = "mdy"
        self._activities({"Datum": "11/29/24", "Begintijd": "10:28 PM", "Eindtijd": ""})
        self.assertEqual(str(self._activity().date_begin), "2024-11-29 21:28:00")

    def test_absent_is_not_missing(self):
        self._activities({}, {"Nummer": "A2"})
        run = self._activities({})
        self.assertFalse(run.missing_count or run.questions)
        self.assertTrue(self._activity("A2").active)

    def test_columns_keep_to_the_subject(self):
        with self.assertRaises(ValidationError):
            self.activity_profile.column_ids = [
                (0, 0, {"field": "lastname", "headings": "Achternaam"})
            ]

    @freeze_time("2018-03-01")
    def test_preview_reads_well(self):
        run = self._new_run(
            self._csv(
                [{"Nummer": "A1", "Activiteit": "X", "Datum": "14-03-2018 19:30"}],
                ["Nummer", "Activiteit", "Datum"],
            ),
            profile=self.activity_profile,
            name="rijen.csv",
        )
        run.action_check()
        run._process()
        self.assertIn("19:30", run.preview_html)
