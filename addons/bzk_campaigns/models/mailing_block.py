from odoo import fields, models


class MailingBlock(models.Model):
    """A part of a mailing that only those read for whom it is meant."""

    _name = "bzk.mailing.block"
    _inherit = "bzk.library.guard"
    _description = "Block of a mailing"
    _order = "sequence, id"
    _check_company_auto = True

    mailing_id = fields.Many2one("mailing.mailing", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="mailing_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", required=True)
    segment_id = fields.Many2one(
        "mailing.filter",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who reads this block; empty for everybody who gets the mail.",
    )
    body_html = fields.Html(string="Text", sanitize="email_outgoing")
