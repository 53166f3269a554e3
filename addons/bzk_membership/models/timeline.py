from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Joining, leaving and changes of a membership, as lines in the timeline of its member."""

    _inherit = "bzk.timeline"
    _depends = {
        "bzk.membership.change": ["partner_id", "membership_id", "date", "kind"],
        "bzk.membership.type": ["name"],
        "bzk.leaving.reason": ["name"],
        "bzk.branch": ["name"],
    }

    @api.model
    def _timeline_selects(self):
        return {**super()._timeline_selects(), "membership": self._kind_membership()}

    def _kind_membership(self):
        select = SQL(
            """SELECT h.id AS row_id, h.partner_id, h.company_id,
                      NULLIF(h.user_id, %s) AS user_id,
                      COALESCE(h.to_branch_id, h.from_branch_id) AS branch_id,
                      h.date::timestamp + interval '12 hours' AS date,
                      %s AS title,
                      concat_ws(' · ',
                          CASE h.kind
                              WHEN 'branch' THEN concat_ws(' → ', fb.name, tb.name)
                              WHEN 'end_date' THEN to_char(h.to_end, 'DD-MM-YYYY')
                              ELSE concat_ws(' → ', %s, %s)
                          END,
                          l.name) AS detail,
                      h.membership_id AS res_id
                 FROM bzk_membership_change h
            LEFT JOIN bzk_membership_type ft ON ft.id = h.from_type_id
            LEFT JOIN bzk_membership_type tt ON tt.id = h.to_type_id
            LEFT JOIN bzk_branch fb ON fb.id = h.from_branch_id
            LEFT JOIN bzk_branch tb ON tb.id = h.to_branch_id
            LEFT JOIN bzk_leaving_reason l ON l.id = h.reason_id""",
            SUPERUSER_ID,
            self._label("bzk.membership.change", "kind", "h"),
            self._translated("ft", "name"),
            self._translated("tt", "name"),
        )
        columns = ("partner_id", "company_id", "branch_id", "user_id", "date", "title", "detail")
        return Kind(
            self.env._("Membership"),
            "fa-id-card-o",
            "bzk.membership",
            select,
            (*columns, "res_id"),
            dialog=False,
        )
