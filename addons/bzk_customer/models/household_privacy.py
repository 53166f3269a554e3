from odoo import api, models


class PersonalData(models.AbstractModel):
    """What households and ties add to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        together = {
            "purpose": _("To ask about the others when one of a household moves"),
            "basis": "task",
            "term": "customer",
        }
        return [
            *super()._declarations(),
            self._declare(
                "res.partner",
                ["household_id", "household_state"],
                title=_("Lives with others"),
                person="id",
                shows=["household_state"],
                erase="clear",
                **together,
            ),
            self._declare(
                "bzk.household",
                person="member_ids",
                shows=["state"],
                erase="keep",
                reason=_("Is that of the others who live there, and goes when they are gone."),
                **together,
            ),
            self._declare(
                "bzk.household.apart",
                person=["partner1_id", "partner2_id"],
                shows=["create_date"],
                **together,
            ),
            self._declare(
                "bzk.guardian",
                person=["child_id", "guardian_id"],
                shows=["kind", "date_start", "date_end", "may_consent", "pays", "state"],
                **together
                | {"purpose": _("To know who consents and pays for a child"), "basis": "law"},
            ),
        ]

    @api.model
    def _before_erase(self, partners):
        """Nobody is left in a household of one."""
        result = super()._before_erase(partners)
        # sudo: whoever may erase a customer may take them out of their household.
        partners = partners.sudo().with_context(active_test=False)
        households = partners.household_id
        partners.write({"household_id": False})
        households._settle()
        return result
