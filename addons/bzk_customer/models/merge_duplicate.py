from odoo import fields, models
from odoo.fields import Domain


class Merge(models.Model):
    """What a merge means to the pairs that wait for a decision.

    All of it happens while the merge is recorded, so undoing brings the pairs back as they were.
    """

    _inherit = "bzk.merge"

    def _retire(self, target, source):
        # sudo: stewards only read pairs, and so does whoever merges from elsewhere.
        pairs = self.env["bzk.duplicate"].sudo()
        of_source = pairs.search(
            Domain("partner1_id", "=", source.id) | Domain("partner2_id", "=", source.id)
        )
        for pair in of_source:
            other = (pair.partner1_id | pair.partner2_id) - source
            if other == target:
                pair.write(
                    {
                        "state": "merged",
                        "decided_by_id": self.env.uid,
                        "decided_on": fields.Datetime.now(),
                    }
                )
            elif pair.state == "open":
                self._pass_on(pair, target, other)
        return super()._retire(target, source)

    def _pass_on(self, pair, target, other):
        """Let an open pair of the source be one of the target, if that is not there already."""
        first, second = (target | other).sorted("id")
        known = pair.search([("partner1_id", "=", first.id), ("partner2_id", "=", second.id)])
        if known:
            pair.unlink()
        else:
            pair.write({"partner1_id": first.id, "partner2_id": second.id})
