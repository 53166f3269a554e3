from odoo import fields, models

from odoo.addons.bzk_consent.models.consent_gate import REASONS


class JourneyPassage(models.Model):
    """A customer took a step of a journey, or passed over it; each step once."""

    _name = "bzk.journey.passage"
    _inherit = "bzk.library.guard"
    _description = "Step that a customer took"
    _order = "date DESC, id DESC"
    _rec_name = "step_id"
    _log_access = False

    entry_id = fields.Many2one(
        "bzk.journey.entry", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "bzk.journey.step", required=True, readonly=True, ondelete="cascade", index=True
    )
    date = fields.Datetime(required=True, readonly=True)
    outcome = fields.Selection(
        [
            ("done", "Done"),
            ("passed", "Passed over"),
            ("refused", "Not mailed"),
        ],
        required=True,
        readonly=True,
    )
    refusal = fields.Selection(REASONS, string="Why not mailed", readonly=True)
    postponed = fields.Integer(
        string="Days postponed",
        required=True,
        readonly=True,
        default=0,
        help="So long the mail waited, since the customer had enough mail that week.",
    )
    trace_id = fields.Many2one(
        "mailing.trace", string="Mail", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _once = models.Constraint(
        "UNIQUE(entry_id, step_id)", "This customer took this step of the journey already."
    )
