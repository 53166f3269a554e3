from odoo.addons.bzk_base.tests.common import LibraryCase

ACTIVITY_COLUMNS = {
    "key": "Nummer",
    "name": "Activiteit",
    "begin": "Datum",
    "begin_time": "Begintijd",
    "end_time": "Eindtijd",
    "branch_id": "Vestiging",
    "theme_id": "Thema",
    "audience_id": "Doelgroep",
    "price_model": "Prijsmodel",
    "event_type_id": "Soort",
    "capacity": "Plaatsen",
    "description": "Omschrijving",
    "cancelled": "Afgelast",
    "counted": "Geteld",
    "estimated": "Geschat",
}
POEM = {
    "Nummer": "A1",
    "Activiteit": "Poëzie bij de koffie",
    "Datum": "14-03-2018",
    "Begintijd": "19:30",
    "Eindtijd": "21:00",
    "Vestiging": "HLC",
    "Thema": "poezie",
    "Doelgroep": "",
    "Prijsmodel": "betaald",
    "Soort": "",
    "Plaatsen": "40",
    "Omschrijving": "Dichters & lezers",
    "Afgelast": "",
    "Geteld": "",
    "Geschat": "",
}


class ActivityImportCase(LibraryCase):
    """A ticketing system of the library, with profiles for activities and for tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["bzk.source"].create(
            {"name": "Kaarten", "code": "kaarten", "company_id": cls.library.id}
        )
        cls.theme = cls.env["bzk.activity.theme"].create(
            {"name": "Poëzie", "code": "poezie", "company_id": cls.library.id}
        )
        cls.activity_profile = cls._new_profile("activity", ACTIVITY_COLUMNS)

    @classmethod
    def _new_profile(cls, subject, columns, **values):
        return cls.env["bzk.import.profile"].create(
            {
                "name": subject,
                "code": subject,
                "subject": subject,
                "source_id": cls.tickets.id,
                "column_ids": [
                    (0, 0, {"field": name, "headings": heading, "sequence": number})
                    for number, (name, heading) in enumerate(columns.items())
                ],
                **values,
            }
        )

    def _import_rows(self, profile, rows, confirm=True):
        run = self._new_run(self._csv(rows, [*rows[0]]), profile=profile, name="rijen.csv")
        run.run_to_end(confirm=confirm)
        self.assertEqual(run.state, "done")
        return run

    def _activities(self, *changes):
        """Import activities; each is the first with some cells changed."""
        return self._import_rows(self.activity_profile, [{**POEM, **cells} for cells in changes])

    def _activity(self, key="A1"):
        return self.env["event.event"].search(
            [("source_id", "=", self.tickets.id), ("source_key", "=", key)]
        )
