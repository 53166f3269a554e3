from odoo import api, fields, models

from . import member_figures as figures


class MemberReport(models.TransientModel):
    """The member figures of one library in the tables of the strategy paper."""

    _name = "bzk.member.report"
    _inherit = "bzk.table.report"
    _description = "Member report"

    date_from = fields.Date(
        default=lambda self: figures.reference_period(fields.Date.context_today(self))[0],
        help="Members who left from this day are counted as lost.",
    )
    date_to = fields.Date(help="Reference day: the composition is that of this day.")
    with_pupils = fields.Boolean(
        string="Count pupils as members",
        help="Pupils whom their school enrolled are left out of the composition and of the "
        "movement per year, unless you tick this box. Lost members always include them.",
    )

    @api.model
    def _title(self):
        return self.env._("Member report")

    @api.model
    def _print_action(self):
        return "bzk_membership.action_report_members"

    def _figures(self):
        """Compute all figures once, for the printed report and the workbook alike.

        :return: dict of lists of dicts, see :mod:`.member_figures`
        :raises AccessError: when the library is not one the user works for at the moment
        """
        self.ensure_one()
        self.env["bzk.membership.report"].check_access("read")
        self._check_library()
        self.env["bzk.membership"].flush_model()
        self.env["bzk.membership.change"].flush_model()
        self.env["bzk.loan.stat"].flush_model()
        cr, company_id = self.env.cr, self.company_id.id
        return {
            "composition": figures.composition(cr, company_id, self.date_to, self.with_pupils),
            "lost": figures.lost(cr, company_id, self.date_from, self.date_to),
            "reasons": figures.reasons(cr, company_id, self.date_from, self.date_to),
            "dynamics": figures.dynamics(self.env, company_id, self.date_to, self.with_pupils),
        }

    def _tables(self):
        data = self._figures()
        return [
            self._composition_table(data["composition"]),
            self._lost_table(data["lost"]),
            self._reasons_table(data["reasons"]),
            self._dynamics_table(data["dynamics"]),
        ]

    def _composition_table(self, rows):
        _ = self.env._
        names = self._names("bzk.membership.type", rows, "type_id")
        lines = [
            [
                names.get(row["type_id"]) or _("Total"),
                row["members"],
                row["fee_kb"] if row["type_id"] and row["fee_kb"] else row["fee"],
                row["loans"],
                row["loans_borrowers"],
                row["years"],
                row["never"],
            ]
            for row in rows
        ]
        kb_income = any(row["fee_kb"] for row in rows)
        notes = [
            _("Reference day: the last day of the period."),
            "" if self.with_pupils else _("Without pupils."),
            _("Income from the national library is shown but not added to the total.")
            if kb_income
            else "",
        ]
        return {
            "title": _("Composition of the members"),
            "note": " ".join(filter(None, notes)),
            "columns": [
                (_("Customer segment"), "text"),
                (_("Number of members"), "integer"),
                (_("Subscription value"), "euro"),
                (_("Average loans per customer this year"), "decimal"),
                (_("Average loans per customer this year (without 0 borrowers)"), "decimal"),
                (_("Average years a member"), "decimal"),
                (_("% never borrowed"), "percent"),
            ],
            "rows": lines[:-1],
            "total": lines[-1],
        }

    def _lost_table(self, rows):
        _ = self.env._
        names = self._names("bzk.membership.type", rows, "type_id")
        lines = [
            [
                names.get(row["type_id"]) or _("Total"),
                row["members"],
                row["share"],
                row["years"],
                row["loans"],
                row["months"],
                row["never"],
            ]
            for row in rows
        ]
        return {
            "title": _("Lost members"),
            "note": _("Memberships that ended in the period, pupils included."),
            "columns": [
                (_("Customer segment"), "text"),
                (_("Number of lost members"), "integer"),
                (_("Share"), "percent"),
                (_("Average years a member"), "decimal"),
                (_("Average loans ever"), "decimal"),
                (_("Time since last loan (months)"), "decimal"),
                (_("% never borrowed"), "percent"),
            ],
            "rows": lines[:-1],
            "total": lines[-1] if lines else None,
        }

    def _reasons_table(self, rows):
        _ = self.env._
        names = self._names("bzk.leaving.reason", rows, "reason_id")
        return {
            "title": _("Reasons for leaving"),
            "note": _("Memberships that ended in the period."),
            "columns": [
                (_("Reason"), "text"),
                (_("Number"), "integer"),
                (_("Share"), "percent"),
            ],
            "rows": [
                [names.get(row["reason_id"]) or _("(not given)"), row["members"], row["share"]]
                for row in rows
            ],
            "total": [_("Total"), sum(row["members"] for row in rows), 100.0] if rows else None,
        }

    def _dynamics_table(self, rows):
        _ = self.env._
        keys = ("joined", "left", "type_changes", "balance", "members")
        return {
            "title": _("Movement per year"),
            "note": _("The last year runs up to the reference day."),
            "columns": [
                (_("Year"), "text"),
                (_("Joined"), "integer"),
                (_("Left"), "integer"),
                (_("Changes of type"), "integer"),
                (_("Balance"), "integer"),
                (_("Members at the end"), "integer"),
            ],
            "rows": [[str(row["year"]), *(row[key] for key in keys)] for row in rows],
            "total": None,
        }
