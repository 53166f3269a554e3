from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..models.relation import STATES
from .relation_sql import CURRENT, NEEDED

KINDS = [
    ("role", "Role that nobody has"),
    ("silence", "Too long without contact"),
    ("left", "Left without a successor"),
    ("owner", "No owner"),
]
#: After so many months nobody is going to look for a successor any more.
LEFT_MONTHS = 24
#: Everything that is missing, one row each; ids are told apart by their remainder by four.
GAPS = f"""
    SELECT (r.id::bigint * 1000 + needed.role_id) * 4 AS id, 'role' AS kind,
           r.id AS relation_id, needed.role_id, NULL::int4 AS member_id,
           COALESCE((SELECT max(m.date_to) + 1
                       FROM bzk_dmu_member m
                       JOIN bzk_dmu_member_bzk_dmu_role_rel had ON had.bzk_dmu_member_id = m.id
                      WHERE m.relation_id = r.id AND m.date_to < %(today)s
                        AND had.bzk_dmu_role_id = needed.role_id),
                    r.create_date::date) AS since,
           r.group_id, r.user_id, r.company_id, r.state
      FROM bzk_relation r
      JOIN ({NEEDED}) needed
        ON needed.group_id = r.group_id AND needed.company_id = r.company_id
     WHERE r.active AND r.state <> 'ended'
       AND NOT EXISTS (
           SELECT FROM bzk_dmu_member m
             JOIN bzk_dmu_member_bzk_dmu_role_rel has ON has.bzk_dmu_member_id = m.id
            WHERE m.relation_id = r.id AND has.bzk_dmu_role_id = needed.role_id AND {CURRENT})
 UNION ALL
    SELECT r.id::bigint * 4 + 1, 'silence', r.id, NULL, NULL,
           COALESCE(r.last_contact_date, r.create_date::date),
           r.group_id, r.user_id, r.company_id, r.state
      FROM bzk_relation r
      JOIN bzk_relation_group g ON g.id = r.group_id
 LEFT JOIN bzk_relation_norm n ON n.group_id = r.group_id AND n.company_id = r.company_id
     WHERE r.active AND r.state = 'active' AND COALESCE(n.silent_months, g.silent_months) > 0
       AND COALESCE(r.last_contact_date, r.create_date::date)
           <= %(today)s - make_interval(months => COALESCE(n.silent_months, g.silent_months))
 UNION ALL
    SELECT gone.id::bigint * 4 + 2, 'left', r.id, NULL, gone.id, gone.date_to,
           r.group_id, r.user_id, r.company_id, r.state
      FROM bzk_dmu_member gone
      JOIN bzk_relation r ON r.id = gone.relation_id
     WHERE r.active AND r.state <> 'ended'
       AND gone.date_to < %(today)s AND gone.date_to >= %(left_after)s
       AND gone.successor_id IS NULL AND gone.not_replaced IS NOT TRUE
       AND NOT EXISTS (
           SELECT FROM bzk_dmu_member m
            WHERE m.relation_id = gone.relation_id AND m.id <> gone.id AND {CURRENT}
              AND (m.function_id = gone.function_id OR m.partner_id = gone.partner_id))
 UNION ALL
    SELECT r.id::bigint * 4 + 3, 'owner', r.id, NULL, NULL, NULL,
           r.group_id, r.user_id, r.company_id, r.state
      FROM bzk_relation r
 LEFT JOIN res_users u ON u.id = r.user_id AND u.active
     WHERE r.active AND r.state = 'active' AND u.id IS NULL
"""


class RelationGap(models.Model):
    """What is missing at organisations: one row for each role, silence, leaver and owner.

    A role counts when the group of the organisation demands it. Nothing is stored, so a gap closes
    at the moment that somebody fills it, and opens on the day after somebody leaves.
    """

    _name = "bzk.relation.gap"
    _description = "What is missing at an organisation"
    _auto = False
    _order = "since NULLS FIRST, id"
    _depends = {
        "bzk.relation": [
            "active",
            "company_id",
            "group_id",
            "last_contact_date",
            "state",
            "user_id",
        ],
        "bzk.relation.group": ["role_ids", "silent_months"],
        "bzk.relation.norm": ["company_id", "group_id", "role_ids", "silent_months"],
        "bzk.dmu.member": [
            "date_from",
            "date_to",
            "function_id",
            "not_replaced",
            "partner_id",
            "relation_id",
            "role_ids",
            "successor_id",
        ],
        "res.users": ["active"],
    }

    name = fields.Char(string="What is missing", compute="_compute_name")
    kind = fields.Selection(KINDS, readonly=True)
    relation_id = fields.Many2one("bzk.relation", string="Organisation", readonly=True)
    role_id = fields.Many2one("bzk.dmu.role", readonly=True)
    member_id = fields.Many2one("bzk.dmu.member", string="Who left", readonly=True)
    since = fields.Date(readonly=True)
    group_id = fields.Many2one("bzk.relation.group", readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    state = fields.Selection(STATES, string="Standing", readonly=True)
    mine = fields.Boolean(
        compute="_compute_mine", search="_search_mine", help="Whether the user is the owner."
    )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(GAPS, today=today, left_after=today - relativedelta(months=LEFT_MONTHS))

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_name(self):
        """Say what is missing in words."""
        today = fields.Date.context_today(self)
        for gap in self:
            if gap.kind == "role":
                role = gap.role_id.name or ""
                gap.name = self.env._("No %s known", role.lower())
            elif gap.kind == "silence":
                gap.name = gap._silence(today)
            elif gap.kind == "left":
                gap.name = self.env._(
                    "%(person)s left on %(date)s, no successor",
                    person=gap.member_id._described(),
                    date=format_date(self.env, gap.since),
                )
            else:
                gap.name = self.env._("Nobody of ours is the owner")

    def _silence(self, today):
        if not self.relation_id.last_contact_date:
            return self.env._("No contact yet since it was added")
        passed = relativedelta(today, self.since)
        return self.env._("%s months without contact", passed.years * 12 + passed.months)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_mine(self):
        for gap in self:
            gap.mine = gap.user_id == self.env.user

    @api.model
    def _search_mine(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("user_id", "=", self.env.uid)]

    def action_open_relation(self):
        """Show the organisation, where it can be filled in."""
        self.ensure_one()
        return self.relation_id.get_formview_action()
