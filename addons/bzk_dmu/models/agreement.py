from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

#: Days in which what was agreed is done, when nobody says otherwise.
DAYS = 14
#: What an agreement and its activity have in common: ours to theirs.
SHARED = {"name": "summary", "user_id": "user_id", "date_deadline": "date_deadline"}


class Agreement(models.Model):
    """Something that was agreed, with who will do it and by when.

    What a colleague does is an activity on the organisation too, from the moment that the report
    is done. The two are one thing in two places: what is changed or closed here is so there, and
    the reverse.
    """

    _name = "bzk.agreement"
    _inherit = "bzk.library.guard"
    _description = "Agreement"
    _order = "done, date_deadline, id"
    _check_company_auto = True

    name = fields.Char(string="What", required=True)
    report_id = fields.Many2one(
        "bzk.contact.report", required=True, ondelete="cascade", index=True, check_company=True
    )
    relation_id = fields.Many2one(
        related="report_id.relation_id", string="Organisation", store=True, index=True
    )
    company_id = fields.Many2one(
        related="report_id.company_id", string="Library", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Colleague who does it",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    member_id = fields.Many2one(
        "bzk.dmu.member",
        string="Who there does it",
        domain="[('relation_id', '=', relation_id)]",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    who = fields.Char(compute="_compute_who")
    date_deadline = fields.Date(
        string="By",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=DAYS),
    )
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    done = fields.Boolean(copy=False)
    late = fields.Boolean(compute="_compute_late")
    mine = fields.Boolean(compute="_compute_mine", search="_search_mine")

    _one_side = models.Constraint(
        "CHECK(num_nonnulls(user_id, member_id) <= 1)",
        "Either a colleague does it or somebody there. Make two agreements if both do.",
    )
    _user_open_idx = models.Index("(user_id, date_deadline) WHERE done IS NOT TRUE")

    @api.depends("member_id")
    def _compute_user_id(self):
        """Who writes it down does it, unless somebody there does."""
        for agreement in self:
            if agreement.member_id:
                agreement.user_id = False
            elif not agreement.user_id:
                agreement.user_id = agreement.report_id.user_id or self.env.user

    @api.depends("user_id.name", "member_id.partner_id.name")
    def _compute_who(self):
        for agreement in self:
            agreement.who = agreement.user_id.name or agreement.member_id.partner_id.name

    @api.depends("done", "date_deadline")
    def _compute_late(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            agreement.late = bool(
                not agreement.done and agreement.date_deadline and agreement.date_deadline < today
            )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_mine(self):
        for agreement in self:
            agreement.mine = agreement.user_id == self.env.user

    @api.model
    def _search_mine(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("user_id", "=", self.env.uid)]

    @api.onchange("user_id")
    def _onchange_user_id(self):
        if self.user_id:
            self.member_id = False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own(vals)
        agreements = super().create(vals_list)
        agreements._to_activities()
        return agreements

    def write(self, vals):
        self._check_own(vals)
        result = super().write(vals)
        if self.env.context.get("agreement_follows") or not (
            {*SHARED, "member_id", "done", "report_id"} & vals.keys()
        ):
            return result
        self._to_activities()
        for agreement in self.filtered("activity_id"):
            agreement._follow_in_activity(vals)
        return result

    def _check_own(self, vals):
        """Let nobody name an activity, as it would be closed or changed with the agreement.

        :raises AccessError: when the values hold one
        """
        if not self.env.su and vals.get("activity_id"):
            raise AccessError(self.env._("The activity of an agreement follows by itself."))

    def unlink(self):
        # sudo: the activity of a colleague goes with what was agreed.
        self.activity_id.sudo().filtered("active").unlink()
        return super().unlink()

    def action_done(self):
        """Close agreements, and with them their activities."""
        self.done = True

    def action_open_report(self):
        """Open the report in which it was agreed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.contact.report",
            "res_id": self.report_id.id,
            "views": [(False, "form")],
        }

    def _to_activities(self):
        """Make an activity of what a colleague has promised in a report that is done."""
        activities = self.env["mail.activity"]
        todo = self.filtered(
            lambda agreement: (
                agreement.report_id.state == "done"
                and agreement.user_id
                and not agreement.done
                and not agreement.activity_id
            )
        )
        if not todo:
            return
        model = self.env["ir.model"]._get_id("bzk.relation")
        kind = self.env.ref("mail.mail_activity_data_todo")
        made = activities.with_context(agreement_follows=True).create(
            [
                {
                    "res_model_id": model,
                    "res_id": agreement.relation_id.id,
                    "activity_type_id": kind.id,
                    "summary": agreement.name,
                    "note": agreement._origin_text(),
                    "user_id": agreement.user_id.id,
                    "date_deadline": agreement.date_deadline,
                }
                for agreement in todo
            ]
        )
        for agreement, activity in zip(todo, made, strict=True):
            # sudo: nobody sets it by hand.
            agreement.sudo().with_context(agreement_follows=True).activity_id = activity

    def _origin_text(self):
        """Where it was agreed, in the language of who has to do it."""
        self.ensure_one()
        env = self.with_context(lang=self.user_id.sudo().lang or self.env.lang).env
        day = self.relation_id._contact_day(self.report_id.date)
        return env._(
            "Agreed on %(date)s: %(subject)s",
            date=format_date(env, day),
            subject=self.report_id.subject,
        )

    def _follow_in_activity(self, vals):
        """Do with the activity what was done with the agreement.

        :param dict vals: what was written on the agreement
        """
        # sudo: a colleague may close or move what another one does, as in the report itself.
        activity = self.activity_id.sudo().with_context(agreement_follows=True)
        if self.done and activity.active:
            activity.action_feedback()
        elif not self.user_id:
            activity.filtered("active").unlink()
        else:
            if "done" in vals and not activity.active:
                activity.action_unarchive()
            values = {
                theirs: self[ours].id if ours == "user_id" else self[ours]
                for ours, theirs in SHARED.items()
                if ours in vals
            }
            if values and activity.active:
                activity.write(values)
