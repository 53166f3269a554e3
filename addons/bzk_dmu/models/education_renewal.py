from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..education.school_year import due_for_renewal, shifted
from .education_order import BINDING

RENEWALS = [
    ("open", "To renew"),
    ("proposed", "Proposed"),
    ("ordered", "Renewed"),
    ("stopped", "Not renewed"),
]
STOP_REASONS = [
    ("budget", "No money for it"),
    ("other", "Took something else"),
    ("school", "The school closes or merges"),
    ("people", "Nobody there to do it"),
    ("content", "Not content"),
    ("unknown", "Not known"),
]


def renewal_conditions(alias):
    """When an order stands where with the year after, as SQL.

    Each part stands by itself, so that the database can look up at once for all orders whether
    anything follows, instead of one by one.

    :param str alias: of ``bzk_education_order`` in the query
    :return: dict of key of :data:`RENEWALS` -> SQL; of one order, one of them holds at most
    """
    order = SQL.identifier(alias)
    runs = SQL(
        """%(order)s.state IN ('ordered', 'delivered') AND %(order)s.programme_id IN (
           SELECT id FROM bzk_education_programme WHERE kind = 'subscription')""",
        order=order,
    )
    ended = SQL(
        """EXISTS (SELECT FROM bzk_relation relation
                    WHERE relation.id = %(order)s.relation_id
                      AND (relation.state = 'ended' OR relation.active IS NOT TRUE))""",
        order=order,
    )
    said = SQL("%s.stop_reason IS NOT NULL", order)
    live = [*BINDING, "proposal"]
    return {
        "ordered": SQL("%s AND %s", runs, _follows(order, BINDING)),
        "proposed": SQL(
            "%s AND %s AND %s", runs, _follows(order, ["proposal"]), _ends(order, BINDING)
        ),
        "stopped": SQL(
            "%s AND %s AND (%s OR %s OR %s)",
            *(runs, _ends(order, live), said, ended, _follows(order, ["cancelled"])),
        ),
        "open": SQL(
            "%s AND %s AND NOT %s AND NOT %s",
            *(runs, _ends(order, [*live, "cancelled"]), said, ended),
        ),
    }


def _next(order, states):
    """Orders that follow: of the same programme in the year after, and made from this one."""
    same = SQL(
        """(SELECT FROM bzk_education_order next
             WHERE next.relation_id = %(order)s.relation_id
               AND next.programme_id = %(order)s.programme_id
               AND next.school_year = (left(%(order)s.school_year, 4)::int + 1)::text || '-'
                                      || (left(%(order)s.school_year, 4)::int + 2)::text
               AND next.state IN %(states)s)""",
        order=order,
        states=tuple(states),
    )
    made = SQL(
        """(SELECT FROM bzk_education_order made
             WHERE made.renewed_from_id = %s.id AND made.state IN %s)""",
        order,
        tuple(states),
    )
    return same, made


def _follows(order, states):
    return SQL("(EXISTS %s OR EXISTS %s)", *_next(order, states))


def _ends(order, states):
    return SQL("NOT EXISTS %s AND NOT EXISTS %s", *_next(order, states))


class EducationRenewal(models.Model):
    """Subscriptions and the school year after: proposed, ordered, stopped, or still to be done."""

    _inherit = "bzk.education.order"

    renewed_from_id = fields.Many2one(
        "bzk.education.order",
        string="Renewal of",
        readonly=True,
        copy=False,
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    renewal = fields.Selection(
        RENEWALS,
        string="Next school year",
        compute="_compute_renewal",
        search="_search_renewal",
        help="How things stand with this subscription for the school year after.",
    )
    renewal_due = fields.Boolean(
        string="To renew now",
        compute="_compute_renewal_due",
        search="_search_renewal_due",
        help="Of last school year; from February on those of this year too.",
    )
    stop_reason = fields.Selection(STOP_REASONS, string="Why it ends", readonly=True, copy=False)
    stop_note = fields.Char(string="Explanation", readonly=True, copy=False)

    _stop_note_has_reason = models.Constraint(
        "CHECK(stop_note IS NULL OR stop_reason IS NOT NULL)",
        "An explanation belongs to a reason.",
    )

    @api.depends("state", "stop_reason", "programme_id", "relation_id", "school_year")
    def _compute_renewal(self):
        """Look at the orders of the year after, which are no part of this record."""
        found = {}
        ids = [order_id for order_id in self._origin.ids if order_id]
        if ids:
            self._flush_renewal()
            cases = [
                SQL("WHEN %s THEN %s", condition, name)
                for name, condition in renewal_conditions("o").items()
            ]
            self.env.cr.execute(
                SQL(
                    "SELECT o.id, CASE %s END FROM bzk_education_order o WHERE o.id = ANY(%s)",
                    SQL(" ").join(cases),
                    ids,
                )
            )
            found = dict(self.env.cr.fetchall())
        for order in self:
            order.renewal = found.get(order._origin.id)

    def _flush_renewal(self):
        self.env["bzk.education.order"].flush_model()
        self.env["bzk.education.programme"].flush_model(["kind"])
        self.env["bzk.relation"].flush_model(["state", "active"])

    @api.model
    def _search_renewal(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._flush_renewal()
        wanted = [name for name in value if name]

        def to_sql(_model, alias, _query):
            conditions = renewal_conditions(alias)
            found = [SQL("(%s)", conditions[name]) for name in wanted]
            return SQL(" OR ").join(found) if found else SQL("FALSE")

        return Domain.custom(to_sql=to_sql)

    @api.depends("renewal", "school_year")
    def _compute_renewal_due(self):
        years = due_for_renewal(fields.Date.context_today(self))
        for order in self:
            order.renewal_due = order.renewal == "open" and order.school_year in years

    @api.model
    def _search_renewal_due(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        years = due_for_renewal(fields.Date.context_today(self))
        return Domain("school_year", "in", years) & Domain("renewal", "=", "open")

    def _to_renew_by_programme(self):
        """The subscriptions that are still to be renewed, by programme and the year to come.

        :return: dict of (programme, school year) -> orders
        """
        return self.filtered(lambda order: order.renewal == "open").grouped(
            lambda order: (order.programme_id, shifted(order.school_year, 1))
        )

    def _numbers_to_renew(self):
        """How many to propose: of pupils as many as the school has now, else what it had.

        :return: dict of order -> number
        """
        return {
            order: (order.unit == "pupil" and order.relation_id.pupil_count) or order.number
            for order in self
        }

    def _propose_next(self, prices=None):
        """Make proposals for the next school year of the subscriptions that are to be renewed.

        Contact is who it was, or their successor when they left.

        :param dict prices: (programme, school year) -> price, where it is not that of the programme
        :return: the proposals
        :raises UserError: when there is nothing to renew among them
        """
        prices = prices or {}
        vals_list = []
        for (programme, year), orders in self._to_renew_by_programme().items():
            price = prices.get((programme, year))
            if price is None:
                price = programme._price_of(year).price
            for order, number in orders._numbers_to_renew().items():
                member = order.member_id
                vals_list.append(
                    {
                        "relation_id": order.relation_id.id,
                        "programme_id": programme.id,
                        "school_year": year,
                        "number": number,
                        "class_count": number if order.unit == "class" else order.class_count,
                        "pupil_count": number
                        if order.unit == "pupil"
                        else order.relation_id.pupil_count or order.pupil_count,
                        "price": price,
                        "member_id": (member if member.current else member.successor_id).id,
                        "renewed_from_id": order.id,
                    }
                )
        if not vals_list:
            raise UserError(
                self.env._("None of these is a subscription that still has to be renewed.")
            )
        return self.create(vals_list)

    def _stop(self, reason, note=False):
        """Write down that organisations do not go on; what was proposed to them is cancelled.

        :param str reason: key of :data:`STOP_REASONS`
        :param note: explanation
        :raises UserError: when none of them is a subscription that could still go on
        """
        ending = self.filtered(lambda order: order.renewal in ("open", "proposed"))
        if not ending:
            raise UserError(
                self.env._("None of these is a subscription that still has to be renewed.")
            )
        ending.write({"stop_reason": reason, "stop_note": note})
        next_years = {order: shifted(order.school_year, 1) for order in ending}
        proposals = self.search(
            [
                ("relation_id", "in", ending.relation_id.ids),
                ("school_year", "in", [*set(next_years.values())]),
                ("state", "=", "proposal"),
            ]
        )
        followed = {
            (order.relation_id, order.programme_id, year) for order, year in next_years.items()
        }
        proposals.filtered(
            lambda next_: (
                next_.renewed_from_id in ending
                or (next_.relation_id, next_.programme_id, next_.school_year) in followed
            )
        )._cancel(reason, note)

    def _cancel(self, reason, note=False):
        """Cancel orders and proposals; what was paid for them goes back in the figures."""
        live = self.filtered(lambda order: order.state != "cancelled")
        live.write({"state": "cancelled", "stop_reason": reason, "stop_note": note})

    def action_resume(self):
        """It goes on after all: the subscription is to be renewed again."""
        ended = self.filtered(lambda order: order.stop_reason and order.state != "cancelled")
        ended.write({"stop_reason": False, "stop_note": False})

    def action_reopen(self):
        """Also forget why it was cancelled."""
        cancelled = self.filtered(lambda order: order.state == "cancelled")
        result = super().action_reopen()
        cancelled.write({"stop_reason": False, "stop_note": False})
        return result

    def action_withdraw(self):
        """Take back proposals, as when they were made for too many; what was ordered stays."""
        proposals = self.filtered(lambda order: order.state == "proposal")
        if not proposals:
            raise UserError(self.env._("Only proposals can be taken back; cancel an order."))
        proposals.unlink()

    def action_cancel(self):
        """Ask why, and cancel."""
        return self._open_stop("bzk_dmu.action_education_cancel")

    def action_stop(self):
        """Ask why it is not renewed."""
        return self._open_stop("bzk_dmu.action_education_stop")

    def _open_stop(self, action):
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        return action | {"context": {"default_order_ids": self.ids}}
