from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Transaction(models.Model):
    """A purchase, payment or gift of a customer, as the system that took the money told it.

    The CRM invoices nobody: rooms and imports write here what was bought elsewhere. Money that
    went back is a transaction of its own with a negative amount, so that sums are right.
    """

    _name = "bzk.transaction"
    _inherit = "bzk.library.guard"
    _description = "Transaction"
    _order = "date DESC, id DESC"
    _rec_name = "description"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
    )
    branch_id = fields.Many2one(
        "bzk.branch", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [("rental", "Room rental"), ("gift", "Gift"), ("other", "Other")],
        required=True,
        default="other",
    )
    description = fields.Char()
    amount = fields.Monetary(required=True, help="Negative for money that went back.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    source_id = fields.Many2one(
        "bzk.source",
        string="Source system",
        check_company=True,
        ondelete="restrict",
        help="The system that took the money.",
    )
    key = fields.Char(string="Number in the source", copy=False)
    reversed_id = fields.Many2one(
        "bzk.transaction",
        string="Refund of",
        check_company=True,
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
    )
    refund_ids = fields.One2many("bzk.transaction", "reversed_id", string="Refunds")

    _partner_date_idx = models.Index("(partner_id, date DESC, id DESC)")
    _company_date_idx = models.Index("(company_id, date DESC, id DESC)")
    _source_key_uniq = models.UniqueIndex(
        "(source_id, key) WHERE key IS NOT NULL", "The source already sent this transaction."
    )
    _key_has_source = models.Constraint(
        "CHECK(key IS NULL OR source_id IS NOT NULL)", "A number belongs to a source system."
    )
    _refund_is_negative = models.Constraint(
        "CHECK(reversed_id IS NULL OR (amount <= 0 AND reversed_id <> id))",
        "A refund has a negative amount.",
    )

    @api.depends("partner_id")
    def _compute_company_id(self):
        for transaction in self:
            transaction.company_id = (
                transaction.partner_id.company_id or transaction.company_id or self.env.company
            )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for transaction in self:
            transaction.currency_id = transaction.currency_id or transaction.company_id.currency_id

    @api.constrains("reversed_id", "partner_id", "currency_id")
    def _check_refund(self):
        """A refund goes to who paid, in the same money."""
        for refund in self | self.refund_ids:
            paid = refund.reversed_id
            if paid and (paid.partner_id, paid.currency_id) != (
                refund.partner_id,
                refund.currency_id,
            ):
                raise ValidationError(
                    self.env._("A refund belongs to the same customer, in the same currency.")
                )

    @api.depends("description", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for transaction in self:
            transaction.display_name = transaction.description or labels.get(transaction.kind)
