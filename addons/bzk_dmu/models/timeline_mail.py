from odoo import api, models
from odoo.tools import SQL


class Timeline(models.Model):
    """Mails with an organisation, in its timeline and in that of each person in them."""

    _inherit = "bzk.timeline"
    _depends = {
        "mail.message": ["model", "res_id", "author_id", "date", "message_type", "subject"],
        "bzk.relation": ["partner_id", "company_id"],
    }

    @api.model
    def _timeline_selects(self):
        """Add the mails on relations to the mails, for who may see relations at all."""
        kinds = super()._timeline_selects()
        if not self.env["bzk.relation"].has_access("read"):
            return kinds
        mail = kinds["mail"]
        organisation = self._select_relation_mail(SQL("r.partner_id"), SQL(""), SQL("TRUE"))
        # A mail that is filed at several organisations stands with a person once.
        same = SQL(
            "o.message_id = m.message_id AND o.model = m.model AND o.record_company_id"
            " IS NOT DISTINCT FROM m.record_company_id AND o.id < m.id"
        )
        writer = self._select_relation_mail(
            SQL("m.author_id"),
            SQL(""),
            SQL(
                """p.work_contact AND NOT EXISTS (
                   SELECT FROM mail_message o WHERE %s AND o.author_id = m.author_id)""",
                same,
            ),
        )
        reader = self._select_relation_mail(
            SQL("t.res_partner_id"),
            SQL("JOIN mail_message_res_partner_rel t ON t.mail_message_id = m.id"),
            # Who wrote to themselves too is its writer already.
            SQL(
                """p.work_contact AND t.res_partner_id IS DISTINCT FROM m.author_id
                   AND NOT EXISTS (
                   SELECT FROM mail_message o
                     JOIN mail_message_res_partner_rel u ON u.mail_message_id = o.id
                    WHERE %s AND u.res_partner_id = t.res_partner_id)""",
                same,
            ),
        )
        select = SQL(
            "SELECT %s FROM (%s) m UNION ALL %s UNION ALL %s UNION ALL %s",
            SQL(", ").join(SQL.identifier("m", name) for name in ("row_id", *mail.columns)),
            mail.select,
            organisation,
            writer,
            reader,
        )
        return {**kinds, "mail": mail._replace(select=select)}

    def _select_relation_mail(self, partner, join, condition):
        """Mails on relations, in the columns of the mails of customers.

        :param SQL partner: column of whose timeline it is
        :param SQL join: of the table that has that column, when it is another one
        :param SQL condition: on that person or organisation, ``p``
        """
        return SQL(
            """SELECT m.id AS row_id, %s AS partner_id, r.company_id, NULL::int4 AS user_id,
                      m.date, m.subject AS title, m.id AS res_id
                 FROM mail_message m
                 JOIN bzk_relation r ON r.id = m.res_id
            LEFT JOIN mail_message_subtype s ON s.id = m.subtype_id
                 %s
                 JOIN res_partner p ON p.id = %s
                WHERE m.model = 'bzk.relation' AND %s
                  AND (m.message_type IN ('email', 'email_outgoing')
                       OR m.message_type = 'comment' AND s.internal IS NOT TRUE)""",
            partner,
            join,
            partner,
            condition,
        )
