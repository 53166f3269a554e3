from odoo import models


def may_follow(records, partner_ids):
    """Leave out colleagues who may not read the records: followers get all that is said on them.

    Core lets whoever has an activity follow its record, and so would send the mails of a school to
    a colleague at the desk who once promised to book a room.

    :param records: of a model with a chatter and a library
    :param partner_ids: ids of who would follow them
    :return: ids of those who may; whoever is no user is not looked at
    """
    # sudo: what colleagues may do is not everybody's to read.
    users = records.env["res.users"].sudo().search([("partner_id", "in", list(partner_ids or ()))])
    # By role and library, not by the rules: those cost a query for each record of an import.
    libraries = records.sudo().company_id
    barred = users.filtered(
        lambda user: (
            libraries - user.company_ids or not records.browse().with_user(user).has_access("read")
        )
    )
    return [one for one in partner_ids or () if one not in barred.partner_id.ids]


class Relation(models.Model):
    """Who gets to know what is said with and about a relation."""

    _inherit = "bzk.relation"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody follow who may not read the relation."""
        return super().message_subscribe(
            partner_ids=may_follow(self, partner_ids), subtype_ids=subtype_ids
        )

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Let an owner follow only who may read the relation."""
        found = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        allowed = may_follow(self, [partner for partner, *_rest in found])
        return [one for one in found if one[0] in allowed]
