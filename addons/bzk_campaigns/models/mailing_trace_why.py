from odoo import fields, models
from odoo.tools import format_date, format_datetime

#: Statuses of a mail that left.
LEFT = ("sent", "open", "reply", "bounce")


class MailingTrace(models.Model):
    """Why a customer got a mail: everything that led to it, on one screen and on paper.

    Told from what was written down at the time, and from the ledger of consent as it was at that
    moment. What can only be seen as it is today, says so.
    """

    _inherit = "mailing.trace"

    why = fields.Html(string="Why this mail", compute="_compute_why", sanitize=False)

    def _compute_why(self):
        for trace in self:
            trace.why = self.env["ir.qweb"]._render(
                "bzk_campaigns.why_sections", {"sections": trace._why_sections()}
            )

    def _why_sections(self):
        """Answer the question of a customer, or of a child's parent.

        :return: list of dicts with ``title``, ``lead`` (a sentence) and ``lines``, pairs of a label
            and a text; the first is the answer in short
        """
        self.ensure_one()
        # sudo: whoever may read this mail may know why it came; nothing here is about another
        # library, and of other people only who shares the address or decided for a child.
        trace = self.sudo()
        sections = [trace._why_short(), trace._why_chosen(), trace._why_blocks()]
        sections += [trace._why_consent(), trace._why_gate(), trace._why_address()]
        sections.append(trace._why_after())
        return [section for section in sections if section]

    def _why_moment(self):
        """When it was decided that this mail goes out, or today as long as it waits."""
        return self.sent_datetime or fields.Datetime.now()

    def _why_when(self, moment):
        return format_datetime(self.env, moment, dt_format="short") if moment else ""

    def _why_status(self):
        return dict(self._fields["trace_status"]._description_selection(self.env)).get(
            self.trace_status, ""
        )

    def _why_short(self):
        """The answer in three sentences."""
        _ = self.env._
        name = self.partner_id.name or _("Somebody whose name is no longer kept")
        mailing = self.mass_mailing_id
        values = {
            "name": name,
            "mail": mailing.subject,
            "date": self._why_when(self.sent_datetime),
            "library": self.company_id.name,
        }
        if self.trace_status in LEFT:
            lead = _("%(library)s sent %(name)s the mail “%(mail)s” on %(date)s.", **values)
        elif self.trace_status == "cancel":
            lead = _("%(name)s did not get the mail “%(mail)s”.", **values)
        else:
            lead = _("The mail “%(mail)s” to %(name)s has not left yet.", **values)
        return {
            "title": _("In short"),
            "lead": " ".join(filter(None, [lead, self._why_chosen_lead(), self._why_agreed()])),
            "lines": [],
        }

    def _why_entry(self):
        """The journey because of which this mail was sent, as this customer travelled it."""
        return self.passage_ids[:1].entry_id

    def _why_chosen_lead(self):
        """What made the library choose this customer, as a sentence."""
        _ = self.env._
        entry, segment = self._why_entry(), self.mass_mailing_id.mailing_filter_id
        if entry:
            return _(
                "It is a step of the journey “%(journey)s”, which began on %(date)s because of: "
                "%(trigger)s.",
                journey=entry.journey_id.name,
                date=self._why_when(entry.date),
                trigger=self._why_trigger(entry.journey_id),
            )
        if segment:
            return _("It went to everybody in the segment “%s”.", segment.name)
        return ""

    def _why_trigger(self, journey):
        return dict(journey._fields["trigger"]._description_selection(self.env))[journey.trigger]

    def _why_chosen(self):
        _ = self.env._
        entry, mailing = self._why_entry(), self.mass_mailing_id
        lines = []
        if entry:
            step = self.passage_ids[:1].step_id
            lines += [
                (_("Journey"), entry.journey_id.name),
                (_("Because of"), self._why_trigger(entry.journey_id)),
                (_("Entered on"), self._why_when(entry.date)),
                (_("Which time"), entry.key),
                (_("Step"), step.name),
                (_("Taken on"), self._why_when(self.passage_ids[:1].date)),
            ]
        segment = entry.journey_id.segment_id or mailing.mailing_filter_id
        if segment:
            lines.append((_("Segment"), segment.name))
            lines.append((_("Why in this segment"), self._why_in_segment(segment)))
        lines.append((_("Put in the queue on"), self._why_when(self.create_date)))
        lines = [line for line in lines if line[1]]
        return {"title": _("Why this customer"), "lead": "", "lines": lines}

    def _why_blocks(self):
        """Which parts of the mail were meant for this reader, and for whom they are."""
        _ = self.env._
        blocks = self.mass_mailing_id.block_ids
        if not blocks:
            return None
        shown = set(self.shown_blocks or [])
        lines = []
        for block in blocks.filtered(lambda block: block.id in shown):
            if not block.segment_id:
                lines.append((block.name, _("Everybody who gets the mail")))
                continue
            why = self._why_in_segment(block.segment_id)
            segment = _("Only the segment “%s”.", block.segment_id.name)
            lines.append((block.name, f"{segment} {why}"))
        lead = "" if lines else _("Nothing was written down of the blocks this reader saw.")
        return {"title": _("Blocks in the mail"), "lead": lead, "lines": lines}

    def _why_purpose(self):
        """The purpose that the gate goes by: a library's own before a common one."""
        purpose = self.mass_mailing_id.purpose_id
        rules = self.env["res.partner"]._consent_rules(purpose.code or "")
        found = [rule.purpose_id for rule in rules if rule.company_id == self.company_id.id]
        return purpose.browse(found) or purpose

    def _why_decision(self, moment):
        """The decision on the purpose of this mail that held at a moment, or none."""
        return self.env["bzk.consent"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("purpose_id", "=", self._why_purpose().id),
                ("date", "<=", moment),
            ],
            limit=1,
        )

    def _why_agreed(self):
        """Who agreed to it and when, as a sentence."""
        _ = self.env._
        purpose = self.mass_mailing_id.purpose_id
        decision = self._why_decision(self._why_moment())
        if decision.state != "given":
            return ""
        values = {
            "purpose": purpose.name,
            "date": format_date(self.env, decision.date),
            "guardian": decision.guardian_id.name,
        }
        if decision.guardian_id:
            return _(
                "Parent or guardian %(guardian)s agreed to “%(purpose)s” on %(date)s.", **values
            )
        return _("The customer agreed to “%(purpose)s” on %(date)s.", **values)

    def _why_consent(self):
        """The line of the ledger that held when the mail was sent, and what was decided since."""
        _ = self.env._
        purpose = self.mass_mailing_id.purpose_id
        lines = [(_("Purpose"), purpose.name)]
        decision = self._why_decision(self._why_moment())
        lead = ""
        if decision:
            lines += self._why_decision_lines(decision)
        else:
            lead, other = self._why_without_decision()
            lines += other
        latest = self._why_decision(fields.Datetime.now())
        if latest != decision:
            lines += [
                (_("Decided since"), self._why_label(latest, "state")),
                (_("Decided since on"), self._why_when(latest.date)),
                (_("Decided since how"), self._why_label(latest, "channel")),
            ]
        return {
            "title": _("Which consent"),
            "lead": lead,
            "lines": [line for line in lines if line[1]],
        }

    def _why_without_decision(self):
        """On what else than a decision of the customer a mail may rest.

        :return: sentence, and list of pairs of a label and a text
        """
        _ = self.env._
        purpose = self._why_purpose()
        if purpose.basis == "agreement":
            return _(
                "The library sends this because of the agreement with the customer; it needs no "
                "consent."
            ), []
        settings = self.env["bzk.consent.setting"]
        setting = settings.search(
            [("purpose_id", "=", purpose.id), ("company_id", "=", self.company_id.id)], limit=1
        )
        since = setting.soft_since if purpose.basis == "soft" else False
        bought = since and self.env["bzk.transaction"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", ">=", since),
                ("date", "<=", self._why_moment()),
                ("amount", ">", 0),
                ("kind", "in", list(self.env["res.partner"]._similar_services())),
            ],
            order="date DESC",
            limit=1,
        )
        if not bought:
            return _("The ledger of consent holds no decision on this purpose at that moment."), []
        return _(
            "The customer had bought something and did not say no: the library may mail existing "
            "customers about its own similar services."
        ), [
            (_("Told and asked since"), format_date(self.env, since)),
            (_("Where"), setting.soft_notice),
            (
                _("Bought"),
                f"{format_date(self.env, bought.date)} · {bought.description or bought.kind}",
            ),
        ]

    def _why_decision_lines(self, decision):
        """A line of the ledger in full, for whoever must prove it (AVG article 7.1)."""
        _ = self.env._
        guardian = decision.guardian_id
        tie = self.env["bzk.guardian"].search(
            [("child_id", "=", self.partner_id.id), ("guardian_id", "=", guardian.id)], limit=1
        )
        return [
            (_("Decision"), self._why_label(decision, "state")),
            (_("Decided on"), self._why_when(decision.date)),
            (_("How"), self._why_label(decision, "channel")),
            (_("Version of the text"), decision.version_id.display_name or ""),
            (_("What was said"), decision.wording or ""),
            (_("Evidence"), decision.evidence or ""),
            (_("Form or page"), decision.form or ""),
            (_("Network of the computer"), decision.ip or ""),
            (_("Told by"), decision.source_id.name or ""),
            (
                _("Row of the import"),
                f"{decision.run_id.display_name}: {decision.row_no}" if decision.run_id else "",
            ),
            (_("Decided for the child by"), guardian.name or ""),
            (_("Who is to the child"), self._why_label(tie, "kind") if tie else ""),
            (_("Noted by"), decision.user_id.name if decision.user_id.active else ""),
        ]

    def _why_label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _why_gate(self):
        """What the gate said when it was sent, and what it would say today."""
        _ = self.env._
        if self.trace_status == "cancel":
            said = self._why_label(self, "refusal") or _("Cancelled by the library")
        elif self.trace_status in LEFT:
            said = _("May be mailed")
        else:
            said = _("Was not asked yet")
        lines = [(_("At sending"), said)]
        if self.partner_id:
            verdict = self.partner_id._why_verdict(self.mass_mailing_id)
            lines.append((_("If it were sent today"), verdict or _("May be mailed")))
        return {"title": _("What the gate of consent said"), "lead": "", "lines": lines}

    def _why_address(self):
        """Where it went, and who else has that address."""
        _ = self.env._
        unknown = _("No address") if self.partner_id else _("No longer kept")
        lines = [(_("Sent to"), self.email or unknown)]
        carrier = self.carrier_id or self
        along = self.search([("carrier_id", "=", carrier.id)]) | carrier
        others = (along - self).partner_id
        if others:
            lines.append((_("The same mail was also for"), ", ".join(others.mapped("name"))))
        if self.carrier_id:
            lines.append((_("Carried by the mail to"), self.carrier_id.partner_id.name or ""))
        return {"title": _("To which address"), "lead": "", "lines": lines}

    def _why_after(self):
        """What became of it."""
        _ = self.env._
        lines = [
            (_("Status"), self._why_status()),
            (_("Opened on"), self._why_when(self.open_datetime)),
            (_("Answered on"), self._why_when(self.reply_datetime)),
        ]
        lines += [
            (_("Followed a link on %s", self._why_when(click.create_date)), click.link_id.url)
            for click in self.links_click_ids.sorted("create_date")
        ]
        taken = self.env["bzk.consent"].search([("mailing_trace_id", "=", self.id)])
        lines += [
            (
                _("Decided by this mail on %s", self._why_when(decision.date)),
                f"{decision.purpose_id.name}: {self._why_label(decision, 'state')}",
            )
            for decision in taken
        ]
        return {
            "title": _("What became of it"),
            "lead": "",
            "lines": [line for line in lines if line[1]],
        }

    def action_open_customer(self):
        """Show the customer whom the mail was for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_customers")
        return action | {"res_id": self.partner_id.id, "views": [(False, "form")]}
