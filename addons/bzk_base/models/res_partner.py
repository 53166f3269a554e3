from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..importing.cleaning import Refusal, clean_phone, full_name, phone_display, split_street
from ..importing.customer import join_street

#: The age groups in which the libraries count; the last age of each but the oldest.
AGE_GROUPS = [
    ("youth", "Youth 0-12"),
    ("pupils", "Pupils 13-18"),
    ("young_adults", "Adults 19-39"),
    ("adults", "Adults 40-70"),
    ("seniors", "Over 70"),
]
LAST_AGES = (("youth", 12), ("pupils", 18), ("young_adults", 39), ("adults", 70))
NAME_PARTS = ("initials", "firstname", "infix", "lastname")


class ResPartner(models.Model):
    """A customer of a library: a person with the parts of a Dutch name.

    A person belongs to exactly one library, the controller of the data (AVG); an organisation
    may be shared by leaving its company empty.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "bzk.library.guard"]

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    initials = fields.Char()
    firstname = fields.Char(string="First name")
    infix = fields.Char(help="Tussenvoegsel: van, de, van der, 't ...")
    lastname = fields.Char(string="Surname", index="btree_not_null")
    birthdate = fields.Date(string="Date of birth", index="btree_not_null")
    gender = fields.Selection([("f", "Woman"), ("m", "Man"), ("x", "Other")])
    age = fields.Integer(compute="_compute_age", help="In whole years; empty when unknown.")
    age_group = fields.Selection(AGE_GROUPS, compute="_compute_age")
    branch_id = fields.Many2one("bzk.branch", check_company=True, index="btree_not_null")
    external_id_ids = fields.One2many("bzk.external.id", "partner_id", string="Known in")
    work_contact = fields.Boolean(
        string="Known at work",
        readonly=True,
        copy=False,
        help="Somebody at an organisation, as we know them there. What the library knows of the "
        "same person as a private customer is another record.",
    )
    erased_on = fields.Date(
        readonly=True, copy=False, help="Nothing about the person is held any more since this day."
    )

    _work_contact_is_person = models.Constraint(
        "CHECK(work_contact IS NOT TRUE OR is_company IS NOT TRUE)",
        "Somebody who is known at work is a person, not an organisation.",
    )
    _work_contact_idx = models.Index("(id) WHERE work_contact IS TRUE")
    _postcode_number_idx = models.Index("(zip, street_number) WHERE zip IS NOT NULL")

    @api.depends(*NAME_PARTS)
    def _compute_name(self):
        """Write the parts as a Dutch name; a name without parts stays as it was typed."""
        for partner in self:
            parts = [partner[part] for part in NAME_PARTS]
            if partner.lastname or partner.firstname:
                partner.name = full_name(*parts)
            else:
                partner.name = partner.name

    @api.depends("birthdate")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for partner in self:
            age = partner.birthdate and relativedelta(today, partner.birthdate).years
            partner.age = age
            partner.age_group = partner.birthdate and next(
                (code for code, last in LAST_AGES if age <= last), "seniors"
            )

    @api.depends("street")
    def _compute_street_data(self):
        """Read Dutch addresses: ``Grote Markt 2-A`` has number 2 and addition A."""
        for partner in self:
            name, number, addition = split_street(partner.street or "")
            partner.street_name = name
            partner.street_number = number
            partner.street_number2 = addition

    def _inverse_street_data(self):
        for partner in self:
            partner.street = join_street(
                partner.street_name, partner.street_number, partner.street_number2
            )

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        """Show a Dutch number as the Dutch write it; leave others to core."""
        try:
            phone = clean_phone(self.phone or "")
        except Refusal:
            phone = None
        if phone:
            self.phone = phone_display(phone)
            return
        super()._onchange_phone_validation()

    @api.model_create_multi
    def create(self, vals_list):
        """Let a person belong to the library at work and live in its country, unless told.

        Without a country core reads a number such as 06 12345678 as nobody's. Whoever sees people
        at work only makes no others.
        """
        companies = self.env["res.company"]
        at_work = self._makes_work_contacts()
        for vals in vals_list:
            self._check_by_hand(vals)
            if at_work and not vals.get("is_company"):
                vals.setdefault("work_contact", True)
            if vals.get("is_company") or vals.get("parent_id"):
                continue
            if "company_id" not in vals:
                default = self.env.context.get("default_company_id", self.env.company.id)
                vals["company_id"] = default
            if vals["company_id"]:
                country = companies.browse(vals["company_id"]).sudo().country_id
                vals.setdefault("country_id", country.id)
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_hand(vals)
        self._check_same_kind(vals)
        return super().write(vals)

    def _makes_work_contacts(self):
        """Whether the user knows people at work only."""
        user = self.env.user
        return (
            not self.env.su
            and user.has_group("bzk_base.group_relations")
            and not user.has_group("bzk_base.group_staff")
        )

    def _check_same_kind(self, vals):
        """Let nobody show a private customer to other colleagues by calling them something else.

        Which roles see a customer follows from the kind, so it stays what it was when made. An
        organisation that was taken for a person can be put right by a data steward.

        :raises AccessError: for a change of kind
        """
        if self.env.su:
            return
        changed = {
            name
            for name in ("work_contact", "is_company")
            if name in vals and any(partner[name] != bool(vals[name]) for partner in self)
        }
        steward = self.env.user.has_group("bzk_base.group_data_steward")
        if "work_contact" in changed or (changed and not steward):
            raise AccessError(
                self.env._(
                    "Who is a private customer, a person at work or an organisation decides which "
                    "colleagues see them, and is not changed. Ask a data steward."
                )
            )

    @api.model
    def _never_by_hand(self):
        """Fields that tell what the system did; addons add theirs."""
        return {"erased_on"}

    def _check_by_hand(self, vals):
        """Let nobody claim what was not done.

        :raises AccessError: for a field that only the system writes
        """
        if not self.env.su and self._never_by_hand() & vals.keys():
            raise AccessError(self.env._("What was merged or erased is not written by hand."))

    def _check_private(self):
        """Check that these may stand where only private customers do, such as on a membership.

        :raises ValidationError: naming somebody who is known at work
        """
        for partner in self.filtered("work_contact"):
            raise ValidationError(
                self.env._(
                    "%s is known here as somebody at an organisation. Choose the private customer, "
                    "or make one.",
                    partner.name,
                )
            )
