from odoo import api, models
from odoo.tools import SQL

from odoo.addons.bzk_base.models.personal_data import Term


class PersonalData(models.AbstractModel):
    """What contact moments and transactions add to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [*super()._declarations(), *self._declare_history()]

    def _declare_history(self):
        _ = self.env._
        moment = {
            "purpose": _("To help the customer well at the desk"),
            "basis": "task",
            "term": "contact",
        }
        transaction = {
            "purpose": _("To know what the customer buys and gives"),
            "basis": "agreement",
            "term": "transaction",
        }
        figures = {
            "erase": "keep",
            "reason": _("Without a name these say nothing about a person; figures need them."),
        }
        return [
            self._declare(
                "bzk.contact.moment",
                shows=["date", "channel", "subject_id", "outcome", "branch_id", "followup_date"],
                **moment,
                **figures,
            ),
            self._declare("bzk.contact.moment", ["note"], erase="clear", **moment),
            self._declare(
                "bzk.transaction",
                shows=["date", "kind", "amount", "branch_id", "source_id"],
                **transaction,
                **figures,
            ),
            self._declare("bzk.transaction", ["description", "key"], erase="clear", **transaction),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "contact",
                _("Who had a contact moment, and what was noted"),
                "bzk.contact.moment",
                months=24,
                action="clear",
                since="date",
                where=(("partner_id", "!=", False),),
                names=("partner_id", "note", "followup_date", "followup_user_id"),
                reason=_("What libraries agreed on: two years for what is no longer in use."),
            ),
            Term(
                "transaction",
                _("Purchases and gifts"),
                "bzk.transaction",
                months=84,
                since="date",
                reason=_("As long as the books from which they come are kept (AWR article 52)."),
            ),
        ]

    @api.model
    def _bonds(self, company):
        """Who bought, gave or asked something has a tie to the library from that day on."""
        return [
            *super()._bonds(company),
            SQL("SELECT partner_id, date FROM bzk_transaction WHERE company_id = %s", company.id),
            SQL(
                """
                SELECT partner_id, date::date FROM bzk_contact_moment
                 WHERE company_id = %s AND partner_id IS NOT NULL
                """,
                company.id,
            ),
        ]
