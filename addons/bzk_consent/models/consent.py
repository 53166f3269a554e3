from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..proof.address import shorten_ip

#: Ways in which staff hear a decision.
BY_HAND = [
    ("desk", "At the desk"),
    ("phone", "By phone"),
    ("mail", "By e-mail"),
    ("form", "On a form"),
]
CHANNELS = [
    *BY_HAND,
    ("page", "On their page of preferences"),
    ("complaint", "Reported a mail as spam"),
    ("import", "From a source"),
]

#: What only the program itself tells: the page, the import or the mail that a decision came from.
NOT_BY_HAND = frozenset(("form", "ip", "row_no", "run_id", "source_id", "source_key"))


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
    version_id = fields.Many2one(
        "bzk.consent.version",
        string="Version of the text",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Empty for what was said before texts were kept by version.",
    )
    wording = fields.Char(readonly=True, help="What the customer read, or what was said to them.")
    evidence = fields.Char(
        readonly=True, help="Where the proof is: a form in the archive, a mail of that day."
    )
    source_id = fields.Many2one(
        "bzk.source",
        string="Source system",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The system that told it.",
    )
    source_key = fields.Char(
        string="Number in the source", readonly=True, help="By which the source knows the customer."
    )
    form = fields.Char(readonly=True, help="The form or page on which it was decided.")
    ip = fields.Char(
        string="Network", readonly=True, help="Where the computer was; never its whole address."
    )
    run_id = fields.Many2one(
        "bzk.import.run",
        string="Import",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    row_no = fields.Integer(string="Row", readonly=True, help="Of the file that was imported.")
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
    _company_date_idx = models.Index("(company_id, date DESC, id DESC)")
    _import_has_source = models.Constraint(
        "CHECK(channel <> 'import' OR source_id IS NOT NULL OR run_id IS NULL)",
        "What an import told, comes from a source.",
    )

    def init(self):
        """Let the database refuse what must not be changed.

        Whom a line is about may follow a merge; a guardian, a colleague or a file that is gone is
        forgotten. Lines go only with their customer, or when the customer is erased.
        """
        result = super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION bzk_consent_only_added() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'consent is only ever added to' USING ERRCODE = '23001';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER bzk_consent_only_added
            BEFORE UPDATE OF company_id, purpose_id, state, date, channel, version_id, wording,
                             evidence, source_id, source_key, form, ip, row_no
                ON bzk_consent
               FOR EACH ROW EXECUTE FUNCTION bzk_consent_only_added();
            CREATE OR REPLACE FUNCTION bzk_consent_not_removed() RETURNS trigger AS $$
            BEGIN
                IF current_setting('bzk.consent_erased', TRUE) IS DISTINCT FROM 'yes'
                   AND EXISTS (SELECT FROM res_partner WHERE id = OLD.partner_id) THEN
                    RAISE EXCEPTION 'consent is only ever added to' USING ERRCODE = '23001';
                END IF;
                RETURN OLD;
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER bzk_consent_not_removed
            BEFORE DELETE ON bzk_consent
               FOR EACH ROW EXECUTE FUNCTION bzk_consent_not_removed();
            """
        )
        return result

    @api.constrains("partner_id", "purpose_id", "company_id", "date", "version_id")
    def _check_line(self):
        for line in self:
            if line.partner_id.is_company:
                raise ValidationError(line.env._("A person consents, not an organisation."))
            if line.purpose_id.company_id not in (line.company_id, self.env["res.company"]):
                raise ValidationError(line.env._("This purpose is of another library."))
            if line.version_id and line.version_id.purpose_id != line.purpose_id:
                raise ValidationError(line.env._("This text is of another purpose."))
            if line.date > fields.Datetime.now():
                raise ValidationError(line.env._("Consent cannot be of a day to come."))

    @api.model_create_multi
    def create(self, vals_list):
        """Let nobody note a decision in the name of a colleague, or make up where it came from.

        :raises AccessError: when the values do, or name a parent who does not decide
        """
        if not self.env.su and any(
            vals.get("user_id", self.env.uid) != self.env.uid for vals in vals_list
        ):
            raise AccessError(self.env._("Consent is noted by who had it."))
        for vals in vals_list:
            if vals.get("ip"):
                vals["ip"] = shorten_ip(vals["ip"])
        lines = super().create(vals_list)
        if not self.env.su:
            # After it was made: what a context fills in counts as well.
            lines._check_by_hand()
        return lines

    def _check_by_hand(self):
        """Check that lines say no more than a colleague can have heard.

        :raises AccessError: when they do
        """
        by_hand = dict(BY_HAND)
        for line in self:
            if line.channel not in by_hand or any(line[name] for name in NOT_BY_HAND):
                raise AccessError(self.env._("Consent is noted by who had it."))
            guardian = line.guardian_id
            if guardian and guardian not in line.partner_id._consent_givers()[line.partner_id]:
                raise AccessError(
                    self.env._(
                        "%(guardian)s does not decide for %(child)s.",
                        guardian=guardian.name,
                        child=line.partner_id.name,
                    )
                )

    def write(self, vals):
        raise UserError(self.env._("Consent is only ever added to. Record the new decision."))

    @api.ondelete(at_uninstall=False)
    def _unlink_on_erasure_only(self):
        if not self.env.su:
            raise UserError(self.env._("Consent is only ever added to. Record the new decision."))

    def unlink(self):
        """Let erasing a customer take their lines along, which the database refuses otherwise."""
        self.env.cr.execute("SELECT set_config('bzk.consent_erased', 'yes', TRUE)")
        result = super().unlink()
        self.env.cr.execute("SELECT set_config('bzk.consent_erased', '', TRUE)")
        return result
