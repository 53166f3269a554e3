from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.relation import STATES

#: Of each kind of list: code and name of the source that it comes from, and its template.
LISTS = {
    "contacts": ("relation-lists", "bzk_dmu.profile_contacts"),
    "organisations": ("relation-lists", "bzk_dmu.profile_organisations"),
    "duo": ("duo-primary", "bzk_dmu.profile_duo_primary"),
    "orders": ("education-orders", "bzk_dmu.profile_education"),
}


class RelationImport(models.TransientModel):
    """Import a list of organisations or of people there, without knowing about profiles."""

    _name = "bzk.relation.import"
    _description = "Import a list of organisations or people"

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("contacts", "Colleagues' list of people at organisations"),
            ("organisations", "List of organisations"),
            ("duo", "The ministry's list of primary schools"),
            ("orders", "Orders of education programmes"),
        ],
        string="What is in the list",
        required=True,
        default="contacts",
    )
    file = fields.Binary(string="File with the list", required=True, attachment=False)
    file_name = fields.Char()
    municipalities = fields.Char(
        compute="_compute_defaults",
        store=True,
        precompute=True,
        readonly=False,
        help="The list is of the whole country: only rows of these municipalities are taken in, "
        "separated by semicolons.",
    )
    partial = fields.Boolean(
        string="Not the complete list",
        help="The file holds only some organisations; whoever is absent from it is not missing.",
    )
    group_id = fields.Many2one(
        "bzk.relation.group",
        string="Group of new organisations",
        compute="_compute_defaults",
        store=True,
        precompute=True,
        readonly=False,
        help="When the list does not tell the group. Empty to let the name tell.",
    )
    state = fields.Selection(
        STATES,
        string="Standing of new organisations",
        compute="_compute_defaults",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner of new organisations",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="When the list does not tell who keeps the contact.",
    )

    @api.depends("kind", "company_id")
    def _compute_defaults(self):
        for wizard in self:
            profile = wizard._profile() or wizard._template()
            wizard.municipalities = profile.municipalities
            wizard.group_id = profile.relation_group_id
            wizard.state = profile.relation_state or "prospect"

    def _template(self):
        return self.env.ref(LISTS[self.kind or "contacts"][1])

    def _profile(self):
        """The library's own profile for this kind of list, if it has one."""
        template = self._template()
        return self.env["bzk.import.profile"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("code", "=", template.code),
                ("subject", "=", template.subject),
            ],
            limit=1,
        )

    def _own_profile(self):
        """The library's profile for this kind of list, made when this is the first one.

        :raises AccessError: for who may not import lists at this library
        """
        runs = self.env["bzk.import.run"]
        if self.company_id not in self.env.companies or not runs.has_access("create"):
            raise AccessError(self.env._("You may not import lists."))
        profile = self._profile()
        if not profile:
            code, _xml_id = LISTS[self.kind]
            # sudo: whoever may import lists need not know of sources and profiles; what is made
            # is the library's own and holds nothing.
            sources = self.env["bzk.source"].sudo().with_context(active_test=False)
            domain = [("company_id", "=", self.company_id.id), ("code", "=", code)]
            source = sources.search(domain) or sources.create(
                {
                    "name": self._source_name(code),
                    "code": code,
                    "company_id": self.company_id.id,
                }
            )
            profile = self._template().sudo().copy_to_source(source).with_env(self.env)
        if self.kind == "duo" and profile.municipalities != self.municipalities:
            # sudo: as above; the choice is the library's.
            profile.sudo().municipalities = self.municipalities
        return profile

    def _source_name(self, code):
        names = {
            "relation-lists": self.env._("Lists of colleagues"),
            "duo-primary": self.env._("Ministry of education (DUO)"),
            "education-orders": self.env._("Orders of education programmes"),
        }
        return names[code]

    def action_check(self):
        """Have the file checked, and show the import.

        :raises UserError: when a list of the whole country would be taken in unlimited
        """
        self.ensure_one()
        if self.kind == "duo" and not (self.municipalities or "").strip():
            raise UserError(
                self.env._("Say first of which municipalities you want the schools: Haarlem; …")
            )
        run = self.env["bzk.import.run"].create(
            {
                "profile_id": self._own_profile().id,
                "file": self.file,
                "file_name": self.file_name or self.env._("List"),
                "partial": self.partial,
                "relation_group_id": self.group_id.id,
                "relation_state": self.state,
                "relation_user_id": self.user_id.id,
            }
        )
        run.action_check()
        return run._open()
