from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("joined", "Joined"),
    ("type", "Other type"),
    ("branch", "Other branch"),
    ("left", "Left"),
    ("rejoined", "Joined again"),
    ("end_date", "Other end date"),
    ("reason", "Other reason"),
]


class MembershipChange(models.Model):
    """What happened to a membership, one line for each change; only ever added to.

    Lines come into being when a membership is created or changed, by staff or by an import.
    """

    _name = "bzk.membership.change"
    _inherit = "bzk.library.guard"
    _description = "Change of a membership"
    _order = "date DESC, id DESC"
    _rec_name = "kind"
    # Nobody ever changes a line, so only who added it is kept.
    _log_access = False

    membership_id = fields.Many2one(
        "bzk.membership", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one("res.company", string="Library", required=True, readonly=True)
    date = fields.Date(
        required=True, readonly=True, help="Day from which the change holds, not when it was noted."
    )
    kind = fields.Selection(KINDS, string="What happened", required=True, readonly=True)
    from_type_id = fields.Many2one(
        "bzk.membership.type", string="Type before", readonly=True, ondelete="restrict"
    )
    to_type_id = fields.Many2one(
        "bzk.membership.type", string="Type after", readonly=True, ondelete="restrict"
    )
    from_branch_id = fields.Many2one(
        "bzk.branch", string="Branch before", readonly=True, ondelete="restrict"
    )
    to_branch_id = fields.Many2one(
        "bzk.branch", string="Branch after", readonly=True, ondelete="restrict"
    )
    from_end = fields.Date(string="End date before", readonly=True)
    to_end = fields.Date(string="End date after", readonly=True)
    reason_id = fields.Many2one(
        "bzk.leaving.reason", string="Reason for leaving", readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="set null",
    )
    noted_on = fields.Datetime(string="Noted on", readonly=True, default=fields.Datetime.now)

    _company_date_idx = models.Index("(company_id, date DESC, id DESC)")

    def write(self, vals):
        raise UserError(self.env._("The history of memberships cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of memberships cannot be deleted."))

    @api.model
    def _plan_created(self, membership):
        """Describe a new membership.

        :param membership: one ``bzk.membership``
        :return: list of values to create
        """
        today = fields.Date.context_today(self)
        lines = [self._line(membership, "joined", membership.date_start or today)]
        lines[0].update(
            to_type_id=membership.type_id.id,
            to_branch_id=membership.branch_id.id,
        )
        if membership.date_end:
            lines.append(self._left_line(membership, False))
        return lines

    @api.model
    def _plan_changed(self, membership, before):
        """Describe what a write changed.

        :param membership: one ``bzk.membership`` after the write
        :param dict before: values of ``type_id``, ``branch_id``, ``date_end`` and ``reason_id``
            before it
        :return: list of values to create, in the order in which an import writes them
        """
        today = fields.Date.context_today(self)
        lines = []
        for name, kind in (("type_id", "type"), ("branch_id", "branch")):
            if membership[name] != before[name]:
                line = self._line(membership, kind, today)
                line[f"from_{name}"] = before[name].id
                line[f"to_{name}"] = membership[name].id
                lines.append(line)
        old, new = before["date_end"], membership.date_end
        if old != new:
            if not old:
                lines.append(self._left_line(membership, old))
            else:
                again = old <= today and (not new or new > today)
                line = self._line(membership, "rejoined" if again else "end_date", today)
                line.update(from_end=old, to_end=new, reason_id=membership.reason_id.id)
                lines.append(line)
        elif membership.reason_id != before["reason_id"]:
            line = self._line(membership, "reason", today)
            line["reason_id"] = membership.reason_id.id
            lines.append(line)
        return lines

    def _left_line(self, membership, old):
        line = self._line(membership, "left", membership.date_end)
        line.update(
            from_type_id=membership.type_id.id,
            from_branch_id=membership.branch_id.id,
            from_end=old,
            to_end=membership.date_end,
            reason_id=membership.reason_id.id,
        )
        return line

    def _line(self, membership, kind, date):
        return {
            "membership_id": membership.id,
            "partner_id": membership.partner_id.id,
            "company_id": membership.company_id.id,
            "kind": kind,
            "date": date,
        }
