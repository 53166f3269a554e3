from odoo import fields, models

from odoo.addons.bzk_consent.models.consent_gate import REASONS


class MailingRefusal(models.Model):
    """How many were in the segment of a mailing and not mailed, by reason, when it departed.

    Numbers only: who had no mail leaves no trace of it.
    """

    _name = "bzk.mailing.refusal"
    _inherit = "bzk.library.guard"
    _description = "Not mailed, by reason"
    _order = "people DESC, id"
    _rec_name = "reason"

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mailing_id.company_id", string="Library", store=True, precompute=True
    )
    reason = fields.Selection(REASONS, required=True, readonly=True)
    people = fields.Integer(required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE(mailing_id, reason)", "This reason was counted for this mailing already."
    )
