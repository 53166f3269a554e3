from odoo import api, models
from odoo.tools import SQL

from ..organisations import CERTAIN, Organisation, OrganisationIndex
from ..organisations.names import fold


class OrganisationFinder(models.AbstractModel):
    """Finds the organisation that a file or a colleague means, among all that a library knows.

    A library deals with some thousands of organisations, so they are all read at once, by one
    query, and compared in memory.
    """

    _name = "bzk.organisation.finder"
    _description = "Finder of organisations"

    @api.model
    def _organisations(self, company, partner_ids=None):
        """Organisations of a library, and those that libraries share.

        :param company: the library
        :param partner_ids: only these
        :return: list of :class:`~..organisations.Organisation`
        """
        self.env["res.partner"].flush_model()
        self.env["bzk.relation"].flush_model(["partner_id", "company_id", "group_id"])
        chosen = SQL("TRUE")
        if partner_ids is not None:
            chosen = SQL("partner.id = ANY(%s)", list(partner_ids))
        self.env.cr.execute(
            SQL(
                """
                SELECT partner.id, partner.name, partner.brin, partner.coc_number,
                       partner.web_domain, partner.zip,
                       concat(partner.street_number, partner.street_number2) AS number,
                       partner.city, partner.phone_sanitized, partner.board_number,
                       relation_group.code AS group_code
                  FROM res_partner partner
                  LEFT JOIN bzk_relation relation
                    ON relation.partner_id = partner.id AND relation.company_id = %s
                  LEFT JOIN bzk_relation_group relation_group
                    ON relation_group.id = relation.group_id
                 WHERE partner.is_company AND partner.active
                   AND (partner.company_id = %s OR partner.company_id IS NULL)
                   AND NOT EXISTS (SELECT FROM res_company own WHERE own.partner_id = partner.id)
                   AND %s
                 ORDER BY partner.id
                """,
                company.id,
                company.id,
                chosen,
            )
        )
        return [
            Organisation(
                id=row["id"],
                name=row["name"] or "",
                brin=row["brin"] or "",
                coc=row["coc_number"] or "",
                domain=row["web_domain"] or "",
                zip=row["zip"] or "",
                number=fold(row["number"]).replace(" ", ""),
                city=row["city"] or "",
                phone=row["phone_sanitized"] or "",
                board=row["board_number"] or "",
                group=row["group_code"] or "",
            )
            for row in self.env.cr.dictfetchall()
        ]

    @api.model
    def _index(self, company):
        """All organisations of a library, ready to be looked through.

        :return: :class:`~..organisations.OrganisationIndex`
        """
        return OrganisationIndex(self._organisations(company))

    @api.model
    def _match_rows(self, company, rows):
        """The organisations that rows certainly mean.

        :param rows: list of (key, cleaned values)
        :return: dict of key -> id of the organisation
        """
        index = self._index(company)
        found = {}
        for key, values in rows:
            organisation, verdict = index.find(
                Organisation.of_row(values, self._group_code(values))
            )
            if verdict.outcome == CERTAIN:
                found[key] = organisation.id
        return found

    @api.model
    def _group_code(self, values):
        """Code of the group that a row says the organisation is of, or an empty text."""
        return self.env["bzk.relation.group"].browse(values.get("group_id") or ()).code or ""
