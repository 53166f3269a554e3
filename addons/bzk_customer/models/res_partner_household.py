from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.importing.cleaning.names import standalone_surname

from .guardian import OF_AGE

#: Under this age a parent consents (AVG article 8, UAVG article 5).
CONSENT_AGE = 16


class ResPartner(models.Model):
    """With whom a customer lives, who looks after whom, and who may give consent."""

    _inherit = "res.partner"

    household_id = fields.Many2one(
        "bzk.household",
        check_company=True,
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    household_state = fields.Selection(
        [("proposed", "To confirm"), ("confirmed", "Confirmed")],
        string="Lives there",
        copy=False,
        readonly=True,
    )
    household_explanation = fields.Char(related="household_id.explanation", string="Why together")
    housemate_ids = fields.Many2many(
        "res.partner", compute="_compute_housemates", string="Lives together with"
    )
    household_role = fields.Selection(
        [("parent", "Parent"), ("child", "Child"), ("adult", "Adult")],
        compute="_compute_household_role",
        string="In the household",
    )
    household_notice = fields.Char(compute="_compute_housemates")
    guardian_ids = fields.One2many(
        "bzk.guardian",
        "child_id",
        string="Parents and guardians",
        domain=[("state", "!=", "refused")],
        copy=False,
    )
    ward_ids = fields.One2many(
        "bzk.guardian",
        "guardian_id",
        string="Looks after",
        domain=[("state", "!=", "refused")],
        copy=False,
    )
    consent_text = fields.Char(compute="_compute_consent_text", string="Consent")

    _household_state_known = models.Constraint(
        "CHECK((household_id IS NULL) = (household_state IS NULL))",
        "Of who is in a household it is known whether staff confirmed it.",
    )
    _work_contact_lives_nowhere = models.Constraint(
        "CHECK(work_contact IS NOT TRUE OR household_id IS NULL)",
        "Where somebody lives is not kept of who is known at work.",
    )

    @api.depends(
        "household_id.address_key",
        "household_id.member_ids.zip",
        "household_id.member_ids.street_number",
        "household_id.member_ids.street_number2",
        "household_id.member_ids.name",
    )
    def _compute_housemates(self):
        for partner in self:
            partner.housemate_ids = partner.household_id._members_by_age() - partner
            partner.household_notice = partner._moved_notice()

    def _moved_notice(self):
        """What to ask when the members of a household no longer live at one address."""
        movers, stayers = self._moved_and_stayed()
        if not movers or not stayers:
            return False
        parameters = {
            "movers": ", ".join(movers.mapped("name")),
            "stayers": ", ".join(stayers.mapped("name")),
            "address": stayers[0]._address_line(),
        }
        if self in movers:
            return self.env._(
                "Others of this household still live at the old address, %(address)s: %(stayers)s.",
                **parameters,
            )
        parameters["address"] = movers[0]._address_line()
        return self.env._(
            "%(movers)s of this household moved to %(address)s. Did the others move too?",
            **parameters,
        )

    def _moved_and_stayed(self):
        """Members of the household who live at a new address together, and the others.

        Seen from somebody who moved, the others are all who live elsewhere; seen from somebody who
        did not, the first who moved are meant.

        :return: two recordsets, empty when all live at one address
        """
        self.ensure_one()
        household = self.household_id
        members = household.member_ids._at_home().filtered(lambda item: item._address_key())
        keys = {member: member._address_key() for member in members}
        if self not in members or len(set(keys.values())) < 2:
            return self.browse(), self.browse()
        new = keys[self]
        if new == household.address_key:
            new = next(key for key in keys.values() if key != household.address_key)
        movers = members.filtered(lambda item: keys[item] == new)
        return movers, members - movers

    @api.depends("birthdate", "household_id", "ward_ids.child_id.household_id")
    def _compute_household_role(self):
        today = fields.Date.context_today(self)
        # All ties at once, with what they hold, instead of their numbers first.
        ties = self.env["bzk.guardian"].search_fetch(
            [("guardian_id", "in", self.ids), ("state", "!=", "refused")]
        )
        current = ties.filtered("is_current").grouped("guardian_id")
        for partner in self:
            wards = current.get(partner, ties.browse()).child_id
            if not partner.household_id:
                partner.household_role = False
            elif partner.birthdate and partner.birthdate + relativedelta(years=OF_AGE) > today:
                partner.household_role = "child"
            elif partner.household_id in wards.household_id:
                partner.household_role = "parent"
            else:
                partner.household_role = "adult"

    @api.depends(
        "birthdate",
        "guardian_ids.state",
        "guardian_ids.may_consent",
        "guardian_ids.date_start",
        "guardian_ids.date_end",
        "guardian_ids.kind",
        "guardian_ids.guardian_id.name",
    )
    def _compute_consent_text(self):
        for partner, givers in self._consent_givers().items():
            if givers == partner:
                partner.consent_text = False
            elif givers:
                partner.consent_text = self.env._(
                    "Consent is given by %s", self.env._(" or ").join(givers.mapped("name"))
                )
            else:
                partner.consent_text = self.env._(
                    "Too young to give consent, and no parent or guardian is confirmed."
                )

    def _consent_givers(self, date=None):
        """Who may give consent for these customers.

        Under 16 a parent or guardian who was confirmed; so too for an adult with a curator or
        mentor (UAVG article 5). Of a customer without a birth date only a confirmed tie tells that
        they are a child.

        :param date: the day it is about, today unless told
        :return: dict of customer -> those who may; the customers themselves, or nobody when none
            is known
        """
        date = date or fields.Date.context_today(self)
        found = {}
        for partner in self:
            ties = partner.guardian_ids.filtered(lambda tie: tie._may_consent_on(date))
            age = relativedelta(date, partner.birthdate).years if partner.birthdate else None
            if age is None or age >= OF_AGE:
                # Of a parent nothing is left by then, see the tie itself.
                found[partner] = ties.guardian_id or partner
            elif age >= CONSENT_AGE:
                found[partner] = partner
            else:
                found[partner] = ties.guardian_id
        return found

    def _at_home(self):
        """Those who can be expected to live at the address that is known of them."""
        return self.filtered(lambda item: item.active and not item.deceased and not item.moved_away)

    def _address_key(self):
        """What tells one address from another, or ``None``; see ``household_sql.ADDRESS``."""
        self.ensure_one()
        if not (self.zip and self.street_number):
            return None
        postcode = self.zip.upper().replace(" ", "")
        return f"{postcode}|{self.street_number.lower()}|{(self.street_number2 or '').lower()}"

    def _address_line(self):
        """The address on one line, for one customer or none."""
        place = " ".join(part for part in (self.zip, self.city) if part)
        return ", ".join(part for part in (self.street, place) if part)

    def _surname(self):
        """The surname as it stands alone: with its infix, capitalised."""
        return standalone_surname(self.infix, self.lastname) or self.name or ""

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_household_state(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_household_state(vals))

    @api.model
    def _with_household_state(self, vals):
        """Whoever is put in a household by hand lives there."""
        if "household_id" not in vals or "household_state" in vals:
            return vals
        return {**vals, "household_state": "confirmed" if vals["household_id"] else False}

    def action_open_housemate(self):
        """Open the one view of somebody in the list."""
        return self._open_customer()

    def action_confirm_household(self):
        """Confirm the household that was proposed for this customer."""
        return self.household_id.action_confirm()

    def action_refuse_household(self):
        """Refuse the household that was proposed for this customer."""
        return self.household_id.action_refuse()

    def action_leave_household(self):
        """This customer does not live with the others; remembered."""
        self.ensure_one()
        household = self.household_id
        household._remove(self)
        return household._show_again()

    def action_open_household(self):
        """Open the household."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.household",
            "res_id": self.household_id.id,
            "views": [(False, "form")],
        }

    def action_others_move(self):
        """Ask which of the others moved to the new address too."""
        movers, stayers = self._moved_and_stayed()
        if not movers or not stayers:
            raise UserError(self.env._("Everyone of this household lives at one address."))
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_customer.action_household_move")
        return action | {"context": {"default_partner_id": movers[0].id, "default_moved": True}}

    def action_others_stay(self):
        """The others did not move: those who did live on their own from now on."""
        movers, stayers = self._moved_and_stayed()
        if movers and stayers:
            self.household_id._split(movers)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
