import base64

from odoo import api, fields, models


class LibraryLoad(models.TransientModel):
    """Loads library settings files from the Settings screen."""

    _name = "bzk.library.load"
    _description = "Load library settings"

    file = fields.Binary(string="Settings file", help="Empty: load the files on the server.")
    file_name = fields.Char()
    found = fields.Char(compute="_compute_found", string="Files on the server")

    @api.depends("file")
    def _compute_found(self):
        names = [path.name for path in self.env["bzk.library.loader"]._files()]
        for wizard in self:
            wizard.found = ", ".join(names) or self.env._("None")

    def action_load(self):
        """Load the uploaded file, or the files on the server that the user may load."""
        self.ensure_one()
        loader = self.env["bzk.library.loader"]
        if self.file:
            companies = loader.load_text(base64.b64decode(self.file), self.file_name or "*.toml")
        else:
            companies = loader.load_directory()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Loaded: %s", ", ".join(companies.mapped("name"))),
                "next": {"type": "ir.actions.client", "tag": "reload"},
            },
        }
