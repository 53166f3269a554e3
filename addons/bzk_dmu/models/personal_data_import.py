from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .personal_data import MEMBER


class PersonalData(models.AbstractModel):
    """What imports of lists keep of people at work, and of organisations."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        about = {
            "purpose": _("To see what changed in a list since it was imported last"),
            "basis": "interest",
            "term": "customer",
        }
        organisation = {
            "basis": "task",
            "term": "customer",
            "erase": "keep",
            "reason": _("About an organisation, which is not a person"),
        }
        return [
            *super()._declarations(),
            self._declare(
                "bzk.contact.key",
                person="member_id.partner_id",
                shows=["sent"],
                erase="delete",
                **about,
            ),
            self._declare(
                MEMBER,
                ["function_text"],
                title=_("Function as a list has it"),
                erase="clear",
                **about,
            ),
            self._declare(
                "bzk.relation.news",
                find="_reach_nobody",
                purpose=_("To see what a list brought, and decide about what it left out"),
                **organisation,
            ),
            self._declare(
                "bzk.relation.pair",
                find="_reach_nobody",
                purpose=_("To have each organisation once"),
                **organisation,
            ),
            self._declare(
                "bzk.relation.merge",
                find="_reach_nobody",
                purpose=_("To be able to take apart what was joined"),
                **organisation,
            ),
        ]

    @api.model
    def _reach_nobody(self, partners):
        """Domain of no records: what is only about organisations."""
        return Domain.FALSE

    @api.model
    def _keys_of(self, partners):
        """Rows of lists have keys of their own; by these an erased person is not brought back."""
        keys = super()._keys_of(partners)
        # sudo: as for the other keys.
        rows = self.env["bzk.contact.key"].sudo()
        mine = Domain("member_id.partner_id", "in", partners.ids)
        for row in rows.search_fetch(mine, ["source_id", "key"]):
            keys.setdefault(row.source_id.id, set()).add(row.key)
        return keys

    @api.model
    def _before_erase(self, partners):
        """Wipe notes of organisations that a merge keeps to put back: they may name the person."""
        result = super()._before_erase(partners)
        self.env["bzk.relation.merge"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_relation_merge merge
                   SET moved = jsonb_set(moved, '{values}', coalesce((
                           SELECT jsonb_agg(entry)
                             FROM jsonb_array_elements(moved->'values') entry
                            WHERE entry->>2 <> 'comment'), '[]'))
                  FROM bzk_dmu_member place
                 WHERE place.partner_id = ANY(%s) AND moved ? 'values'
                   AND place.relation_id IN (merge.target_id, merge.source_id)
                """,
                partners.ids,
            )
        )
        self.env["bzk.relation.merge"].invalidate_model(["moved"])
        return result
