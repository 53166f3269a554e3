from odoo import fields, models


class ImportRow(models.Model):
    """A planned row of an import that waits to be written; gone once it is."""

    _name = "bzk.import.row"
    _description = "Planned import row"
    _order = "id"
    _log_access = False

    run_id = fields.Many2one("bzk.import.run", required=True, ondelete="cascade")
    row_no = fields.Integer()
    key = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("new", "New"),
            ("linked", "Linked to a known customer"),
            ("changed", "Changed"),
            ("corrected", "Corrected by staff"),
            ("same", "Spelled differently, means the same"),
            ("missing", "Missing"),
            ("back", "No longer missing"),
        ],
        required=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Known customer",
        ondelete="set null",
        index="btree_not_null",
        help="Who a row of a new key belongs to.",
    )
    digest = fields.Char()
    data = fields.Json()

    _run_idx = models.Index("(run_id, id)")
