from odoo import fields, models

#: Which mail each worker offered last, and whether the server said that it took it.
GOING = """
    CREATE UNLOGGED TABLE IF NOT EXISTS bzk_mailing_going (
        batch integer PRIMARY KEY REFERENCES bzk_mailing_batch ON DELETE CASCADE,
        trace integer NOT NULL,
        accepted boolean NOT NULL
    );
    COMMENT ON TABLE bzk_mailing_going IS 'The mail that each worker of bzk_mailing_batch offers'
"""


class MailingBatch(models.Model):
    """Mails that one worker is sending, and how far it is: noted before each mail goes.

    The mails go in the order of their traces. Of a batch whose worker died it can so be told for
    each mail whether the server has it: those before the one that was offered last have gone, those
    after it have not. The one itself has gone when its answer was noted; otherwise nobody can tell
    (RFC 1047), and staff decide. After a crash of the database so of the few that were reserved.
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
    reserved_from = fields.Integer(
        readonly=True, help="The mails from this trace on may have gone; those before it have."
    )
    reserved_to = fields.Integer(readonly=True, help="The mails after this trace have not gone.")

    def init(self):
        """Keep what each worker is handing over where writing costs next to nothing.

        An unlogged table is not waited for, and empty after a crash of the database: that is how
        one knows that it says nothing any more.
        """
        self.env.cr.execute(GOING)
