from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.bzk_base.models.personal_data import Term

#: How long loans are counted per genre for one member; the total over all years remains.
LOAN_MONTHS = 60


class PersonalData(models.AbstractModel):
    """What memberships add to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_memberships(),
            *self._declare_payers(),
            self._declare_signals(),
        ]

    def _declare_signals(self):
        _ = self.env._
        return self._declare(
            "bzk.leaving.signal",
            purpose=_("To notice in time that a member may leave"),
            basis="interest",
            term="customer",
            shows=["since", "until", "months", "outcome"],
        )

    def _declare_memberships(self):
        _ = self.env._
        member = {
            "purpose": _("To carry out the membership"),
            "basis": "agreement",
            "term": "customer",
        }
        figures = {
            "erase": "keep",
            "reason": _("Without the person these are figures of members and loans over the years"),
        }
        return [
            self._declare(
                "bzk.membership",
                shows=["number", "type_id", "branch_id", "date_start", "date_end", "reason_id"]
                + ["payer_id", "fee", "loans_total", "last_loan_date"],
                **member,
                **figures,
            ),
            self._declare(
                "bzk.membership",
                ["number", "external_id_id"],
                erase="clear",
                **member,
            ),
            self._declare(
                "bzk.membership.change",
                shows=["date", "kind", "from_type_id", "to_type_id", "from_branch_id"]
                + ["to_branch_id", "from_end", "to_end", "reason_id"],
                **member,
                **figures,
            ),
            self._declare(
                "bzk.loan.stat",
                person="membership_id.partner_id",
                shows=["year", "genre_id", "loans"],
                **member
                | {"term": "loans", "purpose": _("To advise, and figures of what is lent")},
                **figures,
            ),
        ]

    def _declare_payers(self):
        """Of a membership that someone else pays, the payer sees only what they pay for."""
        _ = self.env._
        payer = {
            "purpose": _("To know who pays for the membership"),
            "basis": "agreement",
            "term": "customer",
            "erase": "clear",
            "shows": ["type_id", "fee", "date_start", "date_end"],
        }
        return [
            self._declare("bzk.membership", ["payer_id"], person="payer_id", **payer),
            self._declare("bzk.membership", ["payer_key"], find="_reach_payer_keys", **payer),
        ]

    @api.model
    def _reach_payer_keys(self, partners):
        """Memberships that name a payer by number, before the source sent that person."""
        return Domain.OR(
            Domain("external_id_id.source_id", "=", source) & Domain("payer_key", "in", keys)
            for source, keys in self._keys_of(partners).items()
        )

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "loans",
                _("Loans of a member per year and genre"),
                "bzk.loan.stat",
                months=LOAN_MONTHS,
                find="_due_loans",
                reason=_("Counts per genre, never titles; five years show how reading develops."),
            ),
        ]

    @api.model
    def _due_loans(self, company, before):
        """Loans of years that were over before a date."""
        return Domain("company_id", "=", company.id) & Domain("year", "<", before.year)

    @api.model
    def _bonds(self, company):
        """A membership ties both the member and who pays for it."""
        select = """
            SELECT %s, COALESCE(date_end, 'infinity')
              FROM bzk_membership
             WHERE company_id = %s AND %s IS NOT NULL
        """
        return [
            *super()._bonds(company),
            *(
                SQL(select, SQL.identifier(name), company.id, SQL.identifier(name))
                for name in ("partner_id", "payer_id")
            ),
        ]

    @api.model
    def _obstacles(self, partners):
        """Nobody with a membership that runs is erased: the agreement needs the data."""
        found = super()._obstacles(partners)
        # sudo: that there is a membership holds an erasure up, whoever prepares it.
        running = (
            self.env["bzk.membership"]
            .sudo()
            .search(
                Domain("state", "in", ["current", "upcoming"])
                & (
                    Domain("partner_id", "in", partners.ids)
                    | Domain("payer_id", "in", partners.ids)
                )
            )
        )
        for membership in running:
            if membership.partner_id in partners:
                sentence = self.env._(
                    "There is a membership that runs (%s). End it in the library system first.",
                    membership.type_id.name,
                )
                found.append((membership.partner_id, sentence))
            if membership.payer_id in partners - membership.partner_id:
                sentence = self.env._(
                    "The customer pays for a membership that runs (%s).", membership.type_id.name
                )
                found.append((membership.payer_id, sentence))
        return found
