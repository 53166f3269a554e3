from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bzk_consent.models.consent_gate import REASONS


class ResPartner(models.Model):
    """Why somebody in a mailing list is not mailed."""

    _inherit = "res.partner"

    mailing_refusal = fields.Selection(
        REASONS,
        string="Why not mailed",
        compute="_compute_mailing_refusal",
        search="_search_mailing_refusal",
        help="For the list that is looked at; empty for who may be mailed.",
    )

    work_places = fields.Char(string="At", compute="_compute_work_places")

    @api.depends(
        "dmu_member_ids.function_id.name",
        "dmu_member_ids.relation_id.name",
        "dmu_member_ids.date_from",
        "dmu_member_ids.date_to",
    )
    def _compute_work_places(self):
        """Every current function with the organisation, in words."""
        # Read for all at once; a filtered set forgets with whom it was read.
        self.dmu_member_ids.mapped("relation_id.name")
        self.dmu_member_ids.mapped("function_id.name")
        for partner in self:
            partner.work_places = ", ".join(
                " · ".join(filter(None, (place.function_id.name, place.relation_id.name)))
                for place in partner.dmu_member_ids.filtered("current")
            )

    def _mailing_purpose(self):
        """The purpose of the list that is looked at; that the user may read it, is checked."""
        list_id = self.env.context.get("mailing_filter_id")
        return self.env["mailing.filter"].browse(list_id).purpose_id.code or ""

    @api.depends_context("mailing_filter_id")
    def _compute_mailing_refusal(self):
        people = SQL("SELECT unnest(%s::integer[]) AS id", self.ids)
        self.env.cr.execute(self._consent_gate_query(self._mailing_purpose(), people))
        reasons = dict(self.env.cr.fetchall())
        for partner in self:
            partner.mailing_refusal = reasons.get(partner._origin.id)

    @api.model
    def _search_mailing_refusal(self, operator, value):
        list_id = self.env.context.get("mailing_filter_id")
        if operator != "in" or not list_id:
            return NotImplemented
        verdicts = self.env["mailing.filter"].browse(list_id)._verdicts()
        wanted = [reason or "" for reason in value]
        found = SQL(
            "(SELECT verdict.id FROM (%s) verdict WHERE COALESCE(verdict.reason, '') = ANY(%s))",
            verdicts,
            wanted,
        )
        return [("id", "in", found)]
