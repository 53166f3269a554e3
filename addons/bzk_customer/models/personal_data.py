from odoo import api, models
from odoo.fields import Domain

from odoo.addons.bzk_base.models.personal_data import Term


class PersonalData(models.AbstractModel):
    """What identity adds to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_marks(),
            *self._declare_merges(),
            *self._declare_duplicates(),
        ]

    def _declare_marks(self):
        """What staff must see at once about a customer."""
        _ = self.env._
        values = {
            "person": "id",
            "purpose": _("Not to approach who should not or cannot be approached"),
            "basis": "interest",
            "term": "customer",
        }
        return [
            self._declare(
                "res.partner",
                ["deceased", "moved_away", "do_not_contact", "do_not_contact_reason"],
                title=_("What to bear in mind"),
                erase="clear",
                **values,
            ),
            self._declare(
                "res.partner",
                ["merged_into_id"],
                title=_("Merged with"),
                erase="keep",
                reason=_("Points from one record without a person to another."),
                **values,
            ),
        ]

    def _declare_merges(self):
        _ = self.env._
        values = {
            "purpose": _("To be able to undo a merge of two customers"),
            "basis": "interest",
            "term": "merge",
        }
        return [
            self._declare(
                "bzk.merge.line",
                person=["merge_id.target_id", "merge_id.source_id"],
                shows=["name", "before", "after"],
                **values,
            ),
            self._declare(
                "bzk.merge",
                person=["target_id", "source_id"],
                shows=["date", "automatic", "reason", "state"],
                **values,
            ),
        ]

    def _declare_duplicates(self):
        return [
            self._declare(
                "bzk.duplicate",
                person=["partner1_id", "partner2_id"],
                shows=["outcome", "state", "decided_on"],
                purpose=self.env._("To hold one record of a person, and not to ask twice"),
                basis="interest",
                term="customer",
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "merge",
                _("What a merge changed, kept so that it can be undone"),
                "bzk.merge.line",
                months=12,
                since="merge_id.date",
                company="merge_id.company_id",
                reason=_("A wrong merge comes to light within a year, or not at all."),
            ),
        ]

    @api.model
    def _same_person(self, partners):
        """Also the customers who went up in these."""
        partners = super()._same_person(partners)
        merged = partners
        while merged:
            # sudo: whoever may erase a customer may erase what became part of them.
            merged = merged.sudo().with_context(active_test=False)
            merged = merged.search([("merged_into_id", "in", merged.ids)]) - partners
            partners |= merged
        return partners

    @api.model
    def _before_erase(self, partners):
        """Forget the words of names that nobody else bears; the others tell nothing."""
        result = super()._before_erase(partners)
        self.env.flush_all()
        self.env.cr.execute(
            """
            DELETE FROM bzk_customer_word known
             USING (
                    SELECT company_id, word, count(*) AS bearers
                      FROM res_partner,
                           unnest(
                               bzk_words(concat_ws(' ', firstname, lastname))
                               || array_to_string(bzk_words(infix || ' ' || lastname), '')
                           ) word
                     WHERE id = ANY(%s)
                     GROUP BY company_id, word
                   ) own
             WHERE known.company_id = own.company_id AND known.word = own.word
               AND known.bearers <= own.bearers
            """,
            (partners.ids,),
        )
        self.env["bzk.customer.word"].invalidate_model()
        return result

    @api.model
    def _due_customers(self, company, before):
        """A merged customer goes with the one who has everything of them."""
        return super()._due_customers(company, before) & Domain("merged_into_id", "=", False)
