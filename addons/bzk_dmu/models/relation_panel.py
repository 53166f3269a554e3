from odoo import api, fields, models

#: What a card of the panel tells of a place, besides what depends on the user.
PLAIN = ("department", "work_email", "work_phone")


class Relation(models.Model):
    """The decision making unit at one glance: who is who, and what is missing."""

    _inherit = "bzk.relation"

    gap_ids = fields.One2many("bzk.relation.gap", "relation_id", string="What is missing")
    completeness = fields.Integer(
        compute="_compute_completeness",
        help="How many percent of the roles that the group demands somebody has today.",
    )
    gap_count = fields.Integer(string="Number missing", compute="_compute_gap_count")
    dmu_panel = fields.Json(
        compute="_compute_dmu_panel", help="People by role, and what is missing, for the screen."
    )

    @api.depends("group_id", "member_ids.role_ids", "member_ids.date_from", "member_ids.date_to")
    @api.depends_context("allowed_company_ids")
    def _compute_completeness(self):
        report = self.env["bzk.relation.completeness"].with_context(active_test=False)
        found = {
            line.id: line.completeness
            for line in report.search_fetch([("id", "in", self.ids)], ["completeness"])
        }
        for relation in self:
            relation.completeness = round(found.get(relation._origin.id, 0))

    @api.depends_context("allowed_company_ids")
    def _compute_gap_count(self):
        counts = dict(
            self.env["bzk.relation.gap"]._read_group(
                [("relation_id", "in", self.ids)], ["relation_id"], ["__count"]
            )
        )
        for relation in self:
            relation.gap_count = counts.get(relation._origin, 0)

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_dmu_panel(self):
        """Read what is stored: what is being edited shows after it was saved."""
        # At once with their fields: by their number, the database would work all of them out.
        gaps = self.env["bzk.relation.gap"].search_fetch(
            [("relation_id", "in", self.ids)],
            ["relation_id", "kind", "role_id", "member_id", "since"],
        )
        gaps_of = gaps.grouped("relation_id")
        roles = self.env["bzk.dmu.role"].search([])
        may_edit = self.env["bzk.dmu.member"].has_access("create")
        for relation in self:
            relation.dmu_panel = relation._origin._panel(
                roles, gaps_of.get(relation._origin, gaps.browse()), may_edit
            )

    def _panel(self, roles, gaps, may_edit):
        """What the panel shows of one organisation.

        :param roles: all ``bzk.dmu.role``, in their order
        :param gaps: ``bzk.relation.gap`` of the organisation
        :param bool may_edit: whether the user may add people
        :return: dict with ``cards`` of places that are or will be somebody's, ``columns`` per role
            with the ids of their cards, ``others`` without a role, and ``gaps`` in words
        """
        today = fields.Date.context_today(self)
        present = self.member_ids.filtered(lambda m: not m.date_to or m.date_to >= today)
        required = self.group_id.with_company(self.company_id).needed_role_ids
        return {
            "may_edit": may_edit,
            "completeness": self.completeness,
            "cards": {str(member.id): member._panel_card(today) for member in present},
            "columns": [
                {
                    "id": role.id,
                    "name": role.name,
                    "help": role.description or "",
                    "required": role in required,
                    "members": present.filtered(lambda m, role=role: role in m.role_ids).ids,
                    "missing": bool(
                        gaps.filtered(lambda g, role=role: g.kind == "role" and g.role_id == role)
                    ),
                }
                for role in roles
            ],
            "others": present.filtered(lambda m: not m.role_ids).ids,
            "gaps": [
                {
                    "id": gap.id,
                    "kind": gap.kind,
                    "text": gap.name,
                    "role": gap.role_id.id,
                    "member": gap.member_id.id,
                }
                for gap in gaps
            ],
        }


class DmuMember(models.Model):
    """A place, as a card on the panel of its organisation."""

    _inherit = "bzk.dmu.member"

    def _panel_card(self, today):
        """What a card tells; influence and attitude only to those who may know them."""
        self.ensure_one()
        card = {name: self[name] or "" for name in PLAIN}
        card |= {
            "id": self.id,
            "name": self.partner_id.name,
            "function": self.function_id.name or "",
            "roles": self.role_ids.mapped("name"),
            "coming": fields.Date.to_string(self.date_from)
            if self.date_from and self.date_from > today
            else "",
            "leaving": fields.Date.to_string(self.date_to) if self.date_to else "",
        }
        for name in ("influence", "attitude"):
            field = self._fields[name]
            if self._has_field_access(field, "read"):
                labels = dict(field._description_selection(self.env))
                card[name] = self[name] or ""
                card[f"{name}_label"] = labels.get(self[name], "")
        return card
