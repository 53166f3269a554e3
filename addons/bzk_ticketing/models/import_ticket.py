from odoo import models

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.fields import ROW, ImportField
from odoo.addons.bzk_base.importing.planning import difference

from ..ticketing import moments, statuses
from ..ticketing.columns import settle_columns
from ..ticketing.persons import people_of
from . import import_ticket_sql

#: Columns that tell who ordered and who comes, and what is worked out of them.
PEOPLE = (
    *("buyer_name", "buyer_email", "buyer_phone"),
    *("attendee_name", "attendee_firstname", "attendee_infix", "attendee_lastname"),
    *("attendee_email", "attendee_phone", "attendee_birthdate", "card_number"),
)
SEAT = ("seat_of", "seat_name", "seat_email", "seat_phone")
PERSONS = ("buyer", "attendee")
#: Columns that tell which activity it is for, and what is worked out of them.
ACTIVITY = ("activity_key", "activity_name", "activity_begin", "activity_time")
MOMENTS = ("date_begin", "date_end")
GROUPS = ((*PEOPLE, *SEAT, *PERSONS), (*ACTIVITY, *MOMENTS))
#: Worked out of other columns, so that they are not compared themselves.
DERIVED = (*SEAT, *PERSONS, *MOMENTS)
#: Not kept with what the source sent.
PASSING = (*PERSONS, *MOMENTS)
#: What a row tells of the whole order it is in.
ORDER = (
    *("order", "order_date", "order_state", "order_total", "order_fees", "order_paid"),
    *("order_refunded", "order_confirmed", "buyer_name", "buyer_email", "buyer_phone", "buyer"),
)


class ImportTicket(models.AbstractModel):
    """Orders of tickets as the subject of an import: a row is one line of an order.

    What a row tells of the order, of the people and of the activity is taken out of it: the order
    is written once however many rows it has, people become customers through the import of
    customers, and an activity that is not known yet is made. The bulk statements are in
    :mod:`.import_ticket_sql`; they do what the ORM does when somebody books by hand.
    """

    _name = "bzk.import.ticket"
    _inherit = "bzk.import.subject"
    _description = "Import of ticket orders"
    _key_names = ("order", "position")
    _key_table = "bzk_ticket_line"

    def _import_fields(self, company):
        _ = self.env._
        text, amount = cleaning.clean_text, _clean_euros
        moment = self._in_order(moments.clean_moment)
        orders = self.env["bzk.ticket.order"]._fields["state"]._description_selection(self.env)
        lines = self.env["bzk.ticket.line"]._fields["state"]._description_selection(self.env)
        order_state, line_state = statuses.clean_order_state, statuses.clean_line_state
        specs = [
            ImportField("order", _("Order: number"), cleaning.clean_key, refuses=ROW),
            ImportField("position", _("Ticket: number in the order"), cleaning.clean_key),
            ImportField("order_date", _("Order: date"), moment),
            ImportField(
                "order_state", _("Order: state"), order_state, refuses=ROW, labels=dict(orders)
            ),
            ImportField("order_total", _("Order: total"), amount),
            ImportField("order_fees", _("Order: fees"), amount),
            ImportField("order_paid", _("Order: paid"), amount),
            ImportField("order_refunded", _("Order: refunded"), amount),
            ImportField("order_confirmed", _("Order: confirmation sent"), moment),
            ImportField("buyer_name", _("Buyer: name"), text),
            ImportField("buyer_email", _("Buyer: e-mail"), cleaning.clean_email),
            ImportField("buyer_phone", _("Buyer: phone"), cleaning.clean_phone),
            ImportField("activity_key", _("Activity: number in the source"), cleaning.clean_key),
            ImportField("activity_name", _("Activity: name"), text),
            ImportField("activity_begin", _("Activity: date, or date and time"), moment),
            ImportField("activity_time", _("Activity: time"), moments.clean_time),
            *self.env["bzk.import.activity"]._activity_fields(company),
            ImportField("item", _("Ticket: kind or article"), text),
            ImportField("price", _("Ticket: price"), amount),
            ImportField(
                "line_state", _("Ticket: state"), line_state, refuses=ROW, labels=dict(lines)
            ),
            ImportField("attendee_name", _("Attendee: whole name"), text),
            ImportField("attendee_firstname", _("Attendee: first name"), text),
            ImportField("attendee_infix", _("Attendee: infix"), text),
            ImportField("attendee_lastname", _("Attendee: surname"), text),
            ImportField("attendee_email", _("Attendee: e-mail"), cleaning.clean_email),
            ImportField("attendee_phone", _("Attendee: phone"), cleaning.clean_phone),
            ImportField(
                "attendee_birthdate",
                _("Attendee: date of birth"),
                self._in_order(cleaning.clean_birthdate),
            ),
            ImportField("card_number", _("Attendee: card number"), cleaning.clean_number),
            ImportField("barcode", _("Ticket: code in the barcode"), text),
            ImportField("checked_in", _("Ticket: checked in (when, or yes)"), self._clean_entry()),
            ImportField("scanned_on", _("Ticket: lists on which it was scanned"), text),
            ImportField("admits", _("Ticket: gives a seat (yes or no)"), cleaning.clean_boolean),
            ImportField("beside", _("Ticket: number of the ticket that it was bought with"), text),
        ]
        return {spec.name: spec for spec in specs}

    def _clean_entry(self):
        """Read when a ticket was scanned: a moment, or just that it was."""
        moment = self._in_order(moments.clean_moment)

        def clean(text):
            came = statuses.clean_entry(text)
            if came is None:
                return moment(text)
            return came or None

        return clean

    def _composer(self, run):
        """Also refuse what is for an activity that neither is known nor can be made."""
        known = self._known_activities(run)

        def compose(values):
            self._compose(values)
            key = values.get("activity_key")
            if (key and key in known) or (values.get("activity_name") and values["date_begin"]):
                return
            if key or values.get("activity_name"):
                raise cleaning.Refusal("unknown_activity", key or values["activity_name"])

        return compose

    def _compose(self, values):
        settle_columns(values)
        values |= people_of(values)
        begin = values.get("activity_begin")
        values["date_begin"] = values["date_end"] = None
        if begin:
            span = moments.span(begin, values.get("activity_time"))
            values["date_begin"], values["date_end"] = span

    def _compare(self, run, planner, row, values, sent):
        changes = difference(values, sent, groups=GROUPS, derived=DERIVED)
        return ("changed" if changes else "same"), changes, []

    def _chunk_fits(self, run):
        """Also whether the activities that rows only name by number are still there."""
        self.env["event.event"].flush_model(["source_id", "source_key"])
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
             WHERE data->>'activity_key' IS NOT NULL
               AND (data->>'activity_name' IS NULL OR data->>'date_begin' IS NULL)
               AND NOT EXISTS (SELECT FROM event_event
                                WHERE source_id = %s AND source_key = data->>'activity_key')
             LIMIT 1
            """,
            (run.source_id.id,),
        )
        return not self.env.cr.fetchone() and super()._chunk_fits(run)

    def _only_corrected(self, values, names):
        names = set(names)
        for group in GROUPS:
            if not names.isdisjoint(group):
                names.update(group)
        return super()._only_corrected(values, names)

    def _write_chunk(self, run):
        """Write the lines of ``bzk_import_chunk`` with their orders, seats, people and payments."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(import_ticket_sql.COLLECT)
        self._settle_activities(run)
        parameters = self._import_parameters(run)
        cr.execute(import_ticket_sql.COLLECT_ORDERS, parameters)
        self._settle_people(run)
        # A table of which the planner believes that it is empty still would be read whole, or the
        # chunk again for each of its rows: it is told before what is there is updated.
        cr.execute(import_ticket_sql.INSERT_ORDERS, parameters)
        self._refresh_statistics(run, "bzk_ticket_order")
        cr.execute(import_ticket_sql.UPDATE_ORDERS, parameters)
        self._write_seats(run, parameters)
        cr.execute(import_ticket_sql.INSERT_LINES, parameters)
        self._refresh_statistics(run, "bzk_ticket_line")
        for statement in import_ticket_sql.UPDATE_LINES:
            cr.execute(statement, parameters)
        self._refresh_statistics(run, "bzk_transaction")
        self.env.invalidate_all(flush=False)

    def _write_seats(self, run, parameters):
        cr = self.env.cr
        cr.execute(import_ticket_sql.COLLECT_SEATS)
        cr.execute("SELECT event_id FROM bzk_ticket_row WHERE seat_is_new LIMIT 1")
        sample = cr.fetchone()
        if sample:
            constants = self._seat_constants(sample[0])
            values = import_ticket_sql.SEAT_VALUES
            own = {name: value for name, value in constants.items() if name not in values}
            spread = {f"own_{number}": value for number, value in enumerate(own.values())}
            cr.execute(import_ticket_sql.insert_seats(own), parameters | spread)
            self._refresh_statistics(run, "event_registration")
        cr.execute(import_ticket_sql.UPDATE_SEATS, parameters)

    def _seat_constants(self, event_id):
        """What the ORM stores for a seat whoever has it: one is created, read, undone.

        Keeps the bulk insert true when an addon gives ``event.registration`` a new default.

        :return: dict of column -> value
        """
        cr = self.env.cr
        with cr.savepoint() as savepoint:
            seats = self.env["event.registration"].with_context(
                tracking_disable=True, mail_create_nosubscribe=True, mail_notrack=True
            )
            # A seat that is not confirmed mails nobody.
            sample = seats.create({"event_id": event_id, "state": "draft", "name": "X"})
            self.env.flush_all()
            cr.execute("SELECT * FROM event_registration WHERE id = %s", (sample.id,))
            row = dict(zip((column.name for column in cr.description), cr.fetchone(), strict=True))
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return {name: value for name, value in row.items() if value is not None}

    def _import_parameters(self, run):
        return {
            "company": run.company_id.id,
            "currency": run.company_id.currency_id.id,
            "lang": run.company_id.partner_id.lang or "en_US",
            "source": run.source_id.id,
            "run": run.id,
            "uid": self.env.uid,
            "passing": list(PASSING),
            "order_names": list(ORDER),
        }

    def _finish(self, run):
        """Leave for when the worker has time what new customers and seats that came free bring.

        Staff may import but not edit scheduled actions.
        """
        result = super()._finish(run)
        self.env["bzk.import.target"]._finish(run)
        self.env.ref("bzk_ticketing.cron_waiting").sudo()._trigger()
        return result


def _clean_euros(text):
    """Amount in euros, as a text that keeps its cents exact.

    :raises Refusal: ``bad_amount``
    """
    cents = cleaning.clean_amount(text)
    if cents is None:
        return None
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
