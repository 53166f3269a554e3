from odoo import fields, models


class ExternalId(models.Model):
    """The key under which a source knows a customer, with what it last sent about them.

    ``sent`` is one side of the three-way comparison of an import, ``digest`` a short print of the
    source's cells by which an unchanged row is recognised without cleaning it again.
    """

    _name = "bzk.external.id"
    _inherit = "bzk.library.guard"
    _description = "Key in a source system"
    _order = "source_id, key"
    _rec_name = "key"
    _check_company_auto = True
    # Written by imports only, whose own record says who and when; two references less to check
    # for each of a million keys.
    _log_access = False

    source_id = fields.Many2one("bzk.source", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="source_id.company_id", string="Library", store=True)
    digest = fields.Char()
    sent = fields.Json(help="Values as this source last sent them.")
    state = fields.Selection(
        [("current", "Current"), ("missing", "Missing from the file"), ("closed", "Closed")],
        default="current",
        required=True,
    )
    missing_since = fields.Date()
    missing_count = fields.Integer(
        string="Times missing", help="Full files in a row in which the key was missing."
    )

    _source_key_uniq = models.Constraint(
        "UNIQUE(source_id, key)", "This source already knows a customer under this key."
    )
    _source_state_idx = models.Index("(source_id, state)")
