from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.guardian import OF_AGE


class ResPartner(models.Model):
    """Who has children, as far as the library was told."""

    _inherit = "res.partner"

    is_parent = fields.Boolean(
        string="Looks after a child",
        compute="_compute_is_parent",
        search="_search_is_parent",
        help="Parent or guardian of a child, confirmed by staff, or pays a youth membership. "
        "What is only supposed of a household counts not.",
    )

    @api.depends(
        "ward_ids.state",
        "ward_ids.is_current",
        "ward_ids.child_id.birthdate",
        "paid_membership_ids.date_end",
        "paid_membership_ids.type_id.audience",
    )
    def _compute_is_parent(self):
        today = fields.Date.context_today(self)
        for partner in self:
            ties = partner.ward_ids.filtered(lambda tie: tie.state == "confirmed")
            partner.is_parent = any(
                tie.is_current
                and tie.child_id.birthdate
                and tie.child_id.birthdate > today - relativedelta(years=OF_AGE)
                for tie in ties
            ) or any(
                membership.audience == "youth" and membership.state == "current"
                for membership in partner.paid_membership_ids
            )

    @api.model
    def _search_is_parent(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["bzk.guardian"].flush_model()
        self.env["bzk.membership"].flush_model()
        # One list of both, as the database cannot join with either of two; without doubles, or
        # it reckons with very few.
        found = SQL(
            """(SELECT tie.guardian_id
                  FROM bzk_guardian tie
                  JOIN res_partner child ON child.id = tie.child_id
                   AND child.birthdate > %(adult)s
                 WHERE tie.company_id = ANY(%(companies)s) AND tie.state = 'confirmed'
                   AND (tie.date_start IS NULL OR tie.date_start <= %(today)s)
                   AND (tie.date_end IS NULL OR tie.date_end > %(today)s)
                 UNION
                SELECT m.payer_id
                  FROM bzk_membership m
                  JOIN bzk_membership_type kind ON kind.id = m.type_id
                   AND kind.audience = 'youth'
                 WHERE m.payer_id IS NOT NULL AND m.company_id = ANY(%(companies)s)
                   AND (m.date_start IS NULL OR m.date_start <= %(today)s)
                   AND (m.date_end IS NULL OR m.date_end > %(today)s))""",
            adult=fields.Date.context_today(self) - relativedelta(years=OF_AGE),
            companies=self._library_ids(),
            today=fields.Date.context_today(self),
        )
        domain = Domain("id", "in", found)
        return domain if True in value else ~domain
