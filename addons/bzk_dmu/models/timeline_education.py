from odoo import api, models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Education programmes that an organisation took, and that its people arranged."""

    _inherit = "bzk.timeline"
    _depends = {
        "bzk.education.order": ["relation_id", "member_id", "programme_id", "state", "order_date"],
        "bzk.education.programme": ["name"],
        "bzk.relation": ["partner_id"],
        "bzk.dmu.member": ["partner_id"],
    }

    @api.model
    def _timeline_selects(self):
        return {**super()._timeline_selects(), "education": self._kind_education()}

    def _kind_education(self):
        """A line for the organisation, and one for the person with whom it was arranged."""
        columns = SQL(
            """o.company_id,
               COALESCE(o.order_date::timestamp + interval '12 hours', o.create_date) AS date,
               concat(programme.name, ' ', o.school_year) AS title, %s AS detail,
               o.amount, company.currency_id, o.id AS res_id""",
            self._label("bzk.education.order", "state", "o"),
        )
        tables = SQL(
            """bzk_education_order o
               JOIN bzk_education_programme programme ON programme.id = o.programme_id
               JOIN res_company company ON company.id = o.company_id"""
        )
        select = SQL(
            """SELECT o.id * 2 AS row_id, relation.partner_id, %(columns)s
                 FROM %(tables)s
                 JOIN bzk_relation relation ON relation.id = o.relation_id
            UNION ALL
               SELECT o.id * 2 + 1 AS row_id, member.partner_id, %(columns)s
                 FROM %(tables)s
                 JOIN bzk_dmu_member member ON member.id = o.member_id""",
            columns=columns,
            tables=tables,
        )
        return Kind(
            self.env._("Education programmes"),
            "fa-graduation-cap",
            "bzk.education.order",
            select,
            ("partner_id", "company_id", "date", "title", "detail", "amount", "currency_id")
            + ("res_id",),
        )
