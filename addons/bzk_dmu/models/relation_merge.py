from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

#: Columns that point at a relation and do not move: who is part of what is moved by the ORM, and
#: what an import or a merge told of the organisation stays with it.
STAY = frozenset(
    [
        ("bzk_relation", "parent_id"),
        ("bzk_relation", "merged_into_id"),
        ("bzk_relation_merge", "target_id"),
        ("bzk_relation_merge", "source_id"),
        ("bzk_relation_news", "relation_id"),
        ("bzk_relation_pair", "relation1_id"),
        ("bzk_relation_pair", "relation2_id"),
    ]
)
#: Tables that point at a relation by its model and id.
BY_MODEL = (
    ("mail_message", "model"),
    ("mail_activity", "res_model"),
    ("mail_scheduled_message", "model"),
    ("ir_attachment", "res_model"),
    ("calendar_event", "res_model"),
)
#: Of an organisation that is there twice, what the one that stays may lack.
FILLED = (
    *("street", "zip", "city", "phone", "email", "website", "brin", "coc_number", "school_type"),
    *("denomination", "pupil_count", "municipality", "board_number"),
)
#: Numbers that only one organisation can have.
UNIQUE = ("brin", "coc_number")


class RelationMerge(models.Model):
    """An organisation that went up in another, or that was there twice.

    People, reports, agreements, orders, messages, plans and whatever else points at the relation
    move to the other. The relation itself stays, ended, and says where everything is. The rows
    that moved are kept, so that it can be undone: what still is at the other goes back, what was
    added there since stays.
    """

    _name = "bzk.relation.merge"
    _inherit = ["bzk.merge.undo", "bzk.library.guard"]
    _description = "Organisation that went up in another"
    _order = "id DESC"
    _rec_name = "source_id"
    _check_company_auto = True

    target_id = fields.Many2one(
        "bzk.relation",
        string="Organisation that stays",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    source_id = fields.Many2one(
        "bzk.relation",
        string="Gone up in it",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    same = fields.Boolean(
        string="Was there twice",
        readonly=True,
        help="One and the same organisation, and not two of which one has closed.",
    )
    state = fields.Selection(
        [("done", "Done"), ("undone", "Undone")], required=True, default="done", readonly=True
    )
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="set null")
    date = fields.Datetime(string="On", required=True, readonly=True, default=fields.Datetime.now)
    moved = fields.Json(
        readonly=True,
        groups="base.group_system",
        help="Rows that moved: [table, column, from, to, ids], and values that changed: "
        "[table, id, column, before, after].",
    )

    _different = models.Constraint(
        "CHECK(target_id <> source_id)", "An organisation does not go up in itself."
    )

    def write(self, vals):
        """Let nobody set by hand what merging keeps.

        :raises AccessError: for whoever is not this model itself
        """
        if not self.env.su:
            raise AccessError(self.env._("This is undone, not changed."))
        return super().write(vals)

    @api.private
    def _merge(self, target, source, same=False):
        """Let an organisation go up in another.

        :param target: ``bzk.relation`` that stays
        :param source: ``bzk.relation`` that ends
        :param bool same: they are one organisation that was there twice
        :return: the ``bzk.relation.merge``
        :raises UserError: when these two cannot be merged, saying why
        """
        both = target | source
        both.check_access("write")
        self._check_mergeable(target, source)
        both.lock_for_update()
        # sudo: every table is looked through, and the journal is nobody's to read.
        merge = self.sudo().create(
            {
                "target_id": target.id,
                "source_id": source.id,
                "company_id": target.company_id.id,
                "user_id": self.env.uid,
                "same": same,
            }
        )
        # sudo: as above; that the user may write both was checked.
        target, source = target.sudo(), source.sudo()
        journal = {"rows": [], "values": []}
        merge._move_parts(journal, target, source)
        self.env.flush_all()
        merge._move_rows(journal, target, source)
        merge._move_to_same_places(journal, target, source)
        self.env.invalidate_all()
        merge._hand_over(journal, target, source)
        merge.moved = journal
        self.env.flush_all()
        target.message_post(
            body=self.env._("%s has gone up in this organisation.", source.display_name)
        )
        source.message_post(
            body=self.env._("Has gone up in %s; everything is there now.", target.display_name)
        )
        return merge.with_env(self.env)

    def _check_mergeable(self, target, source):
        _ = self.env._
        both = target | source
        if len(both) != 2 or len(both.exists()) != 2:
            raise UserError(_("Choose two organisations."))
        if target.company_id != source.company_id:
            raise UserError(_("Relations of different libraries are never joined."))
        if both.merged_into_id:
            raise UserError(_("One of these has gone up in another already."))
        if target.state == "ended" or not target.active:
            raise UserError(
                _("%s has ended itself; choose one that is still there.", target.display_name)
            )

    def _move_parts(self, journal, target, source):
        """Let the parts of the source be parts of the target, also when that was one itself."""
        context = {"tracking_disable": True, "active_test": False}
        source, target = source.with_context(**context), target.with_context(**context)
        if source in target._ancestors():
            self._change(journal, target, {"parent_id": source.parent_id.id})
        for part in source.child_ids - target:
            self._change(journal, part, {"parent_id": target.id})

    def _change(self, journal, record, vals):
        """Write values and keep what they were: all of them, as one may change another."""
        before = {name: self._stored(record, name) for name in vals}
        for name, value in vals.items():
            if before[name] != value:
                record.with_context(tracking_disable=True).write({name: value})
                # A number goes from one to the other: never is it with both.
                record.flush_recordset([name])
                journal["values"].append([record._name, record.id, name, before[name], value])

    def _stored(self, record, name):
        """The value of a field as a journal holds it."""
        field = record._fields[name]
        value = field.convert_to_write(record[name], record)
        return fields.Date.to_string(value) if field.type == "date" and value else value

    def _move_rows(self, journal, target, source):
        """Let every row that points at the source point at the target."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        for table, column in wizard._get_every_fk_on("bzk_relation"):
            if (table, column) not in STAY and not table.startswith("bzk_relation_join"):
                self._move(journal, table, column, source.id, target.id)
        self._move_documents(journal, "bzk.relation", source.id, target.id)
        company = SQL("company_id = %s", self.company_id.id)
        old, new = source.partner_id.id, target.partner_id.id
        for table in self._tables_of_partner():
            self._move(journal, table, "partner_id", old, new, company)
        if self._has_own_partner():
            # The organisation is put away, so nothing stays behind with it.
            self._move_documents(journal, "res.partner", old, new)

    def _has_own_partner(self):
        """Whether the organisation was there twice, and the other one is this library's only."""
        source = self.source_id
        others = source.partner_id.relation_ids - source
        return self.same and not others and source.partner_id.company_id == self.company_id

    def _move_documents(self, journal, model, old, new):
        """Let what points at a record by its model and id point at the other."""
        for table, column in BY_MODEL:
            # What was tracked of the source's own values says nothing of the target.
            own = SQL("%s = %s", SQL.identifier(column), model)
            if table == "mail_message":
                own = SQL(
                    "%s AND NOT EXISTS (SELECT FROM mail_tracking_value tracked"
                    " WHERE tracked.mail_message_id = mail_message.id)",
                    own,
                )
            if table == "ir_attachment":
                own = SQL("%s AND res_field IS NULL", own)
            self._move(journal, table, "res_id", old, new, own)

    def _move_to_same_places(self, journal, target, source):
        """Let what hangs on a place that stayed hang on the same place at the target.

        The target had that person in that function already, so the database kept the two apart.
        """
        self.env.invalidate_all()
        references = self.env["base.partner.merge.automatic.wizard"]
        references = references._get_every_fk_on("bzk_dmu_member")
        there = {(one.partner_id, one.function_id): one.id for one in target.member_ids}
        for place in source.member_ids:
            same = there.get((place.partner_id, place.function_id))
            for table, column in references if same else ():
                self._move(journal, table, column, place.id, same)

    def _tables_of_partner(self):
        """Tables with the library's own rows about an organisation that go along.

        Of one that was there twice, those are all that any room has, such as orders of tickets.
        """
        if not self.same:
            return ["bzk_transaction", "crm_lead"]
        return [
            model._table
            for name, model in self.env.registry.items()
            if name != "bzk.relation"
            and model._auto
            and not model._abstract
            and not model._transient
            and hasattr(model, "_check_incoming")
            and all(
                column in model._fields and model._fields[column].store
                for column in ("partner_id", "company_id")
            )
            and model._fields["partner_id"].comodel_name == "res.partner"
        ]

    def _move(self, journal, table, column, old, new, where=None):
        """Move rows; where the database allows one row only, the source keeps its own."""
        keys = self._key_columns(table, column)
        names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
        where = where or SQL("TRUE")
        cr = self.env.cr
        cr.execute(
            SQL(
                "SELECT %(key)s FROM %(table)s WHERE %(column)s = %(old)s AND %(where)s",
                **names,
                key=SQL.identifier(keys),
                old=old,
                where=where,
            )
        )
        moved = []
        for (row_id,) in cr.fetchall():
            update = SQL(
                "UPDATE %(table)s SET %(column)s = %(new)s"
                " WHERE %(key)s = %(row)s AND %(column)s = %(old)s AND %(where)s",
                **names,
                key=SQL.identifier(keys),
                new=new,
                old=old,
                row=row_id,
                where=where,
            )
            try:
                with mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                    cr.execute(update)
                moved.append(row_id)
            except IntegrityError:
                # The target has such a row itself.
                continue
        if moved:
            journal["rows"].append([table, column, old, new, moved, keys])
            self._recompute(table, column, moved, keys)

    def _key_columns(self, table, column):
        """Column that tells a row from the others with the same ``column``."""
        self.env.cr.execute(
            """
            SELECT attname FROM pg_attribute
             WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
               AND attname <> %s
             ORDER BY attname <> 'id', attnum LIMIT 1
            """,
            (table, column),
        )
        return self.env.cr.fetchone()[0]

    def _recompute(self, table, column, ids, key):
        """Let what is computed from a moved reference follow it."""
        if key != "id":
            return
        model = next(
            (
                name
                for name, model in self.env.registry.items()
                if model._table == table and not model._abstract and column in model._fields
            ),
            None,
        )
        if model:
            # sudo: what follows from the moved rows is worked out, whoever may read them.
            records = self.env[model].sudo().browse(ids)
            records.invalidate_recordset()
            records.modified([column])
            self.env.flush_all()

    def _hand_over(self, journal, target, source):
        """Give the target what only the source had, and end the source."""
        vals = {}
        last = max(filter(None, (target.last_contact_date, source.last_contact_date)), default=None)
        if last:
            vals["last_contact_date"] = fields.Date.to_string(last)
        if source.comment and source.comment != target.comment:
            vals["comment"] = (target.comment or "") + source.comment
        if not target.user_id and source.user_id:
            vals["user_id"] = source.user_id.id
        self._change(journal, target, vals)
        ended = {"state": "ended", "merged_into_id": target.id, "next_contact_date": False}
        if self.same:
            self._fill_partner(journal, target.partner_id, source.partner_id)
            ended["active"] = False
        self._change(journal, source, ended)

    def _fill_partner(self, journal, target, source):
        """Fill what the organisation lacks; the other is put away when it is the library's own."""
        own = self._has_own_partner()
        for name in FILLED:
            if target[name] or not source[name]:
                continue
            value = source[name]
            if name in UNIQUE:
                if not own:
                    continue
                self._change(journal, source, {name: False})
            self._change(journal, target, {name: value})
        if own:
            self._change(journal, source, {"active": False})

    def _take_back(self):
        # sudo: as for merging; that the user may write both was checked.
        merge = self.sudo()
        self.env.flush_all()
        for table, column, old, new, ids, key in merge.moved["rows"]:
            merge._move_back(table, column, old, new, ids, key)
        self.env.invalidate_all()
        for model, record_id, name, before, after in reversed(merge.moved["values"]):
            record = merge.env[model].with_context(active_test=False).browse(record_id).exists()
            if record and self._stored(record, name) == after:
                record.with_context(tracking_disable=True).write({name: before})
                record.flush_recordset([name])
        merge.state = "undone"
        self.env["bzk.relation.news"]._merge_undone(self)

    def _move_back(self, table, column, old, new, ids, key):
        """Let rows that still point at the target point at the source again."""
        cr = self.env.cr
        for row_id in ids:
            # What the source has got anew since stands in the way of what moved.
            with suppress(IntegrityError), mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                cr.execute(
                    SQL(
                        "UPDATE %(table)s SET %(column)s = %(old)s"
                        " WHERE %(key)s = %(row)s AND %(column)s = %(new)s",
                        table=SQL.identifier(table),
                        column=SQL.identifier(column),
                        key=SQL.identifier(key),
                        old=old,
                        new=new,
                        row=row_id,
                    )
                )
        self._recompute(table, column, ids, key)
