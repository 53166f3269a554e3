import re

from odoo import api, models
from odoo.tools import SQL

#: Free texts in which a person may be named: table, column, and which rows.
TEXTS = (
    ("bzk_contact_report", "subject", "report"),
    ("bzk_contact_report", "body", "report"),
    ("bzk_agreement", "name", "agreement"),
    ("bzk_relation", "comment", "relation"),
    ("bzk_education_order", "note", "order"),
    ("calendar_event", "name", "event"),
    ("calendar_event", "description", "event"),
    ("mail_activity", "summary", "activity"),
    ("mail_activity", "note", "activity"),
    ("ir_attachment", "name", "file"),
    ("mail_message", "subject", "message"),
    ("mail_message", "body", "message"),
    ("mail_message", "incoming_email_to", "message"),
    ("mail_message", "incoming_email_cc", "message"),
)
#: A first name shorter than this occurs in too many words that are no name.
SHORTEST = 3


class PersonalData(models.AbstractModel):
    """Striking somebody out of what was said and written about their organisation.

    The organisation's file stays; where the person was named in it, dots come instead.
    """

    _inherit = "bzk.personal.data"

    @api.model
    def _before_erase(self, partners):
        result = super()._before_erase(partners)
        self.env.flush_all()
        for partner in partners.filtered("work_contact"):
            rows = self._texts_with(partner)
            for pattern in self._patterns_of(partner):
                self._strike_out(rows, pattern)
            self.env.cr.execute(
                "DELETE FROM calendar_event_res_partner_rel WHERE res_partner_id = %s",
                (partner.id,),
            )
        self.env.invalidate_all(flush=False)
        return result

    @api.model
    def _patterns_of(self, partner):
        """Regular expressions of PostgreSQL for how a person is named, the longest first.

        Somebody else of the same first name in the same text is struck out too.
        """
        places = partner.dmu_member_ids
        numbers = {partner.email, partner.email_normalized, partner.phone, partner.phone_sanitized}
        numbers |= {*places.mapped("email"), *places.mapped("phone")}
        names = {partner.name, partner.lastname, partner.firstname}
        names = {name for name in names if name and len(name) >= SHORTEST}
        patterns = [re.escape(number) for number in numbers if number]
        patterns += [rf"\m{re.escape(name)}\M" for name in names]
        return sorted(patterns, key=len, reverse=True)

    def _strike_out(self, rows, pattern):
        """Put dots where a pattern fits in the texts in which somebody took part.

        :param dict rows: see :meth:`_texts_with`
        """
        for table, column, kind in TEXTS:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s"
                    " SET %(column)s = regexp_replace(%(column)s, %(pattern)s, '[…]', 'gi')"
                    " WHERE id IN (%(rows)s) AND %(column)s ~* %(pattern)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    pattern=pattern,
                    rows=rows[kind],
                )
            )

    def _texts_with(self, partner):
        """Queries of the ids of what was noted where somebody works or took part.

        :return: dict of kind -> SQL select
        """
        relations = SQL("SELECT relation_id FROM bzk_dmu_member WHERE partner_id = %s", partner.id)
        reports = SQL("SELECT id FROM bzk_contact_report WHERE relation_id IN (%s)", relations)
        return {
            "relation": relations,
            "report": reports,
            "agreement": SQL("SELECT id FROM bzk_agreement WHERE relation_id IN (%s)", relations),
            "order": SQL("SELECT id FROM bzk_education_order WHERE relation_id IN (%s)", relations),
            "event": SQL("SELECT id FROM calendar_event WHERE relation_id IN (%s)", relations),
            "activity": SQL(
                "SELECT id FROM mail_activity WHERE res_model = 'bzk.relation' AND res_id IN (%s)",
                relations,
            ),
            "file": SQL(
                "SELECT id FROM ir_attachment WHERE res_model = 'bzk.relation' AND res_id IN (%s)",
                relations,
            ),
            "message": SQL(
                "SELECT id FROM mail_message"
                " WHERE model = 'bzk.relation' AND res_id IN (%s)"
                " OR model = 'bzk.contact.report' AND res_id IN (%s)",
                relations,
                reports,
            ),
        }
