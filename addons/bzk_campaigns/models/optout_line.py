from odoo import fields, models


class OptoutLine(models.Model):
    """One decision of a customer that was told to a source system, each once."""

    _name = "bzk.optout.line"
    _inherit = "bzk.library.guard"
    _description = "Decision told to a source"
    _order = "date DESC, id DESC"
    _rec_name = "key"
    _log_access = False

    export_id = fields.Many2one(
        "bzk.optout.export", required=True, readonly=True, ondelete="cascade", index=True
    )
    source_id = fields.Many2one("bzk.source", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    external_id = fields.Many2one(
        "bzk.external.id", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(related="external_id.partner_id", string="Customer")
    key = fields.Char(required=True, readonly=True, help="By which the source knows the customer.")
    purpose_id = fields.Many2one(
        "bzk.consent.purpose", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("given", "Yes"), ("withdrawn", "No")], string="Wants it", required=True, readonly=True
    )
    date = fields.Datetime(string="Decided on", required=True, readonly=True)
    consent_id = fields.Many2one(
        "bzk.consent", required=True, readonly=True, ondelete="cascade", index=True
    )

    _once = models.Constraint(
        "UNIQUE(source_id, external_id, consent_id)", "The source was told this already."
    )
