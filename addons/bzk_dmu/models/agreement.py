from odoo import fields, models


class Agreement(models.Model):
    """Something that was agreed, with who will do it and by when."""

    _name = "bzk.agreement"
    _inherit = "bzk.library.guard"
    _description = "Agreement"
    _order = "date_deadline, id"
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
        "res.users", string="Colleague who does it", ondelete="set null", index="btree_not_null"
    )
    member_id = fields.Many2one(
        "bzk.dmu.member",
        string="Who there does it",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    date_deadline = fields.Date(string="By")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    done = fields.Boolean(copy=False)
