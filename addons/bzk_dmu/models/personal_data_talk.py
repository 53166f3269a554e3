from odoo import api, models
from odoo.fields import Domain

from odoo.addons.bzk_base.models.personal_data import Term

#: Documents of the library's own on which there is written with people at organisations.
DOCUMENTS = ("bzk.relation", "bzk.contact.report", "crm.lead")
#: Who is named on a chance before they are known at an organisation.
CONTACT = ("contact_name", "email_from", "phone", "function", "description")
#: Five years: what was agreed with a municipality or a fund runs for four, and is accounted for.
TALK_MONTHS = 60
LEAD_MONTHS = 24


class PersonalData(models.AbstractModel):
    """What was said and written to people at organisations."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_talks(),
            *self._declare_messages(),
            *self._declare_chances(),
        ]

    def _declare_talks(self):
        _ = self.env._
        values = {
            "purpose": _("To know what was discussed and agreed with an organisation"),
            "basis": "interest",
            "term": "talk",
            "erase": "keep",
            "reason": _("About the organisation; the name of the person is struck out"),
        }
        return [
            self._declare(
                "bzk.contact.report",
                title=_("Reports of visits and calls"),
                person="participant_ids.partner_id",
                shows=["relation_id", "date", "kind", "subject", "body"],
                **values,
            ),
            self._declare(
                "bzk.agreement",
                title=_("What was agreed"),
                person="member_id.partner_id",
                shows=["relation_id", "name", "date_deadline", "done"],
                **values,
            ),
            self._declare(
                "calendar.attendee",
                title=_("Appointments"),
                shows=["event_id", "state"],
                **values | {"term": "appointment", "erase": "delete", "reason": ""},
            ),
            self._declare(
                "bzk.education.order",
                ["member_id"],
                title=_("Orders of education that were arranged with the person"),
                person="member_id.partner_id",
                shows=["relation_id", "programme_id", "school_year"],
                **values | {"erase": "clear", "reason": ""},
            ),
            self._declare(
                "bzk.education.order",
                title=_("Orders of education"),
                person="member_id.partner_id",
                shows=["note"],
                **values,
            ),
        ]

    def _declare_messages(self):
        _ = self.env._
        return [
            self._declare(
                "ir.attachment",
                title=_("Printed reports"),
                find="_reach_report_files",
                shows=["name", "create_date"],
                purpose=_("To send a report to who was there"),
                basis="interest",
                term="talk",
            ),
            self._declare(
                "mail.message",
                title=_("Messages to somebody at an organisation"),
                find="_reach_messages_at_work",
                shows=["date", "subject", "body"],
                purpose=_("To know what was written to an organisation"),
                basis="interest",
                term="message_at_work",
                erase="keep",
                reason=_("About the organisation; the name of the person is struck out"),
            ),
        ]

    def _declare_chances(self):
        _ = self.env._
        values = {
            "purpose": _("To make an organisation a relation"),
            "basis": "interest",
            "term": "chance",
        }
        return [
            self._declare(
                "crm.lead",
                CONTACT,
                title=_("Chances with the person as contact"),
                person=["partner_id", "member_id.partner_id"],
                shows=["partner_name", "name", *CONTACT, "create_date"],
                erase="clear",
                **values,
            ),
            self._declare(
                "crm.lead",
                ["partner_id", "member_id"],
                title=_("Chances with the person as contact"),
                person=["partner_id", "member_id.partner_id"],
                shows=["partner_name"],
                erase="clear",
                **values,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        practice = _("What libraries agreed on: two years for what is no longer in use.")
        agreed = _("What is agreed with municipalities and funds runs for years.")
        return [
            *super()._terms(),
            Term(
                "talk",
                _("Reports of visits and calls"),
                "bzk.contact.report",
                months=TALK_MONTHS,
                since="date",
                reason=agreed,
            ),
            Term(
                "message_at_work",
                _("Messages and notes on organisations"),
                "mail.message",
                months=TALK_MONTHS,
                find="_due_messages_at_work",
                reason=agreed,
            ),
            Term(
                "appointment",
                _("Appointments with organisations"),
                "calendar.event",
                months=LEAD_MONTHS,
                since="stop",
                where=(("relation_id", "!=", False), ("active", "in", [True, False])),
                reason=practice,
            ),
            Term(
                "chance",
                _("Contact persons of chances that were won or lost"),
                "crm.lead",
                months=LEAD_MONTHS,
                action="clear",
                since="date_closed",
                where=(
                    ("active", "in", [True, False]),
                    *["|"] * (len(CONTACT) - 1),
                    *((name, "not in", [False, ""]) for name in CONTACT),
                ),
                names=CONTACT,
                reason=practice,
            ),
        ]

    @api.model
    def _reach_messages_at_work(self, partners):
        """Messages on the library's own documents that were sent to these people."""
        return Domain("model", "in", DOCUMENTS) & Domain("partner_ids", "in", partners.ids)

    @api.model
    def _reach_report_files(self, partners):
        """Files of reports on talks in which these people took part: they name them."""
        # sudo: whoever may erase the person may all that names them.
        reports = self.env["bzk.contact.report"].sudo()
        mine = reports._search([("participant_ids.partner_id", "in", partners.ids)])
        return Domain("res_model", "=", "bzk.contact.report") & Domain("res_id", "in", mine)

    @api.model
    def _due_messages_at_work(self, company, before):
        """Domain of messages on a library's relations that are older than a date."""
        on_documents = []
        for name in DOCUMENTS:
            # sudo: the job has the library from its own rule.
            records = self.env[name].sudo().with_context(active_test=False)
            own = records._search([("company_id", "=", company.id)])
            on_documents.append(Domain("model", "=", name) & Domain("res_id", "in", own))
        return Domain("date", "<", before) & Domain.OR(on_documents)
