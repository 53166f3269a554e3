from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Command
from odoo.tools import hmac

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_birthdate
from odoo.addons.bzk_base.links import is_signed
from odoo.addons.bzk_consent.proof.address import shorten_ip

#: How long the link in the mail can be used, and what was filled in is kept.
VALID = timedelta(days=7)
#: From this age somebody decides for themselves (UAVG article 5).
DECIDES = 16
#: Purposes for which it is asked how old the reader is, and who that is.
FOR_YOUTH = ("youth",)


class NewsletterSignup(models.Model):
    """What somebody asked to receive on the page of a library, until they confirm it from a mail.

    What is filled in proves nothing: it makes no customer, and no answer tells whether the library
    knows the address. Who confirms has shown that the address is theirs (double opt-in); of a
    child it is the parent who does.
    """

    _name = "bzk.newsletter.signup"
    _inherit = ["bzk.library.guard", "bzk.visitor"]
    _description = "Sign-up for a newsletter"
    _order = "create_date DESC, id DESC"
    _rec_name = "email"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    firstname = fields.Char(string="First name", required=True, readonly=True)
    infix = fields.Char(readonly=True)
    lastname = fields.Char(string="Surname", required=True, readonly=True)
    email = fields.Char(string="E-mail", required=True, readonly=True)
    birthdate = fields.Date(string="Date of birth", readonly=True)
    child_firstname = fields.Char(string="First name of the child", readonly=True)
    child_infix = fields.Char(string="Infix of the child", readonly=True)
    child_lastname = fields.Char(string="Surname of the child", readonly=True)
    child_birthdate = fields.Date(string="Child born on", readonly=True)
    purpose_ids = fields.Many2many(
        "bzk.consent.purpose", string="Asked for", readonly=True, check_company=True
    )
    version_ids = fields.Many2many(
        "bzk.consent.version", string="Texts on the page", readonly=True, check_company=True
    )
    ip = fields.Char(string="Network", readonly=True, help="Never the whole address of a computer.")
    state = fields.Selection(
        [("waiting", "To be confirmed"), ("confirmed", "Confirmed"), ("desk", "To the desk")],
        required=True,
        readonly=True,
        default="waiting",
        help="To the desk: another parent decides, or somebody else than who signed up.",
    )
    confirmed_on = fields.Datetime(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="cascade",
        check_company=True,
        index="btree_not_null",
    )
    child_id = fields.Many2one(
        "res.partner",
        readonly=True,
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    mail_lang = fields.Char(string="Language of mails", compute="_compute_mail_lang")
    mail_asked = fields.Html(
        string="What was asked for", compute="_compute_mail_asked", sanitize=False
    )

    def _compute_mail_lang(self):
        for signup in self:
            signup.mail_lang = self.env.context.get("lang") or signup.company_id.partner_id.lang

    @api.depends_context("lang")
    def _compute_mail_asked(self):
        """What was ticked, with the link. No names: anybody may have typed them."""
        for signup in self:
            signup.mail_asked = signup.env["ir.qweb"]._render(
                "bzk_campaigns.mail_signup_asked",
                {"asked": signup._asked(), "url": signup._confirm_url() if signup.id else "#"},
                minimal_qcontext=True,
            )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in a text of their own; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            "object.company_id.name",
            "object.company_id.email_formatted",
            "object.mail_asked",
            "object.mail_lang",
        )

    def _asked(self):
        """Name and text, as it was read, of everything that was ticked."""
        texts = {version.purpose_id: version.text for version in self.version_ids}
        return [
            {
                "name": purpose.name,
                "text": texts.get(purpose) or purpose.description or "",
                "youth": purpose.code in FOR_YOUTH,
            }
            for purpose in self.purpose_ids
        ]

    # ----- what was filled in -----

    @api.model
    def _read_form(self, company, form):
        """Check and tidy what was filled in on the page.

        :param company: ``res.company``
        :param dict form: what was sent
        :return: tuple of values for a sign-up, and the codes of what is wrong with which field
        """
        person, wrong = self._read(form.get("firstname"), form.get("lastname"), form.get("email"))
        purposes = self.env["bzk.consent.purpose"]._on_signup(company)
        purposes = purposes.filtered(lambda purpose: form.get(f"purpose_{purpose.id}"))
        if not purposes:
            wrong["purposes"] = "missing"
        if not form.get("grown"):
            wrong["grown"] = "missing"
        values = {**person, "company_id": company.id}
        if any(purpose.code in FOR_YOUTH for purpose in purposes):
            child, of_child = self._read_child(form)
            values |= child
            wrong |= of_child
        values["purpose_ids"] = [Command.set(purposes.ids)]
        versions = purposes._page_versions(company)
        values["version_ids"] = [Command.set(versions.ids)]
        return values, wrong

    def _read_child(self, form):
        """Who reads the youth newsletter: a child by name, or else who fills in the form."""
        names = {name: form.get(f"child_{name}") or "" for name in ("firstname", "lastname")}
        values, wrong = {}, {}
        try:
            born = clean_birthdate((form.get("birthdate") or "").strip())
        except Refusal:
            wrong["birthdate"] = "wrong"
            born = None
        if not born:
            wrong.setdefault("birthdate", "missing")
            return values, wrong
        born = fields.Date.to_date(born)
        age = relativedelta(fields.Date.context_today(self), born).years
        if not any(name.strip() for name in names.values()):
            if age < DECIDES:
                wrong["child_firstname"] = "missing"
            return {"birthdate": born}, wrong
        child, missing = self._read(names["firstname"], names["lastname"], form.get("email"))
        wrong |= {f"child_{name}": missing[name] for name in names if name in missing}
        if age >= DECIDES:
            wrong["birthdate"] = "grown"
        elif not form.get("parent"):
            wrong["parent"] = "missing"
        values = {f"child_{name}": child.get(name) for name in ("firstname", "infix", "lastname")}
        return values | {"child_birthdate": born}, wrong

    @api.model
    def _ask(self, values, ip=None):
        """Keep what was filled in, and mail the address to confirm it.

        :param dict values: of :meth:`_read_form`
        :param str ip: address of the computer; only its network is kept
        """
        # Whoever fills in the page has no rights, nor has a colleague who is logged in.
        signups = self.with_user(SUPERUSER_ID)
        signup = signups.create(values | {"ip": shorten_ip(ip)})
        if not signup._needs_mail():
            signup._confirm(ip)
            return
        template = signup.env.ref("bzk_campaigns.mail_template_signup")
        template = template._for_company(signup.company_id)
        template.send_mail(signup.id, email_values={"email_to": signup.email, "recipient_ids": []})
        signup.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _needs_mail(self):
        """Whether it has to be confirmed by mail; a parent always does."""
        self.ensure_one()
        return bool(self.child_firstname) or any(self.purpose_ids.mapped("double_opt_in"))

    # ----- the link in the mail -----

    def _confirm_url(self):
        """Address of the page on which it is confirmed."""
        self.ensure_one()
        return f"{self.get_base_url()}/nieuwsbrief/bevestigen/{self.id}/{self._token()}"

    def _token(self):
        """Sign which sign-up it is, from which address."""
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_campaigns-signup", (self.id, self.email))[:32]

    @api.model
    def _from_link(self, signup_id, token):
        """The sign-up that a signed link confirms, or nothing when it is too late."""
        signup = self.with_user(SUPERUSER_ID).browse(signup_id).exists()
        if not signup or not is_signed(signup._token(), token):
            return signup.browse()
        if signup.create_date < fields.Datetime.now() - VALID:
            return signup.browse()
        return signup

    @api.autovacuum
    def _gc_signups(self):
        """Forget what was not confirmed in time; of what was, the consents are the proof."""
        before = fields.Datetime.now() - VALID
        self.search([("create_date", "<", before)], limit=10_000).unlink()
