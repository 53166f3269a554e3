from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """What staff must see at once about a customer, and what everything else must respect."""

    _inherit = "res.partner"

    deceased = fields.Boolean(tracking=True)
    moved_away = fields.Boolean(
        string="Moved away",
        tracking=True,
        help="No longer lives at the known address, and nobody knows where.",
    )
    do_not_contact = fields.Boolean(
        string="Do not contact",
        tracking=True,
        help="Asked not to be approached. Letters and mails that must be sent remain.",
    )
    do_not_contact_reason = fields.Char(string="Why not to contact")
    merged_into_id = fields.Many2one(
        "res.partner",
        string="Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="This customer turned out to be another, who has everything now.",
    )

    @api.model
    def _never_by_hand(self):
        return super()._never_by_hand() | {"merged_into_id"}

    reachable = fields.Boolean(
        string="May be approached",
        compute="_compute_reachable",
        search="_search_reachable",
        help="Neither died, moved away nor merged, and did not ask to be left alone.",
    )

    @api.depends("active", "merged_into_id", "deceased", "moved_away", "do_not_contact")
    def _compute_reachable(self):
        reachable = self.filtered_domain(self._reachable_domain())
        for partner in self:
            partner.reachable = partner in reachable

    @api.model
    def _search_reachable(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._reachable_domain()

    @api.model
    def _reachable_domain(self):
        """Customers who may be approached of the library's own accord."""
        return Domain(
            [
                ("active", "=", True),
                ("merged_into_id", "=", False),
                ("deceased", "=", False),
                ("moved_away", "=", False),
                ("do_not_contact", "=", False),
            ]
        )

    def _name_again(self, lines):
        """Write the name anew where its parts are partly those of before a merge.

        :param lines: ``bzk.merge.line`` records of the merge that was undone
        """
        self.env.cr.execute(
            """
            SELECT partner.id
              FROM bzk_merge_line line
              JOIN res_partner partner ON partner.id = (line.key->>'id')::integer
             WHERE line.id IN %s AND line.name = 'res_partner'
               AND partner.name <> line.before->>'name'
            """,
            (tuple(lines.ids),),
        )
        partners = self.browse(row[0] for row in self.env.cr.fetchall())
        self.env.invalidate_all(flush=False)
        for name in ("name", "complete_name"):
            self.env.add_to_compute(self._fields[name], partners & self)
        self.env.flush_all()

    @api.model
    def _member_periods(self):
        """From when until when customers were members; the room that knows it extends this.

        :return: SQL select of ``partner_id``, ``date_start`` (``NULL``: ever since) and
            ``date_end`` (the first day no longer a member; ``NULL``: still is)
        """
        return SQL(
            "SELECT NULL::int4 AS partner_id, NULL::date AS date_start,"
            " NULL::date AS date_end WHERE FALSE"
        )

    def _open_customer(self):
        """Open the one view of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_customers")
        form = self.env.ref("bzk_base.view_customer_form")
        return action | {"views": [(form.id, "form")], "res_id": self.id}

    def action_open_merged_into(self):
        """Open the customer who has everything of this one now."""
        return self.merged_into_id._open_customer()

    def action_undo_merge(self):
        """Take back the merge that made this customer part of another."""
        merges = self.env["bzk.merge"].search(
            [("source_id", "=", self.id), ("state", "=", "done")], limit=1
        )
        return merges.action_undo()
