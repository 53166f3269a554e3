from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..mailing import read_message
from .mail_address import HATS, RELATION_GROUPS

HOWS = [("copy", "Copied"), ("forward", "Forwarded"), ("answer", "Answer")]
STATES = [("waiting", "To file"), ("filed", "Filed"), ("refused", "Refused")]
REASONS = [
    ("not_staff", "Not sent by a colleague"),
    ("unproven", "Cannot be shown to come from the sender"),
    ("automatic", "Written by a program"),
    ("loop", "Sent by the CRM itself"),
    ("unreadable", "Cannot be read"),
]
#: Days that a refused mail is kept.
REFUSED_DAYS = 30


class FiledMail(models.Model):
    """A mail that was copied or forwarded to the library's address for the file.

    It lands with every known person and organisation in it, once. This record tells that it came,
    and holds its text for as long as somebody has to say who an address belongs to.
    """

    _name = "bzk.filed.mail"
    _inherit = "bzk.library.guard"
    _description = "Mail for the file"
    _order = "date DESC, id DESC"
    _rec_name = "subject"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    message_ref = fields.Char(
        string="Message-ID", required=True, readonly=True, help="By which the mail is known again."
    )
    subject = fields.Char(readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    date = fields.Datetime(string="Sent", required=True, readonly=True)
    how = fields.Selection(HOWS, required=True, readonly=True, default="copy")
    hat = fields.Selection(HATS, string="For", required=True, readonly=True, default="work")
    user_id = fields.Many2one(
        "res.users",
        string="Handed in by",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    reason = fields.Selection(REASONS, string="Why refused", readonly=True)
    note = fields.Text(string="Remarks", readonly=True)
    body = fields.Html(string="Text", readonly=True, sanitize_style=True)
    line_ids = fields.One2many("bzk.filed.mail.line", "mail_id", string="Addresses")
    relation_ids = fields.Many2many(
        "bzk.relation",
        string="Filed at",
        readonly=True,
        check_company=True,
        groups=RELATION_GROUPS,
    )
    customer_ids = fields.Many2many(
        "res.partner",
        "bzk_filed_mail_customer_rel",
        string="Filed at customers",
        readonly=True,
        check_company=True,
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments", readonly=True)
    waiting_count = fields.Integer(string="Unknown", compute="_compute_waiting_count")

    _company_ref_uniq = models.Constraint(
        "UNIQUE(company_id, message_ref)", "This mail is in the file already."
    )
    _company_state_idx = models.Index("(company_id, state, date DESC)")

    @api.depends("line_ids.state")
    def _compute_waiting_count(self):
        for mail in self:
            mail.waiting_count = len(mail.line_ids.filtered(lambda line: line.state == "waiting"))

    def write(self, vals):
        """Staff settle the addresses; what came in is not theirs to change."""
        if not self.env.su and vals.keys() - {"line_ids"}:
            raise AccessError(self.env._("A mail in the file is not written by hand."))
        return super().write(vals)

    def action_file(self):
        """File the mail with what was chosen for each address.

        :raises UserError: naming the addresses of which nothing was chosen
        """
        for mail in self:
            if mail.state != "waiting":
                raise UserError(self.env._("This mail waits for nobody any more."))
            undecided = mail.line_ids.filtered(
                lambda line: line.state == "waiting" and not line.choice
            )
            if undecided:
                raise UserError(
                    self.env._(
                        "Choose what to do with %s first.", ", ".join(undecided.mapped("email"))
                    )
                )
            mail.line_ids.filtered(lambda line: line.state == "waiting")._settle()
            mail._put_away(settled=True)
        return True

    def action_leave(self):
        """Ask no more: what is known was filed, and the other addresses are left as they are."""
        self.check_access("write")
        for mail in self.filtered(lambda mail: mail.state == "waiting"):
            # sudo: the outcome is the system's to write; the user may write the mail.
            mail.sudo().line_ids.filtered(lambda line: line.state == "waiting").state = "skipped"
            mail._put_away(settled=True)
        return True

    def action_vouch(self):
        """File a mail that was refused, as if the administrator had handed it in."""
        self.ensure_one()
        if not self.env.user.has_group("bzk_base.group_administrator"):
            raise AccessError(self.env._("Only an administrator of the library does this."))
        self.check_access("write")
        if self.state != "refused":
            raise UserError(self.env._("This mail was not refused."))
        # sudo: mails come in past the rules of access; the administrator may see this one.
        mail = self.sudo()
        raw = mail.attachment_ids[:1].raw
        if not raw:
            raise UserError(self.env._("The mail is not kept any more."))
        message = read_message(raw)
        user, company = self.env.user, self.company_id
        mail._drop_content()
        mail.unlink()
        taken = self.sudo().with_company(company).browse()
        taken = taken.with_context(bzk_vouched=True)._take_in_at(company, message, raw, user=user)
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_filed_mails")
        return action | {"view_mode": "form", "views": [(False, "form")], "res_id": taken[:1].id}

    def action_show_address(self):
        """Show the library's address and how it is used."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mails for the file"),
            "res_model": "bzk.filing.settings",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.autovacuum
    def _gc_refused(self):
        """Remove refused mails after thirty days: who needs one has seen it by then."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=REFUSED_DAYS)
        # sudo: a scheduled job of all libraries.
        old = self.sudo().search(
            [("state", "=", "refused"), ("create_date", "<", limit)], limit=1000
        )
        old._drop_content()
        old.unlink()

    def unlink(self):
        # sudo: files of a mail are nobody's without it.
        self.sudo()._drop_content()
        return super().unlink()

    def _drop_content(self):
        """Let the text and files go, which lie with the customers now."""
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        attachments.unlink()
        self.write({"body": False})
