from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ADMINISTRATOR = "bzk_base.group_administrator"


class Erasure(models.Model):
    """Erasing a customer: prepared by one, approved by another, and the proof of it afterwards.

    Until it is done it points at the customer. Then only when, why and by whom remain, with how
    many records of which kind went or stayed, and prints by which the person can be recognised if
    they ask (:class:`~.erased_key.ErasedKey`).
    """

    _name = "bzk.erasure"
    _inherit = ["bzk.library.guard", "bzk.same.human"]
    _description = "Erasure"
    _order = "id DESC"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
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
    ground = fields.Selection(
        [
            ("request", "The customer asks for it"),
            ("objection", "The customer objects to the use of the data"),
            ("unlawful", "The data should not have been recorded"),
            ("term", "The term is over"),
        ],
        required=True,
        default="request",
    )
    note = fields.Text(help="For whoever approves; not kept afterwards.")
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("proposed", "Waits for approval"),
            ("done", "Erased"),
            ("refused", "Not erased"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    identity_checked = fields.Boolean(
        help="It is certain that the person who asks is this customer, or may ask for them."
    )
    prepared_by_id = fields.Many2one(
        "res.users", string="Prepared by", readonly=True, default=lambda self: self.env.user
    )
    proposed_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    person_count = fields.Integer(string="Persons", readonly=True, default=1, aggregator="sum")
    outcome = fields.Json(readonly=True, copy=False)
    report_id = fields.Many2one("bzk.retention.report", readonly=True, ondelete="set null")
    key_ids = fields.One2many(
        "bzk.erased.key", "erasure_id", readonly=True, groups="base.group_system"
    )
    obstacle = fields.Text(compute="_compute_plan")
    plan_html = fields.Html(compute="_compute_plan", sanitize=False, string="What happens")
    outcome_html = fields.Html(compute="_compute_outcome_html", sanitize=False)

    _one_open = models.UniqueIndex(
        "(partner_id) WHERE state IN ('draft', 'proposed')",
        "The erasure of this customer is being prepared already.",
    )

    @api.depends("partner_id")
    def _compute_company_id(self):
        for erasure in self:
            erasure.company_id = (
                erasure.partner_id.company_id or erasure.company_id or self.env.company
            )

    @api.depends("partner_id", "state", "ground")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        grounds = dict(self._fields["ground"]._description_selection(self.env))
        for erasure in self:
            name = erasure.partner_id.name if erasure.state != "done" else None
            erasure.display_name = name or self.env._(
                "Erasure %(number)s: %(ground)s",
                number=erasure.id or "",
                ground=grounds.get(erasure.ground, ""),
            )

    @api.depends("partner_id", "state", "scope")
    def _compute_plan(self):
        data = self.env["bzk.personal.data"]
        for erasure in self:
            partner = erasure.partner_id
            open_ = erasure.state in ("draft", "proposed")
            if not partner or not open_:
                erasure.obstacle = erasure.plan_html = False
                continue
            persons = partner | erasure.other_ids if erasure.scope == "both" else partner
            sentences = [sentence for _partner, sentence in data._obstacles(persons._origin)]
            erasure.obstacle = "\n".join(sentences) or False
            erasure.plan_html = self._as_table(data._erasure_plan(persons._origin))

    @api.depends("outcome")
    def _compute_outcome_html(self):
        for erasure in self:
            erasure.outcome_html = erasure.outcome and self._as_table(erasure.outcome)

    @api.model
    def _as_table(self, lines):
        """Lines of a plan as two tables: what goes, and what stays and why."""
        _ = self.env._
        kept = [line for line in lines if line["erase"] == "keep"]
        gone = [line for line in lines if line["erase"] != "keep"]
        words = {"delete": _("deleted"), "clear": _("emptied")}
        first = self._columns_of_four(
            [_("What goes"), _("Fields"), _("Records"), _("How")],
            [[line["title"], line["names"], line["count"], words[line["erase"]]] for line in gone],
        )
        second = self._columns_of_four(
            [_("What stays"), _("Fields"), _("Records"), _("Why it stays")],
            [[line["title"], line["names"], line["count"], line["reason"]] for line in kept],
        )
        return first + second

    def _columns_of_four(self, headings, rows):
        """A table of four columns, of which the third holds numbers; empty without rows."""
        if not rows:
            return Markup()
        widths = ("24%", "34%", "8%", "34%")
        head = Markup().join(
            Markup("<th scope='col' style='width: %s'%s>%s</th>")
            % (width, Markup(" class='text-end'") if number == 2 else "", heading)
            for number, (width, heading) in enumerate(zip(widths, headings, strict=True))
        )
        row = Markup(
            "<tr><td>%s</td><td class='text-muted'>%s</td><td class='text-end'>%s</td>"
            "<td>%s</td></tr>"
        )
        body = Markup().join(row % tuple(cells) for cells in rows)
        table = Markup(
            "<table class='table table-sm'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
        )
        return table % (head, body)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        if not self.env.su and any(item.state in ("done", "refused") for item in self):
            raise UserError(self.env._("This erasure was decided on and cannot be changed."))
        # Whoever approves must erase whom they looked at.
        if not self.env.su and any(item.state == "proposed" for item in self):
            raise UserError(self.env._("Take this erasure back before you change it."))
        return super().write(vals)

    def _check_kept(self, vals):
        """Let nobody set by hand what approving keeps: it is the proof.

        :raises AccessError: for a field that is only to read
        """
        if not self.env.su and any(
            self._fields[name].readonly for name in vals if name in self._fields
        ):
            raise AccessError(self.env._("The state and the proof of an erasure are its own."))

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        # The nightly job removes the proof when nobody can need it any more.
        if not self.env.su and any(erasure.state == "done" for erasure in self):
            raise UserError(self.env._("The proof of an erasure is not deleted."))

    def action_propose(self):
        """Ask an administrator to approve.

        :raises UserError: when something stands in the way, or nobody checked who asks
        """
        self.check_access("write")
        for erasure in self:
            if erasure.state != "draft":
                continue
            erasure._check_ready()
            # sudo: the state is kept by these methods only.
            erasure.sudo().write({"state": "proposed", "proposed_on": fields.Datetime.now()})

    def _check_ready(self):
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer."))
        self._persons()
        if self.obstacle:
            raise UserError(self.obstacle)
        if self.ground in ("request", "objection") and not self.identity_checked:
            raise UserError(
                self.env._("First make certain that the person who asks is this customer.")
            )

    def action_approve(self):
        """Erase the customer, at once and for good.

        :raises AccessError: for whoever is no administrator
        """
        self._check_may_decide()
        for erasure in self:
            if erasure.state != "proposed":
                raise UserError(self.env._("Only an erasure that waits for approval is approved."))
            erasure._check_ready()
            partners = erasure._persons()
            partners.check_access("write")
            # sudo: the proof is kept by these methods only.
            kept = erasure.sudo()
            outcome = self.env["bzk.personal.data"]._erase(partners, kept)
            kept.write(
                {
                    "partner_id": False,
                    "note": False,
                    "state": "done",
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Datetime.now(),
                    "outcome": outcome,
                }
            )

    def action_refuse(self):
        """Leave the customer as they are."""
        self._check_may_decide()
        waiting = self.filtered(lambda erasure: erasure.state in ("draft", "proposed"))
        # sudo: the state is kept by these methods only.
        waiting.sudo().write(
            {
                "state": "refused",
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _check_may_decide(self):
        self.check_access("write")
        if not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(self.env._("Only an administrator may approve an erasure."))

    def action_back(self):
        """Back to preparing."""
        self.check_access("write")
        self.filtered(lambda item: item.state == "proposed").sudo().state = "draft"
