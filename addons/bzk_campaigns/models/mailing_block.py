from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE


class MailingBlock(models.Model):
    """A part of a mailing that only those read for whom it is meant."""

    _name = "bzk.mailing.block"
    _inherit = "bzk.library.guard"
    _description = "Block of a mailing"
    _order = "sequence, id"
    _check_company_auto = True

    mailing_id = fields.Many2one("mailing.mailing", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="mailing_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", required=True)
    segment_id = fields.Many2one(
        "mailing.filter",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who reads this block; empty for everybody who gets the mail.",
    )
    show_title = fields.Boolean(
        default=True, help="Otherwise the title is only for you, to know the block by."
    )
    body_html = fields.Html(string="Text", sanitize="email_outgoing")

    reader_count = fields.Integer(
        string="Readers",
        compute="_compute_reader_count",
        help="Who may be mailed and reads this block; of a mailing that went, who got it.",
    )

    @api.depends("segment_id", "mailing_id.mailing_filter_id", "mailing_id.purpose_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_reader_count(self):
        """One query for all blocks of a mailing together."""
        for mailing in self.mailing_id:
            blocks = self.filtered(lambda block, mailing=mailing: block.mailing_id == mailing)
            try:
                counts = mailing._count_readers()
            except UNREADABLE:
                counts = {}
            for block in blocks:
                block.reader_count = counts.get(block._origin.id or 0, 0)
        self.filtered(lambda block: not block.mailing_id).reader_count = 0

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        blocks._check_not_fixed()
        blocks._check_placeholders()
        return blocks

    def write(self, vals):
        self._check_not_fixed()
        result = super().write(vals)
        if "body_html" in vals:
            self._check_placeholders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_not_fixed()

    def _check_not_fixed(self):
        """Leave the blocks of a mailing that is planned or sent as they are.

        :raises UserError: of such a mailing
        """
        if not self.env.su:
            self.mailing_id._check_not_fixed()

    def _check_placeholders(self):
        """Let who is no editor of templates name fields only, as in the general part.

        :raises AccessError: for what would be code
        """
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return
        render = self.env["mail.render.mixin"]
        for block in self:
            if render._has_unsafe_expression_template_qweb(block.body_html, "res.partner"):
                raise AccessError(
                    self.env._("Block “%s” names something that a mail may not say.", block.name)
                )
