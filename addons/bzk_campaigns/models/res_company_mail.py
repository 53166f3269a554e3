from odoo import fields, models


class ResCompany(models.Model):
    """How much mail a library sends somebody at most."""

    _inherit = "res.company"

    mail_max_week = fields.Integer(
        string="Mails a week",
        default=3,
        help="Newsletters and invitations that somebody gets in seven days at most; 0 for no "
        "limit. Service mail does not count.",
    )

    _mail_max_week = models.Constraint(
        "CHECK(mail_max_week BETWEEN 0 AND 50)", "The number of mails a week is between 0 and 50."
    )
