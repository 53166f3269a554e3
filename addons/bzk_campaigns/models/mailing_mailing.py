from odoo import fields, models
from odoo.tools import SQL


class MailingMailing(models.Model):
    """A mail of a library to its customers, for a purpose to which they agreed.

    Either sent once to a segment, or the mail of a step in a journey.
    """

    _name = "mailing.mailing"
    _inherit = ["mailing.mailing", "bzk.library.guard"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
        help="Empty for the mail of a ready journey, which is copied and never sent.",
    )
    purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        string="Consent for",
        ondelete="restrict",
        check_company=True,
        help="Only who agreed to this is mailed.",
    )
    mailing_model_id = fields.Many2one(
        default=lambda self: self.env["ir.model"].sudo()._get_id("res.partner")
    )
    mailing_filter_id = fields.Many2one(string="Segment", check_company=True)
    block_ids = fields.One2many("bzk.mailing.block", "mailing_id", string="Blocks", copy=True)
    step_ids = fields.One2many("bzk.journey.step", "mailing_id", string="Steps of journeys")
    for_journey = fields.Boolean(
        help="Mail of a step in a journey, which decides who gets it and when."
    )

    def _verdict_query(self, people):
        """Ask who of these customers may get this mailing now, and if not why.

        The one gate of all mailings and journeys, when people are chosen and when they are sent to.

        :param people: SQL select of one column ``id`` of customers
        :return: SQL select of ``id`` and ``reason``, a key of ``REASONS``; NULL when allowed
        """
        self.ensure_one()
        # Without a purpose nobody can have agreed, and so nobody is mailed.
        code = self.purpose_id.code or ""
        return self.env["res.partner"]._consent_gate_query(code, people)

    def _chosen_query(self):
        """Give everybody in the segment, whether they may be mailed or not.

        :return: SQL select of one column ``id`` of customers
        """
        self.ensure_one()
        if not self.mailing_filter_id:
            return SQL("SELECT NULL::integer AS id WHERE FALSE")
        return self._people_query(self.mailing_filter_id)
