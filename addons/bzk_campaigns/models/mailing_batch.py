from odoo import fields, models


class MailingBatch(models.Model):
    """Mails that one worker is sending, and how far it is: noted before each mail goes.

    The mails go in the order of their traces. Of a batch whose worker died it can so be told for
    each mail whether the server has it: those before the one that was offered last have gone, those
    after it have not. The one itself has gone when its answer was noted; otherwise nobody can tell
    (RFC 1047), and staff decide.
    """

    _name = "bzk.mailing.batch"
    _inherit = "bzk.library.guard"
    _description = "Mails under way"
    _order = "id DESC"
    _log_access = False

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Datetime(string="Begun", required=True, readonly=True)
    offered = fields.Integer(
        string="Offered last", readonly=True, help="The trace of the mail that went last."
    )
    accepted = fields.Boolean(readonly=True, help="Whether the server said that it took that mail.")
