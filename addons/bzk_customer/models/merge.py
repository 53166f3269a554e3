from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from psycopg2 import IntegrityError

#: What a customer who stays takes over from the other, unit by unit: parts that only mean
#: something together come together or not at all.
UNITS = (
    ("initials",),
    ("firstname",),
    ("infix", "lastname"),
    ("gender",),
    ("birthdate",),
    ("street", "zip", "city", "state_id"),
    ("email",),
    ("phone",),
    ("branch_id",),
    ("function",),
    ("website",),
    ("image_1920",),
)
#: Once true of the person, true whatever the other record says.
WARNINGS = ("deceased", "do_not_contact")


class Merge(models.Model):
    """Two customers who turned out to be one person, made one in such a way that it can be undone.

    The other customer stays as an archived shell that points at the one who has everything now, so
    links from elsewhere still lead somewhere. References move by core's own mechanism
    (``base.partner.merge.automatic.wizard``). What changed, in whichever table, is kept row by row
    in ``bzk.merge.line``; undoing is three-way, like an import: only what still is as the merge
    left it goes back, what people changed since stays.
    """

    _name = "bzk.merge"
    _inherit = ["bzk.merge.undo", "bzk.library.guard"]
    _description = "Merge of two customers"
    _order = "id DESC"
    _rec_name = "target_id"
    _check_company_auto = True

    target_id = fields.Many2one(
        "res.partner",
        string="Customer who stayed",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    source_id = fields.Many2one(
        "res.partner",
        string="Customer merged into it",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one("res.company", string="Library", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    date = fields.Datetime(string="On", required=True, readonly=True, default=fields.Datetime.now)
    automatic = fields.Boolean(readonly=True, help="Certain enough to be done without a person.")
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone")], default="done", required=True, readonly=True
    )
    undone_by_id = fields.Many2one("res.users", string="Undone by", readonly=True)
    undone_on = fields.Datetime(string="Undone on", readonly=True)
    line_ids = fields.One2many("bzk.merge.line", "merge_id", groups="base.group_system")

    _different = models.Constraint(
        "CHECK(target_id <> source_id)", "A customer cannot be merged with themselves."
    )

    def write(self, vals):
        """Let nobody set by hand what merging and undoing keep.

        :raises AccessError: for whoever is not this model itself
        """
        if not self.env.su:
            raise AccessError(self.env._("A merge is undone, not changed."))
        return super().write(vals)

    @api.private
    def _merge(self, target, source, values=None, reason=None, automatic=False):
        """Make one customer of two.

        :param target: ``res.partner`` who stays
        :param source: ``res.partner`` who goes up in it
        :param dict values: values for the target as ``write`` takes them, as a person chose them;
            what is not in it stays the target's own, or comes from the source where the target
            has nothing
        :param str reason: in words, why these two are one
        :param bool automatic: nobody looked at it
        :return: the ``bzk.merge``
        :raises UserError: when these two cannot be merged, saying why
        """
        (target | source).check_access("write")
        self._check_mergeable(target, source)
        (target | source).lock_for_update()
        merge = self.sudo().create(
            {
                "target_id": target.id,
                "source_id": source.id,
                "company_id": target.company_id.id,
                "user_id": self.env.uid,
                "automatic": automatic,
                "reason": reason,
            }
        )
        self.env.flush_all()
        # Every table is looked through, also those that a data steward has no rights on.
        lines = self.env["bzk.merge.line"].sudo()
        with lines._recording(merge):
            self._fill_target(target, source, values or {})
            self._move_references(target, source)
            self._retire(target, source)
            self.env.flush_all()
        self.env.invalidate_all()
        return merge.with_env(self.env)

    def _check_mergeable(self, target, source):
        _ = self.env._
        both = target | source
        if len(both) != 2 or len(both.exists()) != 2:
            raise UserError(_("Choose two customers to merge."))
        if any(partner.is_company for partner in both):
            raise UserError(_("Only persons are merged here, not organisations."))
        if target.work_contact != source.work_contact:
            raise UserError(
                _(
                    "One of these is a private customer, the other somebody at an organisation. "
                    "Those stay two records, so that who sees the one does not see the other."
                )
            )
        if not target.company_id or target.company_id != source.company_id:
            raise UserError(_("Customers of different libraries are never merged."))
        if both.merged_into_id:
            raise UserError(_("One of these customers was merged already."))
        if both.with_context(active_test=False).sudo().user_ids:
            # sudo: whether there is an account, of whatever library, not whose.
            raise UserError(_("One of these is a colleague's own account. Those are not merged."))
        if source in target.parent_id | target.child_ids or target in source.child_ids:
            raise UserError(_("One of these is a contact of the other."))

    def _fill_target(self, target, source, values):
        """Write what was chosen, and fill from the source what the target does not have."""
        filled = {}
        for unit in self._units():
            if any(name in values for name in unit) or any(target[name] for name in unit):
                continue
            filled |= {name: source[name] for name in unit if source[name]}
        if source.comment and source.comment != target.comment:
            filled["comment"] = (target.comment or "") + source.comment
        filled |= {name: True for name in WARNINGS if source[name] and name not in values}
        filled |= values
        if filled:
            writable = target._convert_to_write(filled)
            target.with_context(tracking_disable=True).write(writable)

    @api.model
    def _units(self):
        """Fields that fill a gap of the customer who stays; rooms add theirs.

        :return: tuple of tuples of field names that belong together
        """
        return UNITS

    def _move_references(self, target, source):
        """Let everything that pointed at the source point at the target."""
        self.env.flush_all()
        # Core's wizard is for contact managers; who may merge customers was checked above.
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard = wizard.with_context(tracking_disable=True)
        wizard._update_foreign_keys(source, target)
        wizard._update_reference_fields(source, target)
        self.env.invalidate_all()

    def _retire(self, target, source):
        """Leave the source as a shell of its own that points at the target."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id WHERE id = %s", (source.id,)
        )
        self.env.invalidate_all()
        # sudo: who was merged into whom is written here only.
        source.sudo().with_context(tracking_disable=True).write(
            {"active": False, "merged_into_id": target.id}
        )

    def _take_back(self):
        _ = self.env._
        both = self.target_id | self.source_id
        # The kept rows hold persons and are nobody's to read.
        lines = self.sudo().line_ids
        if not lines:
            raise UserError(
                _("What this merge changed is no longer kept, so it cannot be undone any more.")
            )
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                lines._restore()
                both._name_again(lines)
                self._follow_back()
        except IntegrityError as error:
            raise UserError(
                _("This merge cannot be undone: what it moved has been removed or used since.")
            ) from error
        self.env.invalidate_all()
        self.sudo().write(
            {"state": "undone", "undone_by_id": self.env.uid, "undone_on": fields.Datetime.now()}
        )

    def _follow_back(self):
        """Called once both customers are back, for what came in since by a key of the source."""

    def action_open_target(self):
        """Open the customer who stayed."""
        self.ensure_one()
        return self.target_id._open_customer()
