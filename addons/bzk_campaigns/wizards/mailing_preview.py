from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MailingPreview(models.TransientModel):
    """A mailing as one customer would get it: the same text, blocks and frame."""

    _name = "bzk.mailing.preview"
    _inherit = "bzk.library.guard"
    _description = "Preview of a mailing"

    mailing_id = fields.Many2one("mailing.mailing", required=True, readonly=True)
    company_id = fields.Many2one(related="mailing_id.company_id")
    at_work = fields.Boolean(related="mailing_id.at_work")
    partner_id = fields.Many2one(
        "res.partner",
        string="As",
        domain="[('company_id', '=', company_id), ('is_company', '=', False), "
        "('work_contact', '=', at_work)]",
    )
    width = fields.Selection(
        [("phone", "Phone"), ("computer", "Computer")],
        string="On",
        required=True,
        default="computer",
    )
    subject = fields.Char(compute="_compute_mail")
    body = fields.Html(compute="_compute_mail", sanitize=False)
    explanation = fields.Html(string="Why", compute="_compute_mail", sanitize=False)

    @api.model
    def default_get(self, names):
        """Begin with somebody who may be mailed."""
        values = super().default_get(names)
        mailing = self.env["mailing.mailing"].browse(values.get("mailing_id"))
        mailing.check_access("read")
        if mailing and "partner_id" in names and not values.get("partner_id"):
            values["partner_id"] = mailing._somebody().id
        return values

    @api.depends("partner_id", "mailing_id")
    def _compute_mail(self):
        for preview in self:
            mailing, partner = preview.mailing_id, preview.partner_id
            partner.check_access("read")
            people = mailing._reading_along(partner) if partner else self.env.user.partner_id
            blocks = mailing._blocks_of(people) if partner else mailing.block_ids
            letter = mailing._render_preview(people, blocks.ids)
            preview.subject = letter["subject"]
            preview.body = Markup(letter["body_html"])
            preview.explanation = preview._explain(people, blocks) if partner else False

    def _explain(self, people, blocks):
        """Say whether they get it, and why these blocks."""
        _, mailing = self.env._, self.mailing_id
        reason = self.partner_id.with_context(bzk_mailing_id=mailing.id).mailing_refusal
        lines = []
        if reason:
            labels = dict(
                self.partner_id._fields["mailing_refusal"]._description_selection(self.env)
            )
            lines.append(_("Does not get this mail: %s.", labels.get(reason, reason)))
        if len(people) > 1:
            names = ", ".join(people.mapped("name"))
            lines.append(_("One mail for all on this address: %s.", names))
        for block in blocks:
            if not block.segment_id:
                lines.append(_("“%(block)s”: for everybody.", block=block.name))
                continue
            lines += [
                _(
                    "“%(block)s”: %(name)s is in the segment %(segment)s. %(why)s",
                    block=block.name,
                    name=person.name,
                    segment=block.segment_id.name,
                    why=" ".join(why),
                )
                for person in people
                for inside, why in [block.segment_id._why(person)]
                if inside
            ]
        others = mailing.block_ids.sorted() - blocks
        if others:
            lines.append(_("Not shown: %s.", ", ".join(others.mapped("name"))))
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul class='mb-0 ps-3'>%s</ul>") % items if lines else False

    def action_send_test(self):
        """Mail this preview to the user, and to nobody else.

        :raises UserError: when the user has no address
        """
        self.ensure_one()
        self.mailing_id._send_test(self.subject, self.body)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Sent to %s.", self.env.user.email),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class MailingMailing(models.Model):
    """Looking at a mailing before it goes."""

    _inherit = "mailing.mailing"

    def action_preview(self):
        """Show the mail as a customer would get it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview: %s", self.subject),
            "res_model": "bzk.mailing.preview",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_mailing_id": self.id, "dialog_size": "extra-large"},
        }

    def action_test(self):
        """Try a mail out on oneself, as a customer would get it."""
        return self.action_preview()

    def _somebody(self):
        """Give one customer who may be mailed, with most of the blocks; nobody when none may."""
        self.ensure_one()
        query = SQL(
            """
            SELECT shown.id FROM (%s) shown JOIN (%s) verdict ON verdict.id = shown.id
             WHERE verdict.reason IS NULL
             ORDER BY jsonb_array_length(shown.blocks) DESC, shown.id LIMIT 1
            """,
            self._block_query(),
            self._verdict_query(self._chosen_query()),
        )
        self.env["mailing.filter"]._answer_at_once()
        self.env.cr.execute(query)
        return self.env["res.partner"].browse(row[0] for row in self.env.cr.fetchall())

    def _reading_along(self, partner):
        """Give everybody who would get this mail on the address of a customer, them first."""
        self.ensure_one()
        partner.ensure_one()
        if not partner.email_normalized:
            return partner
        allowed = SQL(
            "(SELECT id FROM (%s) verdict WHERE reason IS NULL)",
            self._verdict_query(self._chosen_query()),
        )
        others = self.env["res.partner"].search(
            [
                ("id", "in", allowed),
                ("email_normalized", "=", partner.email_normalized),
                ("company_id", "=", partner.company_id.id),
                ("id", "!=", partner.id),
            ],
            order="id",
        )
        return partner | others

    def _blocks_of(self, people):
        """Give the blocks that are meant for any of these customers."""
        self.ensure_one()
        ids = SQL("SELECT unnest(%s::integer[]) AS id", people.ids)
        self.env.cr.execute(self._block_query(ids))
        wanted = {block for _id, blocks in self.env.cr.fetchall() for block in blocks}
        return self.block_ids.sorted().filtered(lambda block: block.id in wanted)

    def _send_test(self, subject, body):
        """Mail a preview to the user.

        :raises UserError: when the user has no address
        """
        self.ensure_one()
        address = self.env.user.email_formatted
        if not self.env.user.email_normalized:
            raise UserError(self.env._("You have no e-mail address yourself: see your profile."))
        values = {
            "subject": self.env._("[Test] %s", subject),
            "body_html": body,
            "email_from": self.email_from,
            "reply_to": self.reply_to or self.email_from,
            "email_to": address,
            "auto_delete": True,
        }
        # sudo: staff may not make mails at will; this one goes to the user's own address.
        self.env["mail.mail"].sudo().create(values).send()
