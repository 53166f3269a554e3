from odoo import fields, models

from odoo.addons.bzk_consent.models.consent_gate import REASONS


class MailingTrace(models.Model):
    """One mail to one customer: waiting, on its way, and what became of it."""

    _name = "mailing.trace"
    _inherit = ["mailing.trace", "bzk.library.guard"]

    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", string="Library", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    key = fields.Char(
        default="",
        required=True,
        readonly=True,
        help="Why somebody gets the same mail again: the entry in a journey.",
    )
    shown_blocks = fields.Json(
        string="Blocks shown", readonly=True, help="Which blocks were meant for this reader."
    )
    refusal = fields.Selection(
        REASONS, string="Why not mailed", readonly=True, help="What the gate said at sending."
    )
    batch = fields.Integer(
        readonly=True, copy=False, help="Who is sending it, as long as it is under way."
    )
    carrier_id = fields.Many2one(
        "mailing.trace",
        string="Went along with",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The mail to somebody else on the same address in which this one was.",
    )
    passage_ids = fields.One2many("bzk.journey.passage", "trace_id")

    _once = models.UniqueIndex(
        "(mass_mailing_id, partner_id, key) WHERE partner_id IS NOT NULL",
        "This customer has this mail already.",
    )
    _waiting_idx = models.Index(
        "(mass_mailing_id, id) WHERE trace_status = 'outgoing' AND partner_id IS NOT NULL"
    )
