from itertools import product

from odoo import api, fields, models


class HouseholdApart(models.Model):
    """Two customers who, staff say, do not live together. Remembered, and never proposed again."""

    _name = "bzk.household.apart"
    _inherit = "bzk.library.guard"
    _description = "Not one household"
    _order = "id DESC"
    _rec_name = "partner1_id"
    _check_company_auto = True

    partner1_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    partner2_id = fields.Many2one(
        "res.partner",
        string="Does not live with",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one("res.company", string="Library", required=True, readonly=True)

    _pair_uniq = models.Constraint(
        "UNIQUE(partner1_id, partner2_id)", "These two are kept apart already."
    )
    _different = models.Constraint(
        "CHECK(partner1_id <> partner2_id)", "Nobody lives apart from themselves."
    )

    @api.model
    def _remember(self, ones, others):
        """Keep each of these apart from each of those with whom they share a household.

        :param ones: ``res.partner``
        :param others: ``res.partner``; may hold some of the first
        """
        self.check_access("create")
        pairs = {
            (min(one.id, other.id), max(one.id, other.id), one.company_id.id)
            for household in ones.household_id
            for one, other in product(
                ones.filtered(lambda item, h=household: item.household_id == h),
                others.filtered(lambda item, h=household: item.household_id == h),
            )
            if one != other
        }
        self.env.flush_all()
        # Of a list of thousands of households each pair is a row: one statement, none twice.
        self.env.cr.execute(
            """
            INSERT INTO bzk_household_apart (
                   partner1_id, partner2_id, company_id, create_uid, create_date,
                   write_uid, write_date
            )
            SELECT one, other, company, %(uid)s, now() AT TIME ZONE 'UTC',
                   %(uid)s, now() AT TIME ZONE 'UTC'
              FROM unnest(%(ones)s::int[], %(others)s::int[], %(companies)s::int[])
                   pair (one, other, company)
                ON CONFLICT DO NOTHING
            """,
            {
                "uid": self.env.uid,
                "ones": [pair[0] for pair in pairs],
                "others": [pair[1] for pair in pairs],
                "companies": [pair[2] for pair in pairs],
            },
        )

    @api.model
    def _forget(self, ones, others):
        """Let these be together after all."""
        self.search(
            [
                "|",
                "&",
                ("partner1_id", "in", ones.ids),
                ("partner2_id", "in", others.ids),
                "&",
                ("partner1_id", "in", others.ids),
                ("partner2_id", "in", ones.ids),
            ]
        ).unlink()
