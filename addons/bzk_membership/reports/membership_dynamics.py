from odoo import fields, models

from ..models.membership_type import AUDIENCES


class MembershipDynamics(models.Model):
    """Joining, leaving and changing type, one row for each such event.

    Joining and leaving follow from the dates of the membership, so that a mended date moves the
    event along. A membership that was ended and taken up again left and joined in between: that
    the dates no longer tell, so it comes from the history.
    """

    _name = "bzk.membership.dynamics"
    _description = "Movement of members"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "kind"

    membership_id = fields.Many2one("bzk.membership", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    type_id = fields.Many2one("bzk.membership.type", string="Membership type", readonly=True)
    audience = fields.Selection(AUDIENCES, readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(
        [("joined", "Joined"), ("left", "Left"), ("type", "Other type")],
        string="What happened",
        readonly=True,
    )
    joined = fields.Integer(readonly=True, aggregator="sum")
    left = fields.Integer(readonly=True, aggregator="sum")
    type_changes = fields.Integer(string="Changes of type", readonly=True, aggregator="sum")
    balance = fields.Integer(
        readonly=True, aggregator="sum", help="Those who joined less those who left."
    )

    _table_query = """
        SELECT e.id, e.membership_id, e.company_id, e.branch_id, e.type_id, t.audience,
               e.date, e.kind,
               CASE WHEN e.kind = 'joined' THEN 1 ELSE 0 END AS joined,
               CASE WHEN e.kind = 'left' THEN 1 ELSE 0 END AS left,
               CASE WHEN e.kind = 'type' THEN 1 ELSE 0 END AS type_changes,
               CASE e.kind WHEN 'joined' THEN 1 WHEN 'left' THEN -1 ELSE 0 END AS balance
          FROM (
            SELECT m.id * 4 AS id, m.id AS membership_id, m.company_id, m.branch_id, m.type_id,
                   m.date_start AS date, 'joined' AS kind
              FROM bzk_membership m
             WHERE m.date_start <= CURRENT_DATE
         UNION ALL
            SELECT m.id * 4 + 1, m.id, m.company_id, m.branch_id, m.type_id, m.date_end, 'left'
              FROM bzk_membership m
             WHERE m.date_end <= CURRENT_DATE
         UNION ALL
            SELECT h.id * 4 + 2, h.membership_id, h.company_id, m.branch_id,
                   COALESCE(h.to_type_id, m.type_id), h.date,
                   CASE h.kind WHEN 'type' THEN 'type' ELSE 'joined' END
              FROM bzk_membership_change h
              JOIN bzk_membership m ON m.id = h.membership_id
             WHERE h.kind IN ('type', 'rejoined')
         UNION ALL
            SELECT h.id * 4 + 3, h.membership_id, h.company_id, m.branch_id, m.type_id,
                   h.from_end, 'left'
              FROM bzk_membership_change h
              JOIN bzk_membership m ON m.id = h.membership_id
             WHERE h.kind = 'rejoined'
               ) e
     LEFT JOIN bzk_membership_type t ON t.id = e.type_id
    """
