from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..importing.readers import header_key


class ImportProfile(models.Model):
    """How files of a source look, and which of their columns fill what.

    A profile without a source is a template that every library may copy.
    """

    _name = "bzk.import.profile"
    _inherit = "bzk.library.guard"
    _description = "Import profile"
    _order = "company_id, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Name for the command line.")
    subject = fields.Selection(
        [("customer", "Customers")],
        required=True,
        default="customer",
        string="About",
        help="What the rows of the file are about.",
    )
    source_id = fields.Many2one("bzk.source", ondelete="cascade", index=True)
    company_id = fields.Many2one(related="source_id.company_id", string="Library", store=True)
    active = fields.Boolean(default=True)
    column_ids = fields.One2many("bzk.import.column", "profile_id", copy=True, string="Columns")
    encoding = fields.Selection(
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with BOM"),
            ("utf-16", "UTF-16"),
            ("cp1252", "Windows (cp1252)"),
        ],
        help="Leave empty to let the file tell.",
    )
    delimiter = fields.Selection(
        [(";", "Semicolon ;"), (",", "Comma ,"), ("\t", "Tab"), ("|", "Bar |")],
        help="Leave empty to let the file tell.",
    )
    date_order = fields.Selection(
        [("dmy", "Day first, as 31-12-2026"), ("mdy", "Month first, as 12/31/2026")],
        required=True,
        default="dmy",
        string="Dates",
        help="How the source writes dates. 2026-12-31 is read with either.",
    )
    sheet = fields.Char(help="Name of the sheet; empty for the first visible one.")
    header_row = fields.Integer(help="Row with the headings; 0 lets the file tell.")
    full_file = fields.Boolean(
        string="Complete file",
        default=True,
        help="The file holds every current customer, so whoever is absent is missing.",
    )
    missing_rule = fields.Selection(
        [("mark", "Only mark as missing"), ("close", "End after a number of files")],
        default="mark",
        required=True,
    )
    missing_after = fields.Integer(
        string="End after",
        default=3,
        help="Complete files in a row in which a customer is missing.",
    )
    missing_share = fields.Float(
        string="Ask above share missing (%)",
        default=5.0,
        help="Ask before importing when more than this share of the known customers is missing.",
    )
    row_cap = fields.Integer(
        default=10_000,
        help="The source cuts its exports off at this number of rows without saying so; a file "
        "with exactly a multiple of it asks for confirmation. 0 for no cap.",
    )
    keep_days = fields.Integer(
        string="Keep files (days)",
        default=30,
        help="Uploaded files hold personal data and are removed after this many days.",
    )
    column_fields = fields.Json(compute="_compute_column_fields")
    run_ids = fields.One2many("bzk.import.run", "profile_id", string="Imports")

    _source_code_uniq = models.Constraint(
        "UNIQUE(source_id, code)", "This source already has a profile with this code."
    )
    _missing_after_positive = models.Constraint(
        "CHECK(missing_after >= 1)", "End after at least one file."
    )
    _missing_share_range = models.Constraint(
        "CHECK(missing_share BETWEEN 0 AND 100)", "The share missing lies between 0 and 100 %."
    )
    _keep_days_positive = models.Constraint(
        "CHECK(keep_days >= 1)", "Files are kept for at least one day."
    )

    @api.model
    def _subject_models(self):
        """Model that knows what to do with the rows of a subject; rooms add theirs."""
        return {"customer": "bzk.import.target"}

    def _target(self):
        """The model behind the subject of this profile; see ``bzk.import.subject``."""
        self.ensure_one()
        model = self.env[self._subject_models()[self.subject]]
        return model.with_context(bzk_date_order=self.date_order or "dmy")

    @api.depends("subject", "company_id")
    def _compute_column_fields(self):
        for profile in self:
            company = profile.company_id or self.env.company
            profile.column_fields = [*profile._target()._import_fields(company)]

    @api.constrains("subject", "column_ids")
    def _check_columns(self):
        """Keep a profile to the fields of its subject.

        :raises ValidationError: naming the fields that are not of it
        """
        if not self.env.registry.ready:
            # Rooms that are loaded later in an update have yet to say what they can fill.
            return
        for profile in self:
            unknown = set(profile.column_ids.mapped("field")) - set(profile.column_fields)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "These columns do not go with what the file is about: %s",
                        ", ".join(sorted(unknown)),
                    )
                )

    def _aliases(self):
        """Pairs of field name and headings, in the order of the profile."""
        self.ensure_one()
        return [(column.field, column._headings()) for column in self.column_ids]

    def _known_headers(self):
        """Header keys by which the heading row of a file is found."""
        return frozenset(
            header_key(heading) for _field, headings in self._aliases() for heading in headings
        )

    @api.private
    def copy_to_source(self, source):
        """Give a source its own copy of the templates in ``self``.

        :param source: ``bzk.source`` record
        :return: the copies; a template that the source already has is not copied again
        """
        copies = self.browse()
        for template in self:
            existing = self.with_context(active_test=False).search(
                [("source_id", "=", source.id), ("code", "=", template.code)]
            )
            copies |= existing or template.copy({"source_id": source.id})
        return copies

    def action_new_run(self):
        """Open a new import with this profile."""
        self.ensure_one()
        if not self.source_id:
            raise UserError(
                self.env._("This is a template. Copy it to a source of your library first.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_import_run_new")
        action["context"] = {"default_profile_id": self.id}
        return action

    @api.depends("name", "source_id.name")
    def _compute_display_name(self):
        for profile in self:
            source = profile.source_id.name
            profile.display_name = f"{source}: {profile.name}" if source else profile.name
