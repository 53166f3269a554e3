from odoo import api, fields, models


class ActivityTheme(models.Model):
    """The books that go with a theme."""

    _inherit = "bzk.activity.theme"

    tip_count = fields.Integer(string="Book tips", compute="_compute_tip_count")

    @api.depends_context("allowed_company_ids")
    def _compute_tip_count(self):
        counts = dict(
            self.env["bzk.book.tip"]._read_group(
                [("theme_id", "in", self.ids)], ["theme_id"], ["__count"]
            )
        )
        for theme in self:
            theme.tip_count = counts.get(theme, 0)

    def action_open_tips(self):
        """Show the books on this theme, to add to and to put in order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_book_tips")
        return action | {
            "name": self.env._("Book tips: %s", self.name),
            "domain": [("theme_id", "=", self.id)],
            "context": {"default_theme_id": self.id},
        }
