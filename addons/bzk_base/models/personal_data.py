from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: What becomes of the data when the person is erased.
ERASE = ("clear", "delete", "keep")


@dataclass(frozen=True)
class PersonalData:
    """Why some data about persons are held, for how long, and what becomes of them on erasure.

    :param model: name of the model that holds them
    :param title: what the data are called for people; the name of the model by default
    :param names: the fields it is about; empty for every stored field of the model
    :param person: paths from a record to the customer it is about, such as ``partner_id`` or
        ``membership_id.partner_id``; ``id`` when the record is the customer
    :param where: further domain that the records meet
    :param find: method of ``bzk.personal.data`` that takes customers and gives the domain of their
        records, where no path leads there
    :param purpose: what the library needs the data for, in the user's language
    :param basis: key of :meth:`BzkPersonalData._bases`
    :param term: code of a :class:`Term`
    :param erase: ``delete`` the record, ``clear`` the fields and leave the record for the figures,
        or ``keep``
    :param reason: why the data stay when the person is erased; required for ``keep``
    :param shows: fields to show in an access request; empty for those it is about. Data about
        someone else, such as the other half of a pair, are left out this way
    """

    model: str
    names: tuple = ()
    person: tuple = ("partner_id",)
    where: tuple = ()
    find: str = ""
    purpose: str = ""
    basis: str = ""
    term: str = ""
    erase: str = "delete"
    reason: str = ""
    shows: tuple = ()
    title: str = ""


@dataclass(frozen=True)
class Term:
    """For how long one kind of data is kept, as it is unless the library decides otherwise.

    :param code: by which declarations and the library's own rules name it
    :param name: what is kept, in the user's language
    :param model: model whose records are past their term one day
    :param months: number of months
    :param action: ``delete`` the records, ``clear`` their ``names``, ``erase`` the customers, or
        ``itself`` when the model removes them in its own way
    :param since: date or datetime field from which the term runs
    :param where: domain of the records that have this term
    :param find: method of ``bzk.personal.data`` that takes a library and a date, and gives the
        domain of the records whose term began before it, instead of ``since`` and ``where``
    :param names: fields that ``clear`` empties
    :param company: path from a record to its library
    :param minimum: months that the law demands; no library can go below
    :param reason: where the term comes from: a law, or what libraries do
    """

    code: str
    name: str
    model: str
    months: int
    action: str = "delete"
    since: str = "create_date"
    where: tuple = ()
    find: str = ""
    names: tuple = ()
    company: str = "company_id"
    minimum: int = 0
    reason: str = ""


class BzkPersonalData(models.AbstractModel):
    """Which personal data the CRM holds: each addon declares its own by extending these methods.

    Access requests, erasure and retention rest on nothing else, so that what an addon declares is
    at once shown, erased and removed in time. A test fails for a stored field on a person, or a
    model about persons, that nobody declared.
    """

    _name = "bzk.personal.data"
    _description = "Personal data"

    @api.model
    def _declarations(self):
        """Every :class:`PersonalData` of the addons that are installed.

        For a field that several declarations are about, the one that names it holds.
        """
        return []

    @api.model
    def _terms(self):
        """Every :class:`Term` of the addons that are installed."""
        _ = self.env._
        practice = _("What libraries agreed on: two years for what is no longer in use.")
        return [
            Term(
                "customer",
                _("Customers with whom there is no tie any more"),
                "res.partner",
                months=24,
                action="erase",
                find="_due_customers",
                reason=practice,
            ),
            Term(
                "message",
                _("Messages and notes on customers"),
                "mail.message",
                months=24,
                find="_due_messages",
                reason=practice,
            ),
            Term(
                "import",
                _("Imported files, refused rows and plans"),
                "bzk.import.run",
                months=1,
                action="itself",
                reason=_("As long as an import may have to be looked into; see the profile."),
            ),
        ]

    @api.model
    def _bases(self):
        """Legal bases of the AVG, article 6: dict of key -> name in the user's language."""
        _ = self.env._
        return {
            "consent": _("Consent (AVG 6.1.a)"),
            "agreement": _("Performance of the agreement (AVG 6.1.b)"),
            "law": _("Legal duty (AVG 6.1.c)"),
            "task": _("Task of public interest: the public library (AVG 6.1.e)"),
            "interest": _("Legitimate interest of the library (AVG 6.1.f)"),
        }

    @api.model
    def _declare(self, model, names=(), person="partner_id", **values):
        """Make a :class:`PersonalData`.

        :param names: a list of field names, or nothing for the whole model
        :param person: a path or several
        :raises ValueError: for one that is not complete
        """
        person = (person,) if isinstance(person, str) else tuple(person)
        for key in ("where", "shows"):
            values[key] = tuple(values.get(key, ()))
        found = PersonalData(model, tuple(names), person, **values)
        if found.erase not in ERASE or not (found.purpose and found.term):
            raise ValueError(f"incomplete declaration of {model}: {found}")
        if found.basis not in self._bases() or (found.erase == "keep" and not found.reason):
            raise ValueError(f"no ground for {model}: {found}")
        return found

    @api.model
    def _same_person(self, partners):
        """The customers together with whatever other records stand for the same persons."""
        return partners

    @api.model
    def _reach(self, declaration, partners):
        """Domain of the records, of the declaration's model, about these customers."""
        if declaration.find:
            return getattr(self, declaration.find)(partners)
        paths = Domain.OR(Domain(path, "in", partners.ids) for path in declaration.person)
        return paths & Domain(list(declaration.where))

    @api.model
    def _obstacles(self, partners):
        """Why these customers cannot be erased now; rooms add theirs.

        :return: list of (customer, sentence in the user's language)
        """
        # sudo: whether there is an account, of whatever library, not whose.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        colleagues = users.search([("partner_id", "in", partners.ids), ("share", "=", False)])
        found = []
        for partner in partners:
            if partner.is_company:
                found.append((partner, self.env._("This is an organisation, not a person.")))
            elif partner.erased_on:
                found.append((partner, self.env._("This customer was erased already.")))
            elif partner in colleagues.partner_id:
                found.append((partner, self.env._("This is the account of a colleague.")))
        return found

    @api.model
    def _before_erase(self, partners):
        """Called inside the erasure, before anything is gone, for what no declaration can say."""

    @api.model
    def _bonds(self, company):
        """What ties customers to a library, and until when; rooms add theirs.

        A customer without any was of use on the day on which they were recorded.

        :return: list of SQL selects of a customer's id and the last day of the tie, ``'infinity'``
            for one that holds today
        """
        return [
            SQL(
                """
                SELECT partner_id, COALESCE(missing_since, 'infinity')
                  FROM bzk_external_id
                 WHERE company_id = %s AND state IN ('current', 'missing')
                """,
                company.id,
            ),
        ]

    @api.model
    def _due_customers(self, company, before):
        """Domain of persons whose last tie to the library ended before a date."""
        self.env.flush_all()
        query = SQL(
            """(
            SELECT customer.id
              FROM res_partner customer
         LEFT JOIN (%s) bond (partner_id, until) ON bond.partner_id = customer.id
             WHERE customer.company_id = %s AND customer.is_company IS NOT TRUE
               AND customer.erased_on IS NULL
               AND NOT EXISTS (SELECT FROM res_users WHERE partner_id = customer.id)
               AND NOT EXISTS (SELECT FROM res_partner WHERE parent_id = customer.id)
             GROUP BY customer.id
            HAVING COALESCE(max(bond.until), customer.create_date::date) < %s
            )""",
            SQL(" UNION ALL ").join(self._bonds(company)),
            company.id,
            before,
        )
        return Domain("id", "in", query) & Domain("active", "in", [True, False])

    @api.model
    def _due_messages(self, company, before):
        """Domain of messages on a library's customers that are older than a date."""
        customers = Domain("company_id", "=", company.id) & Domain("active", "in", [True, False])
        return Domain(
            [
                ("model", "=", "res.partner"),
                ("date", "<", before),
                ("res_id", "in", self.env["res.partner"].sudo()._search(customers)),
            ]
        )
