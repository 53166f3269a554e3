from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.bzk_base.models.personal_data import Term

#: Documents of the library's own on which there is written with people at organisations.
DOCUMENTS = ("bzk.relation", "bzk.contact.report", "crm.lead")
#: Who is named on a chance before they are known at an organisation.
CONTACT = ("contact_name", "email_from", "phone", "function")
#: Five years: what was agreed with a municipality or a fund runs for four, and is accounted for.
TALK_MONTHS = 60
LEAD_MONTHS = 24
#: Free texts in which a person may be named: table, column, and which rows.
TEXTS = (
    ("bzk_contact_report", "subject", "report"),
    ("bzk_contact_report", "body", "report"),
    ("bzk_agreement", "name", "agreement"),
    ("bzk_relation", "comment", "relation"),
    ("bzk_education_order", "note", "order"),
    ("mail_message", "subject", "message"),
    ("mail_message", "body", "message"),
)


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
                **values | {"erase": "delete", "reason": ""},
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
        return [
            self._declare(
                "crm.lead",
                CONTACT,
                title=_("Chances with the person as contact"),
                person=["partner_id", "member_id.partner_id"],
                shows=["partner_name", "name", *CONTACT, "create_date"],
                erase="clear",
                purpose=_("To make an organisation a relation"),
                basis="interest",
                term="chance",
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
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
                reason=_("What libraries agreed on: two years for what is no longer in use."),
            ),
        ]

    @api.model
    def _reach_messages_at_work(self, partners):
        """Messages on the library's own documents that were sent to these people."""
        return Domain("model", "in", DOCUMENTS) & Domain("partner_ids", "in", partners.ids)

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

    @api.model
    def _before_erase(self, partners):
        """Strike the persons out of what was said and written about their organisations."""
        result = super()._before_erase(partners)
        self.env.flush_all()
        for partner in partners.filtered("work_contact"):
            words = {partner.name, partner.email, partner.phone, partner.email_normalized}
            words |= {
                word for place in partner.dmu_member_ids for word in (place.email, place.phone)
            }
            for word in sorted(filter(None, words), key=len, reverse=True):
                self._strike_out(partner, word)
        self.env.invalidate_all(flush=False)
        return result

    def _strike_out(self, partner, word):
        """Put dots where a word stood in the texts in which somebody took part.

        :param word: a name, address or number of the person
        """
        rows = self._texts_with(partner)
        for table, column, kind in TEXTS:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = replace(%(column)s, %(word)s, '[…]')"
                    " WHERE id IN (%(rows)s) AND strpos(%(column)s, %(word)s) > 0",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    word=word,
                    rows=rows[kind],
                )
            )

    def _texts_with(self, partner):
        """Queries of the ids of what was noted where somebody works or took part."""
        reports = SQL(
            """SELECT part.bzk_contact_report_id
                 FROM bzk_contact_report_bzk_dmu_member_rel part
                 JOIN bzk_dmu_member place ON place.id = part.bzk_dmu_member_id
                WHERE place.partner_id = %s""",
            partner.id,
        )
        return {
            "report": reports,
            "relation": SQL(
                "SELECT relation_id FROM bzk_dmu_member WHERE partner_id = %s", partner.id
            ),
            "order": SQL(
                """SELECT ordered.id
                     FROM bzk_education_order ordered
                     JOIN bzk_dmu_member place ON place.relation_id = ordered.relation_id
                    WHERE place.partner_id = %s""",
                partner.id,
            ),
            "agreement": SQL("SELECT id FROM bzk_agreement WHERE report_id IN (%s)", reports),
            "message": SQL(
                """SELECT message.id
                     FROM mail_message message
                     JOIN bzk_dmu_member place ON place.partner_id = %s
                    WHERE message.model = 'bzk.relation' AND message.res_id = place.relation_id
                       OR message.model = 'bzk.contact.report' AND message.res_id IN (%s)""",
                partner.id,
                reports,
            ),
        }
