from odoo import fields, models


class ContactSubject(models.Model):
    """What a customer or visitor came for; shared by all libraries when it names none."""

    _name = "bzk.contact.subject"
    _inherit = "bzk.library.guard"
    _description = "Subject of contact moments"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    icon = fields.Char(default="fa-comment-o", help="Font Awesome class.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        ondelete="cascade",
        index="btree_not_null",
        help="Leave empty to let all libraries use it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _company_name_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), LOWER(name->>'en_US'))", "This subject already exists."
    )
