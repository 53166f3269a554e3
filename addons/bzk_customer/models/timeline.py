from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Room for this many kinds in the number of a row.
KINDS = 64
COLUMNS = (
    ("partner_id", "int4"),
    ("company_id", "int4"),
    ("branch_id", "int4"),
    ("user_id", "int4"),
    ("date", "timestamp"),
    ("title", "varchar"),
    ("detail", "varchar"),
    ("amount", "numeric"),
    ("currency_id", "int4"),
    ("res_id", "int4"),
)


class Kind(NamedTuple):
    """A kind of line in the timeline: how it looks and where its rows come from."""

    label: str
    icon: str
    #: Model that a line opens; who may not read it does not see the lines either.
    model: str
    #: Gives ``row_id`` (unique within the kind, an integer) and any of ``COLUMNS``.
    select: SQL
    #: Columns that the select gives; the others are empty.
    columns: tuple
    #: The time of the day means something.
    timed: bool = False
    #: A line opens this address, with the number of its record in it, instead of the record.
    url: str = ""
    #: A line opens in a dialog over the customer instead of taking its place.
    dialog: bool = True
    #: In that dialog it can be changed, by who may.
    editable: bool = False
    #: Another model that one has to be allowed to read to see the lines.
    needs: str = ""

    def is_open_to(self, env):
        """Whether the user may read these lines at all."""
        return all(env[name].has_access("read") for name in (self.model, self.needs) if name)


class Timeline(models.Model):
    """All that happened with a customer, over every room, newest first.

    One read-only query over the rooms' own tables. A room adds a select by extending
    ``_timeline_selects``; a select must give its partner straight from an indexed column, without
    a function around it, so that the filter on the customer reaches the index below. It must also
    be right about the company, and leave out whatever a reader of its model may not see.

    Rows are found by their customer. Their number says nothing to an index, so nothing here looks
    a row up by its number alone.
    """

    _name = "bzk.timeline"
    _description = "Timeline of a customer"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "title"
    _depends = {
        "bzk.contact.moment": ["partner_id", "date", "subject_id", "channel", "outcome", "note"],
        "bzk.contact.subject": ["name"],
        "bzk.transaction": ["partner_id", "date", "kind", "description", "amount"],
        "bzk.merge": ["target_id", "date", "state", "reason"],
        "mail.message": ["model", "res_id", "date", "message_type", "subject", "subtype_id"],
    }

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    date = fields.Datetime(readonly=True)
    kind = fields.Selection(selection="_selection_kind", readonly=True)
    title = fields.Char(readonly=True)
    detail = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)

    @api.model
    def _selection_kind(self):
        return [(name, kind.label) for name, kind in self._timeline_selects().items()]

    @property
    def _table_query(self):
        """Join the selects of all kinds that the user may read."""
        parts = []
        for number, (name, kind) in enumerate(sorted(self._timeline_selects().items())):
            # Numbers are given to all kinds, so that a row has the same one for everybody.
            if not kind.is_open_to(self.env):
                continue
            columns = SQL(", ").join(
                SQL(
                    "%s::%s AS %s",
                    SQL.identifier("s", column) if column in kind.columns else SQL("NULL"),
                    SQL(type_),
                    SQL.identifier(column),
                )
                for column, type_ in COLUMNS
            )
            parts.append(
                SQL(
                    "SELECT s.row_id::int8 * %s + %s AS id, %s::varchar AS kind,"
                    " %s::varchar AS res_model, %s FROM (%s) s",
                    KINDS,
                    number,
                    name,
                    kind.model,
                    columns,
                    kind.select,
                )
            )
        if not parts:
            raise UserError(self.env._("Nothing of the timeline is open to you."))
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _timeline_selects(self):
        """Kinds of lines; a room adds its own.

        :return: dict of kind -> :class:`Kind`, in the order in which they are offered
        """
        return {
            "moment": self._kind_moment(),
            "transaction": self._kind_transaction(),
            "mail": self._kind_message(
                self.env._("Mails"),
                "fa-envelope-o",
                SQL(
                    "(m.message_type IN ('email', 'email_outgoing')"
                    " OR m.message_type = 'comment' AND t.internal IS NOT TRUE)"
                ),
            ),
            "note": self._kind_message(
                self.env._("Notes"),
                "fa-sticky-note-o",
                # Remarks of staff and activities that were done, not what core logs by itself.
                SQL(
                    "(m.message_type = 'comment' AND t.internal"
                    " OR m.message_type = 'notification' AND m.mail_activity_type_id IS NOT NULL)"
                ),
            ),
            "document": self._kind_document(),
            "merge": self._kind_merge(),
        }

    def _kind_moment(self):
        select = SQL(
            """SELECT c.id AS row_id, c.partner_id, c.company_id, c.branch_id, c.user_id, c.date,
                      %s AS title, concat_ws(' · ', %s, %s, c.note) AS detail, c.id AS res_id
                 FROM bzk_contact_moment c
                 JOIN bzk_contact_subject s ON s.id = c.subject_id
                WHERE c.partner_id IS NOT NULL""",
            self._translated("s", "name"),
            self._label("bzk.contact.moment", "channel", "c"),
            self._label("bzk.contact.moment", "outcome", "c"),
        )
        columns = ("partner_id", "company_id", "branch_id", "user_id", "date", "title", "detail")
        return Kind(
            self.env._("Contact moments"),
            "fa-comments-o",
            "bzk.contact.moment",
            select,
            (*columns, "res_id"),
            timed=True,
            editable=True,
        )

    def _kind_transaction(self):
        select = SQL(
            """SELECT r.id AS row_id, r.partner_id, r.company_id, r.branch_id,
                      r.date::timestamp + interval '12 hours' AS date,
                      COALESCE(r.description, %s) AS title,
                      CASE WHEN r.description IS NOT NULL THEN %s END AS detail,
                      r.amount, r.currency_id, r.id AS res_id
                 FROM bzk_transaction r""",
            self._label("bzk.transaction", "kind", "r"),
            self._label("bzk.transaction", "kind", "r"),
        )
        columns = ("partner_id", "company_id", "branch_id", "date", "title", "detail", "amount")
        return Kind(
            self.env._("Purchases"),
            "fa-shopping-basket",
            "bzk.transaction",
            select,
            (*columns, "currency_id", "res_id"),
        )

    def _kind_message(self, label, icon, condition):
        """Messages on the customer; of an organisation that libraries share, each sees its own."""
        select = SQL(
            """SELECT m.id AS row_id, m.res_id AS partner_id,
                      COALESCE(p.company_id, CASE WHEN p.is_company THEN m.record_company_id END)
                          AS company_id,
                      NULLIF(m.create_uid, %s) AS user_id, m.date, m.subject AS title,
                      m.id AS res_id
                 FROM mail_message m
                 JOIN res_partner p ON p.id = m.res_id
            LEFT JOIN mail_message_subtype t ON t.id = m.subtype_id
                WHERE m.model = 'res.partner' AND %s""",
            SUPERUSER_ID,
            condition,
        )
        columns = ("partner_id", "company_id", "user_id", "date", "title", "res_id")
        return Kind(label, icon, "mail.message", select, columns, timed=True)

    def _kind_document(self):
        """Files kept with the customer, those that came with a mail too."""
        select = SQL(
            """SELECT a.id AS row_id, a.res_id AS partner_id, p.company_id,
                      NULLIF(a.create_uid, %s) AS user_id, a.create_date AS date,
                      a.name AS title, a.id AS res_id
                 FROM ir_attachment a
                 JOIN res_partner p ON p.id = a.res_id
                WHERE a.res_model = 'res.partner' AND a.res_field IS NULL""",
            SUPERUSER_ID,
        )
        return Kind(
            self.env._("Documents"),
            "fa-paperclip",
            "ir.attachment",
            select,
            ("partner_id", "company_id", "user_id", "date", "title", "res_id"),
            timed=True,
            url="/web/content/%s?download=true",
        )

    def _kind_merge(self):
        select = SQL(
            """SELECT g.id AS row_id, g.target_id AS partner_id, g.company_id, g.user_id, g.date,
                      concat(%s, ': ', o.name) AS title, g.reason AS detail, g.id AS res_id
                 FROM bzk_merge g
                 JOIN res_partner o ON o.id = g.source_id""",
            self._label("bzk.merge", "state", "g"),
        )
        columns = ("partner_id", "company_id", "user_id", "date", "title", "detail", "res_id")
        return Kind(self.env._("Merges"), "fa-compress", "bzk.merge", select, columns, timed=True)

    @api.model
    def _label(self, model, field, alias):
        """The label of a selection in the user's language, as SQL.

        :param str alias: of the table in the select
        """
        column = SQL.identifier(alias, field)
        cases = [
            SQL("WHEN %s THEN %s", value, label)
            for value, label in self.env[model]._fields[field]._description_selection(self.env)
        ]
        return SQL("CASE %s %s END", column, SQL(" ").join(cases))

    @api.model
    def _translated(self, alias, field):
        """A translated column in the user's language, as SQL."""
        column = SQL.identifier(alias, field)
        return SQL("COALESCE(%s->>%s, %s->>'en_US')", column, self.env.lang or "en_US", column)
