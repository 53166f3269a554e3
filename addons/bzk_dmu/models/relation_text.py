from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..greeting import PLACEHOLDERS, fill, unknown_placeholders

KINDS = [
    ("new_year", "New year's greeting"),
    ("annual_report", "Annual report"),
    ("thanks", "Thanks"),
]


class RelationText(models.Model):
    """What the library writes on an occasion, for every group or one of them.

    Shipped texts have no library; one of the library's own goes before them, and one for a group
    before one for all.
    """

    _name = "bzk.relation.text"
    _inherit = "bzk.library.guard"
    _description = "Text for relations"
    _order = "kind, group_id, company_id, id"
    _rec_name = "subject"
    _check_company_auto = True

    kind = fields.Selection(KINDS, string="Occasion", required=True)
    group_id = fields.Many2one(
        "bzk.relation.group",
        string="For group",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        help="Empty for every group that has no text of its own.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        copy=False,
        index="btree_not_null",
        help="Empty for a text that all libraries have.",
    )
    subject = fields.Char(required=True, translate=True)
    body = fields.Html(string="Text", required=True, translate=True)
    preview_member_id = fields.Many2one(
        "bzk.dmu.member",
        string="As read by",
        compute="_compute_preview_member_id",
        readonly=False,
        domain="[('current', '=', True)]",
    )
    preview_subject = fields.Char(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview")

    _company_kind_group_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), kind, COALESCE(group_id, 0))",
        "There is a text for this occasion and group already.",
    )

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        for text in self:
            unknown = unknown_placeholders(text.subject, text.body)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "This cannot be filled in: %(unknown)s. Choose from: %(known)s.",
                        unknown=", ".join(f"{{{name}}}" for name in unknown),
                        known=", ".join(f"{{{names[0]}}}" for names in PLACEHOLDERS.values()),
                    )
                )

    @api.depends("group_id")
    def _compute_preview_member_id(self):
        """Somebody who would get it."""
        members = self.env["bzk.dmu.member"]
        for text in self:
            domain = [("current", "=", True)]
            if text.group_id:
                domain += [("relation_id.group_id", "=", text.group_id.id)]
            text.preview_member_id = members.search(domain, limit=1)

    @api.depends("preview_member_id", "subject", "body")
    def _compute_preview(self):
        for text in self:
            member = text.preview_member_id
            values = member and text._values(member)
            text.preview_subject = member and fill(text.subject, values)
            text.preview = member and fill(text.body, values)

    def action_write_own(self):
        """Begin a text of the library's own with a shipped one.

        :return: action that opens it; the one that is there, when there is
        """
        self.ensure_one()
        own = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "=", self.kind),
                ("group_id", "=", self.group_id.id),
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": (own or self.copy()).id,
            "views": [(False, "form")],
        }

    @api.model
    def _render_for(self, members, kind):
        """Write the text of an occasion to people, each in their language.

        A constant number of queries, however many people.

        :param members: ``bzk.dmu.member`` records of one library
        :param str kind: a key of :data:`KINDS`
        :return: dict of member -> (subject, body as ``Markup``); without whom there is no text for
        """
        texts = self.search(
            [("kind", "=", kind), ("company_id", "in", [*members.company_id.ids, False])]
        )
        found = {}
        for member in members:
            text = texts._best(member)
            if text:
                text = text.with_context(lang=member.partner_id.lang or self.env.lang)
                values = text._values(member)
                found[member] = (fill(text.subject, values), fill(text.body, values))
        return found

    def _best(self, member):
        """Choose the text for somebody: of the own library first, then for the own group."""
        fit = [
            text
            for text in self
            if text.company_id in (member.company_id, text.company_id.browse())
            and text.group_id in (member.relation_id.group_id, text.group_id.browse())
        ]
        return max(fit, key=lambda text: (bool(text.company_id), bool(text.group_id)), default=None)

    @api.model
    def _values(self, member):
        """What is filled in for somebody, by the codes of the placeholders."""
        person, relation = member.partner_id, member.relation_id
        today = fields.Date.context_today(self)
        return {
            "salutation": member.salutation,
            "firstname": person.firstname or person.name,
            "name": person.name,
            "function": member.function_id.name,
            "organisation": relation.name,
            "city": relation.city,
            "owner": relation.user_id.name or member.company_id.name,
            "library": member.company_id.name,
            "year": today.year,
            "next_year": today.year + 1,
        }
