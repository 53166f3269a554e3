import json

from odoo import models

from odoo.addons.bzk_base.importing.cleaning import phone_display

from ..ticketing.persons import fold, is_same_name, people_of

#: What of a customer follows a change on a ticket, and where it is kept to compare.
FOLLOWED = {"email": "email_normalized", "phone": "phone_sanitized"}
COMPLETED = ("email", "phone", "birthdate")
#: What makes a customer with the same e-mail address certainly the one who is named with it.
SAME_NAME_AND_MAIL = {"firstname_same", "lastname_same", "email_same"}
#: And what makes one doubt it: father and son, or two sources of whom one is wrong.
DOUBTS = {
    "senior_junior",
    "gender_differs",
    "initials_differ",
    "birthdate_typo",
    "birthdate_differs",
    "birthdate_swapped",
    "birthdate_year_off",
}


class ImportTicket(models.AbstractModel):
    """Which customers ordered, and come.

    A ticketing system has no numbers of people; the address and name together stand for one, and
    are kept as a key of that source like any other. A new key is looked up by the number on the
    card and by who is known already; whoever is nobody yet becomes a customer through the import
    of customers.
    """

    _inherit = "bzk.import.ticket"

    def _settle_people(self, run):
        """Put the customer of each person in the chunk into ``bzk_ticket_person``."""
        people = self._collect_people()
        self._forget_erased(run, people)
        found = self._known_people(run, people)
        fresh = {key: person for key, person in people.items() if key not in found}
        linked = self._people_by_ticket(fresh)
        linked |= self._people_by_card(
            run, {key: person for key, person in fresh.items() if key not in linked}
        )
        strangers = {key: person for key, person in fresh.items() if key not in linked}
        linked |= self._people_by_match(run, strangers)
        new = [key for key in fresh if key not in linked and fresh[key].get("name")]
        found |= self._write_people(run, fresh, linked, new)
        self._complete_people(people, found)
        self.env.cr.execute(
            """
            CREATE TEMPORARY TABLE bzk_ticket_person ON COMMIT DROP AS
            SELECT * FROM unnest(%s::text[], %s::int[], %s::text[])
                       AS person(key, partner_id, linked_by);
            ANALYZE bzk_ticket_person
            """,
            (
                list(found),
                [partner_id for partner_id, _how in found.values()],
                [how for _partner_id, how in found.values()],
            ),
        )

    def _collect_people(self):
        """The people of the chunk by key; what one row leaves out another may tell."""
        self.env.cr.execute(
            """
            SELECT person
              FROM bzk_ticket_row row
        CROSS JOIN LATERAL (VALUES (row.data->'buyer'), (row.data->'attendee')) AS own(person)
             WHERE row.kind <> 'same' AND jsonb_typeof(person) = 'object'
             GROUP BY person
             ORDER BY min(row_no)
            """
        )
        people = {}
        for (person,) in self.env.cr.fetchall():
            kept = people.setdefault(person["key"], person)
            kept |= {name: value for name, value in person.items() if value and not kept.get(name)}
        return people

    def _forget_erased(self, run, people):
        """Take out who was erased: a source that still names them must not bring them back."""
        erased = self._erased_keys(run.source_id, list(people))
        for key in erased:
            del people[key]
        if not erased:
            return
        personal = [
            *("buyer_name", "buyer_email", "buyer_phone", "attendee_name", "attendee_firstname"),
            *("attendee_infix", "attendee_lastname", "attendee_email", "attendee_phone"),
            *("attendee_birthdate", "card_number", "seat_name", "seat_email", "seat_phone"),
        ]
        for table, values in (("bzk_ticket_row", "data"), ("bzk_ticket_incoming", "changes")):
            # Names of tables and columns are our own.
            self.env.cr.execute(
                f"""
                UPDATE {table}
                   SET {values} = {values} - %(personal)s::text[],
                       whole = whole - %(personal)s::text[]
                 WHERE {values}->'buyer'->>'key' = ANY(%(erased)s)
                    OR {values}->'attendee'->>'key' = ANY(%(erased)s)
                """,
                {"personal": personal, "erased": list(erased)},
            )

    def _known_people(self, run, people):
        """Customers whom this source already named.

        :return: dict of key -> (customer's id, how they were linked)
        """
        self.env.cr.execute(
            "SELECT key, partner_id FROM bzk_external_id WHERE source_id = %s AND key = ANY(%s)",
            (run.source_id.id, list(people)),
        )
        return {key: (partner_id, "source") for key, partner_id in self.env.cr.fetchall()}

    def _people_by_ticket(self, people):
        """Customers whose details changed on a ticket that is theirs: the name is still the same.

        What they are known by follows the source as long as nobody changed it here.

        :param people: key -> person whom the source did not name before
        """
        if not people:
            return {}
        self.env.cr.execute(
            """
            SELECT row.before, row.data->'buyer'->>'key', row.data->'attendee'->>'key',
                   incoming.former_id, seat.attendee_id
              FROM bzk_ticket_row row
              JOIN bzk_ticket_incoming incoming ON incoming.name = row.order_name
         LEFT JOIN event_registration seat ON seat.id = row.registration_id
             WHERE row.kind = 'changed' AND row.seat_of IS NOT NULL
            """
        )
        linked = {}
        for before, *now in self.env.cr.fetchall():
            former = people_of(before)
            for who, key, partner_id in zip(("buyer", "attendee"), now[:2], now[2:], strict=True):
                was, person = former[who], people.get(key)
                if partner_id and was and person and fold(was["name"]) == fold(person["name"]):
                    linked[key] = (partner_id, "source")
                    self._follow(partner_id, was, person)
        return linked

    def _follow(self, partner_id, was, person):
        partner = self.env["res.partner"].browse(partner_id)
        values = {
            name: _shown(name, person)
            for name, stored in FOLLOWED.items()
            if was.get(name) and person.get(name) and partner[stored] == was[name]
        }
        if values:
            partner.write(values)

    def _complete_people(self, people, found):
        """Add what is told now and was not known yet of customers whom the source named before."""
        known = [key for key, (_partner_id, how) in found.items() if how == "source"]
        self.env["res.partner"].flush_model(COMPLETED)
        self.env.cr.execute(
            """
            SELECT told.key, partner.id, partner.email, partner.phone, partner.birthdate
              FROM unnest(%s::text[], %s::int[], %s::jsonb[]) AS told(key, partner_id, person)
              JOIN res_partner partner ON partner.id = told.partner_id
             WHERE person->>'email' IS NOT NULL AND partner.email IS NULL
                OR person->>'phone' IS NOT NULL AND partner.phone IS NULL
                OR person->>'birthdate' IS NOT NULL AND partner.birthdate IS NULL
            """,
            (known, [found[key][0] for key in known], [json.dumps(people[key]) for key in known]),
        )
        for key, partner_id, *stored in self.env.cr.fetchall():
            told = zip(COMPLETED, stored, strict=True)
            values = {
                name: _shown(name, people[key])
                for name, value in told
                if not value and people[key].get(name)
            }
            self.env["res.partner"].browse(partner_id).write(values)

    def _people_by_card(self, run, people):
        """Customers by the number on their card, when the name does not speak against it."""
        cards = {person["card"] for person in people.values() if person.get("card")}
        if not cards:
            return {}
        holders = self.env["res.partner"]._find_by_numbers(run.company_id, cards)
        self.env.cr.execute(
            "SELECT id, firstname, initials, lastname FROM res_partner"
            " WHERE id = ANY(%s) AND active AND work_contact IS NOT TRUE AND company_id = %s",
            ([partner_id for ids in holders.values() for partner_id in ids], run.company_id.id),
        )
        names = {row["id"]: row for row in self.env.cr.dictfetchall()}
        linked = {}
        for key, person in people.items():
            fitting = {
                partner_id
                for partner_id in holders.get(person.get("card"), ())
                if partner_id in names and is_same_name(person, names[partner_id])
            }
            if len(fitting) == 1:
                linked[key] = (fitting.pop(), "number")
        return linked

    def _people_by_match(self, run, people):
        """Customers who certainly are meant, by the rules of identity.

        Those ask for a birth date, which orders seldom have. Whoever has the same e-mail address,
        first name and surname as one customer only is that customer too; of a family with one
        address each has a first name of their own.
        """
        rows = [(key, person) for key, person in people.items() if person.get("name")]
        if not rows:
            return {}
        found = self.env["bzk.duplicate.finder"]._match_rows(run.company_id, rows)
        linked, by_mail = {}, {}
        for key, (partner_id, outcome, reasons) in found.items():
            codes = {code for code, _values in reasons}
            if outcome == "certain":
                linked[key] = (partner_id, "match")
            elif codes >= SAME_NAME_AND_MAIL and not codes & DOUBTS:
                by_mail[key] = partner_id
        single = self._without_namesake(by_mail.values())
        return linked | {
            key: (partner_id, "match")
            for key, partner_id in by_mail.items()
            if partner_id in single
        }

    def _without_namesake(self, partner_ids):
        """Which of these customers share their e-mail address with nobody of the same name."""
        self.env.cr.execute(
            """
            SELECT partner.id
              FROM res_partner partner
             WHERE partner.id = ANY(%s)
               AND NOT EXISTS (
                   SELECT FROM res_partner other
                    WHERE other.email_normalized = partner.email_normalized
                      AND other.company_id = partner.company_id AND other.id <> partner.id
                      AND other.active AND other.work_contact IS NOT TRUE
                      AND lower(other.lastname) = lower(partner.lastname)
                      AND lower(other.firstname) = lower(partner.firstname))
            """,
            (list(partner_ids),),
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _write_people(self, run, people, linked, new):
        """Write customers and their keys in this source through the import of customers.

        :param dict people: key -> person
        :param dict linked: key -> (customer's id, how they were found)
        :param new: keys of those who are to become customers
        :return: dict of key -> (customer's id, how they were linked)
        """
        if not linked and not new:
            return {}
        cr = self.env.cr
        keys = [*linked, *new]
        data = [
            json.dumps(
                {name: people[key].get(name) for name in people[key].keys() - {"key", "card"}}
            )
            for key in keys
        ]
        cr.execute("TRUNCATE bzk_import_chunk")
        cr.execute(
            """
            INSERT INTO bzk_import_chunk (row_no, key, kind, data, external_id, partner_id)
            SELECT row_no, key, CASE WHEN partner_id IS NULL THEN 'new' ELSE 'linked' END, data,
                   nextval('bzk_external_id_id_seq'),
                   coalesce(partner_id, nextval('res_partner_id_seq'))
              FROM unnest(%s::text[], %s::jsonb[], %s::int[]) WITH ORDINALITY
                   AS person(key, data, partner_id, row_no);
            ANALYZE bzk_import_chunk
            """,
            (keys, data, [linked.get(key, (None,))[0] for key in keys]),
        )
        self.env["bzk.import.target"]._write_chunk(run)
        run.linked_count += len(linked)
        cr.execute("SELECT key, partner_id FROM bzk_import_chunk")
        return {key: linked.get(key, (partner_id, "new")) for key, partner_id in cr.fetchall()}


def _shown(name, person):
    """A value of a person as it is kept: phone numbers as the Dutch write them."""
    return phone_display(person[name]) if name == "phone" else person[name]
