from collections import defaultdict

from odoo import models

from ..organisations.names import fold
from .import_education import DERIVED, PRINTED, _subject_of

#: Fields of an order that take the value of a column, and what a blank cell means.
PLAIN = {
    "relation_id": ("relation_id", None),
    "programme_id": ("programme_id", None),
    "year": ("school_year", None),
    "ordered_number": ("number", None),
    "price_cents": ("price", None),
    "total_cents": ("amount", None),
    "order_classes": ("class_count", 0),
    "order_pupils": ("pupil_count", 0),
    "education_state": ("state", "ordered"),
    "education_date": ("order_date", False),
    "order_note": ("note", False),
}
CENTS = ("price_cents", "total_cents")


class ImportEducation(models.AbstractModel):
    """Writing the orders of an import."""

    _inherit = "bzk.import.education"

    def _write_chunk(self, run):
        """Write the orders of ``bzk_import_chunk``."""
        self.env.cr.execute(
            "SELECT row_no, key, kind, digest, data, external_id FROM bzk_import_chunk"
            " ORDER BY row_no"
        )
        rows = self.env.cr.dictfetchall()
        self._create_orders(run, [row for row in rows if row["kind"] == "new"])
        self._adopt_orders(run, [row for row in rows if row["kind"] == "linked"])
        orders = self.env["bzk.education.order"]
        for row in rows:
            if row["kind"] in ("changed", "corrected"):
                order = orders.browse(row["external_id"])
                vals = self._order_values(row["data"])
                order.write(self._with_contact(order, row["data"], vals))
        self._store_sent(run)

    def _order_values(self, data):
        """Values of an order for those of some columns."""
        vals = {}
        for name, (field, blank) in PLAIN.items():
            if name not in data:
                continue
            value = data[name]
            if value is None and blank is None:
                continue
            if name in CENTS:
                value = value / 100
            vals[field] = blank if value is None else value
        if not vals.get("number", 1):
            # None were ordered after all.
            vals["state"] = "cancelled"
            del vals["number"]
        return vals

    def _create_orders(self, run, rows):
        vals_list = []
        for row in rows:
            data = {"education_state": None} | row["data"]
            vals = {name: value for name, value in self._order_values(data).items() if value}
            vals |= {"source_id": run.source_id.id, "source_key": row["key"]}
            if row["data"].get("total_cents") == 0 or row["data"].get("price_cents") == 0:
                vals["price"] = 0
            vals_list.append(vals)
        orders = self.env["bzk.education.order"].create(vals_list)
        people = self._people(orders.relation_id)
        for order, row in zip(orders, rows, strict=True):
            contact = row["data"].get("order_contact")
            if contact:
                order.write(self._contact_values(order, contact, people, order.note))

    def _adopt_orders(self, run, rows):
        """Let the source tell from now on of orders that staff wrote down themselves.

        Of what staff wrote nothing changes, but for a proposal that turns out to be ordered.
        """
        if not rows:
            return
        waiting = defaultdict(list)
        for order in self.env["bzk.education.order"].search(
            [
                ("relation_id", "in", [row["data"]["relation_id"] for row in rows]),
                ("source_key", "=", False),
                ("state", "!=", "cancelled"),
            ],
            order="id DESC",
        ):
            waiting[_subject_of(order)].append(order)
        anew = []
        for row in rows:
            data = row["data"]
            known = waiting[data["relation_id"], data["programme_id"], data["year"]]
            if not known:
                anew.append(row)
                continue
            order = known.pop()
            vals = self._order_values({"education_state": None} | data)
            settled = order.state != "proposal"
            vals = {
                name: value
                for name, value in vals.items()
                if value is not False and not (order[name] and (settled or name == "note"))
            }
            vals |= {"source_id": run.source_id.id, "source_key": row["key"]}
            order.write(self._with_contact(order, data, vals))
        self._create_orders(run, anew)

    def _with_contact(self, order, data, vals):
        """Add the contact that the file names, where staff know nobody better."""
        contact = data.get("order_contact")
        if not contact or order.member_id:
            return vals
        people = self._people(order.relation_id)
        note = vals.get("note", order.note)
        return vals | self._contact_values(order, contact, people, note)

    def _people(self, relations):
        """Places of people at organisations, by what a file may call them.

        :return: dict of (relation's id, name or address) -> ``bzk.dmu.member`` record
        """
        members = self.env["bzk.dmu.member"].search(
            [("relation_id", "in", relations.ids), ("current", "=", True)]
        )
        found = {}
        for member in members:
            for text in (member.partner_id.name, member.work_email):
                if text:
                    found[member.relation_id.id, fold(text)] = member
        return found

    def _contact_values(self, order, contact, people, note):
        """The contact when it is somebody known there; else the name stays in the note."""
        member = people.get((order.relation_id.id, fold(contact)))
        if member:
            return {"member_id": member.id}
        line = self.env._("Contact in the file: %s", contact)
        note = note or ""
        return {} if line in note else {"note": "\n".join(filter(None, (note, line)))}

    def _store_sent(self, run):
        """Keep what the source sent, and prints of texts, for the next file to compare with."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE bzk_education_order known
               SET source_digest = chunk.digest,
                   source_sent = coalesce(known.source_sent, '{}')
                       || CASE WHEN chunk.kind IN ('new', 'linked')
                               THEN jsonb_strip_nulls(sent.values)
                               ELSE sent.values END
              FROM bzk_import_chunk chunk
        CROSS JOIN LATERAL (
                   SELECT jsonb_object_agg(
                              cell.key,
                              CASE WHEN cell.key = ANY(%(printed)s) AND cell.value <> 'null'
                                   THEN to_jsonb(encode(sha256(convert_to(
                                            cell.value #>> '{}', 'UTF8')), 'hex'))
                                   ELSE cell.value END) AS values
                     FROM jsonb_each(chunk.data - %(derived)s::text[]) cell) sent
             WHERE known.source_id = %(source)s AND known.source_key = chunk.key
               AND chunk.kind <> 'corrected'
            """,
            {"derived": list(DERIVED), "printed": list(PRINTED), "source": run.source_id.id},
        )
        self.env["bzk.education.order"].invalidate_model(["source_digest", "source_sent"])
