from odoo import models
from odoo.tools import SQL

#: What a row of an order may tell of an activity that is to be made.
TOLD = ("branch_id", "theme_id", "audience_id", "price_model", "event_type_id", *("date_begin",))
NAMES = ("activity_key", "activity_name", "date_begin", "date_end", *TOLD[:-1])


class ImportTicket(models.AbstractModel):
    """Which activity the lines of an order are for."""

    _inherit = "bzk.import.ticket"

    def _known_activities(self, run):
        """Keys of the activities that the source is known to have."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT source_key FROM event_event WHERE source_id = %s AND source_key IS NOT NULL",
            (run.source_id.id,),
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _settle_activities(self, run):
        """Give each row of ``bzk_ticket_row`` its activity; make those that are not there yet.

        An activity is found by its number in the source, else by its name on its day.
        """
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (place) place, %s
                  FROM bzk_ticket_row
                 WHERE place IS NOT NULL
                 ORDER BY place, whole->>'activity_name' IS NULL, whole->>'date_begin' IS NULL,
                          row_no DESC
                """,
                SQL(", ").join(
                    SQL("whole->%s AS %s", name, SQL.identifier(name)) for name in NAMES
                ),
            )
        )
        wanted = cr.dictfetchall()
        if not wanted:
            return
        found = self._find_activities(run, wanted)
        missing = [
            item
            for item in wanted
            if item["place"] not in found and item["activity_name"] and item["date_begin"]
        ]
        created = self.env["bzk.import.activity"]._create_activities(
            run, [(item["activity_key"], _values(item)) for item in missing]
        )
        found |= {item["place"]: event.id for item, event in zip(missing, created, strict=True)}
        self.env.flush_all()
        cr.execute(
            """
            UPDATE bzk_ticket_row row
               SET event_id = own.event_id
              FROM unnest(%s::text[], %s::int[]) AS own(place, event_id)
             WHERE row.place = own.place
            """,
            (list(found), list(found.values())),
        )

    def _find_activities(self, run, wanted):
        """Ids of the activities that are there already, by place as ``bzk_ticket_row`` has it.

        One that was found by name and day belongs to its number in the source from now on.
        """
        cr = self.env.cr
        cr.execute(
            """
            SELECT want.place, coalesce(by_key.id, by_name.id), want.key, by_key.id IS NULL
              FROM unnest(%(places)s::text[], %(keys)s::text[], %(names)s::text[],
                          %(begins)s::timestamp[]) AS want(place, key, name, begin)
         LEFT JOIN event_event by_key
                ON by_key.source_id = %(source)s AND by_key.source_key = want.key
         LEFT JOIN LATERAL (
                   SELECT event.id
                     FROM event_event event
                    WHERE by_key.id IS NULL AND event.company_id = %(company)s AND event.active
                      AND event.date_begin >= want.begin - interval '1 day'
                      AND event.date_begin <= want.begin + interval '1 day'
                      AND (event.date_begin AT TIME ZONE 'UTC'
                           AT TIME ZONE 'Europe/Amsterdam')::date
                        = (want.begin AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam')::date
                      AND (want.key IS NULL OR event.source_key IS NULL)
                      AND EXISTS (SELECT FROM jsonb_each_text(event.name) word
                                   WHERE lower(word.value) = lower(want.name))
                    ORDER BY event.date_begin = want.begin DESC, event.id
                    LIMIT 1) by_name ON TRUE
             WHERE coalesce(by_key.id, by_name.id) IS NOT NULL
            """,
            {
                "places": [item["place"] for item in wanted],
                "keys": [item["activity_key"] for item in wanted],
                "names": [item["activity_name"] for item in wanted],
                "begins": [item["date_begin"] for item in wanted],
                "source": run.source_id.id,
                "company": run.company_id.id,
            },
        )
        found = {}
        for place, event_id, key, by_name in cr.fetchall():
            if by_name and key:
                cr.execute(
                    "UPDATE event_event SET source_id = %s, source_key = %s"
                    " WHERE id = %s AND source_key IS NULL",
                    (run.source_id.id, key, event_id),
                )
                if not cr.rowcount:
                    # Another number took it just now: two of one name on one day.
                    continue
            found[place] = event_id
        return found


def _values(wanted):
    """Values of a row as the import of activities has them."""
    values = {name: wanted[name] for name in (*TOLD, "date_end") if wanted[name] is not None}
    return values | {"name": wanted["activity_name"]}
