from odoo import fields, models
from odoo.tools import SQL

from ..education.school_year import school_year
from ..models.education_order import STATES
from ..models.education_programme import KINDS
from ..models.education_renewal import renewal_conditions


class EducationReport(models.Model):
    """Numbers and revenue of education programmes, one row for each order.

    What was ordered or delivered counts; a proposal is shown as what it may bring, and what was
    cancelled as nothing. An organisation that ordered more than once is one school in every group.
    """

    _name = "bzk.education.report"
    _description = "Education figures"
    _auto = False
    _order = "school_year DESC, id DESC"
    _rec_name = "programme_id"
    _depends = {
        "bzk.education.order": [
            "amount",
            "class_count",
            "company_id",
            "number",
            "programme_id",
            "pupil_count",
            "relation_id",
            "renewed_from_id",
            "school_year",
            "state",
            "stop_reason",
        ],
        "bzk.education.programme": ["kind"],
        "bzk.relation": ["active", "group_id", "parent_id", "partner_id", "state", "user_id"],
        "res.partner": ["municipality"],
    }

    partner_id = fields.Many2one("res.partner", string="Organisation", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    group_id = fields.Many2one("bzk.relation.group", readonly=True)
    board_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    municipality = fields.Char(readonly=True)
    programme_id = fields.Many2one("bzk.education.programme", readonly=True)
    programme_kind = fields.Selection(KINDS, string="Kind of programme", readonly=True)
    school_year = fields.Char(string="School year", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    school_count = fields.Integer(
        string="Organisations",
        readonly=True,
        aggregator="count_distinct",
        help="Different organisations that ordered.",
    )
    orders = fields.Integer(readonly=True, aggregator="sum", help="Without proposals.")
    class_count = fields.Integer(string="Classes", readonly=True, aggregator="sum")
    pupil_count = fields.Integer(
        string="Pupils",
        readonly=True,
        aggregator="sum",
        help="Added up over programmes: a pupil with two programmes counts twice.",
    )
    revenue = fields.Monetary(
        readonly=True, aggregator="sum", help="What was ordered or delivered."
    )
    proposed = fields.Monetary(
        readonly=True, aggregator="sum", help="What proposals bring if all of them are accepted."
    )
    renewable = fields.Integer(
        string="Subscriptions that ended",
        readonly=True,
        aggregator="sum",
        help="Of school years that are over.",
    )
    renewed = fields.Integer(
        string="Subscriptions renewed",
        readonly=True,
        aggregator="sum",
        help="Ordered again for the school year after.",
    )
    renewal_rate = fields.Float(string="% renewed", readonly=True, aggregator="avg", digits=(16, 1))

    @property
    def _table_query(self):
        """One select; what a question does not need is dropped by the database."""
        return SQL(
            """
            SELECT f.*, 100.0 * f.renewed / f.renewable AS renewal_rate
              FROM (
                SELECT o.id, o.company_id, company.currency_id, relation.partner_id,
                       relation.group_id, board.partner_id AS board_id, relation.user_id,
                       NULLIF(partner.municipality, '') AS municipality, o.programme_id,
                       programme.kind AS programme_kind, o.school_year, o.state,
                       CASE WHEN live.is_so THEN o.relation_id END AS school_count,
                       CASE WHEN live.is_so THEN 1 END AS orders,
                       CASE WHEN live.is_so THEN o.class_count END AS class_count,
                       CASE WHEN live.is_so THEN o.pupil_count END AS pupil_count,
                       CASE WHEN live.is_so THEN o.amount ELSE 0 END AS revenue,
                       CASE WHEN o.state = 'proposal' THEN o.amount ELSE 0 END AS proposed,
                       CASE WHEN past.is_so THEN 1 END AS renewable,
                       CASE WHEN past.is_so
                            THEN CASE WHEN %(renewed)s THEN 1 ELSE 0 END
                       END AS renewed
                  FROM bzk_education_order o
                  JOIN res_company company ON company.id = o.company_id
                  JOIN bzk_education_programme programme ON programme.id = o.programme_id
                  JOIN bzk_relation relation ON relation.id = o.relation_id
                  JOIN res_partner partner ON partner.id = relation.partner_id
             LEFT JOIN bzk_relation board ON board.id = relation.parent_id
            CROSS JOIN LATERAL (SELECT o.state IN ('ordered', 'delivered') AS is_so) live
            CROSS JOIN LATERAL (SELECT live.is_so AND programme.kind = 'subscription'
                                   AND o.school_year < %(this_year)s AS is_so) past
                   ) f
            """,
            renewed=renewal_conditions("o")["ordered"],
            this_year=school_year(fields.Date.context_today(self)),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Divide sums by sums, so that a percentage is right at every grouping."""
        if aggregate_spec != "renewal_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields["renewal_rate"], "read")
        return SQL(
            "100 * SUM(%s) / NULLIF(SUM(%s), 0)::numeric",
            self._field_to_sql(self._table, "renewed", query),
            self._field_to_sql(self._table, "renewable", query),
        )
