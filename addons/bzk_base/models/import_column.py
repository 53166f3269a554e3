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
    profile_fields = fields.Json(related="profile_id.column_fields")
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
        """The fields of all subjects; a profile's columns keep to its own."""
        labels = {}
        for model in self.env["bzk.import.profile"]._subject_models().values():
            for spec in self.env[model]._import_fields(self.env.company).values():
                labels.setdefault(spec.name, spec.label)
        return list(labels.items())

    @api.constrains("field", "profile_id")
    def _check_subject(self):
        self.profile_id._check_columns()

    def _headings(self):
        return [heading.strip() for heading in self.headings.split(";") if heading.strip()]
