from odoo import fields, models

#: What of an organisation differs by kind: the fields that its form shows.
KINDS = [
    ("school", "School"),
    ("board", "School board"),
    ("municipality", "Municipality"),
    ("childcare", "Childcare"),
    ("partner", "Partner"),
    ("fund", "Fund or sponsor"),
    ("friend", "Friend"),
    ("referrer", "Referrer"),
]


class RelationGroup(models.Model):
    """A group of organisations that the library deals with alike.

    Groups without a library are common: everybody reads them, and a library adds its own.
    """

    _name = "bzk.relation.group"
    _inherit = "bzk.library.guard"
    _description = "Group of relations"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="By which imports and lists name it.")
    kind = fields.Selection(KINDS, required=True, default="partner")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a group that all libraries have.",
    )
    role_ids = fields.Many2many(
        "bzk.dmu.role",
        string="Roles that must be known",
        help="An organisation of this group is complete when somebody has each of these roles.",
    )
    silent_months = fields.Integer(
        string="Too long without contact",
        default=14,
        help="In months; longer without contact counts as a gap. 0 for never.",
    )
    formal = fields.Boolean(
        string="Address formally", help="Geachte mevrouw De Vries instead of Beste Anna."
    )

    _company_code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "A group with this code already exists."
    )
    _silence_not_negative = models.Constraint(
        "CHECK(silent_months >= 0)", "A number of months is not below zero."
    )
