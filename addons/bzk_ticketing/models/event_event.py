from datetime import timedelta

from odoo import api, fields, models

#: For how long a new activity is planned.
DURATION = timedelta(hours=2)
PRICE_MODELS = [("free", "Free"), ("paid", "Paid"), ("choice", "Pay what you want")]


class EventEvent(models.Model):
    """An activity of a library, whichever system sells its tickets."""

    _name = "event.event"
    _inherit = ["event.event", "bzk.library.guard"]

    company_id = fields.Many2one(required=True, string="Library")
    branch_id = fields.Many2one("bzk.branch", check_company=True, index="btree_not_null")
    description = fields.Html(default=None)
    address_id = fields.Many2one(
        string="Other place", default=None, help="When it is not at the branch."
    )
    theme_id = fields.Many2one(
        "bzk.activity.theme", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    audience_id = fields.Many2one(
        "bzk.activity.audience", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    price_model = fields.Selection(PRICE_MODELS, string="Price", default="free", required=True)
    capacity = fields.Integer(
        compute="_compute_capacity",
        store=True,
        readonly=False,
        help="Places there are, also when another system sells them. 0 when there is no limit.",
    )
    count_ids = fields.One2many("bzk.activity.count", "event_id", string="Counts")
    source_id = fields.Many2one(
        "bzk.source",
        string="Source system",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        help="The system that this activity is kept in. Empty for one that is kept here.",
    )
    source_key = fields.Char(string="Number in the source", copy=False)
    source_digest = fields.Char(copy=False)
    source_sent = fields.Json(copy=False, help="Values as the source last sent them.")

    _company_begin_idx = models.Index("(company_id, date_begin)")
    _source_key_uniq = models.UniqueIndex(
        "(source_id, source_key) WHERE source_key IS NOT NULL",
        "The source already sent this activity.",
    )
    _capacity_positive = models.Constraint(
        "CHECK(capacity >= 0)", "The number of places cannot be negative."
    )

    @api.model
    def default_get(self, fields):
        """An activity lasts a part of the day, unless somebody says otherwise."""
        values = super().default_get(fields)
        if "date_end" in fields and not self.env.context.get("default_date_end"):
            begin = values.get("date_begin")
            values["date_end"] = begin and begin + DURATION
        return values

    @api.depends("seats_limited", "seats_max")
    def _compute_capacity(self):
        for event in self:
            event.capacity = event.seats_max if event.seats_limited else event.capacity

    @api.depends("branch_id", "address_id")
    def _compute_address_inline(self):
        """An activity is at its branch, unless another place is given."""
        result = super()._compute_address_inline()
        for event in self:
            branch = event.branch_id
            if branch and not event.address_id:
                town = " ".join(filter(None, (branch.zip, branch.city)))
                event.address_inline = ", ".join(filter(None, (branch.name, branch.street, town)))
        return result
