from odoo import fields, models
from odoo.tools import SQL

from ..models.relation import CLASSES, STATES
from ..models.relation_group import KINDS
from .relation_sql import CURRENT, NEEDED

#: One row for each organisation. Without roles that must be known, knowing anybody is enough.
#: The people of an organisation are read once; that is quick for one, for a page and for all.
COMPLETENESS = f"""
    SELECT r.id, r.id AS relation_id, r.active, r.group_id, g.kind, r.user_id, r.class_code,
           r.state, r.parent_id, r.company_id, p.municipality, p.city,
           known.people, COALESCE(needed.required, 0) AS required, known.filled,
           COALESCE(needed.required, 0) - known.filled AS missing,
           CASE WHEN needed.required > 0 THEN known.filled * 100.0 / needed.required
                WHEN known.people > 0 THEN 100.0 ELSE 0.0 END AS completeness
      FROM bzk_relation r
      JOIN bzk_relation_group g ON g.id = r.group_id
      JOIN res_partner p ON p.id = r.partner_id
 LEFT JOIN (SELECT company_id, group_id, count(*) AS required, array_agg(role_id) AS roles
              FROM ({NEEDED}) each_role
          GROUP BY company_id, group_id) needed
        ON needed.group_id = r.group_id AND needed.company_id = r.company_id
CROSS JOIN LATERAL (
           SELECT count(DISTINCT m.partner_id) AS people,
                  count(DISTINCT has.bzk_dmu_role_id)
                  FILTER (WHERE has.bzk_dmu_role_id = ANY(needed.roles)) AS filled
             FROM bzk_dmu_member m
        LEFT JOIN bzk_dmu_member_bzk_dmu_role_rel has ON has.bzk_dmu_member_id = m.id
            WHERE m.relation_id = r.id AND {CURRENT}) known
"""


class RelationCompleteness(models.Model):
    """How far the decision making unit of each organisation is known.

    100 when for every role that the group demands somebody is there today.
    """

    _name = "bzk.relation.completeness"
    _description = "Completeness of organisations"
    _auto = False
    _order = "completeness, id"
    _rec_name = "relation_id"
    _depends = {
        "bzk.relation": [
            "active",
            "class_code",
            "company_id",
            "group_id",
            "parent_id",
            "partner_id",
            "state",
            "user_id",
        ],
        "bzk.relation.group": ["kind", "role_ids"],
        "bzk.relation.norm": ["company_id", "group_id", "role_ids"],
        "bzk.dmu.member": ["date_from", "date_to", "partner_id", "relation_id", "role_ids"],
        "res.partner": ["city", "municipality"],
    }

    relation_id = fields.Many2one("bzk.relation", string="Organisation", readonly=True)
    active = fields.Boolean(readonly=True)
    group_id = fields.Many2one("bzk.relation.group", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    class_code = fields.Selection(CLASSES, string="Class", readonly=True)
    state = fields.Selection(STATES, string="Standing", readonly=True)
    parent_id = fields.Many2one("bzk.relation", string="Part of", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    municipality = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    people = fields.Integer(readonly=True, aggregator="sum", help="Who is there today.")
    required = fields.Integer(string="Roles that must be known", readonly=True, aggregator="sum")
    filled = fields.Integer(string="Roles known", readonly=True, aggregator="sum")
    missing = fields.Integer(string="Roles missing", readonly=True, aggregator="sum")
    completeness = fields.Float(readonly=True, aggregator="avg", digits=(16, 0), help="In percent.")

    @property
    def _table_query(self):
        return SQL(COMPLETENESS, today=fields.Date.context_today(self))

    def action_open_relation(self):
        """Show the organisation."""
        self.ensure_one()
        return self.relation_id.get_formview_action()
