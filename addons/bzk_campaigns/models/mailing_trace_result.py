from odoo import fields, models


class MailingTrace(models.Model):
    """What became of a mail, also long after it is forgotten who read it."""

    _inherit = "mailing.trace"

    mail_subject = fields.Char(related="mass_mailing_id.subject", string="Subject of the mail")

    tracked = fields.Boolean(
        string="Opening is measured",
        readonly=True,
        help="The reader agreed to that, so the mail tells when it is opened.",
    )

    # Core demands a reader; past its term a mail only counts.
    _check_res_id_is_set = models.Constraint(
        "CHECK(res_id <> 0 OR partner_id IS NULL AND company_id IS NOT NULL)",
        "A mail has a reader, until it is forgotten who it was.",
    )
