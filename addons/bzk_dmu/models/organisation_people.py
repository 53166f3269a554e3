from odoo import api, models

from ..organisations import CERTAIN, Organisation, web_domain
from ..organisations.people import NAME_PARTS, is_same_person


class OrganisationFinder(models.AbstractModel):
    """Finds the relation that a row of a list of people means, and the person."""

    _inherit = "bzk.organisation.finder"

    @api.model
    def _of_contact(self, values):
        """The organisation as a row with a person tells it.

        The person's address at work may have the organisation's domain.
        """
        email = values.get("organisation_email") or values.get("email")
        told = {**values, "email": None, "name": values.get("organisation")}
        told["phone"] = values.get("organisation_phone")
        if not web_domain(values.get("website")):
            told["email"] = email
        return Organisation.of_row(told, self._group_code(values))

    @api.model
    def _standing_relations(self, company):
        """Relations of a library by organisation; who went up in another is that other."""
        relations = self.env["bzk.relation"].with_context(active_test=False)
        found = relations.search_fetch(
            [("company_id", "=", company.id)], ["partner_id", "merged_into_id"]
        )
        return {relation.partner_id.id: relation._standing() for relation in found}

    @api.model
    def _known_relations(self, company):
        """The relations of a library, to find the one that a row means.

        :return: :class:`KnownRelations`
        """
        relations = self._standing_relations(company)
        standing = {partner_id: relation.id for partner_id, relation in relations.items()}
        return KnownRelations(self._index(company), standing, self._of_contact)

    @api.model
    def _people(self, company):
        """Whom a library knows at work, and where.

        :return: :class:`KnownPeople`
        """
        self.env["res.partner"].flush_model()
        self.env["bzk.dmu.member"].flush_model()
        self.env.cr.execute(
            """
            SELECT person.id, person.initials, person.firstname, person.infix, person.lastname,
                   person.email_normalized AS email,
                   array_remove(array_agg(place.relation_id), NULL) AS relations
              FROM res_partner person
              LEFT JOIN bzk_dmu_member place ON place.partner_id = person.id
             WHERE person.work_contact AND person.active AND person.company_id = %s
             GROUP BY person.id
             ORDER BY person.id
            """,
            (company.id,),
        )
        return KnownPeople(self.env.cr.dictfetchall())


class KnownRelations:
    """Relations of a library by what their organisations are called.

    :param index: :class:`~..organisations.OrganisationIndex`
    :param dict standing: id of the organisation -> id of the relation that stands for it
    :param organisation_of: what makes an organisation of the values of a row
    """

    def __init__(self, index, standing, organisation_of):
        self._index = index
        self._standing = standing
        self._organisation_of = organisation_of

    def find(self, values):
        """The relation that a row certainly means.

        :return: (its id or ``None``, :class:`~..organisations.Verdict`)
        """
        organisation, verdict = self._index.find(self._organisation_of(values))
        if verdict.outcome != CERTAIN:
            return None, verdict
        return self._standing.get(organisation.id), verdict


class KnownPeople:
    """People whom a library knows at work, to find the one that a row means.

    :param people: dicts with ``id``, the parts of the name, ``email`` and ``relations``
    """

    def __init__(self, people):
        self._by = {}
        for person in people:
            self.add(person)

    def add(self, person):
        """Let a new person be found too."""
        for relation_id in person["relations"]:
            self._by.setdefault(("relation", relation_id), []).append(person)
        if person["email"]:
            self._by.setdefault(("email", person["email"]), []).append(person)

    def find(self, values, relation_id):
        """The person who is meant: with the same name, and e-mail address or organisation.

        :param dict values: cleaned values of a row
        :param relation_id: id of the organisation's relation, or ``None``
        :return: id of the person; ``None`` for a new one, or when two could be meant
        """
        name = {part: values.get(part) for part in NAME_PARTS}
        by_email = self._by.get(("email", values.get("email")), ())
        if not any(name.values()):
            return by_email[0]["id"] if len(by_email) == 1 else None
        for known in (by_email, self._by.get(("relation", relation_id), ())):
            same = {person["id"] for person in known if is_same_person(name, person)}
            if len(same) == 1:
                return same.pop()
            if same:
                return None
        return None
