from odoo import api, fields, models
from odoo.tools import SQL


class MailingFilter(models.Model):
    """How far segments are the same people."""

    _inherit = "mailing.filter"

    overlap_count = fields.Integer(
        string="In both",
        compute="_compute_overlap",
        help="How many are in this segment and in the one that is looked at.",
    )
    overlap_share = fields.Float(
        string="Of the segment looked at (%)",
        compute="_compute_overlap",
        help="How many of a hundred in the segment that is looked at are in this one too.",
    )
    overlap_of_this = fields.Float(
        string="Of this segment (%)",
        compute="_compute_overlap",
        help="How many of a hundred in this segment are in the one that is looked at too.",
    )

    @api.depends_context("overlap_segment_id", "uid", "allowed_company_ids")
    def _compute_overlap(self):
        """Compare with the segment in the context; one query for all together."""
        looked_at = self.browse(self.env.context.get("overlap_segment_id")).exists()
        looked_at.check_access("read")
        _readable, queries = looked_at._people_queries()
        _readable, others = self._people_queries() if queries else (None, [])
        counts, size = {}, 0
        if others:
            self._answer_at_once()
            rows = self.env.execute_query(
                SQL(
                    "WITH looked_at AS MATERIALIZED (%s) SELECT NULL, count(*), NULL FROM looked_at"
                    " UNION ALL %s",
                    queries[0][1],
                    SQL(" UNION ALL ").join(
                        SQL(
                            "SELECT %s, count(looked_at.id), count(*) FROM (%s) person"
                            " LEFT JOIN looked_at ON looked_at.id = person.id",
                            list_id,
                            query,
                        )
                        for list_id, query in others
                    ),
                )
            )
            counts = {list_id: (both, people) for list_id, both, people in rows}
            size = counts.pop(None)[0]
        for segment in self:
            both, people = counts.get(segment.id, (0, 0))
            segment.overlap_count = both
            segment.overlap_share = 100 * both / size if size else 0
            segment.overlap_of_this = 100 * both / people if people else 0

    def action_open_overlap(self):
        """List the other segments with how many of the people in this one are in them too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_segment_overlap"
        )
        name = self.env._("Overlap with %s", self.name)
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("at_work", "=", self.at_work), ("id", "!=", self.id)],
            "context": {"overlap_segment_id": self.id},
        }
