import json

from odoo import Command, fields, models
from odoo.tools import html_escape

from odoo.addons.bzk_base.importing.cleaning import phone_display

from ..organisations import CERTAIN
from ..organisations.people import NAME_PARTS
from .import_contact import DERIVED, ORGANISATION
from .import_relation import PLAIN

#: Values of a row that are fields of the person's place at the organisation as they are.
OF_PLACE = ("function_id", "department")
#: Of an organisation, what its rows in a list of people may fill and never replace.
FILLED = ("street", "zip", "city", "phone", "email", "website", "brin", "coc_number")


class ImportContact(models.AbstractModel):
    """Writing people at organisations: each is looked up before anything is made."""

    _inherit = "bzk.import.contact"

    def _write_chunk(self, run):
        """Write the rows of ``bzk_import_chunk``, one by one: a row may rest on an earlier one."""
        self.env.cr.execute(
            "SELECT row_no, key, kind, digest, data, external_id, partner_id"
            " FROM bzk_import_chunk ORDER BY row_no"
        )
        rows = self.env.cr.dictfetchall()
        known = [row["key"] for row in rows if row["kind"] in ("changed", "corrected", "same")]
        sent = self._sent(run, known)
        finder = self.env["bzk.organisation.finder"]
        index, people = finder._index(run.company_id), finder._people(run.company_id)
        relations = finder._standing_relations(run.company_id)
        keys = self.env["bzk.contact.key"].browse([row["external_id"] for row in rows])
        by_id = {key.id: key for key in keys.exists()}
        news = []
        for row in rows:
            values = row["data"]
            key = by_id.get(row["external_id"])
            if key:
                row["relation_id"], row["member_id"] = key.relation_id.id, key.member_id.id
                self._update_row(run, key, values, sent.get(row["key"], {}))
                continue
            relation = self._relation(run, values, index, relations, news)
            member = self._member(run, relation, values, row["partner_id"], people)
            row["relation_id"], row["member_id"] = relation.id, member.id
        self.env.flush_all()
        self._store_keys(run, rows)
        self.env["bzk.relation.news"]._tell(run, news)

    def _relation(self, run, values, index, relations, news):
        """The relation with a row's organisation, made when nobody knew it."""
        model = self._quiet(run, "bzk.relation")
        relation = model.browse(values.get("relation_id") or ()).exists()
        if not relation:
            organisation = self.env["bzk.organisation.finder"]._of_contact(values)
            found, verdict = index.find(organisation)
            if verdict.outcome == CERTAIN:
                relation = relations.get(found.id) or model.create(
                    self._relation_values(run, values, {"partner_id": found.id})
                )
                relations[found.id] = relation
        relation = relation.with_env(model.env)
        if relation:
            self._fill_organisation(relation, values)
        else:
            vals = self._organisation_values(values)
            taken = self._numbers_taken(run.company_id, [vals])
            vals = {name: value for name, value in vals.items() if (name, value) not in taken}
            relation = model.create(self._relation_values(run, values, vals))
            relations[relation.partner_id.id] = relation
            found = self.env["bzk.organisation.finder"]._organisations(
                run.company_id, relation.partner_id.ids
            )
            index.add(found[0])
            news.append((relation, "new", None))
        self._tell_contact(relation, values)
        return relation

    def _relation_values(self, run, values, vals):
        chosen = {"class_code": values["class_code"]} if values.get("class_code") else {}
        return {
            **vals,
            **chosen,
            "company_id": run.company_id.id,
            "state": run.relation_state,
            "group_id": self._group_of(run, values, self._groups(run)),
            "user_id": values.get("user_id") or run.relation_user_id.id,
        }

    def _organisation_values(self, values):
        """What a row says of its organisation, as values of ``res.partner``."""
        told = {name: values[name] for name in PLAIN if values.get(name)} | {
            "name": values[ORGANISATION],
            "email": values.get("organisation_email"),
            "phone": phone_display(values.get("organisation_phone")),
        }
        return {name: value for name, value in told.items() if value}

    def _fill_organisation(self, relation, values):
        """Give an organisation that is there what nobody knew of it yet."""
        partner = relation.partner_id
        told = self._organisation_values(values)
        vals = {name: told[name] for name in FILLED if told.get(name) and not partner[name]}
        if partner.street or partner.zip:
            vals = {name: vals[name] for name in vals if name not in ("street", "zip")}
        if {"brin", "coc_number"} & vals.keys():
            # Numbers of another organisation by now are left for a person to look at.
            taken = self._numbers_taken(relation.company_id, [vals])
            vals = {name: value for name, value in vals.items() if (name, value) not in taken}
        if vals:
            partner.write(vals)
        if values.get("user_id") and not relation.user_id:
            relation.user_id = values["user_id"]

    def _tell_contact(self, relation, values):
        """Keep when there was contact last, as far as that is news."""
        date = fields.Date.to_date(values.get("last_contact"))
        if date and (not relation.last_contact_date or relation.last_contact_date < date):
            relation._contact_done(date)

    def _member(self, run, relation, values, partner_id, people):
        """The place of a row's person at the organisation, made when there is none.

        :param partner_id: the person as the check recognised them, or ``None``
        """
        members = self._quiet(run, "bzk.dmu.member")
        if not values.get("person") and not values.get("email"):
            if values.get("note"):
                self._add_comment(relation, values["note"])
            return members
        known = people.find(values, relation.id) or partner_id
        persons = self._quiet(run, "res.partner")
        if known:
            person = persons.browse(known)
            self._fill_person(person, values)
        else:
            person = persons.create(self._person_values(run, values))
        people.add(
            {
                "id": person.id,
                **{part: person[part] for part in NAME_PARTS},
                "email": person.email_normalized,
                "relations": relation.ids,
            }
        )
        function = values.get("function_id")
        places = members.search([("relation_id", "=", relation.id), ("partner_id", "=", person.id)])
        place = places.filtered(lambda one: one.function_id.id == (function or False))
        place = place or places.filtered(lambda one: not function or not one.function_id)
        if place:
            self._update_place(place[:1], values, {})
            return place[:1]
        vals = self._place_values(values) | self._own_reach(person, values)
        return members.create(
            {
                "relation_id": relation.id,
                "partner_id": person.id,
                "note": values.get("note") or False,
                "role_ids": [Command.set(self._roles(values))],
                **vals,
            }
        )

    def _person_values(self, run, values):
        vals = {part: values.get(part) or False for part in NAME_PARTS}
        if not (vals["firstname"] or vals["lastname"]):
            vals["name"] = values.get("person") or values["email"]
        return vals | {
            "company_id": run.company_id.id,
            "work_contact": True,
            "gender": values.get("gender") or False,
            "email": values.get("email") or False,
            "phone": phone_display(values.get("phone")) or False,
        }

    def _fill_person(self, person, values):
        """Give a known person what nobody knew of them yet."""
        told = {name: values.get(name) for name in ("firstname", "initials", "gender", "email")}
        told["phone"] = phone_display(values.get("phone"))
        vals = {name: value for name, value in told.items() if value and not person[name]}
        if vals:
            person.write(vals)

    def _own_reach(self, person, values):
        """How the person is reached here, when that is otherwise than elsewhere."""
        told = {"email": values.get("email"), "phone": phone_display(values.get("phone"))}
        return {name: value for name, value in told.items() if value and value != person[name]}

    def _place_values(self, values):
        vals = {name: values[name] for name in OF_PLACE if values.get(name)}
        if values.get("function_text") and not values.get("function_id"):
            vals["function_text"] = values["function_text"]
        return vals

    def _roles(self, values):
        """Roles that the row tells, or else those that go with the function."""
        if values.get("roles"):
            return values["roles"]
        return self.env["bzk.dmu.function"].browse(values.get("function_id") or ()).role_ids.ids

    def _update_place(self, place, values, sent):
        """Write what a row says of a place that is there; staff's own words stay."""
        vals = {
            name: value
            for name, value in self._place_values(values).items()
            if place._fields[name].convert_to_write(place[name], place) in (False, sent.get(name))
        }
        roles = place.role_ids.ids
        if values.get("roles") and set(roles) in (set(), set(sent.get("roles") or ())):
            vals["role_ids"] = [Command.set(values["roles"])]
        elif not roles and values.get("function_id"):
            vals["role_ids"] = [Command.set(self._roles(values))]
        if values.get("note") and values["note"] not in (place.note or ""):
            kept = place.note if place.note != sent.get("note") else None
            vals["note"] = "\n".join(filter(None, (kept, values["note"])))
        if vals:
            place.write(vals)

    def _update_row(self, run, key, changes, sent):
        """Write what changed in a row that the list had before."""
        lang = run.company_id.partner_id.lang or None
        relation = key.relation_id._standing().with_context(tracking_disable=True, lang=lang)
        place = key.member_id.with_context(tracking_disable=True)
        self._fill_organisation(relation, {ORGANISATION: relation.name, **changes})
        self._tell_contact(relation, changes)
        if not place:
            if changes.get("note"):
                self._add_comment(relation, changes["note"])
            return
        self._update_place(place, changes, sent)
        for name in ("email", "phone"):
            if not changes.get(name):
                continue
            shown = phone_display if name == "phone" else str
            holder = place if place[name] else place.partner_id
            if holder[name] and holder[name] != shown(sent.get(name) or ""):
                # What staff corrected since is not replaced.
                continue
            if len(place.partner_id.dmu_member_ids) > 1:
                holder = place
            holder[name] = shown(changes[name])

    def _add_comment(self, relation, note):
        note = html_escape(note)
        if note not in (relation.comment or ""):
            relation.comment = (relation.comment or "") + note

    def _store_keys(self, run, rows):
        """Keep the rows' keys with what they said."""
        self.env.cr.execute(
            """
            INSERT INTO bzk_contact_key AS known
                   (id, source_id, company_id, key, relation_id, member_id, digest, sent)
            SELECT chunk.external_id, %(source)s, %(company)s, chunk.key, own.relation_id,
                   own.member_id, chunk.digest,
                   jsonb_strip_nulls(chunk.data - %(derived)s::text[])
              FROM bzk_import_chunk chunk
              JOIN jsonb_to_recordset(%(rows)s::jsonb)
                   AS own(key text, relation_id integer, member_id integer)
                   ON own.key = chunk.key
                ON CONFLICT (source_id, key) DO UPDATE
               SET digest = CASE WHEN %(digests)s::jsonb ? known.key THEN EXCLUDED.digest
                                 ELSE known.digest END,
                   sent = known.sent || CASE WHEN %(digests)s::jsonb ? known.key
                                             THEN EXCLUDED.sent ELSE '{}' END
            """,
            {
                "source": run.source_id.id,
                "company": run.company_id.id,
                "derived": list(DERIVED),
                "rows": json.dumps(
                    [
                        {
                            "key": row["key"],
                            "relation_id": row["relation_id"],
                            "member_id": row["member_id"] or None,
                        }
                        for row in rows
                    ]
                ),
                "digests": json.dumps([row["key"] for row in rows if row["kind"] != "corrected"]),
            },
        )
        self.env["bzk.contact.key"].invalidate_model()
