from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.i18n import format_list

from ..organisations.ending import propose_successors

KINDS = [
    ("new", "New"),
    ("linked", "Recognised"),
    ("changed", "Changed"),
    ("missing", "No longer in the list"),
    ("returned", "In the list again"),
]
STATES = [
    ("done", "Taken in"),
    ("open", "To decide"),
    ("ended", "Ended"),
    ("merged", "Gone up in another"),
    ("kept", "Stays a relation"),
    ("back", "In the list again"),
]


class RelationNews(models.Model):
    """What an import told of an organisation, and what staff decided about it.

    An organisation that a complete list no longer names has closed, or has gone up in another, or
    is only missing: the list does not say which, so a person does. Nothing is deleted, and each
    decision can be taken back.
    """

    _name = "bzk.relation.news"
    _inherit = "bzk.library.guard"
    _description = "What a list told of an organisation"
    _order = "id DESC"
    _rec_name = "relation_id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "bzk.import.run", string="Import", readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    group_id = fields.Many2one(related="relation_id.group_id")
    user_id = fields.Many2one(related="relation_id.user_id")
    city = fields.Char(related="relation_id.city")
    key = fields.Char(string="Number in the source", readonly=True)
    kind = fields.Selection(KINDS, string="What", required=True, readonly=True)
    details = fields.Json(readonly=True, help="Of what changed: [field, before, after].")
    description = fields.Char(compute="_compute_description", string="What changed")
    state = fields.Selection(
        STATES, string="Decision", required=True, default="done", readonly=True
    )
    successor_id = fields.Many2one(
        "bzk.relation",
        string="Gone up in",
        domain="[('id', '!=', relation_id), ('state', '!=', 'ended'), "
        "('company_id', '=', company_id)]",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    reasons = fields.Json(readonly=True, help="Why this successor is proposed.")
    explanation = fields.Char(compute="_compute_explanation", string="Why")
    former_state = fields.Char(readonly=True)
    former_next_contact = fields.Date(readonly=True)
    merge_id = fields.Many2one(
        "bzk.relation.merge", readonly=True, ondelete="set null", index="btree_not_null"
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="set null"
    )
    decided_on = fields.Datetime(string="Decided on", readonly=True)

    _open_idx = models.Index("(company_id, id) WHERE state = 'open'")

    def write(self, vals):
        """Let staff say in what an organisation went up; the rest follows from deciding.

        :raises AccessError: for whoever writes a decision by hand
        """
        if not self.env.su and vals.keys() - {"successor_id"}:
            raise AccessError(self.env._("Decide with the buttons."))
        return super().write(vals)

    @api.depends("details")
    def _compute_description(self):
        labels = self.env["res.partner"].fields_get(attributes=["string"])
        for news in self:
            lines = []
            for name, before, after in news.details or []:
                label = labels.get(name, {}).get("string", name)
                nothing = self.env._("nothing")
                lines.append(f"{label}: {before or nothing} → {after or nothing}")
            news.description = "; ".join(lines)

    @api.depends("reasons")
    def _compute_explanation(self):
        _ = self.env._
        texts = {
            "name_in_name": _("its name is in that of the other"),
            "address_same": _("same address"),
            "domain_same": _("same website"),
            "phone_same": _("same phone number"),
            "brin_family": _("same BRIN, other branch"),
            "board_same": _("same board"),
            "place_same": _("same place"),
        }
        for news in self:
            words = [texts[code] for code in news.reasons or [] if code in texts]
            news.explanation = format_list(self.env, words) if words else False

    @api.model
    def _tell(self, run, told):
        """Keep what an import did.

        :param run: the ``bzk.import.run``
        :param told: list of (relation, kind, list of [field, before, after] or ``None``)
        """
        self.create(
            [
                {
                    "run_id": run.id,
                    "company_id": run.company_id.id,
                    "relation_id": relation.id,
                    "kind": kind,
                    "details": details or False,
                }
                for relation, kind, details in told
            ]
        )

    @api.model
    def _keys_in(self, run, state):
        """Keys of the source in a state: ``bzk.external.id`` records of organisations."""
        return self.env["bzk.external.id"].search(
            [
                ("source_id", "=", run.source_id.id),
                ("state", "=", state),
                ("partner_id.is_company", "=", True),
            ]
        )

    @api.model
    def _relations_of(self, company, partners):
        """The library's relation with each of these organisations: dict by the partner's id."""
        relations = self.env["bzk.relation"].with_context(active_test=False)
        found = relations.search(
            [("company_id", "=", company.id), ("partner_id", "in", partners.ids)]
        )
        return {relation.partner_id.id: relation for relation in found}

    @api.model
    def _tell_missing(self, run):
        """Lay before staff what a complete list no longer names, once, with who may have it now."""
        missing = self._keys_in(run, "missing")
        asked = set(
            self.search(
                [
                    ("run_id.source_id", "=", run.source_id.id),
                    ("kind", "=", "missing"),
                    ("state", "!=", "back"),
                    ("key", "in", missing.mapped("key")),
                ]
            ).mapped("key")
        )
        missing = missing.filtered(lambda known: known.key not in asked)
        if not missing:
            return
        finder = self.env["bzk.organisation.finder"]
        company = run.company_id
        present = self._keys_in(run, "current").partner_id
        successors = propose_successors(
            finder._organisations(company, missing.partner_id.ids),
            finder._organisations(company, (present - missing.partner_id).ids),
        )
        relations = self._relations_of(company, missing.partner_id | present)
        vals_list = []
        for known in missing:
            relation = relations.get(known.partner_id.id)
            if not relation or relation.state == "ended":
                continue
            successor, reasons = successors.get(known.partner_id.id, (None, None))
            successor = relations.get(successor)
            vals_list.append(
                {
                    "run_id": run.id,
                    "company_id": company.id,
                    "relation_id": relation.id,
                    "key": known.key,
                    "kind": "missing",
                    "state": "open",
                    "successor_id": successor.id if successor else False,
                    "reasons": reasons if successor else False,
                }
            )
        self.create(vals_list)

    @api.model
    def _tell_returned(self, run):
        """Take questions back about what the list names again, and ask about what was ended."""
        current = set(self._keys_in(run, "current").mapped("key"))
        asked = self.search(
            [
                ("run_id.source_id", "=", run.source_id.id),
                ("kind", "=", "missing"),
                ("state", "in", ("open", "kept", "ended", "merged")),
                ("key", "in", list(current)),
            ]
        )
        ended = asked.filtered(lambda news: news.state in ("ended", "merged"))
        (asked - ended).write({"state": "back"})
        known = self.search(
            [
                ("kind", "=", "returned"),
                # Who stays ended though the list names it again, is not asked about each time.
                ("state", "in", ("open", "kept")),
                ("key", "in", ended.mapped("key")),
            ]
        )
        # A school that left the list again since is asked about when it comes back once more.
        latest = {(news.relation_id, news.key): news.id for news in ended.sorted("id")}
        told = {
            (news.relation_id, news.key)
            for news in known
            if news.id > latest.get((news.relation_id, news.key), 0)
        }
        self.create(
            [
                {
                    "run_id": run.id,
                    "company_id": run.company_id.id,
                    "relation_id": news.relation_id.id,
                    "key": news.key,
                    "kind": "returned",
                    "state": "open",
                }
                for news in ended
                if (news.relation_id, news.key) not in told
            ]
        )

    def _decide(self, state, **vals):
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                **vals,
            }
        )

    def _check_open(self):
        """:raises UserError: when something else was decided meanwhile"""
        self.check_access("write")
        if any(news.state != "open" for news in self):
            raise UserError(self.env._("This was decided already. Take that back first."))

    def action_end(self):
        """The organisation has closed: the relation is ended, with all that is known of it."""
        self._check_open()
        for news in self:
            relation = news.relation_id
            former = {
                "former_state": relation.state,
                "former_next_contact": relation.next_contact_date,
            }
            relation.write({"state": "ended", "next_contact_date": False})
            # sudo: a decision is kept by this model, and nobody writes it by hand.
            news.sudo()._decide("ended", **former)
            news._set_key("closed")

    def action_merge(self):
        """The organisation has gone up in another: everything moves there."""
        self._check_open()
        for news in self:
            if not news.successor_id:
                raise UserError(
                    self.env._(
                        "Choose first in which organisation %s has gone up.",
                        news.relation_id.display_name,
                    )
                )
            merge = self.env["bzk.relation.merge"]._merge(news.successor_id, news.relation_id)
            # sudo: as for the other decisions.
            news.sudo()._decide("merged", merge_id=merge.id)
            news._set_key("closed")

    def action_keep(self):
        """The list may say what it likes: this stays a relation."""
        self._check_open()
        self.sudo()._decide("kept")

    def action_reopen(self):
        """Take a decision back."""
        self.check_access("write")
        for news in self.filtered(lambda one: one.state in ("ended", "merged", "kept")):
            if news.kind == "missing":
                news._take_back()
            # sudo: as for deciding.
            news.sudo().write(
                {
                    "state": "open",
                    "merge_id": False,
                    "decided_by_id": False,
                    "decided_on": False,
                }
            )

    def action_revive(self):
        """An organisation that is in the list again becomes a relation again."""
        self._check_open()
        for news in self:
            before = self.search(
                Domain("relation_id", "=", news.relation_id.id)
                & Domain("kind", "=", "missing")
                & Domain("state", "in", ("ended", "merged")),
                limit=1,
            )
            before._take_back()
            # sudo: what was decided is not written by hand.
            before.sudo()._decide("back")
            news.sudo()._decide("back")
            news._set_key("current")

    def _merge_undone(self, merges):
        """Ask again about organisations of which somebody took back where they went.

        :param merges: ``bzk.relation.merge`` that were undone
        """
        # sudo: a decision is kept by this model; who undid it may write the organisations.
        for news in self.sudo().search([("merge_id", "in", merges.ids), ("state", "=", "merged")]):
            news.write(
                {"state": "open", "merge_id": False, "decided_by_id": False, "decided_on": False}
            )
            news._set_key("missing")

    def _take_back(self):
        """Undo what a decision did to the relation.

        :raises UserError: when the relation has gone up in another since
        """
        for news in self:
            relation = news.relation_id
            if news.state == "ended" and relation.merged_into_id:
                raise UserError(
                    self.env._(
                        "First undo that %(gone)s went up in %(stayed)s.",
                        gone=relation.display_name,
                        stayed=relation.merged_into_id.display_name,
                    )
                )
            if news.merge_id.state == "done":
                news.merge_id.action_undo()
            elif news.state == "ended" and relation.state == "ended":
                relation.write(
                    {
                        "state": news.former_state or "active",
                        "next_contact_date": news.former_next_contact,
                    }
                )
            news._set_key("missing")

    def _set_key(self, state):
        """Keep with the key whether the source still is expected to name it."""
        self.ensure_one()
        # sudo: keys are written by imports; that the user may decide this was checked.
        keys = self.env["bzk.external.id"].sudo()
        known = keys.search(
            [("source_id", "=", self.sudo().run_id.source_id.id), ("key", "=", self.key)]
        )
        known.write({"state": state} | ({"digest": False} if state == "closed" else {}))

    def action_open_relation(self):
        """Open the organisation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.relation",
            "res_id": self.relation_id.id,
            "views": [(False, "form")],
        }
