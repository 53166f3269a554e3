from odoo import api, fields, models

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_text
from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name


class ResPartner(models.Model):
    """A person as known at work: made by typing a name, shown with their places."""

    _inherit = "res.partner"

    dmu_report_ids = fields.Many2many(
        "bzk.contact.report",
        string="Reports of talks",
        compute="_compute_dmu_report_ids",
        groups="bzk_base.group_relations",
    )
    dmu_report_count = fields.Integer(
        string="Number of reports",
        compute="_compute_dmu_report_ids",
        groups="bzk_base.group_relations",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dmu_report_ids(self):
        members = self.env["bzk.dmu.member"].search([("partner_id", "in", self.ids)])
        reports = self.env["bzk.contact.report"].search([("participant_ids", "in", members.ids)])
        for partner in self:
            mine = reports.filtered(
                lambda report, partner=partner: partner._origin in report.participant_ids.partner_id
            )
            partner.dmu_report_ids = mine
            partner.dmu_report_count = len(mine)

    @api.model
    def name_create(self, name):
        """Make a person known at work of what was typed, with the parts of the name apart."""
        if not self.env.context.get("default_work_contact"):
            return super().name_create(name)
        try:
            parts = split_name(clean_text(name) or "")
        except Refusal:
            parts = {"lastname": name}
        partner = self.create(parts)
        return partner.id, partner.display_name

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Tell people with one name apart by where they work, in a list to choose from."""
        result = super()._compute_display_name()
        people = self.filtered("work_contact")
        if not people or not self.env.context.get("formatted_display_name"):
            return result
        members = self.env["bzk.dmu.member"]
        if members.has_access("read"):
            members = members.search([("partner_id", "in", people.ids), ("current", "=", True)])
        for partner, places in members.grouped("partner_id").items():
            where = "; ".join(place._place_name() for place in places)
            # Core's way of writing what stands small behind a name.
            partner.display_name = f"{partner.display_name} \t --{where}--"
        return result

    def get_formview_id(self, access_uid=None):
        """Open a person known at work on the form for that."""
        if self.work_contact:
            return self.env.ref("bzk_dmu.view_work_contact_form").id
        return super().get_formview_id(access_uid=access_uid)

    def get_formview_action(self, access_uid=None):
        """Open an organisation as the library's relation, where the user sees it as such."""
        if self.is_company and self.env["bzk.relation"].has_access("read"):
            relation = self.env["bzk.relation"].search([("partner_id", "=", self.id)], limit=1)
            if relation:
                return relation.get_formview_action(access_uid=access_uid)
        return super().get_formview_action(access_uid=access_uid)

    def action_open_dmu_reports(self):
        """List the reports of talks with this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_contact_reports")
        action["domain"] = [("participant_ids.partner_id", "=", self.id)]
        action["context"] = {}
        return action
