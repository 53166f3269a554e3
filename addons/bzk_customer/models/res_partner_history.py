from collections import defaultdict

from odoo import api, fields, models


class ResPartner(models.Model):
    """How much happened with a customer, for the buttons at the top of the form."""

    _inherit = "res.partner"

    contact_moment_count = fields.Integer(
        string="Number of contact moments", compute="_compute_history_counts"
    )
    transaction_count = fields.Integer(
        string="Number of purchases", compute="_compute_history_counts"
    )
    mail_count = fields.Integer(string="Number of mails", compute="_compute_history_counts")
    document_count = fields.Integer(string="Number of documents", compute="_compute_history_counts")
    timeline_kinds = fields.Json(
        compute="_compute_history_counts", help="Kinds of lines in the timeline, with how many."
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_history_counts(self):
        """Count over the timeline, so that a button and the lines below it agree."""
        timeline = self.env["bzk.timeline"]
        counts = timeline._read_group(
            [("partner_id", "in", self.ids)], ["partner_id", "kind"], ["__count"]
        )
        found = defaultdict(dict)
        for partner, kind, count in counts:
            found[partner.id][kind] = count
        for partner in self:
            counted = found[partner._origin.id]
            partner.contact_moment_count = counted.get("moment", 0)
            partner.transaction_count = counted.get("transaction", 0)
            partner.mail_count = counted.get("mail", 0)
            partner.document_count = counted.get("document", 0)
            partner.timeline_kinds = timeline._counted_kinds(counted)

    def action_open_contact_moments(self):
        """List what was talked about with this customer."""
        action = self._history_action("action_contact_moment", default_partner_id=self.id)
        action["domain"] = [("partner_id", "=", self.id)]
        return action

    def action_open_transactions(self):
        """List what this customer bought and gave."""
        action = self._history_action("action_transaction", default_partner_id=self.id)
        action["domain"] = [("partner_id", "=", self.id)]
        return action

    def action_open_mails(self):
        """List the mails to and from this customer."""
        action = self._history_action("action_customer_mail")
        action["domain"] = [
            ("model", "=", "res.partner"),
            ("res_id", "=", self.id),
            "|",
            ("message_type", "in", ["email", "email_outgoing"]),
            "&",
            ("message_type", "=", "comment"),
            ("subtype_id.internal", "!=", True),
        ]
        return action

    def action_open_documents(self):
        """List the files that are kept with this customer."""
        action = self._history_action(
            "action_customer_document", default_res_model=self._name, default_res_id=self.id
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return action

    def _history_action(self, name, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"bzk_customer.{name}")
        action["context"] = context
        return action
