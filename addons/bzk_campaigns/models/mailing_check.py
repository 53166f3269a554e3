from odoo import api, fields, models

#: What is looked at before sending, with whether it stops the mail.
KINDS = {
    "no_segment": ("No segment is chosen", True),
    "no_purpose": ("No consent is chosen", True),
    "nobody": ("Nobody may be mailed", True),
    "no_text": ("The mail says nothing to who reads text only", True),
    "empty_block": ("A block has no text", True),
    "unwritten": ("Something still to write", True),
    "no_alt": ("A picture without a description", True),
    "contrast": ("Text that hardly stands out", True),
    "no_unsubscribe": ("Nothing to unsubscribe with", True),
    "dead_link": ("A link that leads nowhere", True),
    "inside_link": ("A link that only works inside", True),
    "empty_place": ("A place that stays empty", True),
    "unsure_link": ("A link that could not be followed", False),
    "unread_block": ("A block that nobody reads", False),
    "hard_text": ("Hard to read", False),
    "sender": ("The sender is of another domain", False),
}


class MailingCheck(models.Model):
    """Something that was found wrong with a mailing before it was sent."""

    _name = "bzk.mailing.check"
    _inherit = "bzk.library.guard"
    _description = "Check of a mailing"
    _order = "stops DESC, id"
    _rec_name = "kind"

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="mailing_id.company_id", string="Library", store=True, precompute=True
    )
    kind = fields.Selection(
        [(kind, label) for kind, (label, _stops) in KINDS.items()],
        string="What",
        required=True,
        readonly=True,
    )
    stops = fields.Boolean(string="Stops the mail", readonly=True)
    detail = fields.Char(string="Where", readonly=True)
    block_id = fields.Many2one("bzk.mailing.block", readonly=True, ondelete="cascade")
    people = fields.Integer(string="Customers", readonly=True)
    advice = fields.Char(string="What to do", compute="_compute_advice")

    @api.depends("kind", "detail")
    @api.depends_context("lang")
    def _compute_advice(self):
        """Say how it is mended, in words for who writes newsletters."""
        _ = self.env._
        advice = {
            "no_segment": _("Choose who gets the mail."),
            "no_purpose": _("Choose to what the readers agreed."),
            "nobody": _("Nobody in the segment agreed to this, or nobody has a block."),
            "no_text": _("Write some text, not only pictures."),
            "empty_block": _("Write the block, or take it out."),
            "unwritten": _("Between square brackets stands what you still write yourself."),
            "no_alt": _("Click on the picture and write what it shows."),
            "contrast": _("Choose a darker text or a lighter background: at least 4.5 to 1."),
            "no_unsubscribe": _("Use the frame of the library, which has the link."),
            "dead_link": _("Look up the right address, or take the link out."),
            "inside_link": _("Readers do not reach this address. Use one on the internet."),
            "empty_place": _("Some customers have nothing here. Write behind it what they read."),
            "unsure_link": _("Click on it yourself to be sure."),
            "unread_block": _("Nobody in the segment may get this block. It does no harm."),
            "hard_text": _("Write shorter sentences and words: level B1."),
            "sender": _("Mail programs may take it for spam. Use the address of the library."),
        }
        for line in self:
            line.advice = advice.get(line.kind)

    def action_open_people(self):
        """Show the customers for whom something stays empty."""
        self.ensure_one()
        action = self.mailing_id.action_open_verdict("allowed")
        people = self.mailing_id._empty_place_people(self.detail, self.block_id)
        return action | {
            "name": self.env._("Empty for them: %s", self.detail),
            "domain": [("id", "in", people.ids)],
        }
