from odoo import models

#: What of a place fills a gap of the same place of the person who stays.
FILLS = (
    "department",
    "influence",
    "attitude",
    "email",
    "phone",
    "address",
    "date_from",
    "manager_id",
    "note",
)


class Merge(models.Model):
    """Two records of somebody at work who turned out to be one: their places become one's."""

    _inherit = "bzk.merge"

    def _move_references(self, target, source):
        """Let two open places in one function be one place first, with all that hangs on it.

        The database allows one of them only, so the other would be removed with the reports on it.
        """
        for place in source.dmu_member_ids.filtered(lambda item: not item.date_to):
            same = target.dmu_member_ids.filtered(
                lambda item, place=place: (
                    not item.date_to
                    and (item.relation_id, item.function_id)
                    == (place.relation_id, place.function_id)
                )
            )
            if same:
                self._join_places(place, same)
        return super()._move_references(target, source)

    def _join_places(self, place, stays):
        """Let everything that hangs on a place hang on the one that stays."""
        both = place | stays
        for name in ("successor_id", "manager_id"):
            both.filtered(lambda item, name=name: item[name] in both)[name] = False
        stays.write(
            {name: place[name] for name in FILLS if place[name] and not stays[name]}
            | {"role_ids": [(4, role.id) for role in place.role_ids]}
        )
        self.env.flush_all()
        # sudo: core's wizard is for contact managers; who may merge these two was checked.
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._update_foreign_keys_generic(place._name, place, stays)
        self.env.invalidate_all()
        place.unlink()
