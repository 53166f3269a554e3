from odoo import fields, models


class ContactKey(models.Model):
    """A row of a list of people at organisations, and what it said when it was last sent.

    Lists of colleagues have no numbers: the key is made of the names in the row. A row without a
    person is of an organisation only.
    """

    _name = "bzk.contact.key"
    _inherit = "bzk.library.guard"
    _description = "Row of a list of people at organisations"
    _rec_name = "key"
    _check_company_auto = True
    # Written by imports only, whose own record says who and when.
    _log_access = False

    source_id = fields.Many2one("bzk.source", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="source_id.company_id", string="Library", store=True, index=True
    )
    key = fields.Char(required=True)
    relation_id = fields.Many2one(
        "bzk.relation", required=True, ondelete="cascade", index=True, check_company=True
    )
    member_id = fields.Many2one(
        "bzk.dmu.member", ondelete="cascade", index="btree_not_null", check_company=True
    )
    digest = fields.Char()
    sent = fields.Json(help="Values as this list last had them.")

    _source_key_uniq = models.Constraint(
        "UNIQUE(source_id, key)", "This list already has a row with this key."
    )
