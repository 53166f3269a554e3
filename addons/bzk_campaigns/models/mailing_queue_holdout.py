from odoo import fields, models
from odoo.tools import SQL


class MailingHoldout(models.Model):
    """A customer who was allowed to get a newsletter and was held out, to see what it changes."""

    _name = "bzk.mailing.holdout"
    _inherit = "bzk.library.guard"
    _description = "Held out of a mailing"
    _order = "id DESC"
    _rec_name = "partner_id"
    _log_access = False

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    date = fields.Datetime(required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE(mailing_id, partner_id)", "This customer was held out already."
    )


class MailingMailing(models.Model):
    """Holds out a share of who may get a newsletter, to compare them with who gets it."""

    _inherit = "mailing.mailing"

    holdout = fields.Integer(
        string="Held out (%)",
        default=0,
        help="So many of a hundred do not get it, to see what the mail changes.",
    )

    _holdout_share = models.Constraint(
        "CHECK(holdout BETWEEN 0 AND 50)", "At most half of the customers is held out."
    )

    def _enqueue(self, people):
        """Leave out who is held out, and remember who that are.

        Who it is follows from the customer and the mailing, so it never changes. A journey holds
        out by itself.
        """
        self.ensure_one()
        if not self.holdout or self.for_journey:
            return super()._enqueue(people)
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_mailing_holdout (mailing_id, company_id, partner_id, date)
                SELECT DISTINCT %(mailing)s, partner.company_id, partner.id, %(now)s::timestamp
                  FROM (%(people)s) person
                  JOIN (%(gate)s) gate ON gate.id = person.id AND gate.reason IS NULL
                  JOIN res_partner partner ON partner.id = person.id
                 WHERE partner.company_id = %(company)s AND %(share)s < %(holdout)s
                   AND NOT EXISTS (SELECT FROM mailing_trace trace
                                    WHERE trace.mass_mailing_id = %(mailing)s
                                      AND trace.partner_id = partner.id)
                    ON CONFLICT (mailing_id, partner_id) DO NOTHING
                """,
                mailing=self.id,
                now=fields.Datetime.now(),
                people=people,
                gate=self._verdict_query(SQL("SELECT id FROM (%s) chosen", people)),
                company=self.company_id.id,
                share=self._sql_share(SQL("partner.id")),
                holdout=self.holdout,
            )
        )
        self.env["bzk.mailing.holdout"].invalidate_model(flush=False)
        return super()._enqueue(
            SQL(
                """
                SELECT person.id, person.key FROM (%s) person
                 WHERE person.id NOT IN (SELECT partner_id FROM bzk_mailing_holdout
                                          WHERE mailing_id = %s)
                """,
                people,
                self.id,
            )
        )

    def _sql_share(self, partner):
        """Give SQL of a number from 0 to 99 that is always the same for this customer here.

        :param SQL partner: column that holds the customer
        """
        return SQL(
            "('x' || substr(md5('mailing:' || %s || ':' || %s), 1, 7))::bit(28)::integer %% 100",
            str(self.id),
            partner,
        )
