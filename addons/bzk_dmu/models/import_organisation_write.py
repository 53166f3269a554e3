from odoo import models
from odoo.tools import SQL

from .import_organisation import OF_RELATION


class ImportOrganisation(models.AbstractModel):
    """Writing organisations, what the library has with them, and the boards of schools."""

    _inherit = "bzk.import.organisation"

    def _chunk_partner(self):
        return SQL("CASE WHEN known.id IS NOT NULL THEN known.partner_id ELSE chunk.partner_id END")

    def _write_chunk(self, run):
        """Write the organisations of ``bzk_import_chunk``."""
        self.env.cr.execute(
            "SELECT row_no, key, kind, digest, data, external_id, partner_id"
            " FROM bzk_import_chunk ORDER BY row_no"
        )
        rows = self.env.cr.dictfetchall()
        known = [row["key"] for row in rows if row["kind"] in ("changed", "corrected", "same")]
        sent = self._sent(run, known)
        self._create_organisations(run, [row for row in rows if row["kind"] == "new"])
        boards = self._boards(run, rows)
        relations = self._relations(run, rows, boards)
        news = []
        for row in rows:
            relation = relations[row["partner_id"]]
            if row["kind"] == "new":
                news.append((relation, "new", None))
                continue
            changed = self._update(run, relation, row, sent.get(row["key"], {}))
            if row["kind"] == "linked":
                news.append((relation, "linked", changed))
            elif changed:
                news.append((relation, "changed", changed))
        self._link_boards(rows, relations, boards, sent)
        self.env.flush_all()
        self._store_keys(run, rows)
        self.env["bzk.relation.news"]._tell(run, news)

    def _create_organisations(self, run, rows):
        """Make the organisations of rows; ``partner_id`` is put in each row."""
        if not rows:
            return
        taken = self._numbers_taken(run.company_id, [row["data"] for row in rows])
        vals_list = []
        for row in rows:
            vals = self._partner_values(row["data"])
            for name in ("brin", "coc_number"):
                if vals.get(name) and (name, vals[name]) in taken:
                    vals[name] = False
                taken.add((name, vals.get(name)))
            vals_list.append(vals | {"is_company": True, "company_id": run.company_id.id})
        created = self._quiet(run, "res.partner").create(vals_list)
        for row, partner in zip(rows, created, strict=True):
            row["partner_id"] = partner.id

    def _relations(self, run, rows, boards):
        """The library's relation with the organisation of each row, made where there is none.

        :param dict boards: number of a school board -> its ``bzk.relation``
        :return: dict of the organisation's id -> ``bzk.relation``
        """
        relations = self._quiet(run, "bzk.relation").with_context(active_test=False)
        partner_ids = [row["partner_id"] for row in rows]
        found = relations.search(
            [("partner_id", "in", partner_ids), ("company_id", "=", run.company_id.id)]
        )
        by_partner = {relation.partner_id.id: relation for relation in found}
        missing = [row for row in rows if row["partner_id"] not in by_partner]
        groups = self._groups(run)
        vals_list = [
            {
                "partner_id": row["partner_id"],
                "company_id": run.company_id.id,
                "state": run.relation_state,
                "group_id": self._group_of(run, row["data"], groups),
                "parent_id": boards[number].id
                if (number := row["data"].get("board_number"))
                else False,
                "user_id": row["data"].get("user_id") or run.relation_user_id.id,
                **({"class_code": code} if (code := row["data"].get("class_code")) else {}),
            }
            for row in {row["partner_id"]: row for row in missing}.values()
        ]
        by_partner |= {relation.partner_id.id: relation for relation in relations.create(vals_list)}
        return by_partner

    def _update(self, run, relation, row, sent):
        """Write what changed at the source; an organisation that was linked gets what it lacks.

        :return: list of [field, what was there, what is there now] of the organisation
        """
        data = row["data"]
        partner = self._quiet(run, "res.partner").browse(row["partner_id"])
        vals = self._partner_values(data)
        if row["kind"] == "linked":
            vals = {name: value for name, value in vals.items() if value and not partner[name]}
            if partner.street or partner.zip:
                vals = {
                    name: value
                    for name, value in vals.items()
                    if name not in ("street", "zip", "city")
                }
        vals = {name: value for name, value in vals.items() if (partner[name] or False) != value}
        taken = self._numbers_taken(run.company_id, [vals])
        vals = {name: value for name, value in vals.items() if (name, value) not in taken}
        changed = [[name, partner[name] or None, value or None] for name, value in vals.items()]
        if vals:
            partner.write(vals)
        if row["kind"] != "linked":
            self._update_relation(relation, data, sent)
        return changed

    def _update_relation(self, relation, data, sent):
        """Write what the source changed of the relation, where staff did not choose otherwise."""
        vals = {}
        for name in OF_RELATION:
            value = data.get(name)
            if not value:
                continue
            field = relation._fields[name]
            present = field.convert_to_write(relation[name], relation)
            if present != value and present in (sent.get(name), False):
                vals[name] = value
        if vals:
            relation.write(vals)

    def _store_keys(self, run, rows):
        """Keep keys and what was sent; a school that was ended and is listed again is news."""
        self.env.cr.execute(
            """
            UPDATE bzk_import_chunk chunk SET partner_id = own.partner_id
              FROM unnest(%s::text[], %s::int[]) AS own(key, partner_id)
             WHERE chunk.key = own.key
            """,
            ([row["key"] for row in rows], [row["partner_id"] for row in rows]),
        )
        self._store_external_ids(run)
        self.env.cr.execute(
            """
            UPDATE bzk_external_id known
               SET state = 'current', missing_since = NULL, missing_count = 0
              FROM bzk_import_chunk chunk
             WHERE known.id = chunk.external_id AND known.state = 'closed'
               AND chunk.kind IN ('changed', 'same')
            """
        )
        self.env["bzk.external.id"].invalidate_model()

    def _close_missing(self, run, external_ids, date):
        """Staff decide what it means that a list no longer names an organisation."""

    def _finish(self, run):
        """Lay before staff what the list no longer names, and who may be there twice."""
        result = super()._finish(run)
        news = self.env["bzk.relation.news"]
        news._tell_returned(run)
        if run._is_full_file():
            news._tell_missing(run)
        # sudo: staff may import but not edit scheduled actions.
        self.env.ref("bzk_dmu.cron_relation_pair").sudo()._trigger()
        return result
