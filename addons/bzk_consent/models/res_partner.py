from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """What a customer agreed to, at a glance."""

    _inherit = "res.partner"

    consent_ids = fields.One2many("bzk.consent", "partner_id", string="Consents")
    consent_given_ids = fields.Many2many(
        "bzk.consent.purpose", string="Agreed to", compute="_compute_consent"
    )
    consent_withdrawn_ids = fields.Many2many(
        "bzk.consent.purpose", string="Does not want", compute="_compute_consent"
    )
    email_bounced = fields.Char(
        string="Address that does not exist",
        readonly=True,
        copy=False,
        help="Mail to this address came back for good. Another address is mailed again.",
    )

    @api.model
    def _never_by_hand(self):
        return super()._never_by_hand() | {"email_bounced"}

    @api.depends("consent_ids")
    def _compute_consent(self):
        """The last decision on each purpose holds."""
        self.env["bzk.consent"].flush_model()
        found = {}
        if self.ids and self.env["bzk.consent"].has_access("read"):
            # The rules of the customers shown are those of their consents.
            self.env.cr.execute(
                SQL(
                    """
                    SELECT partner_id, state, purpose_id
                      FROM bzk_consent_present
                     WHERE partner_id = ANY(%s)
                    """,
                    self.ids,
                )
            )
            for partner_id, state, purpose_id in self.env.cr.fetchall():
                found.setdefault((partner_id, state), []).append(purpose_id)
        for partner in self:
            for state in ("given", "withdrawn"):
                partner[f"consent_{state}_ids"] = found.get((partner.id, state), [])

    def action_record_consent(self):
        """Ask the customer, and note the answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record consent"),
            "res_model": "bzk.consent.record",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def action_open_consents(self):
        """Show every decision, the latest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_consent.action_consents")
        return action | {"domain": [("partner_id", "=", self.id)], "context": {}}
