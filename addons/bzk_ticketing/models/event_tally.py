import base64

from odoo import models
from odoo.tools import hmac

from odoo.addons.bzk_base.models.res_partner import AGE_GROUPS

#: Points of the side of the square that leads to the sign-up page.
QR_SIZE = 480


class EventEvent(models.Model):
    """The screen at the door: tally, check-in and walk-ins of one activity."""

    _inherit = "event.event"

    def action_tally(self):
        """Open the screen that counts."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("bzk_ticketing.action_tally")
        return action | {"context": {"active_id": self.id, "active_model": self._name}}

    def action_check_in(self):
        """Open the screen that scans the tickets of this activity."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("event.event_barcode_action_main_view")
        return action | {"context": {"default_event_id": self.id}}

    def action_count_by_hand(self):
        """Ask for the numbers of an activity that nobody counted with a screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How many people came?"),
            "res_model": "bzk.activity.count.hand",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def tally_state(self, device):
        """Everything the counting screen shows, also to go on with when the line is lost.

        :param str device: name of the screen
        :return: dict of words, the square that leads to the sign-up page, and numbers
        """
        self.ensure_one()
        self.check_access("read")
        purposes = self.env["bzk.activity.signup"]._purposes(self.company_id)
        return {
            "name": self.name,
            "when": self._when_text(),
            "place": self._place_text(),
            "groups": self._age_groups(),
            "purposes": [
                {"id": purpose.id, "name": purpose.name, "description": purpose.description}
                for purpose in purposes
            ],
            "signup_url": self._signup_url(),
            "signup_image": self._signup_image(),
            **self._tally_numbers(device),
        }

    def tally_send(self, device, numbers, revision):
        """Take over the numbers of one screen and tell those of all.

        :param str device: name of the screen
        :param dict numbers: as :meth:`bzk.activity.count._tally` takes them
        :param int revision: how often the screen has counted
        """
        self.ensure_one()
        self.check_access("read")
        self.env["bzk.activity.count"]._tally(self, device, numbers, revision)
        return self._tally_numbers(device)

    def tally_walk_in(self, firstname, lastname, email, purpose_ids):
        """Register somebody at the door whose name and address a colleague types.

        :param list purpose_ids: what they want to receive; they are mailed to confirm it
        :return: dict with ``wrong`` fields, or with what was done
        """
        self.ensure_one()
        self.check_access("read")
        self.env["event.registration"].check_access("create")
        signup = self.env["bzk.activity.signup"]
        person, wrong = signup._read(firstname, lastname, email, by_staff=True)
        if wrong:
            return {"wrong": wrong}
        seat, state = signup._sign_up(self, person, by_staff=True)
        purposes = signup._purposes(self.company_id).filtered(lambda p: p.id in purpose_ids)
        if purposes:
            seat._ask_consent(purposes)
        return {"wrong": {}, "name": seat.name or seat.email, "state": state}

    def _tally_numbers(self, device):
        """What this screen and all others counted, and who was checked in."""
        lines = self.env["bzk.activity.count"].search([("event_id", "=", self.id)])
        own = lines.filtered(lambda line: line.device == device)
        numbers = {"counted": {}, "estimated": {}}
        for line in own:
            numbers[line.method][line.age_group or ""] = line.number
        return {
            "own": numbers,
            "revision": max(own.mapped("revision"), default=0),
            "others": sum((lines - own).mapped("number")),
            "screens": len(set((lines - own).mapped("device"))),
            "checked_in": self.seats_used,
            "registered": self.seats_taken,
            "capacity": self.capacity,
        }

    def _age_groups(self):
        """Codes and names of the age groups, in the language of the screen."""
        labels = dict(
            self.env["bzk.activity.count"]._fields["age_group"]._description_selection(self.env)
        )
        return [[code, labels[code]] for code, _label in AGE_GROUPS]

    def _signup_token(self):
        """Sign the address of the sign-up page, so that nobody tries all activities in turn."""
        self.ensure_one()
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_ticketing-signup", self.id)[:16]

    def _signup_url(self):
        """Address of the page on which a visitor signs up."""
        self.ensure_one()
        return f"{self.get_base_url()}/activiteit/{self.id}/{self._signup_token()}"

    def _signup_image(self):
        """The address as a square to scan, ready to show without another request."""
        image = self.env["ir.actions.report"].barcode(
            "QR", self._signup_url(), width=QR_SIZE, height=QR_SIZE
        )
        return f"data:image/png;base64,{base64.b64encode(image).decode()}"
