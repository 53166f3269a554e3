from odoo import SUPERUSER_ID, api, fields, models

GROUP = "bzk_taalplein.group_taalplein"
PARTS = ("bzk.language.learner", "bzk.language.volunteer")
#: What the language point fills in of somebody new.
NEW_PERSON = frozenset(
    ("name", "is_company", "company_id", "branch_id", "initials", "firstname", "infix", "lastname")
    + ("birthdate", "gender", "phone", "email", "street", "street_name", "street_number")
    + ("street_number2", "zip", "city")
)


class ResPartner(models.Model):
    """What who works at the language point sees on a customer; nobody else sees anything.

    Nothing here is stored or can be searched for.
    """

    _inherit = "res.partner"

    language_parts = fields.Char(
        string="At the language point", compute="_compute_language_parts", groups=GROUP
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_language_parts(self):
        found = {}
        for model in PARTS:
            label = self.env["ir.model"]._get(model).name
            for person in self.env[model].search([("partner_id", "in", self.ids)]):
                found.setdefault(person.partner_id.id, {})[label] = True
        for partner in self:
            partner.language_parts = ", ".join(found.get(partner._origin.id, ()))

    def action_open_language(self):
        """Open the learner or volunteer that this customer is, the last one of them."""
        self.ensure_one()
        for model, action in zip(PARTS, ("action_learners", "action_volunteers"), strict=True):
            person = self.env[model].search(
                [("partner_id", "=", self.id)], order="stopped_on DESC, id DESC", limit=1
            )
            if person:
                values = self.env["ir.actions.act_window"]._for_xml_id(f"bzk_taalplein.{action}")
                return values | {"views": [(False, "form")], "res_id": person.id}
        return False

    @api.model
    def default_get(self, names):
        """Take what was typed to look somebody up apart, as the desk does for who is new."""
        values = super().default_get(names)
        typed = self.env.context.get("default_name")
        if self.env.context.get("bzk_language_person") and typed:
            known = self.desk_new(typed)["context"]
            known = {key.removeprefix("default_"): value for key, value in known.items() if value}
            values |= {key: value for key, value in known.items() if key in names}
            values.pop("name", None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Do not let on a customer who was made for the language point who made them.

        Everybody who helps customers can read who made one. A colleague who works only there
        would tell by it that somebody learns Dutch.
        """
        if not self._is_language_person(vals_list):
            return super().create(vals_list)
        self.check_access("create")
        for vals in vals_list:
            self._check_incoming(vals)
        company = self.env.company
        vals_list = [{"company_id": company.id, **vals, "is_company": False} for vals in vals_list]
        # As the system's own account, for these plain fields only; the rules are checked after.
        quiet = self.with_user(SUPERUSER_ID).with_context(
            bzk_language_person=False, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        partners = super(ResPartner, quiet).create(vals_list).with_env(self.env)
        partners.check_access("create")
        return partners

    def _is_language_person(self, vals_list):
        """Whether these are new people of the language point, and nothing more than that."""
        return (
            self.env.context.get("bzk_language_person")
            and not self.env.su
            and self.env.user.has_group(GROUP)
            and all(vals.keys() <= NEW_PERSON for vals in vals_list)
        )

    def unlink(self):
        """Let who is deleted take part no more; the figures stay without the person."""
        # sudo: whoever deletes a customer does not learn that they take part here.
        self.env["bzk.personal.data"].sudo()._forget_at_language_point(self)
        return super().unlink()
