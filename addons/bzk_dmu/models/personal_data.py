from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

MEMBER = "bzk.dmu.member"
#: What a place tells of the person by itself; the rest says what there was to do.
ABOUT_PERSON = ("department", "email", "phone", "address", "note", "influence", "attitude")
#: Columns of organisations, which persons do not have.
OF_ORGANISATIONS = (
    "brin",
    "coc_number",
    "school_type",
    "denomination",
    "pupil_count",
    "municipality",
    "inhabitant_count",
    "board_number",
    "web_domain",
)


class PersonalData(models.AbstractModel):
    """What relations add to the personal data: people as they are known at work."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_organisations(),
            *self._declare_places(),
        ]

    def _declare_organisations(self):
        """What is held about organisations, with which no person is found."""
        _ = self.env._
        values = {
            "purpose": _("To know the organisations that the library deals with"),
            "basis": "task",
            "term": "customer",
            "erase": "keep",
            "reason": _("About an organisation, which is not a person"),
        }
        return [
            self._declare(
                "res.partner",
                OF_ORGANISATIONS,
                person="id",
                where=[("is_company", "=", True)],
                title=_("Details of an organisation"),
                **values,
            ),
            self._declare("bzk.relation", **values),
            self._declare(
                "res.partner",
                ["address_form"],
                person="id",
                title=_("How somebody is addressed"),
                purpose=_("To write to people as they like it"),
                basis="interest",
                term="customer",
                erase="clear",
            ),
        ]

    def _declare_places(self):
        """Where somebody works, what they do there, and what colleagues think of their place."""
        _ = self.env._
        values = {
            "purpose": _("To know with whom at an organisation to speak about what"),
            "basis": "interest",
            "term": "customer",
        }
        return [
            self._declare(
                MEMBER,
                title=_("Functions at organisations"),
                shows=["relation_id", "function_id", "role_ids", "date_from", "date_to"],
                erase="keep",
                reason=_("Without the person it only tells which functions there were, and when"),
                **values,
            ),
            self._declare(
                MEMBER,
                ABOUT_PERSON,
                title=_("What is noted of somebody in a function"),
                erase="clear",
                **values,
            ),
        ]

    @api.model
    def _obstacles(self, partners):
        """Nobody is erased who is still spoken to; that they left comes first."""
        found = super()._obstacles(partners)
        # sudo: that there is a place holds an erasure up, whoever prepares it.
        places = self.env[MEMBER].sudo().search(self._live_places(partners))
        for partner in partners:
            for place in places.filtered(lambda item, one=partner: item.partner_id == one):
                found.append(
                    (
                        partner,
                        self.env._(
                            "%(person)s still has a function at %(organisation)s. Note there that "
                            "they left.",
                            person=partner.name,
                            organisation=place.relation_id.name,
                        ),
                    )
                )
        return found

    @api.model
    def _live_places(self, partners):
        """Domain of places that somebody has today, at an organisation that is still a relation."""
        return (
            Domain("partner_id", "in", partners.ids)
            & Domain("current", "=", True)
            & Domain("relation_id.active", "=", True)
            & Domain("relation_id.state", "!=", "ended")
        )

    @api.model
    def _bonds(self, company):
        """A place ties somebody to the library until they leave, or the relation has ended."""
        places = SQL(
            """
            SELECT place.partner_id,
                   COALESCE(
                       place.date_to,
                       CASE WHEN relation.active AND relation.state <> 'ended' THEN 'infinity'
                            ELSE COALESCE(relation.last_contact_date, relation.write_date::date)
                        END)
              FROM bzk_dmu_member place
              JOIN bzk_relation relation ON relation.id = place.relation_id
             WHERE place.company_id = %s
            """,
            company.id,
        )
        return [*super()._bonds(company), places]
