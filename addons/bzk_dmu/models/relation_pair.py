from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list


class RelationPair(models.Model):
    """Two relations that may be one organisation, until somebody decides.

    That they are not is remembered, so that nobody is asked twice.
    """

    _name = "bzk.relation.pair"
    _inherit = "bzk.library.guard"
    _description = "Organisation that may be there twice"
    _order = "outcome, id"
    _rec_name = "relation1_id"
    _check_company_auto = True

    relation1_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    relation2_id = fields.Many2one(
        "bzk.relation",
        string="Other organisation",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    city1 = fields.Char(related="relation1_id.city")
    city2 = fields.Char(related="relation2_id.city", string="Other city")
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely")],
        string="Same organisation?",
        required=True,
        readonly=True,
    )
    reasons = fields.Json(readonly=True)
    explanation = fields.Char(compute="_compute_explanation", string="Why")
    state = fields.Selection(
        [("open", "To decide"), ("different", "Two organisations"), ("joined", "Joined")],
        required=True,
        default="open",
        readonly=True,
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="set null"
    )

    _pair_uniq = models.Constraint(
        "UNIQUE(relation1_id, relation2_id)", "These two organisations already are a pair."
    )
    _pair_order = models.Constraint(
        "CHECK(relation1_id < relation2_id)", "The organisation with the lower number comes first."
    )
    _open_idx = models.Index("(company_id, outcome, id) WHERE state = 'open'")

    @api.model
    def _reason_texts(self):
        _ = self.env._
        return {
            "brin_same": _("same BRIN"),
            "coc_same": _("same number of the chamber of commerce"),
            "coc_differs": _("other number of the chamber of commerce"),
            "name_same": _("same name"),
            "name_alike": _("name is alike"),
            "name_shares": _("names share a word"),
            "domain_same": _("same website"),
            "domain_common": _("same website, as others have too"),
            "address_same": _("same address"),
            "phone_same": _("same phone number"),
            "place_same": _("same place"),
            "place_differs": _("other place"),
            "colour_differs": _("other denomination or kind of school"),
            "sort_differs": _("other kind of organisation"),
            "several": _("more than one fits"),
        }

    @api.depends("reasons")
    def _compute_explanation(self):
        texts = self._reason_texts()
        for pair in self:
            words = [texts[code] for code in pair.reasons or [] if code in texts]
            pair.explanation = format_list(self.env, words) if words else False

    @api.model
    def _cron_propose(self):
        """Look for organisations that are there twice, library by library."""
        companies = self.env["res.company"].search([])
        for left, company in enumerate(companies, 1 - len(companies)):
            self._propose(company)
            self.env["ir.cron"]._commit_progress(1, remaining=-left)

    @api.model
    def _propose(self, company):
        """Propose the pairs of a library; open ones that no longer look alike are dropped."""
        relations = self.env["bzk.relation"].search(
            [("company_id", "=", company.id), ("state", "!=", "ended")]
        )
        by_partner = {relation.partner_id.id: relation.id for relation in relations}
        index = self.env["bzk.organisation.finder"]._index(company)
        found = {}
        for organisation in index:
            if organisation.id not in by_partner:
                continue
            for other, verdict in index.candidates(organisation):
                if other.id > organisation.id and other.id in by_partner:
                    pair = sorted((by_partner[organisation.id], by_partner[other.id]))
                    found[tuple(pair)] = verdict
        known = {
            (pair.relation1_id.id, pair.relation2_id.id): pair
            for pair in self.search([("company_id", "=", company.id)])
        }
        lost = [pair.id for ids, pair in known.items() if pair.state == "open" and ids not in found]
        self.browse(lost).unlink()
        self.create(
            [
                {
                    "relation1_id": first,
                    "relation2_id": second,
                    "company_id": company.id,
                    "outcome": verdict.outcome,
                    "reasons": list(verdict.reasons),
                }
                for (first, second), verdict in found.items()
                if (first, second) not in known
            ]
        )

    def action_different(self):
        """These are two organisations; do not ask again."""
        self._check_open()
        # sudo: pairs are decided with buttons and not written by hand.
        self.sudo().write({"state": "different", "decided_by_id": self.env.uid})

    def action_reopen(self):
        """Think again about two that were said to be different."""
        self.check_access("write")
        different = self.filtered(lambda pair: pair.state == "different")
        different.sudo().write({"state": "open", "decided_by_id": False})

    def action_join(self):
        """Choose which of the two stays."""
        self._check_open()
        self.ensure_one()
        return (self.relation1_id | self.relation2_id).action_join()

    def _check_open(self):
        self.check_access("write")
        if any(pair.state != "open" for pair in self):
            raise UserError(self.env._("This was decided already."))
