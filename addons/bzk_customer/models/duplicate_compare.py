from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, html2plaintext

#: Most pairs in one answer.
MOST = 50


class Duplicate(models.Model):
    """The pairs as the work screen shows them: side by side, part by part."""

    _inherit = "bzk.duplicate"

    @api.model
    def work_load(self, outcome=False, pair_ids=None, exclude_ids=(), limit=10):
        """Give the next open pairs, the most certain first, and how many there are.

        :param outcome: only ``certain`` or ``likely`` ones
        :param pair_ids: only these pairs
        :param exclude_ids: pairs that the screen has, or has skipped
        :param limit: number of pairs to give
        :return: dict of ``pairs`` (see :meth:`_work_data`) and ``left``: number of open pairs by
            outcome, whatever was excluded
        """
        domain = Domain("state", "=", "open")
        if pair_ids is not None:
            domain &= Domain("id", "in", pair_ids)
        left = dict(self._read_group(domain, ["outcome"], ["__count"]))
        if outcome:
            domain &= Domain("outcome", "=", outcome)
        limit = max(1, min(limit, MOST))
        pairs = self.search(domain & Domain("id", "not in", exclude_ids), limit=limit)
        return {
            "pairs": pairs._work_data(),
            "left": {name: left.get(name, 0) for name in ("certain", "likely")},
        }

    def work_merge(self, target_id, choices):
        """Merge the pair as somebody chose on the screen.

        :param target_id: id of the one of both who stays
        :param dict choices: for each part of a person that differs, the id of the one from whom
            it is taken
        :raises UserError: when the pair is decided already or cannot be merged
        """
        self.ensure_one()
        self._take_open()
        both = {partner.id: partner for partner in self.partner1_id | self.partner2_id}
        if target_id not in both or not set(choices.values()) <= set(both):
            raise UserError(self.env._("Choose one of the two customers."))
        values = {}
        for unit in self._compare_units(both.values()):
            chosen = both.get(choices.get(unit[0]))
            if chosen:
                values |= {name: chosen[name] for name in unit}
        self._merge(both[target_id], values)

    def work_undo(self):
        """Put a pair that was just decided back and give it as the screen shows it.

        :return: list of at most one pair, see :meth:`_work_data`
        """
        self.ensure_one()
        if self.state != "open":
            self.action_reopen()
        return self._work_data()

    def _work_data(self):
        """What the screen needs of these pairs; the number of queries does not grow with them.

        :return: list of dicts. ``rows`` are the parts to choose from and ``facts`` what comes
            along whoever stays; each has ``values``, a text for either side
        """
        partners = (self.partner1_id | self.partner2_id).with_context(active_test=False)
        facts = self._compare_facts(partners)
        scores = self._stay_scores(partners)
        photos = self._photos(partners)
        found = []
        for pair in self:
            sides = (pair.partner1_id | pair.partner2_id).with_prefetch(partners.ids)
            found.append(
                {
                    "id": pair.id,
                    "outcome": pair.outcome,
                    "reasons": pair._told_reasons(),
                    "target_id": max(sides, key=lambda side: (scores[side.id], -side.id)).id,
                    "sides": [
                        {
                            "id": side.id,
                            "name": side.name,
                            "photo": side.id in photos,
                            "marks": side._compare_marks(),
                        }
                        for side in sides
                    ],
                    "rows": pair._compare_rows(sides, photos),
                    "facts": [
                        {
                            "key": key,
                            "label": label,
                            "values": [values.get(side.id, "") for side in sides],
                        }
                        for key, label, values in facts
                        if any(values.get(side.id) for side in sides)
                    ],
                }
            )
        return found

    @api.model
    def _compare_units(self, partners):
        """Parts of a person that are chosen together, as tuples of field names.

        Those of a merge, with what says something about the part; and the whole name where
        there are no parts of it.
        """
        units = [
            (*unit, "moved_away") if "street" in unit else unit
            for unit in self.env["bzk.merge"]._units()
        ]
        if not any(partner.firstname or partner.lastname for partner in partners):
            units.insert(0, ("name",))
        return units

    def _compare_rows(self, sides, photos):
        """The parts that either of the two has, with their text for each."""
        rows = []
        for unit in self._compare_units(sides):
            if unit[0] == "image_1920":
                values = [photos.get(side.id, "") for side in sides]
            else:
                values = [side._compare_text(unit) for side in sides]
            if any(values):
                rows.append(
                    {
                        "key": unit[0],
                        "label": self._compare_label(unit),
                        "values": values,
                        "same": values[0] == values[1],
                    }
                )
        return rows

    @api.model
    def _compare_label(self, unit):
        labels = {
            "name": self.env._("Name"),
            "infix": self.env._("Surname"),
            "street": self.env._("Address"),
            "branch_id": self.env._("Branch"),
            "image_1920": self.env._("Photo"),
        }
        field = self.env["res.partner"]._fields[unit[0]]
        return labels.get(unit[0]) or field._description_string(self.env)

    @api.model
    def _photos(self, partners):
        """Checksums of the photos of customers who have one, by id."""
        # sudo: an attachment behind a field has no access rules of its own; those of the
        # customers hold.
        attachments = self.env["ir.attachment"].sudo()
        rows = attachments.search_read(
            [
                ("res_model", "=", "res.partner"),
                ("res_field", "=", "image_1920"),
                ("res_id", "in", partners.ids),
            ],
            ["res_id", "checksum"],
        )
        return {row["res_id"]: row["checksum"] for row in rows}

    @api.model
    def _compare_facts(self, partners):
        """What belongs to these customers and stays with whoever stays.

        :return: list of (key, label, dict of partner id -> text), in the order of the screen
        """
        _ = self.env._
        return [
            *self._compare_extra(partners),
            ("contact", _("Last contact"), self._last_contacts(partners)),
            ("sources", _("Known in"), {side.id: side._compare_keys() for side in partners}),
            (
                "comment",
                _("Notes"),
                {side.id: html2plaintext(side.comment or "").strip() for side in partners},
            ),
            (
                "created",
                _("In the CRM since"),
                {side.id: format_date(self.env, side.create_date) for side in partners},
            ),
        ]

    @api.model
    def _last_contacts(self, partners):
        """Day of the last contact moment, by customer."""
        moments = self.env["bzk.contact.moment"]
        groups = moments._read_group(
            [("partner_id", "in", partners.ids)], ["partner_id"], ["date:max"]
        )
        return {partner.id: format_date(self.env, date) for partner, date in groups}

    @api.model
    def _compare_extra(self, partners):
        """What a room has to tell about these customers; see :meth:`_compare_facts`."""
        return []
