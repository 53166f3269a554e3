from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .household_sql import ADDRESS

#: Somebody who is alone is no household.
FEWEST = 2


class Household(models.Model):
    """People who live together, as far as the library can know.

    Found by ``bzk.household.finder`` and then a proposal, until staff confirm it. Whether someone
    belongs to it stands with each member, so that a newcomer can be proposed for a household that
    staff confirmed before; the household waits as long as one of its members does. Its name and
    address are those of its members and kept nowhere else.
    """

    _name = "bzk.household"
    _inherit = "bzk.library.guard"
    _description = "Household"
    _order = "certainty DESC, id"
    _rec_names_search = ["member_ids.complete_name"]
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", help="Surnames of the members.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    member_ids = fields.One2many(
        "res.partner", "household_id", string="Housemates", check_company=True, readonly=True
    )
    member_names = fields.Char(string="Who", compute="_compute_member_names")
    state = fields.Selection(
        [("proposed", "To confirm"), ("confirmed", "Confirmed")],
        default="confirmed",
        required=True,
        readonly=True,
    )
    certainty = fields.Selection(
        [("sure", "Certain"), ("doubt", "Look first")],
        default="sure",
        required=True,
        readonly=True,
    )
    reasons = fields.Json(readonly=True, help="Why the finder put these people together.")
    explanation = fields.Char(compute="_compute_explanation", string="Why")
    address_key = fields.Char(
        readonly=True, help="Postcode, number and addition where these people last lived together."
    )
    address = fields.Char(compute="_compute_address")
    divided = fields.Boolean(
        string="At several addresses", compute="_compute_divided", search="_search_divided"
    )
    guardian_ids = fields.Many2many(
        "bzk.guardian", compute="_compute_guardian_ids", string="Parents and guardians"
    )
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True)
    confirmed_on = fields.Datetime(string="Confirmed on", readonly=True)

    _state_idx = models.Index("(company_id, state, certainty DESC, id)")

    @api.depends("member_ids.infix", "member_ids.lastname", "member_ids.birthdate")
    def _compute_name(self):
        for household in self:
            names = dict.fromkeys(member._surname() for member in household._members_by_age())
            household.name = " / ".join(name for name in names if name)

    @api.depends("name")
    def _compute_display_name(self):
        for household in self:
            household.display_name = household.name or self.env._("Household")

    @api.depends("member_ids.name", "member_ids.birthdate")
    def _compute_member_names(self):
        for household in self:
            household.member_names = ", ".join(
                f"{member.name} ({member.age})" if member.birthdate else member.name or ""
                for member in household._members_by_age()
            )

    def _members_by_age(self):
        """The eldest first; who was born on an unknown day last."""
        return self.member_ids.sorted(
            lambda item: (not item.birthdate, item.birthdate or date.min, item.id)
        )

    @api.depends("reasons", "member_ids.name")
    def _compute_explanation(self):
        finder = self.env["bzk.household.finder"]
        for household in self:
            household.explanation = finder._explain(household.reasons, household.member_ids)

    @api.depends("address_key", "member_ids.street", "member_ids.zip", "member_ids.city")
    def _compute_address(self):
        for household in self:
            members = household.member_ids
            here = members.filtered(lambda item, h=household: h.address_key == item._address_key())
            household.address = (here or members)[:1]._address_line()

    @api.depends("member_ids.zip", "member_ids.street_number", "member_ids.street_number2")
    def _compute_divided(self):
        for household in self:
            keys = {member._address_key() for member in household.member_ids._at_home()}
            household.divided = len(keys - {None}) > 1

    @api.model
    def _search_divided(self, operator, value):
        """One pass over the members; there is no column to keep up."""
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        self.env["res.partner"].flush_model()
        query = SQL(
            """(
            SELECT p.household_id
              FROM res_partner p
             WHERE p.household_id IS NOT NULL AND p.company_id IN %s AND p.active
               AND p.deceased IS NOT TRUE AND p.moved_away IS NOT TRUE
             GROUP BY p.household_id
            HAVING count(DISTINCT %s) > 1
            )""",
            tuple(self.env.companies.ids),
            SQL(ADDRESS),
        )
        return Domain("id", "in", query)

    @api.depends("member_ids.guardian_ids")
    def _compute_guardian_ids(self):
        for household in self:
            household.guardian_ids = household.member_ids.guardian_ids.filtered("is_current")

    def action_confirm(self):
        """Confirm that these people live together, for however many households at once."""
        self.check_access("write")
        self.member_ids.check_access("write")
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE res_partner
               SET household_state = 'confirmed'
             WHERE household_id = ANY(%s) AND household_state = 'proposed'
            """,
            (self.ids,),
        )
        self.env["res.partner"].invalidate_model(["household_state"])
        self.write(
            {
                "state": "confirmed",
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            }
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_refuse(self):
        """These people do not live together: who was proposed goes, and it is not proposed again.

        Of a household that staff confirmed before only the newcomers go.
        """
        self.check_access("write")
        waiting = self.member_ids.filtered(lambda item: item.household_state == "proposed")
        self._keep_apart(waiting)
        self._let_go(waiting)
        return self._show_again()

    def _show_again(self):
        """Reload the screen, or show the list when the household on the form is gone."""
        if self.env.context.get("household_form") and not self.exists():
            action = self.env["ir.actions.act_window"]._for_xml_id("bzk_customer.action_households")
            return action | {"target": "main"}
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_split(self):
        """Ask who lives elsewhere."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_customer.action_household_split"
        )
        return action | {"context": {"default_household_id": self.id}}

    def action_find(self):
        """Look for households and ties in the user's library now instead of tonight.

        :raises AccessError: for others than data stewards
        """
        self.env["bzk.household.finder"]._check_may_find()
        # sudo: looks at all customers of the libraries that the user works in, and at no other.
        finder = self.env["bzk.household.finder"].sudo()
        counts = [finder._find(company) for company in self.env.companies]
        found = sum(count["households"] for count in counts)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Looked through everyone. New households: %s", found),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _add(self, partners):
        """Let customers live here: staff say so, whatever was said before.

        :param partners: ``res.partner`` of the same library
        """
        self.ensure_one()
        self.env["bzk.household.apart"]._forget(partners, partners | self.member_ids)
        left = partners.household_id - self
        partners.write({"household_id": self.id, "household_state": "confirmed"})
        self.member_ids.write({"household_state": "confirmed"})
        (self | left)._settle()

    def _remove(self, partners):
        """Members who, staff say, do not live here; remembered.

        :param partners: members, who are kept apart from the rest and not from each other
        """
        self.ensure_one()
        rest = self.member_ids - partners
        self.env["bzk.household.apart"]._remember(partners, rest)
        return self._split(partners)

    def _split(self, partners):
        """Let members go elsewhere together: on into a household of their own if they are several.

        :return: the new household, or none
        """
        self.ensure_one()
        household = self.browse()
        if len(partners) >= FEWEST:
            household = self.create({"company_id": self.company_id.id, "state": self.state})
        values = {"household_id": household.id, "household_state": household and self.state}
        partners.write(values)
        (self | household)._settle()
        return household

    def _keep_apart(self, partners):
        """Remember that none of these lives with anyone of the household, nor with each other."""
        members = self.with_context(active_test=False).member_ids
        self.env["bzk.household.apart"]._remember(partners, members)

    def _let_go(self, partners):
        """Take members out, many at once."""
        partners.check_access("write")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET household_id = NULL, household_state = NULL WHERE id = ANY(%s)",
            (partners.ids,),
        )
        self.env.invalidate_all(flush=False)
        self._settle()

    def _settle(self):
        """Dissolve households of one, and bring state and address in step with the members."""
        alone = self.browse()
        for household in self:
            members = household.with_context(active_test=False).member_ids
            if len(members) < FEWEST:
                alone |= household
                continue
            waits = "proposed" in members.mapped("household_state")
            keys = {member._address_key() for member in household.member_ids._at_home()}
            values = {"state": "proposed" if waits else "confirmed"}
            if len(keys) == 1 and household.address_key not in keys:
                values["address_key"] = keys.pop()
            if any(household[name] != value for name, value in values.items()):
                household.write(values)
        alone.with_context(active_test=False).member_ids.write({"household_id": False})
        alone.unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_empty(self):
        """A household with members is split or refused, so that it is remembered."""
        if self.with_context(active_test=False).member_ids:
            raise UserError(self.env._("Refuse the household instead of deleting it."))
