from odoo import fields, models


class DmuRole(models.Model):
    """A role in a decision making unit; the six of the theory, the same for every library."""

    _name = "bzk.dmu.role"
    _description = "Role in a decision making unit"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    description = fields.Char(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A role with this code already exists.")
