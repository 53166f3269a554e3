from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.bzk_base.models.res_partner import AGE_GROUPS

from .activity_count import METHODS

#: Who counts without a screen: the form for the day after.
BY_HAND = "hand"


class ActivityCount(models.Model):
    """Counting at the door: every screen sends its own whole numbers, as often as it likes."""

    _inherit = "bzk.activity.count"

    revision = fields.Integer(
        readonly=True,
        help="How often the screen had counted when it sent this. Whatever arrives late is older.",
    )

    @api.model
    def _tally(self, event, device, numbers, revision=0):
        """Take over what one screen counted at one activity.

        Sent again nothing changes; what comes too late, after something newer of the same screen,
        is left alone.

        :param event: ``event.event``
        :param str device: name of the screen; ``hand`` for the form
        :param dict numbers: method -> age group (``""`` when nobody asked) -> number of people
        :param int revision: grows with every change on the screen
        :raises ValidationError: for an age group or number that cannot be
        """
        event.ensure_one()
        wanted = self._read_numbers(numbers)
        lines = self.search([("event_id", "=", event.id), ("device", "=", device)])
        found = {(line.method, line.age_group or ""): line for line in lines}
        if any(line.revision > revision for line in lines):
            return
        for (method, group), number in wanted.items():
            line = found.get((method, group))
            if line and line.number != number:
                line.write({"number": number, "revision": revision, "user_id": self.env.uid})
            elif not line and number:
                self._add_line(event, device, method, group, number, revision)
        gone = lines.filtered(lambda line: (line.method, line.age_group or "") not in wanted)
        gone.filtered("number").write({"number": 0, "revision": revision})

    def _add_line(self, event, device, method, group, number, revision):
        return self.create(
            {
                "event_id": event.id,
                "device": device,
                "method": method,
                "age_group": group or False,
                "number": number,
                "revision": revision,
            }
        )

    @api.model
    def _read_numbers(self, numbers):
        """Check what a screen sent.

        :return: dict of (method, age group) -> number
        """
        methods, groups = dict(METHODS), {"", *dict(AGE_GROUPS)}
        wanted = {
            (method, group): number
            for method, by_group in numbers.items()
            for group, number in by_group.items()
        }
        for (method, group), number in wanted.items():
            whole = isinstance(number, int) and not isinstance(number, bool)
            if method not in methods or group not in groups or not whole or number < 0:
                raise ValidationError(self.env._("This is not a count of visitors."))
        return wanted
