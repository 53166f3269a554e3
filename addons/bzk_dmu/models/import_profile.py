from odoo import api, fields, models

from ..organisations import place_key
from .relation import STATES

#: Subjects that are about organisations and their people.
RELATION_SUBJECTS = ("organisation", "contact")


class ImportProfile(models.Model):
    """Lists of organisations and of the people there, among what can be imported."""

    _inherit = "bzk.import.profile"

    subject = fields.Selection(
        selection_add=[
            ("organisation", "Organisations"),
            ("contact", "People at organisations"),
        ],
        ondelete={"organisation": "cascade", "contact": "cascade"},
    )
    municipalities = fields.Char(
        help="Only rows of these municipalities are taken in, separated by semicolons. Empty for "
        "all rows.",
    )
    relation_group_id = fields.Many2one(
        "bzk.relation.group",
        string="Group of new organisations",
        ondelete="set null",
        help="When the file does not tell the group.",
    )
    relation_state = fields.Selection(
        STATES, string="Standing of new organisations", required=True, default="prospect"
    )

    @api.model
    def _subject_models(self):
        own = {"organisation": "bzk.import.organisation", "contact": "bzk.import.contact"}
        return super()._subject_models() | own

    def _municipality_keys(self):
        """Keys of the municipalities that the library chose, empty for all."""
        names = (self.municipalities or "").replace(",", ";").split(";")
        return {place_key(name) for name in names} - {""}
