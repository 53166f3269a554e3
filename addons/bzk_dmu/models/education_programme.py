from odoo import api, fields, models

from ..education.school_year import school_year, shifted

KINDS = [("subscription", "Subscription"), ("single", "One-off")]
UNITS = [("pupil", "Pupil"), ("class", "School class"), ("school", "School")]


class EducationProgramme(models.Model):
    """What a library offers schools, such as a reading programme or a series of lessons.

    A subscription runs for a school year and is renewed for the next; what is one-off is not.
    """

    _name = "bzk.education.programme"
    _inherit = "bzk.library.guard"
    _description = "Education programme"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(help="By which files and the ordering system name it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        KINDS,
        required=True,
        default="subscription",
        help="A subscription comes back on the list of what to renew for the next school year.",
    )
    unit = fields.Selection(
        UNITS,
        string="Price per",
        required=True,
        default="school",
        help="What is counted in an order. Orders that are there keep theirs.",
    )
    group_ids = fields.Many2many(
        "bzk.relation.group",
        string="For",
        check_company=True,
        help="Groups to which it is offered; empty for all.",
    )
    description = fields.Html()
    price_ids = fields.One2many("bzk.education.price", "programme_id", string="Prices", copy=True)
    price = fields.Monetary(
        string="Price this school year",
        compute="_compute_price",
        help="That of the last year before when this year has none yet.",
    )
    price_next_missing = fields.Boolean(
        string="No price for the next school year",
        compute="_compute_price_next_missing",
        search="_search_price_next_missing",
    )
    school_count = fields.Integer(
        string="Schools this school year",
        compute="_compute_school_count",
        help="Organisations that ordered it, without proposals.",
    )

    _company_code_uniq = models.UniqueIndex(
        "(company_id, lower(code)) WHERE code IS NOT NULL",
        "A programme with this code already exists.",
    )
    _company_name_uniq = models.UniqueIndex(
        "(company_id, lower(name))", "A programme with this name already exists."
    )

    @api.depends("price_ids.price", "price_ids.school_year")
    def _compute_price(self):
        this_year = school_year(fields.Date.context_today(self))
        for programme in self:
            programme.price = programme._price_of(this_year).price

    @api.model
    def _search_price_next_missing(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        year = shifted(school_year(fields.Date.context_today(self)), 1)
        return [
            ("kind", "=", "subscription"),
            ("price_ids", "not any", [("school_year", "=", year)]),
        ]

    @api.depends("price_ids.school_year", "kind")
    def _compute_price_next_missing(self):
        year = shifted(school_year(fields.Date.context_today(self)), 1)
        for programme in self:
            programme.price_next_missing = (
                programme.kind == "subscription"
                and year not in programme.price_ids.mapped("school_year")
            )

    def _compute_school_count(self):
        # Of the figures, as who may see those need not see orders.
        counted = self.env["bzk.education.report"]._read_group(
            [
                ("programme_id", "in", self.ids),
                ("school_year", "=", school_year(fields.Date.context_today(self))),
            ],
            ["programme_id"],
            ["school_count:count_distinct"],
        )
        counted = {programme.id: count for programme, count in counted}
        for programme in self:
            programme.school_count = counted.get(programme.id, 0)

    def _price_of(self, year):
        """The price of a school year, or of the last year before it that has one.

        :param str year: such as ``2026-2027``
        :return: ``bzk.education.price`` record, or none
        """
        self.ensure_one()
        prices = self.price_ids.filtered(
            lambda price: price.school_year and price.school_year <= year
        )
        return max(prices, key=lambda price: price.school_year, default=prices.browse())

    def copy_data(self, default=None):
        """Give a copy a name of its own, and no code."""
        result = super().copy_data(default)
        for programme, vals in zip(self, result, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", programme.name)
            if not (default or {}).get("code"):
                vals["code"] = False
        return result

    def action_open_orders(self):
        """Show who ordered the programme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_education_orders")
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id, "search_default_group_year": 1},
        }
