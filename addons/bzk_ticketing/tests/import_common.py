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


TICKET_COLUMNS = {
    "order": "Bestelling",
    "position": "Positie",
    "order_date": "Besteld op",
    "order_state": "Status",
    "order_total": "Totaal",
    "order_fees": "Kosten",
    "order_paid": "Ontvangen",
    "order_refunded": "Teruggestort",
    "order_confirmed": "Bevestigd op",
    "buyer_name": "Naam",
    "buyer_email": "E-mail",
    "buyer_phone": "Telefoon",
    "activity_key": "Activiteitnummer",
    "activity_name": "Activiteit",
    "activity_begin": "Begin",
    "branch_id": "Vestiging",
    "price_model": "Prijsmodel",
    "item": "Kaartsoort",
    "price": "Prijs",
    "line_state": "Kaartstatus",
    "attendee_name": "Deelnemer",
    "attendee_email": "E-mail deelnemer",
    "card_number": "Pasnummer",
    "attendee_birthdate": "Geboortedatum",
    "barcode": "Code",
    "checked_in": "Ingecheckt",
    "admits": "Toegang",
}
TICKET = {
    "Bestelling": "ABC12",
    "Positie": "1",
    "Besteld op": "01-03-2018 10:00",
    "Status": "betaald",
    "Naam": "Anna de Vries",
    "E-mail": "anna@example.org",
    "Activiteitnummer": "A1",
    "Kaartsoort": "Kaart",
    "Prijs": "7,50",
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

    def _tickets(self, *changes, **values):
        """Import lines of orders; each is the first with some cells changed."""
        if "ticket_profile" not in self.__dict__:
            self.ticket_profile = self._new_profile("ticket", TICKET_COLUMNS)
        rows = [dict.fromkeys(TICKET_COLUMNS.values(), "") | TICKET | cells for cells in changes]
        return self._import_rows(self.ticket_profile, rows, **values)

    def _order(self, name="ABC12"):
        return self.env["bzk.ticket.order"].search(
            [("source_id", "=", self.tickets.id), ("name", "=", name)]
        )

    def _seat(self, key="ABC12-1"):
        return (
            self.env["bzk.ticket.line"]
            .search([("source_id", "=", self.tickets.id), ("key", "=", key)])
            .registration_id
        )
