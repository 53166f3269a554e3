from odoo import api, fields, models
from odoo.exceptions import AccessError

MONTHS = ("relation_months_a", "relation_months_b", "relation_months_c")


class RelationRhythm(models.TransientModel):
    """How often the library wants contact with the relations of each class."""

    _name = "bzk.relation.rhythm"
    _inherit = "bzk.library.guard"
    _description = "Rhythm of contact"

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    relation_months_a = fields.Integer(
        string="Class A", required=True, default=lambda self: self.env.company.relation_months_a
    )
    relation_months_b = fields.Integer(
        string="Class B", required=True, default=lambda self: self.env.company.relation_months_b
    )
    relation_months_c = fields.Integer(
        string="Class C", required=True, default=lambda self: self.env.company.relation_months_c
    )
    moved_count = fields.Integer(
        compute="_compute_moved_count",
        string="Planned contacts that move along",
        help="Those that followed from the rhythm; a day that somebody chose stays.",
    )

    _months_positive = models.Constraint(
        "CHECK(relation_months_a > 0 AND relation_months_b > 0 AND relation_months_c > 0)",
        "A rhythm of contact is at least one month.",
    )

    @api.depends(*MONTHS)
    def _compute_moved_count(self):
        for rhythm in self:
            rhythm.moved_count = len(rhythm._planned())

    def _planned(self):
        """Relations of the changed classes whose next contact their rhythm planned."""
        # sudo: everybody goes by the rhythm of the library.
        changed = [name[-1] for name in MONTHS if self[name] != self.company_id.sudo()[name]]
        return (
            self.env["bzk.relation"]
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("class_code", "in", changed),
                    ("last_contact_date", "!=", False),
                    ("next_contact_date", "!=", False),
                    ("contact_months", "=", 0),
                ]
            )
            ._planned_by_rhythm()
        )

    def action_save(self):
        """Keep the rhythm, and plan anew what followed from the old one.

        :raises AccessError: for a library that the user does not work for at the moment
        """
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("You do not work for this library at the moment."))
        planned = self._planned()
        # sudo: the library's administrator is not the system's, who alone writes companies.
        self.company_id.sudo().write({name: self[name] for name in MONTHS})
        planned.with_context(mail_notrack=True)._replan(planned)
        return {"type": "ir.actions.act_window_close"}
