from odoo import fields, models


class Genre(models.Model):
    """A kind of material, the finest detail in which loans are kept: never titles (AVG)."""

    _name = "bzk.genre"
    _description = "Genre"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="As it stands in the headings of an export.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A genre with this code already exists.")
