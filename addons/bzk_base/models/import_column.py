from odoo import api, fields, models


class ImportColumn(models.Model):
    """Headings under which a source may send one field."""

    _name = "bzk.import.column"
    _inherit = "bzk.library.guard"
    _description = "Column of an import profile"
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one(
        "bzk.import.profile", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id")
    sequence = fields.Integer(default=10)
    field = fields.Selection("_selection_field", required=True, string="Fills")
    headings = fields.Char(
        required=True,
        help="Headings that are recognised, separated by semicolons. Capitals, accents, spaces and "
        "underscores do not matter. {braces} stand for a part that varies.",
    )

    _profile_field_uniq = models.Constraint(
        "UNIQUE(profile_id, field)",
        "This field already has a line; add the heading there, separated by a semicolon.",
    )

    @api.model
    def _selection_field(self):
        specs = self.env["bzk.import.target"]._import_fields(self.env.company)
        return [(spec.name, spec.label) for spec in specs.values()]

    def _headings(self):
        return [heading.strip() for heading in self.headings.split(";") if heading.strip()]
