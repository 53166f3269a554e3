from odoo import fields, models
from odoo.exceptions import AccessError


class MailRhythm(models.TransientModel):
    """How much mail the library sends somebody in a week."""

    _name = "bzk.mail.rhythm"
    _inherit = "bzk.library.guard"
    _description = "How much mail"

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    mail_max_week = fields.Integer(
        string="Mails a week",
        required=True,
        default=lambda self: self.env.company.mail_max_week,
    )

    _mail_max_week = models.Constraint(
        "CHECK(mail_max_week BETWEEN 0 AND 50)", "The number of mails a week is between 0 and 50."
    )

    def action_save(self):
        """Keep the number.

        :raises AccessError: for a library that the user does not work for at the moment
        """
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("You do not work for this library at the moment."))
        # sudo: the library's administrator is not the system's, who alone writes companies.
        self.company_id.sudo().mail_max_week = self.mail_max_week
        return {"type": "ir.actions.act_window_close"}
