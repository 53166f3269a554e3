from dateutil.relativedelta import relativedelta
from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.consent import BY_HAND


class ConsentRecord(models.TransientModel):
    """Note at the desk or on the phone what a customer agrees to, or no longer wants."""

    _name = "bzk.consent.record"
    _inherit = "bzk.library.guard"
    _description = "Record consent"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True)
    company_id = fields.Many2one(related="partner_id.company_id")
    given_ids = fields.Many2many(
        "bzk.consent.purpose",
        "bzk_consent_record_given",
        string="Agrees to",
        domain="[('id', 'in', askable_ids)]",
    )
    withdrawn_ids = fields.Many2many(
        "bzk.consent.purpose",
        "bzk_consent_record_withdrawn",
        string="Does not want",
        domain="[('id', 'in', askable_ids)]",
    )
    askable_ids = fields.Many2many("bzk.consent.purpose", compute="_compute_askable_ids")
    channel = fields.Selection(
        BY_HAND,
        string="How",
        required=True,
        default="desk",
    )
    evidence = fields.Char(help="Where the proof is: a form in the archive, a mail of that day.")
    words = fields.Html(compute="_compute_words", sanitize=False)
    is_child = fields.Boolean(compute="_compute_is_child")
    guardian_id = fields.Many2one(
        "res.partner",
        string="Parent or guardian",
        domain="[('id', 'in', candidate_ids)]",
        help="Who is at the desk and decides for the child.",
    )
    candidate_ids = fields.Many2many("res.partner", compute="_compute_is_child")

    @api.model
    def default_get(self, names):
        """Begin with what holds now."""
        values = super().default_get(names)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        partner.check_access("read")
        values["given_ids"] = [fields.Command.set(partner.consent_given_ids.ids)]
        values["withdrawn_ids"] = [fields.Command.set(partner.consent_withdrawn_ids.ids)]
        return values

    @api.depends("partner_id")
    def _compute_askable_ids(self):
        for record in self:
            record.askable_ids = record._askable()

    def _askable(self):
        """What this customer is asked about: what the library has, and what needs their word."""
        purposes = self.env["bzk.consent.purpose"]._on_at(self.company_id)
        return purposes.filtered(lambda purpose: purpose.basis != "agreement")

    @api.depends("askable_ids")
    def _compute_words(self):
        """What is said to the customer about each purpose; every value is escaped."""
        for record in self:
            purposes = record.askable_ids._origin
            texts = purposes._texts(record.company_id._origin)
            record.words = Markup().join(
                Markup("<div><b>%s</b>: %s</div>")
                % (
                    purpose.name,
                    texts[purpose.id].text if purpose.id in texts else purpose.description or "",
                )
                for purpose in purposes
            )

    @api.depends("partner_id", "given_ids")
    def _compute_is_child(self):
        for record in self:
            record.is_child = record._needs_guardian(record.given_ids)
            record.candidate_ids = record._candidates()

    def _candidates(self):
        """The parents and guardians who were confirmed."""
        return self.partner_id._consent_givers()[self.partner_id] - self.partner_id

    def _needs_guardian(self, purposes):
        birthdate = self.partner_id.birthdate
        if not birthdate:
            return False
        today = fields.Date.context_today(self)
        oldest = max(purposes.mapped("minimum_age"), default=0)
        return birthdate > today - relativedelta(years=oldest)

    def action_record(self):
        """Add a line for every purpose on which the customer changed their mind.

        :raises UserError: for a purpose on both sides, or a child without a parent who decides
        """
        self.ensure_one()
        partner, _ = self.partner_id, self.env._
        both = self.given_ids & self.withdrawn_ids
        if both:
            raise UserError(
                _("%s cannot be both agreed to and not wanted.", ", ".join(both.mapped("name")))
            )
        given = self.given_ids - partner.consent_given_ids
        withdrawn = self.withdrawn_ids - partner.consent_withdrawn_ids
        # Taken off the list without a word is a decision too.
        withdrawn |= (partner.consent_given_ids & self.askable_ids) - self.given_ids
        if self._needs_guardian(given) and not self.guardian_id:
            raise UserError(
                _(
                    "%s is still a child: choose the parent or guardian who agrees. None there? "
                    "Confirm one on the customer's page Household first.",
                    partner.name,
                )
            )
        if self.guardian_id - self.candidate_ids:
            raise UserError(
                _(
                    "%(guardian)s does not decide for %(child)s.",
                    guardian=self.guardian_id.name,
                    child=partner.name,
                )
            )
        consents = self.env["bzk.consent"]
        proof = {"evidence": self.evidence, "guardian": self.guardian_id}
        # With a parent there, also what a child had agreed to alone.
        given = self.given_ids if self.guardian_id else given
        consents._give(partner, given, self.channel, **proof)
        consents._withdraw(partner, withdrawn, self.channel, **proof)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
