from odoo import api, fields, models
from odoo.exceptions import UserError

#: More customers at a time are no longer side by side.
MOST_BY_HAND = 4
#: A merge takes up to half a second.
MOST_AT_ONCE = 100


class Duplicate(models.Model):
    """What data stewards decide about a pair.

    Stewards may only read a pair. These methods write for them, so that nobody can claim by hand
    that a pair was merged which was not.
    """

    _inherit = "bzk.duplicate"

    def _take_open(self):
        """Hold the pairs until the end of the transaction, so that nobody else decides meanwhile.

        :return: those that nobody decided about
        :raises UserError: when somebody decided about all of them
        """
        self.check_access("read")
        # sudo: see the class.
        self.sudo().lock_for_update()
        todo = self.filtered(lambda pair: pair.state == "open")
        if self and not todo:
            raise UserError(
                self.env._(
                    "%(name)s already decided about %(first)s and %(second)s.",
                    name=self[0].decided_by_id.name or self.env._("Someone"),
                    first=self[0].partner1_id.display_name,
                    second=self[0].partner2_id.display_name,
                )
            )
        return todo

    def _decide(self, state):
        # sudo: see the class.
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def action_different(self):
        """Remember that these are different people."""
        self._take_open()._decide("different")

    def action_merge(self):
        """Merge the pairs as proposed: the fuller customer stays, the other fills the gaps.

        A pair that an earlier one of the same selection settled is passed over.

        :raises UserError: when there are too many to do while somebody waits
        """
        if len(self) > MOST_AT_ONCE:
            raise UserError(self.env._("Merge at most %s pairs at a time.", MOST_AT_ONCE))
        for pair in self._take_open():
            if pair.exists() and pair.state == "open":
                pair._merge(pair._suggested_stay())

    def _merge(self, target, values=None, automatic=False):
        """Merge an open pair.

        :param target: the one of both who stays
        :param dict values: chosen values, see ``bzk.merge._merge``
        :param bool automatic: nobody looked at it
        :return: the ``bzk.merge``
        """
        self.ensure_one()
        source = (self.partner1_id | self.partner2_id) - target
        return self.env["bzk.merge"]._merge(
            target, source, values, reason=self.explanation, automatic=automatic
        )

    def _suggested_stay(self):
        """Who of both had better stay: see :meth:`_stay_scores`; the older record when equal."""
        self.ensure_one()
        both = self.partner1_id | self.partner2_id
        scores = self._stay_scores(both)
        return max(both, key=lambda partner: (scores[partner.id], -partner.id))

    @api.model
    def _stay_scores(self, partners):
        """How much is lost if a customer were to go up in another; rooms add to it.

        :return: dict of partner id -> number
        """
        names = {name for unit in self.env["bzk.merge"]._units() for name in unit}
        names.discard("image_1920")
        return {
            partner.id: sum(bool(partner[name]) for name in names)
            + 100 * len(partner.external_id_ids.filtered(lambda key: key.state == "current"))
            for partner in partners
        }

    def action_reopen(self):
        """Put decided pairs back among those to decide; what was merged is taken apart again."""
        self.check_access("read")
        self.filtered(lambda pair: pair.state == "different")._decide_again()
        for pair in self.filtered(lambda pair: pair.state == "merged"):
            merge = self.env["bzk.merge"].search(
                [
                    ("source_id", "in", (pair.partner1_id | pair.partner2_id).ids),
                    ("target_id", "in", (pair.partner1_id | pair.partner2_id).ids),
                    ("state", "=", "done"),
                ],
                limit=1,
            )
            merge.action_undo()
            if pair.state == "merged":
                pair._decide_again()

    def _decide_again(self):
        # sudo: see the class.
        self.sudo().write({"state": "open", "decided_by_id": False, "decided_on": False})

    @api.model
    def action_compare(self, partner_ids):
        """Put customers side by side whom a person takes for one.

        :param partner_ids: ids of two customers or a few
        :return: action that opens the work screen with these pairs
        :raises UserError: when they cannot be compared
        """
        partners = self.env["res.partner"].browse(partner_ids).sorted("id")
        partners.check_access("read")
        self.check_access("read")
        if not 2 <= len(partners) <= MOST_BY_HAND:
            raise UserError(
                self.env._("Choose two customers to compare, or at most %s.", MOST_BY_HAND)
            )
        pairs = self.browse()
        for index, first in enumerate(partners):
            for second in partners[index + 1 :]:
                pairs |= self._pair_by_hand(first, second)
        return pairs.action_work()

    def _pair_by_hand(self, first, second):
        """The pair of two customers, open, made when it was not there."""
        self.env["bzk.merge"]._check_mergeable(first, second)
        pair = self.search([("partner1_id", "=", first.id), ("partner2_id", "=", second.id)])
        if not pair:
            # sudo: see the class.
            pair = self.sudo().create(
                {
                    "partner1_id": first.id,
                    "partner2_id": second.id,
                    "company_id": first.company_id.id,
                    "outcome": "likely",
                    "score": 0,
                    "reasons": [["by_hand", {}]],
                    "by_hand": True,
                }
            )
        elif pair.state != "open":
            pair._decide_again()
        return pair.sudo(False)

    def action_work(self):
        """Open the pairs of these that are open in the work screen, one after the other.

        Of a pair that was merged there is one customer left to open.
        """
        self.check_access("read")
        todo = self.filtered(lambda pair: pair.state == "open")
        if not todo and len(self) == 1 and self.state == "merged":
            customer = self.partner1_id.merged_into_id or self.partner2_id.merged_into_id
            return customer._open_customer()
        if self and not todo:
            raise UserError(
                self.env._("This was decided already. Put it back to decide to compare again.")
            )
        action = self.env["ir.actions.client"]._for_xml_id("bzk_customer.action_duplicate_work")
        return action | {"params": {"pair_ids": todo.ids}}
