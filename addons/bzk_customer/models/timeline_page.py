from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

#: Lines in one page of the widget, and the most that it may ask for.
PAGE = 20
MOST = 200
#: Activities that are shown above the lines.
PLANNED = 10


class Timeline(models.Model):
    """The timeline as the widget on the customer's form asks for it, page by page."""

    _inherit = "bzk.timeline"

    @api.model
    @api.readonly
    def page(self, partner_id, kinds=None, after=None, limit=PAGE, count=True):
        """A page of a customer's timeline, newest first.

        :param int partner_id: the customer
        :param kinds: list of kinds to show; all when empty
        :param after: ``[date, id]`` of the last line that is already shown
        :param int limit: number of lines
        :param bool count: also count the lines of each kind; the customer's form knows them already
        :return: dict with ``lines`` and ``more`` (whether there are older ones); the first page
            also has ``kinds``, those present, each with label, icon and number of lines,
            ``channels`` by which the user may note a contact moment, and ``planned``, what is
            still to be done
        :raises AccessError: when the user may not see the customer
        """
        customer = self.env["res.partner"].browse(partner_id)
        customer.check_access("read")
        limit = min(max(int(limit), 1), MOST)
        domain = Domain("partner_id", "=", partner_id)
        if kinds:
            domain &= Domain("kind", "in", kinds)
        if after:
            date, row = after
            domain &= Domain("date", "<", date) | (
                Domain("date", "=", date) & Domain("id", "<", row)
            )
        names = [name for name in self._fields if name not in models.MAGIC_COLUMNS]
        rows = self.search_fetch(domain, ["id", *names], limit=limit + 1)
        page = {"lines": rows[:limit]._page_lines(), "more": len(rows) > limit}
        if not after:
            page["kinds"] = self._page_kinds(partner_id) if count else None
            page["planned"] = self._page_planned(partner_id)
            page["channels"] = self._page_channels(customer)
        return page

    def _page_kinds(self, partner_id):
        counted = self._read_group([("partner_id", "=", partner_id)], ["kind"], ["__count"])
        return self._counted_kinds(dict(counted))

    def _counted_kinds(self, counted):
        """The kinds that occur, in the order in which they are offered, as the widget draws them.

        :param dict counted: number of lines by kind
        """
        return [
            {"name": name, "label": kind.label, "icon": kind.icon, "count": counted[name]}
            for name, kind in self._timeline_selects().items()
            if counted.get(name)
        ]

    def _page_channels(self, customer):
        """Channels for a new contact moment; none with who went up in another, or was erased."""
        moments = self.env["bzk.contact.moment"]
        gone = customer.merged_into_id or customer.erased_on
        if gone or not moments.has_access("create"):
            return []
        return moments._fields["channel"]._description_selection(self.env)

    def _page_planned(self, partner_id):
        """Activities on the customer that wait for somebody, the first one first."""
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", partner_id)],
            order="date_deadline, id",
            limit=PLANNED,
        )
        may_finish = activities._filtered_access("write")
        today = fields.Date.context_today(self)
        # sudo: the names beside an activity that the user may see.
        return [
            {
                "id": activity.id,
                "title": activity.summary or activity.activity_type_id.name,
                "date": fields.Date.to_string(activity.date_deadline),
                "late": activity.date_deadline < today,
                "user": activity.user_id.name or "",
                "may_finish": activity.id in may_finish.ids,
            }
            for activity in activities.sudo()
        ]

    def _page_lines(self):
        """The lines as the widget draws them, in a constant number of queries."""
        kinds = self._timeline_selects()
        texts = self._page_texts()
        # Names of a branch and a colleague beside a line that the user may see.
        branches = {item.id: item.name for item in self.branch_id.sudo()}
        users = self._page_users()
        lines = []
        for row in self:
            kind = kinds[row.kind]
            text = texts.get((row.res_model, row.res_id), {})
            lines.append(
                {
                    "id": row.id,
                    "kind": row.kind,
                    "icon": kind.icon,
                    "label": kind.label,
                    "timed": kind.timed,
                    "dialog": kind.dialog,
                    "url": kind.url and kind.url % row.res_id,
                    "readonly": not (kind.editable and self.env[kind.model].has_access("write")),
                    "date": fields.Datetime.to_string(row.date),
                    "title": text.get("title") or row.title or kind.label,
                    "detail": text.get("detail") or row.detail or "",
                    "amount": row.amount if row.currency_id else False,
                    "currency_id": row.currency_id.id,
                    "branch": branches.get(row.branch_id.id, ""),
                    "user": text.get("author") or users.get(row.user_id.id, ""),
                    "res_model": row.res_model,
                    "res_id": row.res_id,
                }
            )
        return lines

    def _page_users(self):
        """Names of the colleagues of these lines; in SQL, as a user is two records to the ORM."""
        self.env.cr.execute(
            """
            SELECT person.id, partner.name
              FROM res_users person
              JOIN res_partner partner ON partner.id = person.partner_id
             WHERE person.id = ANY(%s)
            """,
            (self.user_id.ids,),
        )
        return dict(self.env.cr.fetchall())

    def _page_texts(self):
        """Texts that cost too much to make in SQL for all lines of a customer.

        A model gives them by a method ``_timeline_texts`` that returns a dict of id -> dict with
        ``title``, ``detail`` or ``author``.
        """
        ids = defaultdict(list)
        for row in self:
            ids[row.res_model].append(row.res_id)
        texts = {}
        for model, found in ids.items():
            # The rows themselves passed the rules of the timeline and of their model.
            records = self.env[model].sudo().browse(found)
            if hasattr(records, "_timeline_texts"):
                for res_id, text in records._timeline_texts().items():
                    texts[model, res_id] = text
        return texts
