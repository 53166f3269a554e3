from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CHANNELS = [
    ("desk", "At the desk"),
    ("phone", "By phone"),
    ("mail", "By e-mail"),
    ("form", "On a form"),
    ("import", "From a source"),
]


class Consent(models.Model):
    """One decision of a customer on one purpose: given or withdrawn.

    The list is only ever added to; the last line on a purpose holds. It is the library's proof of
    who agreed to what, when and how (AVG article 7.1), so the database itself refuses changes.
    Only whom a line is about may follow a merge of two customers.
    """

    _name = "bzk.consent"
    _inherit = "bzk.library.guard"
    _description = "Consent"
    _order = "date DESC, id DESC"
    _rec_name = "purpose_id"
    _check_company_auto = True
    # Nobody ever changes a line, so only who added it is kept.
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="restrict"
    )
    purpose_id = fields.Many2one(
        "bzk.consent.purpose", required=True, readonly=True, ondelete="restrict", index=True
    )
    state = fields.Selection(
        [("given", "Given"), ("withdrawn", "Withdrawn")], required=True, readonly=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    channel = fields.Selection(CHANNELS, string="How", required=True, readonly=True)
    wording = fields.Char(readonly=True, help="What was said to the customer.")
    evidence = fields.Char(
        readonly=True, help="Where the proof is: a form in the archive, a mail of that day."
    )
    guardian_id = fields.Many2one(
        "res.partner",
        string="Parent or guardian",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="Who decided for a child.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="set null",
    )

    _state_idx = models.Index("(partner_id, purpose_id, date DESC, id DESC)")

    def init(self):
        """Let the database refuse what must not be changed."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION bzk_consent_only_added() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'consent is only ever added to' USING ERRCODE = '23001';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER bzk_consent_only_added
            BEFORE UPDATE OF company_id, purpose_id, state, date, channel, wording, evidence
                ON bzk_consent
               FOR EACH ROW EXECUTE FUNCTION bzk_consent_only_added();
            """
        )

    @api.constrains("partner_id", "purpose_id", "company_id", "date")
    def _check_line(self):
        for line in self:
            if line.partner_id.is_company:
                raise ValidationError(line.env._("A person consents, not an organisation."))
            if line.purpose_id.company_id not in (line.company_id, self.env["res.company"]):
                raise ValidationError(line.env._("This purpose is of another library."))
            if line.date > fields.Datetime.now():
                raise ValidationError(line.env._("Consent cannot be of a day to come."))

    @api.model_create_multi
    def create(self, vals_list):
        """Let nobody note a decision in the name of a colleague.

        :raises AccessError: when the values do
        """
        if not self.env.su and any(
            vals.get("user_id", self.env.uid) != self.env.uid for vals in vals_list
        ):
            raise AccessError(self.env._("Consent is noted by who had it."))
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(self.env._("Consent is only ever added to. Record the new decision."))

    @api.ondelete(at_uninstall=False)
    def _unlink_on_erasure_only(self):
        if not self.env.su:
            raise UserError(self.env._("Consent is only ever added to. Record the new decision."))
