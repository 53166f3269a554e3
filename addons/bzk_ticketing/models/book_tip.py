from odoo import api, fields, models

#: How many tips a mail shows; more are not read.
SHOWN = 3


class BookTip(models.Model):
    """A book that staff recommend to who came to an activity on its theme.

    Chosen by staff for everybody; never what a visitor borrowed, which the CRM does not know.
    """

    _name = "bzk.book.tip"
    _inherit = "bzk.library.guard"
    _description = "Book tip"
    _order = "theme_id, sequence, id"
    _rec_names_search = ["name", "author"]
    _check_company_auto = True

    name = fields.Char(string="Title", required=True)
    author = fields.Char()
    theme_id = fields.Many2one(
        "bzk.activity.theme", required=True, check_company=True, ondelete="cascade"
    )
    audience_id = fields.Many2one(
        "bzk.activity.audience",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        help="Only after activities for this audience. Empty for everybody.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    url = fields.Char(string="In the catalogue", help="Address of the book in the catalogue.")
    cover = fields.Image(max_width=240, max_height=360)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _theme_idx = models.Index("(theme_id, company_id, sequence)")
    _url_of_the_web = models.Constraint(
        "CHECK(url ~* '^https?://[^[:space:]]+$')",
        "The address in the catalogue begins with https://.",
    )

    @api.model
    def _for_activities(self, events):
        """Tips to show after each activity: on its theme, and for its audience or everybody.

        :param events: ``event.event`` records
        :return: dict of activity -> at most :data:`SHOWN` tips, those for its audience first
        """
        tips = self.search(
            [
                ("theme_id", "in", events.theme_id.ids),
                ("company_id", "in", events.company_id.ids),
            ]
        )
        found = {}
        for event in events:
            fit = tips.filtered(
                lambda tip, event=event: (
                    tip.theme_id == event.theme_id
                    and tip.company_id == event.company_id
                    and tip.audience_id in (event.audience_id, tip.audience_id.browse())
                )
            )
            own = fit.filtered("audience_id")
            found[event] = (own + (fit - own))[:SHOWN]
        return found

    def _cover_url(self):
        """Address of the cover for a mail, where nobody is logged in."""
        self.ensure_one()
        stamp = int(self.write_date.timestamp()) if self.write_date else 0
        return f"{self.get_base_url()}/boektip/{self.id}/omslag?v={stamp}"
