import base64
import io
import json
import re
import zipfile

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

#: AVG, article 12: answered within a month, extendable by two.
MONTHS, EXTRA_MONTHS = 1, 2
#: Below this age a parent asks (UAVG, article 5).
OWN_AGE = 16


class AccessRequest(models.Model):
    """Somebody wants to know what the library holds about a customer (AVG, article 15)."""

    _name = "bzk.access.request"
    _inherit = ["bzk.library.guard", "bzk.same.human"]
    _description = "Access request"
    _order = "id DESC"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    asked_by = fields.Selection(
        [
            ("self", "The customer"),
            ("parent", "A parent or guardian"),
            ("agent", "Someone with a mandate"),
        ],
        required=True,
        default="self",
    )
    asker = fields.Char(string="Name of who asks", help="When it is not the customer.")
    received_on = fields.Date(required=True, default=fields.Date.context_today)
    due_on = fields.Date(string="Answer before", compute="_compute_due_on", store=True)
    extended = fields.Boolean(
        string="Two months more", help="Only for a complex request, and told within the month."
    )
    extension_reason = fields.Char(string="Why more time is needed")
    identity = fields.Selection(
        [
            ("document", "Identity document seen at the desk"),
            ("card", "Library card and details that only the customer knows"),
            ("known", "Written from an address that was known already"),
        ],
        string="Identity checked by",
    )
    leave_out = fields.Text(
        string="Names to leave out",
        help="One a line. Struck out of notes and messages, so that nobody reads about somebody "
        "else: relatives, neighbours, colleagues.",
    )
    note = fields.Text()
    state = fields.Selection(
        [
            ("open", "To do"),
            ("made", "File made"),
            ("answered", "Answered"),
            ("refused", "Not answered"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users", string="Handled by", default=lambda self: self.env.user, readonly=True
    )
    made_on = fields.Datetime(string="File made on", readonly=True, copy=False)
    closed_on = fields.Date(string="Answered on", readonly=True, copy=False)
    pdf = fields.Binary(string="PDF", attachment=True, readonly=True, copy=False)
    json_file = fields.Binary(string="JSON", attachment=True, readonly=True, copy=False)
    archive = fields.Binary(string="All in one", attachment=True, readonly=True, copy=False)
    pdf_name = fields.Char(compute="_compute_names")
    json_file_name = fields.Char(compute="_compute_names")
    archive_name = fields.Char(compute="_compute_names")
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    hint = fields.Char(compute="_compute_hint")

    @api.depends("partner_id")
    def _compute_company_id(self):
        for request in self:
            request.company_id = (
                request.partner_id.company_id or request.company_id or self.env.company
            )

    @api.depends("received_on", "extended")
    def _compute_due_on(self):
        for request in self:
            months = MONTHS + (EXTRA_MONTHS if request.extended else 0)
            day = request.received_on
            request.due_on = day and day + relativedelta(months=months)

    @api.depends("partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            name = request.partner_id.name or ""
            request.display_name = self.env._("Access request of %s", name)

    @api.depends("partner_id")
    def _compute_names(self):
        for request in self:
            # Not the person's name: a file lies about in more places than a record.
            stem = self.env._("access-request-%s", request.id or 0)
            request.pdf_name = f"{stem}.pdf"
            request.json_file_name = f"{stem}.json"
            request.archive_name = f"{stem}.zip"

    @api.depends("due_on", "state")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.overdue = request.state in ("open", "made") and request.due_on < today

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) - {True}:
            return NotImplemented
        return [("state", "in", ("open", "made")), ("due_on", "<", "today")]

    @api.depends("partner_id.birthdate", "asked_by")
    def _compute_hint(self):
        for request in self:
            young = request.partner_id.birthdate and request.partner_id.age < OWN_AGE
            if young and request.asked_by == "self":
                request.hint = self.env._(
                    "Customers under %s are represented by a parent or guardian.", OWN_AGE
                )
            elif not young and request.asked_by == "parent" and request.partner_id.birthdate:
                request.hint = self.env._(
                    "From %s years on customers ask for themselves, or give a mandate.", OWN_AGE
                )
            else:
                request.hint = False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        # The file that was made is of this customer: nobody may be handed another's.
        if not self.env.su and any(
            request.made_on
            and request.partner_id.id != vals.get("partner_id", request.partner_id.id)
            for request in self
        ):
            raise UserError(
                self.env._("The file of this customer was made. Make a new request instead.")
            )
        return super().write(vals)

    def _check_kept(self, vals):
        """Let nobody set by hand what making and answering keep.

        :raises AccessError: for a field that is only to read
        """
        if not self.env.su and any(
            self._fields[name].readonly for name in vals if name in self._fields
        ):
            raise AccessError(self.env._("The state and the file of a request are its own."))

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self[:1].id,
            "views": [(False, "form")],
        }

    def action_make(self):
        """Make the file with everything held about the customer.

        :raises UserError: when nobody checked who asks
        """
        self.check_access("write")
        for request in self:
            if request.state not in ("open", "made"):
                raise UserError(self.env._("This request was closed already."))
            if not request.identity:
                raise UserError(self.env._("First make certain who asks, and fill in how."))
            request._persons().check_access("read")
            request._make()

    def _make(self):
        # Whom it is for reads it, not who made it.
        request = self.with_context(lang=self.partner_id.lang or self.env.lang or "nl_NL")
        content = request._content()
        pdf = request._as_pdf(content)
        text = json.dumps(request._as_json(content), ensure_ascii=False, indent=2).encode()
        # sudo: the file and the state are kept by these methods only.
        self.sudo().write(
            {
                "pdf": base64.b64encode(pdf),
                "json_file": base64.b64encode(text),
                "archive": base64.b64encode(request._as_archive(pdf, text)),
                "made_on": fields.Datetime.now(),
                "state": "made",
            }
        )

    def _content(self):
        """Everything held about the customer, see :meth:`PersonalData._collect`."""
        words = [word.strip() for word in (self.leave_out or "").splitlines()]
        return self.env["bzk.personal.data"]._collect(
            self._persons(), [word for word in words if len(word) > 1]
        )

    def _as_pdf(self, content):
        """The content for a person to read."""
        settings = self.env["bzk.privacy.settings"]._of(self.company_id)
        html = self.env["ir.qweb"]._render(
            "bzk_privacy.report_access_request",
            {
                "doc": self,
                "content": content,
                "contact": settings.email or self.company_id.email or self.company_id.name,
                "today": format_date(
                    self.env, fields.Date.context_today(self), date_format="d MMMM y"
                ),
            },
        )
        return self.env["ir.actions.report"]._run_wkhtmltopdf([html])

    def _as_json(self, content):
        """The content for a machine; values as they are stored, dates in ISO 8601."""
        return {
            "library": self.company_id.name,
            "made_on": fields.Datetime.to_string(fields.Datetime.now()) + "Z",
            "customer": self.partner_id.name,
            "sections": [
                {
                    "kind": section["model"],
                    "title": section["title"],
                    "purpose": section["purpose"],
                    "basis": section["basis"],
                    "kept": section["term"],
                    "fields": dict(section["fields"]),
                    "records": [
                        {name: value for name, (value, _text) in record.items()}
                        for record in section["records"]
                    ],
                }
                for section in content
            ],
        }

    def _as_archive(self, pdf, text):
        """A zip file with the PDF, the JSON, the photo and the documents of the customer."""
        folder = self.env._("documents")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.pdf_name, pdf)
            archive.writestr(self.json_file_name, text)
            for number, (name, content) in enumerate(self._documents(), start=1):
                safe = re.sub(r"[^\w.\- ]", "_", name).strip(". ")[-80:]
                archive.writestr(f"{folder}/{number:03}-{safe}", content)
        return buffer.getvalue()

    def _documents(self):
        """Names and bytes of the files held with the customer."""
        persons = self.env["bzk.personal.data"]._same_person(self._persons())
        # sudo: as for the rest of the content; they are the customer's own.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", persons.ids),
                    ("res_field", "in", (False, "image_1920")),
                    ("type", "=", "binary"),
                ]
            )
        )
        return [
            (self.env._("photo") if item.res_field else item.name, item.raw or b"")
            for item in attachments
        ]

    def action_answered(self):
        """Note that the customer has the file."""
        self.check_access("write")
        if any(request.state != "made" for request in self):
            raise UserError(self.env._("Make the file first."))
        self._close("answered")

    def action_refuse(self):
        """Close without giving anything, with the reason in the note.

        :raises UserError: without a reason: the customer must be told why
        """
        self.check_access("write")
        if any(not request.note for request in self):
            raise UserError(self.env._("Write in the note why; the customer must be told."))
        self._close("refused")

    def _close(self, state):
        # sudo: the state is kept by these methods only.
        self.sudo().write({"state": state, "closed_on": fields.Date.context_today(self)})
