from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

DIVISIONS = [
    ("branch", "Favourite branch"),
    ("genre", "Genre"),
    ("age", "Age"),
]
#: Ages of children who read more or less the same, in years.
AGES = [(0, 3), (4, 6), (7, 9), (10, 12), (13, 15), (16, 17)]


class MailingDivide(models.TransientModel):
    """Blocks made at once: one for each branch, genre or age."""

    _name = "bzk.mailing.divide"
    _inherit = "bzk.library.guard"
    _description = "Blocks of a mailing at once"

    mailing_id = fields.Many2one("mailing.mailing", required=True, readonly=True)
    company_id = fields.Many2one(related="mailing_id.company_id")
    division = fields.Selection(
        DIVISIONS, string="One block for each", required=True, default="branch"
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
    with_activities = fields.Boolean(
        string="With the coming activities", default=True, help="Of the branch, to write on."
    )
    days = fields.Integer(string="In the next days", default=14)

    @api.depends("mailing_id")
    def _compute_choices(self):
        """All of them, to take some out."""
        genres = self.env["bzk.genre"].search([])
        for wizard in self:
            wizard.genre_ids = genres
            wizard.branch_ids = wizard.company_id.branch_ids.filtered("active")

    def action_divide(self):
        """Make the blocks, and the segments that are not there yet.

        :raises UserError: when nothing was chosen, or the mailing went
        """
        self.ensure_one()
        self.mailing_id.check_access("write")
        parts = getattr(self, f"_parts_by_{self.division}")()
        if not parts:
            raise UserError(self.env._("Choose at least one."))
        segments, mailing = self.env["mailing.filter"], self.mailing_id
        place = max(mailing.block_ids.mapped("sequence"), default=0)
        self.env["bzk.mailing.block"].create(
            [
                {
                    "mailing_id": mailing.id,
                    "sequence": place + 10 * number,
                    "name": title,
                    "segment_id": segments._find_or_make(
                        self.company_id, name, domain, mailing.purpose_id
                    ).id,
                    "body_html": body,
                }
                for number, (title, name, domain, body) in enumerate(parts, 1)
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _parts_by_branch(self):
        """Give title, name of the segment, domain and text of each block."""
        _ = self.env._
        return [
            (
                branch.name,
                _("Favourite branch: %s", branch.name),
                [("branch_id", "=", branch.id)],
                self._activities(branch),
            )
            for branch in self.branch_ids
        ]

    def _parts_by_genre(self):
        _ = self.env._
        return [
            (
                genre.name,
                _("Reads or likes: %s", genre.name),
                [
                    "|",
                    ("preferred_genre_ids", "in", [genre.id]),
                    ("loan_genre_ids", "in", [genre.id]),
                ],
                False,
            )
            for genre in self.genre_ids
        ]

    def _parts_by_age(self):
        _ = self.env._
        return [
            (
                _("%(first)d to %(last)d years", first=first, last=last),
                _("Age: %(first)d to %(last)d years", first=first, last=last),
                [("age", ">=", first), ("age", "<=", last)],
                False,
            )
            for first, last in AGES
        ]

    def _activities(self, branch):
        """List what a branch has in the coming days, to write on; nothing when there is none."""
        if not self.with_activities:
            return False
        now = fields.Datetime.now()
        events = self.env["event.event"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("branch_id", "=", branch.id),
                ("date_begin", ">", now),
                ("date_begin", "<", now + timedelta(days=max(self.days, 0))),
                ("kanban_state", "!=", "cancel"),
            ],
            order="date_begin, id",
        )
        if not events:
            return False
        return self.env["ir.qweb"]._render(
            "bzk_campaigns.block_activities", {"events": events}, minimal_qcontext=True
        )


class MailingMailing(models.Model):
    """Blocks of a mailing made at once."""

    _inherit = "mailing.mailing"

    def action_divide(self):
        """Ask for what there is to be a block each."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Blocks at once"),
            "res_model": "bzk.mailing.divide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_mailing_id": self.id},
        }
