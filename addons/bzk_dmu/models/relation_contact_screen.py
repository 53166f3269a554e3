from odoo import api, fields, models


class Relation(models.Model):
    """What the form of a relation offers: its reports, its appointments, the history in a graph."""

    _inherit = "bzk.relation"

    report_count = fields.Integer(compute="_compute_report_count")
    event_count = fields.Integer(compute="_compute_event_count", string="Coming appointments")
    open_agreement_count = fields.Integer(
        compute="_compute_open_agreement_count", string="Open agreements"
    )

    @api.depends("report_ids")
    def _compute_report_count(self):
        self._count_by_relation("bzk.contact.report", [], "report_count")

    @api.depends("event_ids.start", "event_ids.active")
    def _compute_event_count(self):
        coming = [("start", ">=", fields.Datetime.now())]
        self._count_by_relation("calendar.event", coming, "event_count")

    @api.depends("report_ids.agreement_ids.done")
    def _compute_open_agreement_count(self):
        self._count_by_relation("bzk.agreement", [("done", "=", False)], "open_agreement_count")

    def _count_by_relation(self, model, domain, name):
        """Count what hangs on each relation; nothing for who may not read it.

        :param str model: a model with ``relation_id``
        :param list domain: which of its records
        :param str name: the field that gets the number
        """
        records = self.env[model]
        counted = {}
        if records.has_access("read"):
            counted = dict(
                records._read_group(
                    [("relation_id", "in", self.ids), *domain], ["relation_id"], ["__count"]
                )
            )
        for relation in self:
            relation[name] = counted.get(relation._origin, 0)

    def action_report(self):
        """Write a report of a visit or call with this organisation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report"),
            "res_model": "bzk.contact.report",
            "views": [(False, "form")],
            "context": {"default_relation_id": self.id},
        }

    def action_reports(self):
        """Show all reports of the relation, and when there was contact."""
        return self._action_own("bzk_dmu.action_contact_reports")

    def action_agreements(self):
        """Show what was agreed with the relation."""
        action = self._action_own("bzk_dmu.action_agreements")
        action["context"]["search_default_open"] = 1
        return action

    def action_appointments(self):
        """Show the relation's appointments in the calendar; a new one is with it."""
        action = self._action_own("bzk_dmu.action_relation_appointments")
        action["context"]["initial_date"] = self.planned_on or fields.Datetime.now()
        return action

    def _action_own(self, name):
        """Open a list of what hangs on this relation only.

        :param str name: external id of a window action of a model with ``relation_id``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        action["domain"] = [("relation_id", "=", self.id)]
        action["context"] = {"default_relation_id": self.id}
        return action
