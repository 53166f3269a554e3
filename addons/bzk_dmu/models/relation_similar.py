from markupsafe import Markup
from odoo import api, fields, models

from ..organisations import Organisation, web_domain
from ..organisations.names import fold


class Relation(models.Model):
    """While somebody types a new organisation, those that it may be are shown."""

    _inherit = "bzk.relation"

    similar_ids = fields.Many2many(
        "bzk.relation",
        compute="_compute_similar_ids",
        string="May be there already",
        help="Organisations that this one may be; open one instead of making it twice.",
    )
    similar_links = fields.Html(
        compute="_compute_similar_links",
        string="Links to these",
        # Made here of names that are escaped; they open in a tab of their own.
        sanitize=False,
    )

    @api.depends(
        *("name", "city", "brin", "coc_number", "website", "email", "zip", "street"),
        "group_id",
    )
    def _compute_similar_ids(self):
        """Only for what is not stored yet: what is there already is compared at night."""
        self.similar_ids = False
        new = self.filtered(lambda relation: not relation._origin.id and relation.name)
        for company, relations in new.grouped("company_id").items():
            if company not in self.env.companies:
                continue
            finder = self.env["bzk.organisation.finder"]
            index = finder._index(company)
            known = finder._standing_relations(company)
            for relation in relations:
                found = index.candidates(relation._as_organisation())
                found = [(one, verdict) for one, verdict in found if one.id in known]
                relation.similar_ids = self.browse(
                    dict.fromkeys(known[one.id].id for one, _verdict in found[:5])
                )

    @api.depends("similar_ids")
    def _compute_similar_links(self):
        """What is being typed is not lost by looking at another organisation."""
        for relation in self:
            relation.similar_links = Markup(", ").join(
                Markup('<a href="/odoo/relations/%s" target="_blank">%s</a>')
                % (
                    similar.id,
                    ", ".join(filter(None, (similar.name, similar.city))),
                )
                for similar in relation.similar_ids._origin
            )

    def _as_organisation(self):
        """What has been typed, to be compared with the organisations that are there."""
        self.ensure_one()
        return Organisation(
            name=self.name,
            brin=self.brin or "",
            coc=self.coc_number or "",
            domain=web_domain(self.website, self.email) or "",
            zip=self.zip or "",
            number=fold(f"{self.street_number or ''}{self.street_number2 or ''}").replace(" ", ""),
            city=self.city or "",
            group=self.group_id.code or "",
        )
