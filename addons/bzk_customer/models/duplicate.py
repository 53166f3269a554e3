import json

from odoo import api, fields, models
from odoo.tools import SQL


class Duplicate(models.Model):
    """Two customers who may be one person, until somebody decides.

    The lower id comes first, so that a pair is there only once. Whoever was found to be someone
    else stays so: the pair is kept with its decision, and no later import asks again.
    """

    _name = "bzk.duplicate"
    _inherit = "bzk.library.guard"
    _description = "Possible duplicate"
    _order = "outcome, score DESC, id"
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
        string="Other customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely")],
        string="Same person?",
        required=True,
        readonly=True,
    )
    score = fields.Float(readonly=True, aggregator=None)
    reasons = fields.Json(readonly=True, help="What speaks for and against: [code, parameters].")
    by_hand = fields.Boolean(
        string="Put side by side by hand",
        readonly=True,
        help="Put side by side by a colleague; not found by comparing everyone.",
    )
    state = fields.Selection(
        [("open", "To decide"), ("different", "Not a duplicate"), ("merged", "Merged")],
        default="open",
        required=True,
        readonly=True,
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="set null"
    )
    decided_on = fields.Datetime(string="Decided on", readonly=True)
    birthdate1 = fields.Date(related="partner1_id.birthdate")
    birthdate2 = fields.Date(related="partner2_id.birthdate", string="Other date of birth")
    street1 = fields.Char(related="partner1_id.street", string="Address")
    street2 = fields.Char(related="partner2_id.street", string="Other address")
    explanation = fields.Char(compute="_compute_explanation", string="Why")

    _pair_uniq = models.Constraint(
        "UNIQUE(partner1_id, partner2_id)", "These two customers already are a pair."
    )
    _pair_order = models.Constraint(
        "CHECK(partner1_id < partner2_id)", "The customer with the lower number comes first."
    )
    _open_idx = models.Index("(company_id, outcome, score DESC, id) WHERE state = 'open'")

    @api.model
    def _propose(self, company, found, partner_ids=()):
        """Take in what comparing customers found, all at once.

        Pairs that are open get the new outcome, score and reasons. A pair about which somebody
        decided stays as it is, also when one of the two was merged since: who is not the same
        person as a customer, is not the same as the one into whom that customer was merged.

        :param company: library of all customers in ``found``
        :param found: list of (partner1_id, partner2_id, outcome, score, reasons) with
            ``partner1_id < partner2_id``
        :param partner_ids: customers who were compared with everyone: open pairs with one of them
            that were not found again are dropped; ``None`` when all customers of the library were
            compared, empty to drop nothing
        """
        self.flush_model()
        self.env["res.partner"].flush_model(["active", "company_id", "merged_into_id"])
        different = self._different_pairs(company)
        found = [
            pair
            for pair in found
            if pair[2] in ("certain", "likely") and tuple(pair[:2]) not in different
        ]
        pairs = self._pairs_sql(found)
        self._drop_lost(company, pairs, partner_ids)
        # Adding 0 keeps the index on the company out of it: when an import has just filled a
        # library, the planner believes that hardly anybody is in it, and walks it for each pair.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_duplicate AS known (
                    partner1_id, partner2_id, company_id, outcome, score, reasons, state, by_hand,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT pair.partner1_id, pair.partner2_id, %(company)s, pair.outcome, pair.score,
                       pair.reasons::jsonb, 'open', FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM %(pairs)s
                  JOIN res_partner one ON one.id = pair.partner1_id
                  JOIN res_partner two ON two.id = pair.partner2_id
                 WHERE one.company_id + 0 = %(company)s AND two.company_id + 0 = %(company)s
                   AND one.active AND one.merged_into_id IS NULL
                   AND two.active AND two.merged_into_id IS NULL
                    ON CONFLICT (partner1_id, partner2_id) DO UPDATE
                   SET outcome = EXCLUDED.outcome, score = EXCLUDED.score,
                       reasons = EXCLUDED.reasons, by_hand = FALSE,
                       write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                 WHERE known.state = 'open'
                   AND (known.outcome, known.score, known.reasons, known.by_hand)
                       IS DISTINCT FROM
                       (EXCLUDED.outcome, EXCLUDED.score, EXCLUDED.reasons, FALSE)
                """,
                company=company.id,
                pairs=pairs,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model()

    def _pairs_sql(self, found):
        """The found pairs as a table ``pair`` in a query."""
        columns = list(zip(*found, strict=True)) or [()] * 5
        return SQL(
            "unnest(%s::int[], %s::int[], %s::text[], %s::float8[], %s::text[])"
            " AS pair(partner1_id, partner2_id, outcome, score, reasons)",
            list(columns[0]),
            list(columns[1]),
            list(columns[2]),
            list(columns[3]),
            [json.dumps(value) for value in columns[4]],
        )

    def _drop_lost(self, company, pairs, partner_ids):
        """Drop open pairs that no longer look like one person; see :meth:`_propose`."""
        if partner_ids is None:
            compared = SQL("TRUE")
        else:
            compared = SQL(
                "(known.partner1_id = ANY(%(ids)s) OR known.partner2_id = ANY(%(ids)s))",
                ids=list(partner_ids),
            )
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM bzk_duplicate known
                 WHERE known.company_id = %s AND known.state = 'open'
                   AND known.by_hand IS NOT TRUE AND %s
                   AND NOT EXISTS (
                       SELECT FROM %s
                        WHERE pair.partner1_id = known.partner1_id
                          AND pair.partner2_id = known.partner2_id
                   )
                """,
                company.id,
                compared,
                pairs,
            )
        )

    def _different_pairs(self, company):
        """Pairs that were found not to be duplicates, also under whom they were merged into.

        :return: set of (lower id, higher id)
        """
        # UNION leaves out what was seen before, so the walk ends whatever the data hold.
        self.env.cr.execute(
            """
            WITH RECURSIVE stands_for AS (
                SELECT id AS partner_id, merged_into_id AS target_id
                  FROM res_partner
                 WHERE merged_into_id IS NOT NULL
                 UNION
                SELECT stands_for.partner_id, further.merged_into_id
                  FROM stands_for
                  JOIN res_partner further ON further.id = stands_for.target_id
                 WHERE further.merged_into_id IS NOT NULL
            )
            SELECT LEAST(one.id, two.id), GREATEST(one.id, two.id)
              FROM bzk_duplicate pair
             CROSS JOIN LATERAL (
                SELECT pair.partner1_id AS id
                 UNION ALL SELECT target_id FROM stands_for WHERE partner_id = pair.partner1_id
                   ) one
             CROSS JOIN LATERAL (
                SELECT pair.partner2_id AS id
                 UNION ALL SELECT target_id FROM stands_for WHERE partner_id = pair.partner2_id
                   ) two
             WHERE pair.state = 'different' AND pair.company_id = %s
            """,
            (company.id,),
        )
        return set(self.env.cr.fetchall())
