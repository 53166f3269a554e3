from odoo import fields, models


class IrMailServer(models.Model):
    """How fast a mail server may be sent mailings: many providers hold who sends faster."""

    _inherit = "ir.mail_server"

    mails_per_minute = fields.Integer(
        help="How many mails of campaigns go to this server in a minute; 0 for as many as it takes."
    )

    _mails_per_minute_positive = models.Constraint(
        "CHECK(mails_per_minute >= 0)", "The number of mails in a minute is 0 or more."
    )
