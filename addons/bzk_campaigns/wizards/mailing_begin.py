from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("weekly", "Weekly, by favourite branch"),
    ("tips", "Monthly book tips, by genre"),
    ("youth", "Monthly for youth, by age and branch"),
    ("special", "A single message"),
]
#: For each kind: purpose, who is in the segment, what blocks are made of, whether who has no block
#: is left out.
RECIPES = {
    "weekly": ("newsletter", None, ["branch"], False),
    "tips": ("book_tips", None, ["genre"], True),
    "youth": ("youth", "minors", ["age", "branch"], True),
    "special": ("newsletter", None, [], False),
}

CHOSEN = {None: [], "minors": [("age", "<", 18)]}


class MailingBegin(models.TransientModel):
    """Begin a newsletter with a text, the right consent, a segment and blocks."""

    _name = "bzk.mailing.begin"
    _inherit = "bzk.library.guard"
    _description = "Begin a newsletter"

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True, default="weekly")
    explanation = fields.Char(compute="_compute_explanation")
    subject = fields.Char(
        compute="_compute_subject", store=True, precompute=True, readonly=False, required=True
    )
    branch_ids = fields.Many2many(
        "bzk.branch",
        string="Branches",
        compute="_compute_choices",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    genre_ids = fields.Many2many(
        "bzk.genre", string="Genres", compute="_compute_choices", store=True, readonly=False
    )

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_explanation(self):
        _ = self.env._
        texts = {
            "weekly": _(
                "A general part for everybody, and a block for each branch with its coming "
                "activities."
            ),
            "tips": _(
                "A block for each genre, for who borrows it or likes it. Who has none is not "
                "mailed."
            ),
            "youth": _(
                "A block for each age and each branch. Children on one address get one mail "
                "together."
            ),
            "special": _("One text for everybody in a segment."),
        }
        for wizard in self:
            wizard.explanation = texts.get(wizard.kind)

    @api.depends("kind", "company_id")
    def _compute_subject(self):
        _ = self.env._
        for wizard in self:
            library = wizard.company_id.name
            wizard.subject = {
                "weekly": _("This week at %s", library),
                "tips": _("Book tips for you"),
                "youth": _("New at the library"),
                "special": _("News from %s", library),
            }.get(wizard.kind)

    @api.depends("company_id")
    def _compute_choices(self):
        genres = self.env["bzk.genre"].search([])
        for wizard in self:
            wizard.genre_ids = genres
            wizard.branch_ids = wizard.company_id.branch_ids.filtered("active")

    def action_begin(self):
        """Make the newsletter and open it.

        :raises UserError: when the library does not have that kind of consent
        """
        self.ensure_one()
        code, who, divisions, needs_block = RECIPES[self.kind]
        purpose = self.env["bzk.consent.purpose"].search(
            [("code", "=", code), ("company_id", "in", [self.company_id.id, False])],
            order="company_id",
            limit=1,
        )
        if not purpose:
            raise UserError(self.env._("The library does not ask for this consent."))
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": self.subject,
                "company_id": self.company_id.id,
                "purpose_id": purpose.id,
                "mailing_filter_id": self._segment(who, purpose).id,
                "needs_block": needs_block,
                "body_html": self.env["ir.qweb"]._render(
                    f"bzk_campaigns.begin_{self.kind}",
                    {"company": self.company_id},
                    minimal_qcontext=True,
                ),
            }
        )
        for division in divisions:
            self.env["bzk.mailing.divide"].create(
                {
                    "mailing_id": mailing.id,
                    "division": division,
                    "branch_ids": [(6, 0, self.branch_ids.ids)],
                    "genre_ids": [(6, 0, self.genre_ids.ids)],
                }
            ).action_divide()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.mailing",
            "res_id": mailing.id,
            "views": [(self.env.ref("bzk_campaigns.view_newsletter_form").id, "form")],
        }

    def _segment(self, who, purpose):
        """Find or make the segment of everybody, or of the children only."""
        name = self.env._("Youth 0-17") if who else self.env._("Everybody")
        segments = self.env["mailing.filter"]
        return segments._find_or_make(self.company_id, name, CHOSEN[who], purpose)
