from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.bzk_consent.models.consent_gate import REASONS
from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE


class MailingMailing(models.Model):
    """How many are chosen for a mailing, how many may get it, and why the others may not."""

    _inherit = "mailing.mailing"

    refusal_ids = fields.One2many("bzk.mailing.refusal", "mailing_id", string="Not mailed")
    verdicts = fields.Json(compute="_compute_verdicts", help="Numbers chosen, allowed and refused.")
    allowed_count = fields.Integer(string="May be mailed", compute="_compute_verdicts")

    @api.depends(
        "mailing_filter_id",
        "purpose_id",
        "needs_block",
        "block_ids.segment_id",
        "refusal_ids.people",
        "state",
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_verdicts(self):
        """Count as it is now, and for what departed as it was then."""
        for mailing in self:
            try:
                counts = mailing._count_verdicts()
            except (*UNREADABLE, AccessError):
                # Chosen by something that this user may not see.
                counts = None
            mailing.verdicts = mailing._show_verdicts(counts)
            mailing.allowed_count = (counts or {}).get(None, 0)

    def _departed(self):
        """Whether who gets it was chosen, once and for all."""
        self.ensure_one()
        return self.state in ("sending", "done")

    def _count_verdicts(self):
        """Give the number of customers by reason; ``None`` for who may be mailed."""
        self.ensure_one()
        if self._departed():
            counts = {line.reason: line.people for line in self.refusal_ids}
            return counts | {None: self._count_mails().get(self.id, (0, 0, 0))[2]}
        if not self.mailing_filter_id:
            return {}
        # A new mailing is counted as well; only what is stored has blocks to look up.
        query = self._verdict_query(self._chosen_query())
        self.env["mailing.filter"]._answer_at_once()
        self.env.cr.execute(SQL("SELECT reason, count(*) FROM (%s) verdict GROUP BY reason", query))
        return dict(self.env.cr.fetchall())

    def _count_readers(self):
        """Give the number of readers by id of their block; of a mailing that went, who got it."""
        self.ensure_one()
        if self._departed():
            shown = SQL(
                """
                SELECT partner_id AS id, shown_blocks AS blocks FROM mailing_trace
                 WHERE mass_mailing_id = %s AND jsonb_typeof(shown_blocks) = 'array'
                """,
                self.id,
            )
        elif self.mailing_filter_id:
            allowed = SQL(
                "SELECT id FROM (%s) verdict WHERE reason IS NULL",
                self._verdict_query(self._chosen_query()),
            )
            shown = self._block_query(allowed)
        else:
            return {}
        self.env["mailing.filter"]._answer_at_once()
        self.env.cr.execute(
            SQL(
                """
                SELECT part.block::integer, count(*)
                  FROM (%s) shown, jsonb_array_elements_text(shown.blocks) part(block)
                 GROUP BY 1
                """,
                shown,
            )
        )
        return dict(self.env.cr.fetchall())

    def _show_verdicts(self, counts):
        """Give the numbers for the screen, the weightiest reason first."""
        if counts is None:
            return {"unreadable": True}
        allowed = counts.get(None, 0)
        labels = dict(
            self.env["bzk.mailing.refusal"]._fields["reason"]._description_selection(self.env)
        )
        refused = [
            [reason, labels.get(reason, reason), counts[reason]]
            for reason, _label in REASONS
            if reason in counts
        ]
        number = sum(people for _reason, _label, people in refused)
        return {
            "chosen": allowed + number,
            "allowed": allowed,
            "refused": number,
            "reasons": refused,
            "past": self._departed(),
        }

    def action_open_verdict(self, verdict):
        """Show the people behind a number.

        :param str verdict: ``chosen``, ``allowed``, ``refused``, or a reason
        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        _ = self.env._
        titles = {
            "chosen": _("In the segment: %s", self.subject),
            "allowed": _("May be mailed: %s", self.subject),
        }
        domains = {
            "chosen": [],
            "allowed": [("mailing_refusal", "=", False)],
            "refused": [("mailing_refusal", "!=", False)],
        }
        kind = "bzk_dmu.action_mailing_people" if self.at_work else "bzk_campaigns.action_readers"
        action = self.env["ir.actions.act_window"]._for_xml_id(kind)
        name = titles.get(verdict, _("Not mailed: %s", self.subject))
        reason = [("mailing_refusal", "=", verdict)]
        return action | {
            "name": name,
            "display_name": name,
            "domain": [*self._chosen_domain(), *domains.get(verdict, reason)],
            "context": {"bzk_mailing_id": self.id, "active_test": False, "create": False},
        }

    def _chosen_domain(self):
        """Who is in the segment, of the library that mails."""
        self.ensure_one()
        segment = self.mailing_filter_id
        if not segment:
            return [("id", "=", False)]
        if self.company_id:
            segment = segment.with_context(allowed_company_ids=self.company_id.ids)
        return list(segment._people_domain())

    def _keep_verdicts(self):
        """Write down who is refused and why, at the moment that the others are put in the queue."""
        self.ensure_one()
        counts = self._count_verdicts()
        # sudo: nobody writes these numbers by hand.
        lines = self.env["bzk.mailing.refusal"].sudo()
        lines.search([("mailing_id", "=", self.id)]).unlink()
        lines.create(
            [
                {"mailing_id": self.id, "reason": reason, "people": people}
                for reason, people in counts.items()
                if reason
            ]
        )


class ResPartner(models.Model):
    """Why a customer does not get the mailing that is looked at."""

    _inherit = "res.partner"

    @api.depends_context("bzk_mailing_id")
    def _compute_mailing_refusal(self):
        mailing = self._mailing_looked_at()
        if not mailing:
            return super()._compute_mailing_refusal()
        people = SQL("SELECT unnest(%s::integer[]) AS id", self.ids)
        self.env.cr.execute(mailing._verdict_query(people))
        reasons = dict(self.env.cr.fetchall())
        for partner in self:
            partner.mailing_refusal = reasons.get(partner._origin.id)
        return None

    @api.model
    def _search_mailing_refusal(self, operator, value):
        mailing = self._mailing_looked_at()
        if operator != "in" or not mailing:
            return super()._search_mailing_refusal(operator, value)
        mailing.env["mailing.filter"]._answer_at_once()
        found = SQL(
            "(SELECT verdict.id FROM (%s) verdict WHERE COALESCE(verdict.reason, '') = ANY(%s))",
            mailing._verdict_query(mailing._chosen_query()),
            [reason or "" for reason in value],
        )
        return [("id", "in", found)]

    def _mailing_looked_at(self):
        """The mailing of the context; that the user may read it, is checked."""
        mailing = self.env["mailing.mailing"].browse(self.env.context.get("bzk_mailing_id"))
        if mailing:
            mailing.check_access("read")
        return mailing
