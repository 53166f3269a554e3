from odoo import fields, models
from odoo.tools import plaintext2html

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.fields import ROW, ImportField
from odoo.addons.bzk_base.importing.planning import KEY, difference

from ..ticketing import moments, statuses

#: Columns that together tell when an activity is, and what is worked out of them.
MOMENTS = ("begin", "begin_time", "end", "end_time")
DERIVED = ("date_begin", "date_end")
#: Fields of an activity that take the value of a column as it is.
PLAIN = (
    *("name", "branch_id", "theme_id", "audience_id", "price_model", "event_type_id"),
    *("capacity", "description", *DERIVED),
)
#: Columns with a number of people, and how the number was come by.
COUNTS = {"counted": "counted", "estimated": "estimated"}
DEVICE = "import"


class ImportActivity(models.AbstractModel):
    """Activities as the subject of an import.

    There are hundreds of them, not hundreds of thousands, so they are written by the ORM: whatever
    other addons do when an activity is made is done for these too.
    """

    _name = "bzk.import.activity"
    _inherit = "bzk.import.subject"
    _description = "Import of activities"
    _key_table = "event_event"
    _key_columns = ("source_key", "source_digest", "source_sent")

    def _import_fields(self, company):
        _ = self.env._
        text = cleaning.clean_text
        specs = [
            ImportField(KEY, _("Number in the source"), cleaning.clean_key, refuses=ROW),
            ImportField("name", _("Name of the activity"), text, refuses=ROW),
            ImportField(
                "begin",
                _("Begins on (date, or date and time)"),
                self._in_order(moments.clean_moment),
            ),
            ImportField("begin_time", _("Time it begins"), moments.clean_time),
            ImportField(
                "end", _("Ends on (date, or date and time)"), self._in_order(moments.clean_moment)
            ),
            ImportField("end_time", _("Time it ends"), moments.clean_time),
            *self._activity_fields(company),
            ImportField("capacity", _("Places"), cleaning.clean_integer),
            ImportField("description", _("Description"), text),
            ImportField("cancelled", _("Called off (yes or no)"), cleaning.clean_boolean),
            ImportField("counted", _("Visitors counted"), _clean_visitors),
            ImportField("estimated", _("Visitors estimated"), _clean_visitors),
        ]
        return {spec.name: spec for spec in specs}

    def _activity_fields(self, company):
        """What a file of activities and one of tickets both may tell of an activity."""
        _ = self.env._
        by_code = self._by_code
        prices = self.env["event.event"]._fields["price_model"]
        return [
            ImportField(
                "branch_id",
                _("Branch"),
                by_code(self._lookup("bzk.branch", company), "unknown_branch"),
                model="bzk.branch",
            ),
            ImportField(
                "theme_id",
                _("Theme"),
                by_code(self._lookup("bzk.activity.theme", company), "unknown_theme"),
                model="bzk.activity.theme",
            ),
            ImportField(
                "audience_id",
                _("Audience"),
                by_code(self._lookup("bzk.activity.audience", company), "unknown_audience"),
                model="bzk.activity.audience",
            ),
            ImportField(
                "price_model",
                _("Price (free, paid, choice)"),
                statuses.clean_price_model,
                labels=dict(prices._description_selection(self.env)),
            ),
            ImportField(
                "event_type_id",
                _("Kind of activity"),
                by_code(self._lookup("event.type", company), "unknown_kind"),
                model="event.type",
            ),
        ]

    def _compose(self, values):
        """Work out when the activity is.

        :raises Refusal: ``no_activity_name``, ``no_begin`` or ``end_before_begin``
        """
        if not values.get("name"):
            raise cleaning.Refusal("no_activity_name", "")
        if not values.get("begin"):
            raise cleaning.Refusal("no_begin", "")
        values["date_begin"], values["date_end"] = moments.span(*map(values.get, MOMENTS))

    def _compare(self, run, planner, row, values, sent):
        changes = difference(values, sent, groups=[(*MOMENTS, *DERIVED)], derived=DERIVED)
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        names = set(names)
        if not names.isdisjoint(MOMENTS):
            names.update(MOMENTS, DERIVED)
        return super()._only_corrected(values, names)

    def _write_chunk(self, run):
        """Write the activities of ``bzk_import_chunk`` and the numbers counted at them."""
        self.env.cr.execute(
            "SELECT row_no, key, kind, digest, data, external_id FROM bzk_import_chunk"
            " ORDER BY row_no"
        )
        rows = self.env.cr.dictfetchall()
        new = [row for row in rows if row["kind"] == "new"]
        created = self._create_activities(run, [(row["key"], row["data"]) for row in new])
        for row, event in zip(new, created, strict=True):
            row["external_id"] = event.id
        counts = []
        for row in rows:
            event = self._events(run).browse(row["external_id"])
            if row["kind"] != "new":
                self._update_activity(event, row["data"])
            counts += [
                (event.id, method, row["data"][name])
                for name, method in COUNTS.items()
                if name in row["data"] and (row["kind"] != "new" or row["data"][name] is not None)
            ]
        self._write_counts(run, counts)
        self._store_sent(rows)

    def _events(self, run):
        """Activities in the language of the library, without messages about each change."""
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}
        lang = run.company_id.partner_id.lang or None
        return self.env["event.event"].with_context(**quiet, lang=lang)

    def _create_activities(self, run, keyed):
        """Make activities that a source names for the first time.

        :param run: the ``bzk.import.run`` at work
        :param keyed: list of (key in the source or ``None``, values by column)
        :return: ``event.event`` records in the same order
        """
        if not keyed:
            return self._events(run)
        now = fields.Datetime.to_string(self.env.cr.now())
        ended = self.env["event.stage"].search([("pipe_end", "=", True)], limit=1)
        vals_list = []
        for key, values in keyed:
            is_over = values["date_end"] < now
            # Tickets are sold, and confirmed, at the source; the description is not core's sample.
            vals = {"description": False, "seats_limited": False} | self._event_values(values)
            vals |= {
                "company_id": run.company_id.id,
                "user_id": False,
                "date_tz": moments.LOCAL.key,
                "source_id": run.source_id.id,
                "source_key": key,
            }
            if vals.get("branch_id"):
                vals["address_id"] = False
            if is_over:
                # Nothing is mailed about what is over; a scheduler would be looked at for ever.
                vals["event_mail_ids"] = []
                vals["stage_id"] = ended.id
            vals_list.append(vals)
        events = self._events(run).create(vals_list)
        self._drop_confirmations(events)
        return events

    def _drop_confirmations(self, events):
        """The source confirms what it sells; a second confirmation would only confuse."""
        mails = events.event_mail_ids.filtered(lambda mail: mail.interval_type == "after_sub")
        mails.unlink()

    def _update_activity(self, event, changes):
        """Write what changed at the source, and nothing where that is already so."""
        vals = self._event_values(changes)
        vals = {
            name: value
            for name, value in vals.items()
            if event._fields[name].convert_to_write(event[name], event) != value
        }
        if not vals:
            return
        kinds = "event_type_id" in vals
        event.write(vals)
        if kinds:
            self._drop_confirmations(event)
            if event.date_end < self.env.cr.now():
                event.event_mail_ids.filtered(lambda mail: not mail.mail_done).unlink()

    def _event_values(self, values):
        """Values of an ``event.event`` for those of some columns."""
        vals = {name: values[name] for name in PLAIN if name in values}
        for name, fallback in (("price_model", "free"), ("capacity", 0)):
            if name in vals and vals[name] is None:
                vals[name] = fallback
        for name in DERIVED:
            if name in vals:
                vals[name] = fields.Datetime.to_datetime(vals[name])
        if vals.get("description"):
            vals["description"] = plaintext2html(vals["description"])
        if "cancelled" in values:
            vals["kanban_state"] = "cancel" if values["cancelled"] else "normal"
        return {name: False if value is None else value for name, value in vals.items()}

    def _write_counts(self, run, counts):
        """Keep how many came, as the file told it, beside what was counted at the door.

        :param counts: list of (activity's id, method, number or ``None`` for none any more)
        """
        if not counts:
            return
        lines = self.env["bzk.activity.count"]
        known = lines.search(
            [("event_id", "in", [count[0] for count in counts]), ("device", "=", DEVICE)]
        )
        known = {(line.event_id.id, line.method): line for line in known}
        vals_list = []
        for event_id, method, number in counts:
            line = known.get((event_id, method), lines)
            if number is None:
                line.unlink()
            elif not line:
                vals_list.append(
                    {
                        "event_id": event_id,
                        "method": method,
                        "number": number,
                        "device": DEVICE,
                        "user_id": run.user_id.id,
                    }
                )
            elif line.number != number:
                line.number = number
        lines.create(vals_list)

    def _store_sent(self, rows):
        """Keep what the source sent, for the next file to be compared with."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE event_event event
               SET source_digest = chunk.digest,
                   source_sent = coalesce(event.source_sent, '{}')
                       || CASE WHEN chunk.kind = 'new'
                               THEN jsonb_strip_nulls(chunk.data - %(derived)s::text[])
                               ELSE chunk.data - %(derived)s::text[] END
              FROM unnest(%(keys)s::text[], %(ids)s::int[]) AS own(key, id)
              JOIN bzk_import_chunk chunk ON chunk.key = own.key
             WHERE event.id = own.id AND chunk.kind <> 'corrected'
            """,
            {
                "derived": list(DERIVED),
                "keys": [row["key"] for row in rows],
                "ids": [row["external_id"] for row in rows],
            },
        )
        self.env["event.event"].invalidate_model(["source_digest", "source_sent"])


def _clean_visitors(text):
    return cleaning.clean_integer(text, maximum=100_000)
