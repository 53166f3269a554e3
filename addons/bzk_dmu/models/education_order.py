from odoo import api, fields, models
from odoo.exceptions import UserError

from ..education.school_year import school_year, shifted
from .education_price import YEAR_CHECK
from .education_programme import UNITS

STATES = [
    ("proposal", "Proposal"),
    ("ordered", "Ordered"),
    ("delivered", "Delivered"),
    ("cancelled", "Cancelled"),
]
#: States in which the school owes what it ordered.
BINDING = ("ordered", "delivered")
PERIODS = [("previous", "Last school year"), ("this", "This school year"), ("next", "Next")]
OFFSETS = {"previous": -1, "this": 0, "next": 1}


class EducationOrder(models.Model):
    """What an organisation takes of an education programme in one school year.

    What it comes to is written to the purchases of the organisation, and set right there when the
    order changes; see :mod:`.education_order_money`.
    """

    _name = "bzk.education.order"
    _inherit = "bzk.library.guard"
    _description = "Order of an education programme"
    _order = "school_year DESC, id DESC"
    _check_company_auto = True

    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="relation_id.company_id", string="Library", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one(related="relation_id.group_id")
    user_id = fields.Many2one(related="relation_id.user_id", string="Owner of the relation")
    city = fields.Char(related="relation_id.city")
    municipality = fields.Char(related="relation_id.municipality")
    programme_id = fields.Many2one(
        "bzk.education.programme",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="['|', ('group_ids', '=', False), ('group_ids', '=', group_id)]",
    )
    programme_kind = fields.Selection(related="programme_id.kind", string="Kind of programme")
    school_year = fields.Selection(
        selection="_selection_school_year",
        string="School year",
        required=True,
        default=lambda self: school_year(fields.Date.context_today(self)),
    )
    period = fields.Selection(
        PERIODS, compute="_compute_period", search="_search_period", string="When"
    )
    state = fields.Selection(STATES, required=True, default="proposal", copy=False)
    unit = fields.Selection(
        UNITS,
        string="Ordered per",
        compute="_compute_unit",
        store=True,
        precompute=True,
        required=True,
    )
    number = fields.Integer(
        string="How many",
        compute="_compute_number",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Of pupils, classes or schools.",
    )
    price = fields.Monetary(
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
        help="Per pupil, class or school.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Change it when another amount was agreed for all together.",
    )
    class_count = fields.Integer(
        string="Classes", compute="_compute_reach", store=True, readonly=False, precompute=True
    )
    pupil_count = fields.Integer(
        string="Pupils", compute="_compute_reach", store=True, readonly=False, precompute=True
    )
    member_id = fields.Many2one(
        "bzk.dmu.member",
        string="Contact person",
        domain="[('relation_id', '=', relation_id)]",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
        help="With whom at the organisation it was arranged.",
    )
    order_date = fields.Date(string="Ordered on", copy=False)
    twin_count = fields.Integer(
        string="Other orders of the same",
        compute="_compute_twin_count",
        help="Other orders of the organisation for this programme in this school year.",
    )
    note = fields.Text()
    source_id = fields.Many2one(
        "bzk.source",
        string="Source system",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    source_key = fields.Char(string="Number in the source", readonly=True, copy=False)
    source_digest = fields.Char(readonly=True, copy=False)
    source_sent = fields.Json(readonly=True, copy=False)

    _relation_year_idx = models.Index("(relation_id, school_year DESC, id DESC)")
    _company_year_idx = models.Index("(company_id, school_year DESC, state)")
    _source_key_uniq = models.UniqueIndex(
        "(source_id, source_key) WHERE source_key IS NOT NULL",
        "The source already sent this order.",
    )
    _school_year_form = models.Constraint(
        YEAR_CHECK, "A school year is written as two years that follow each other: 2026-2027."
    )
    _number_positive = models.Constraint(
        "CHECK(number > 0)", "Order at least one, or cancel the order."
    )
    _price_not_negative = models.Constraint(
        "CHECK(price >= 0 AND amount >= 0)", "A price is not below zero."
    )
    _reach_not_negative = models.Constraint(
        "CHECK(class_count >= 0 AND pupil_count >= 0)",
        "A number of classes or pupils is not below zero.",
    )

    @api.model
    def _selection_school_year(self):
        return self.env["bzk.education.price"]._selection_school_year()

    @api.depends("school_year")
    def _compute_period(self):
        this_year = school_year(fields.Date.context_today(self))
        periods = {shifted(this_year, offset): name for name, offset in OFFSETS.items()}
        for order in self:
            order.period = periods.get(order.school_year)

    @api.model
    def _search_period(self, operator, value):
        if operator != "in":
            return NotImplemented
        this_year = school_year(fields.Date.context_today(self))
        years = [shifted(this_year, OFFSETS[name]) for name in value if name in OFFSETS]
        return [("school_year", "in", years)]

    @api.depends("programme_id")
    def _compute_unit(self):
        for order in self:
            order.unit = order.programme_id.unit

    @api.depends("programme_id")
    def _compute_number(self):
        for order in self:
            order.number = order._usual_number()

    @api.onchange("relation_id")
    def _onchange_relation_id(self):
        """A new order counts the pupils of the school that was chosen."""
        if self.programme_id and self.state == "proposal":
            self.number = self._usual_number()
        if self.member_id.relation_id != self.relation_id:
            self.member_id = False

    def _usual_number(self):
        """How many one expects in an order: all pupils of the school, else one."""
        pupils = self.relation_id.pupil_count if self.programme_id.unit == "pupil" else 0
        return max(pupils, 1)

    @api.depends("programme_id", "school_year")
    def _compute_price(self):
        for order in self:
            price = order.school_year and order.programme_id
            order.price = price and price._price_of(order.school_year).price

    @api.depends("number", "price")
    def _compute_amount(self):
        for order in self:
            order.amount = order.number * order.price

    @api.depends("number", "unit")
    def _compute_reach(self):
        """Count what was ordered; of the rest, what staff wrote or the school has."""
        for order in self:
            order.class_count = order.number if order.unit == "class" else order.class_count
            if order.unit == "pupil":
                order.pupil_count = order.number
            elif order.unit == "school":
                order.pupil_count = order.pupil_count or order.relation_id.pupil_count
            else:
                order.pupil_count = order.pupil_count

    @api.depends("relation_id", "programme_id", "school_year")
    def _compute_twin_count(self):
        keys = ("relation_id", "programme_id", "school_year")
        counted = self._read_group(
            [("relation_id", "in", self.relation_id._origin.ids), ("state", "!=", "cancelled")],
            keys,
            ["__count"],
        )
        counted = {tuple(key): count for *key, count in counted}
        for order in self:
            key = (order.relation_id._origin, order.programme_id._origin, order.school_year)
            own = order._origin.id and order._origin.state != "cancelled"
            same = own and key == tuple(order._origin[name] for name in keys)
            order.twin_count = counted.get(key, 0) - bool(same)

    def action_open_twins(self):
        """Show the other orders of the organisation for this programme in this school year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_education_orders")
        return action | {
            "domain": [
                ("relation_id", "=", self.relation_id.id),
                ("programme_id", "=", self.programme_id.id),
                ("school_year", "=", self.school_year),
            ],
            "context": {},
        }

    @api.depends("programme_id.name", "school_year")
    def _compute_display_name(self):
        for order in self:
            parts = (order.programme_id.name, order.school_year)
            order.display_name = " ".join(filter(None, parts))

    def action_order(self):
        """The school says yes."""
        self._go("ordered", ("proposal",))

    def action_deliver(self):
        """It was given."""
        self._go("delivered", ("ordered",))

    def action_reopen(self):
        """Take a step back: what was ordered or cancelled by mistake is a proposal again."""
        self._go("proposal", ("ordered", "cancelled"))

    def _go(self, state, before):
        """Let the orders that are at a step go to another; the others stay.

        :param str state: the new state
        :param before: states from which one can go there
        :raises UserError: when none of them is at that step
        """
        orders = self.filtered(lambda order: order.state in before)
        if not orders:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "None of these orders can become “%(state)s”: only one that is “%(before)s”.",
                    state=labels[state],
                    before=", ".join(labels[name] for name in before),
                )
            )
        orders.write({"state": state})

    def write(self, vals):
        """Note when an order was made."""
        if vals.get("state") in BINDING and not vals.get("order_date"):
            undated = self.filtered(lambda order: not order.order_date)
            super(EducationOrder, undated).write({"order_date": fields.Date.context_today(self)})
        return super().write(vals)
