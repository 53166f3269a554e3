from odoo import api, fields, models
from odoo.exceptions import AccessError


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

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        blocks._check_placeholders()
        return blocks

    def write(self, vals):
        result = super().write(vals)
        if "body_html" in vals:
            self._check_placeholders()
        return result

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
