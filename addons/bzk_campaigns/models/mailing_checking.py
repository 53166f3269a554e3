import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_domain_extract, is_html_empty

from odoo.addons.bzk_base.mailing import plain_text

from ..checking import (
    TOO_HARD,
    check_markup,
    find_links,
    find_placeholders,
    look_at_all,
    reading_ease,
)
from .mailing_check import KINDS

#: More of a kind are not told: after the first few the point is clear.
MOST = 20
#: What the texts to begin with leave to the writer.
UNWRITTEN = re.compile(r"\[[^\[\]]*\w{3}[^\[\]]*\]")
#: Fields that a mail fills in for everybody.
NEVER_EMPTY = ("mail_foot", "mail_greeting", "mail_names", "name", "relation_salutation")
#: What is told of a link that is not fine.
LINK_KINDS = {"dead": "dead_link", "inside": "inside_link", "unsure": "unsure_link"}


class MailingMailing(models.Model):
    """The look at a mail before it is sent; what is really wrong stops it."""

    _inherit = "mailing.mailing"

    check_ids = fields.One2many("bzk.mailing.check", "mailing_id", string="Findings")
    checked_on = fields.Datetime(readonly=True, copy=False)
    checked_as = fields.Char(readonly=True, copy=False, help="The mail as it was checked.")
    check_state = fields.Selection(
        [
            ("none", "Not checked"),
            ("old", "Changed since the check"),
            ("stops", "Something must be mended"),
            ("warns", "May be sent, with remarks"),
            ("fine", "Nothing wrong"),
        ],
        string="Check",
        compute="_compute_check_state",
    )

    @api.depends("checked_as", "check_ids.stops", "body_html", "subject", "block_ids.body_html")
    def _compute_check_state(self):
        for mailing in self:
            if not mailing.checked_as:
                mailing.check_state = "none"
            elif not mailing._departed() and mailing.checked_as != mailing._origin._fingerprint():
                mailing.check_state = "old"
            elif any(mailing.check_ids.mapped("stops")):
                mailing.check_state = "stops"
            else:
                mailing.check_state = "warns" if mailing.check_ids else "fine"

    def action_check(self):
        """Look for what is wrong, links included, and show what was found."""
        self.ensure_one()
        self.check_access("write")
        self._check()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check(self):
        """Look for what is wrong and keep what is found."""
        self.ensure_one()
        self.check_access("write")
        findings = self._findings()
        # sudo: what is found is written by the check only.
        lines = self.env["bzk.mailing.check"].sudo()
        lines.search([("mailing_id", "=", self.id)]).unlink()
        lines.create(
            [
                {"mailing_id": self.id, "stops": KINDS[finding["kind"]][1], **finding}
                for finding in findings
            ]
        )
        # As above.
        self.sudo().write({"checked_on": fields.Datetime.now(), "checked_as": self._fingerprint()})

    def _assert_checked(self):
        """Let nothing out that was not looked at, or in which something is wrong.

        :raises UserError: saying what has to be mended
        """
        self.ensure_one()
        if self.check_state in ("none", "old"):
            self._check()
        stops = self.check_ids.filtered("stops")
        if stops:
            labels = dict(stops._fields["kind"]._description_selection(self.env))
            lines = dict.fromkeys(labels[line.kind] for line in stops)
            raise UserError(
                self.env._(
                    "“%(mailing)s” can't be sent yet. See the page Check:\n%(problems)s",
                    mailing=self.subject,
                    problems="\n".join(f"- {line}" for line in lines),
                )
            )

    def _findings(self):
        """Give everything that is wrong: list of dicts of values of ``bzk.mailing.check``."""
        self.ensure_one()
        findings = [*self._check_readers(), *self._check_text()]
        findings += self._check_sender()
        findings += self._check_blocks()
        findings += self._check_places()
        findings += self._check_links()
        return findings

    def _check_readers(self):
        counts = self._count_verdicts()
        missing = {"no_purpose": self.purpose_id}
        if not self.for_journey:
            missing["no_segment"] = self.mailing_filter_id
        findings = [{"kind": kind} for kind, value in missing.items() if not value]
        if not findings and not self.for_journey and not counts.get(None):
            findings.append({"kind": "nobody"})
        return findings

    def _check_text(self):
        """Look at the mail with all its blocks, as one reader would get it."""
        written = [self.body_html, *self.block_ids.mapped("body_html")]
        text = plain_text("".join(part or "" for part in written))
        findings = [
            {"kind": "empty_block", "block_id": block.id}
            for block in self.block_ids
            if is_html_empty(block.body_html)
        ]
        if not any(char.isalnum() for char in text):
            findings.append({"kind": "no_text"})
        unwritten = UNWRITTEN.findall(f"{self.subject} {self.preview or ''} {text}")
        findings += [{"kind": "unwritten", "detail": part} for part in unwritten[:MOST]]
        html = self._whole_mail()
        marks = [{"kind": kind, "detail": detail} for kind, detail in check_markup(html)]
        findings += marks[:MOST]
        if "/afmelden/" not in html:
            findings.append({"kind": "no_unsubscribe"})
        ease = reading_ease(text)
        if ease is not None and ease < TOO_HARD:
            detail = self.env._(
                "Reading ease %(ease)d of 100; at least %(wanted)d reads easily.",
                ease=max(ease, 0),
                wanted=TOO_HARD,
            )
            findings.append({"kind": "hard_text", "detail": detail})
        return findings

    def _whole_mail(self):
        """The mail with all blocks, as the user would get it, with links that do nothing."""
        partner = self.env.user.partner_id
        return self._render_preview(partner, self.block_ids.ids)["body_html"]

    def _check_sender(self):
        """Compare the sender's domain with those from which the library may mail."""
        domain = email_domain_extract(self.email_from)
        # sudo: staff may not read mail servers.
        servers = self.env["ir.mail_server"].sudo().search([("from_filter", "!=", False)])
        ours = {email_domain_extract(self.company_id.email)}
        ours |= {part.strip() for server in servers for part in server.from_filter.split(",")}
        if domain and domain not in ours and self.email_from not in ours:
            return [{"kind": "sender", "detail": self.email_from}]
        return []

    def _check_places(self):
        """Find placeholders for which somebody who is mailed has nothing."""
        places = find_placeholders(f"{self.subject} {self.preview or ''}", self.body_html)
        wanted = [(path, self.block_ids.browse()) for path in sorted(places)]
        for block in self.block_ids:
            wanted += [(path, block) for path in sorted(find_placeholders(markup=block.body_html))]
        findings = []
        for path, block in wanted:
            people = path not in NEVER_EMPTY and self._empty_place_people(path, block)
            if people:
                findings.append(
                    {
                        "kind": "empty_place",
                        "detail": path,
                        "block_id": block.id,
                        "people": len(people),
                    }
                )
        # In a journey nobody is chosen beforehand; what can be empty may be empty for somebody.
        if self.for_journey:
            return [finding | {"people": 0} for finding in findings]
        return findings

    def _empty_place_people(self, path, block):
        """Who is mailed and has nothing in a field.

        :param str path: names of fields with dots between them
        :param block: ``bzk.mailing.block`` that names it; none for the general part
        """
        self.ensure_one()
        model, domain, parts = self.env["res.partner"], Domain.FALSE, (path or "").split(".")
        for length in range(1, len(parts) + 1):
            field = model._fields.get(parts[length - 1])
            if field is None:
                return self.env["res.partner"]
            if field.store or field.search:
                domain |= Domain(".".join(parts[:length]), "in", [False, ""])
            model = self.env[field.comodel_name] if field.relational else model
        query = self._chosen_query()
        if block.segment_id:
            query = SQL(
                "SELECT id FROM (%s) one WHERE id IN (%s)",
                query,
                self._people_query(block.segment_id),
            )
        allowed = SQL(
            "(SELECT id FROM (%s) verdict WHERE reason IS NULL)", self._verdict_query(query)
        )
        self.env["mailing.filter"]._answer_at_once()
        return self.env["res.partner"].search(domain & Domain("id", "in", allowed))

    def _check_links(self):
        """Follow the links that lead elsewhere, all at the same time and not for long."""
        base = self.get_base_url()
        links = [link for link in find_links(self._whole_mail()) if not link.startswith(f"{base}/")]
        answers = look_at_all(links)
        return [
            {"kind": LINK_KINDS[answer.state], "detail": f"{link} ({answer.detail})"}
            for link, answer in answers.items()
            if answer.state in LINK_KINDS
        ]

    def _check_blocks(self):
        """Find blocks that nobody who is mailed reads."""
        return [
            {"kind": "unread_block", "block_id": block.id}
            for block in self.block_ids
            if not self.for_journey and not block.reader_count
        ]
