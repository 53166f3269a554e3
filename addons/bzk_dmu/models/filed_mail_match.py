from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name


class Found(NamedTuple):
    """Whose an address is."""

    #: As on the line: known, colleague, ignored or waiting.
    state: str
    partner_id: int = 0
    relation_ids: tuple = ()
    #: What to propose where somebody has to choose.
    choice: str = ""


class FiledMailMatch(models.Model):
    """Whose the addresses in a mail are: found for all of them at once.

    Everything here is about one library, and runs past the rules of access: a mail comes in without
    a user. What may be found is told by the hat of the colleague who handed the mail in.
    """

    _inherit = "bzk.filed.mail"

    @api.model
    def _match(self, company, hat, addresses):
        """Find whose addresses are.

        :param company: the library, of which alone anything is found
        :param str hat: ``work``, ``private`` or ``both``
        :param addresses: list of :class:`~odoo.addons.bzk_dmu.mailing.Address`
        :return: dict of address -> :class:`Found`, without those of the system itself
        """
        emails = sorted({address.email for address in addresses})
        own = self._system_addresses(emails)
        found = dict.fromkeys(set(emails) - own, Found("waiting"))
        # The later ones weigh more.
        if hat != "work":
            found |= self._match_private(company, addresses, own)
        if hat != "private":
            found |= self._match_domain(company, [e for e in found if found[e].choice == ""])
            found |= self._match_organisations(company, emails)
            found |= self._match_people(company, emails)
        found |= self._match_remembered(company, hat, emails)
        found |= dict.fromkeys(self._colleagues(company, emails), Found("colleague"))
        return {email: found[email] for email in found if email not in own}

    @api.model
    def _system_addresses(self, emails):
        """Those of the given addresses at which the CRM itself takes mail in."""
        return set(self.env["mail.alias.domain"].sudo()._find_aliases(list(emails)))

    @api.model
    def _colleagues(self, company, emails):
        """Addresses of those who work at the library, and of the library itself."""
        users = (
            self.env["res.users"]
            .sudo()
            .search_fetch(
                [
                    ("email_normalized", "in", list(emails)),
                    ("share", "=", False),
                    ("company_ids", "in", company.ids),
                ],
                ["email_normalized"],
            )
        )
        own = {(company.email or "").strip().lower()} & set(emails)
        return set(users.mapped("email_normalized")) | own

    @api.model
    def _colleague(self, company, email):
        """The colleague at a library with an address, or an empty user."""
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("email_normalized", "=", email),
                    ("share", "=", False),
                    ("company_ids", "in", company.ids),
                ],
                order="id",
            )
        )
        return users.filtered(lambda user: user.has_group("bzk_base.group_employee"))[:1]

    @api.model
    def _match_remembered(self, company, hat, emails):
        lines = (
            self.env["bzk.mail.address"]
            .sudo()
            .search(
                [("company_id", "=", company.id), ("hat", "=", hat), ("email", "in", list(emails))]
            )
        )
        places = self._places(company, lines.partner_id.ids)
        found = {}
        for line in lines:
            if line.use == "ignore":
                found[line.email] = Found("ignored")
            elif line.use == "organisation":
                found[line.email] = Found("known", 0, tuple(line.relation_id.ids))
            else:
                relations = tuple(line.relation_id.ids) or places.get(line.partner_id.id, ())
                found[line.email] = self._found_person(line.partner_id, relations)
        return found

    @api.model
    def _match_people(self, company, emails):
        """People known at work: by their own address, or by the one of a place."""
        self.env["bzk.dmu.member"].flush_model(["email", "partner_id", "relation_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT lower(email), partner_id, relation_id
                  FROM bzk_dmu_member
                 WHERE company_id = %s AND lower(email) = ANY(%s)
                """,
                company.id,
                list(emails),
            )
        )
        found, places = {}, {}
        for email, partner_id, relation_id in self.env.cr.fetchall():
            places.setdefault((email, partner_id), []).append(relation_id)
        people = (
            self.env["res.partner"]
            .sudo()
            .search(
                [
                    ("email_normalized", "in", list(emails)),
                    ("work_contact", "=", True),
                    ("company_id", "=", company.id),
                ]
            )
        )
        at_work = self._places(company, people.ids)
        for person in people:
            mine = self._found_person(person, at_work.get(person.id, ()))
            found.setdefault(person.email_normalized, []).append(mine)
        for (email, partner_id), relation_ids in places.items():
            others = [one for one in found.get(email, ()) if one.partner_id != partner_id]
            found[email] = [*others, Found("known", partner_id, tuple(sorted(relation_ids)))]
        # Of an address that several people have nobody knows whose mail it is: they choose.
        return {
            email: one[0] if len(one) == 1 else self._of_several(one)
            for email, one in found.items()
        }

    @api.model
    def _of_several(self, found):
        """An address that several people at work have, such as that of a school's office.

        When all are at one organisation the mail is that organisation's, whoever it was.
        """
        relations = {one.relation_ids for one in found}
        if len(relations) == 1 and len(one := relations.pop()) == 1:
            return Found("known", 0, one)
        return Found("waiting", 0, (), "person")

    @api.model
    def _found_person(self, person, relations):
        """What is found of a person; one at work without a place waits for an organisation."""
        if person.work_contact and not relations:
            return Found("waiting", person.id, (), "person")
        return Found("known", person.id, relations)

    @api.model
    def _places(self, company, partner_ids):
        """Where people are now, or were last.

        :return: dict of partner id -> tuple of relation ids
        """
        members = (
            self.env["bzk.dmu.member"]
            .sudo()
            .search(
                [("partner_id", "in", list(partner_ids)), ("company_id", "=", company.id)],
                order="partner_id, date_to DESC NULLS FIRST, id DESC",
            )
        )
        today = fields.Date.context_today(self)
        places = {}
        for member in members:
            mine = places.setdefault(member.partner_id.id, [])
            left = member.date_to and member.date_to < today
            # Sorted by when they left: whoever left everywhere is found where they were last.
            if member.relation_id.id not in mine and not (left and mine):
                mine.append(member.relation_id.id)
        return {partner_id: tuple(ids) for partner_id, ids in places.items()}

    @api.model
    def _match_organisations(self, company, emails):
        relations = (
            self.env["bzk.relation"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id.email_normalized", "in", list(emails)),
                ]
            )
        )
        found = {}
        for relation in relations:
            found.setdefault(relation.partner_id.email_normalized, []).append(relation.id)
        return {
            email: Found("known", 0, tuple(ids))
            if len(ids) == 1
            else Found("waiting", 0, (), "organisation")
            for email, ids in found.items()
        }

    @api.model
    def _match_domain(self, company, emails):
        """Propose the organisation that has the domain of an unknown address, if one has."""
        domains = {email: email.split("@")[1] for email in emails}
        relations = (
            self.env["bzk.relation"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id.web_domain", "in", sorted(set(domains.values()))),
                ]
            )
        )
        by_domain = {}
        for relation in relations:
            by_domain.setdefault(relation.partner_id.web_domain, []).append(relation.id)
        return {
            email: Found("waiting", 0, tuple(by_domain[domain]), "new")
            for email, domain in domains.items()
            if len(by_domain.get(domain, ())) == 1
        }

    @api.model
    def _match_private(self, company, addresses, own):
        """Private customers with these addresses.

        A family may share an address: then the name beside it decides, or else a person.
        """
        names = {address.email: address.name for address in addresses}
        domain = Domain("company_id", "=", company.id) & Domain("is_company", "=", False)
        customers = (
            self.env["res.partner"]
            .sudo()
            .search(
                domain
                & Domain("work_contact", "=", False)
                & Domain("partner_share", "=", True)
                & Domain("email_normalized", "in", [email for email in names if email not in own])
            )
        )
        by_email = {}
        for customer in customers:
            by_email.setdefault(customer.email_normalized, []).append(customer)
        found = {}
        for email, family in by_email.items():
            named = family
            if len(family) > 1 and names[email]:
                parts = split_name(names[email])
                named = [
                    one
                    for one in family
                    if all(
                        (one[part] or "").lower() == value.lower()
                        for part, value in parts.items()
                        if part in ("firstname", "lastname") and value
                    )
                ]
            found[email] = (
                Found("known", named[0].id) if len(named) == 1 else Found("waiting", 0, (), "")
            )
        return found
