"""Are these two one organisation: certain, likely or different, and why.

Certain is linked without anybody looking, so it takes a number that is of one organisation only,
or a name with a place or a domain. Whatever is only likely, a person decides.
"""

from dataclasses import dataclass, field
from functools import cached_property

from .domains import web_domain
from .names import CHILDCARE, MUNICIPALITY, PRIMARY, SECONDARY, OrganisationName, fold
from .places import place_key

CERTAIN, LIKELY, DIFFERENT = "certain", "likely", "different"
#: Shipped groups whose organisations are never those of another one. Of a partner, fund, friend or
#: referrer the group says how the library deals with it, and not what it is.
GROUP_SORTS = frozenset({PRIMARY, SECONDARY, CHILDCARE, MUNICIPALITY, "school_board"})


@dataclass(frozen=True)
class Organisation:
    """What is known of an organisation, as far as it tells it from others.

    :param id: of the record, or ``None`` for a row of a file
    :param domain: its own domain, see :func:`~.domains.web_domain`
    :param phone: in E.164
    :param board: number of the school board
    :param group: code of the group of relations that somebody put it in
    """

    id: int | None = None
    name: str = ""
    brin: str = ""
    coc: str = ""
    domain: str = ""
    zip: str = ""
    number: str = ""
    city: str = ""
    phone: str = ""
    board: str = ""
    group: str = ""

    @classmethod
    def of_row(cls, values, group=""):
        """An organisation as the cleaned values of a row tell it, with the code of its group."""
        address = (values.get("street_number"), values.get("street_number2"))
        return cls(
            name=values.get("name") or "",
            brin=values.get("brin") or "",
            coc=values.get("coc_number") or "",
            domain=web_domain(values.get("website"), values.get("email")) or "",
            zip=values.get("zip") or "",
            number=fold("".join(filter(None, address))),
            city=values.get("city") or "",
            phone=values.get("phone") or "",
            board=values.get("board_number") or "",
            group=group,
        )

    @cached_property
    def parts(self):
        """The name taken apart."""
        return OrganisationName.of(self.name)

    @cached_property
    def sorts(self):
        """What it is, by its name and by its group."""
        told = {self.parts.sort, self.group if self.group in GROUP_SORTS else None}
        return frozenset(told - {None})

    def is_other_sort(self, other):
        """Whether a school is compared with its board, or with another kind of school.

        Two groups that say so are of people who chose; else a name and a group may agree.
        """
        if self.parts.conflicts(other.parts):
            return True
        if {self.group, other.group} <= GROUP_SORTS and self.group != other.group:
            return True
        return bool(self.sorts and other.sorts and not self.sorts & other.sorts)

    @cached_property
    def place(self):
        """Key of the town."""
        return place_key(self.city)

    @cached_property
    def place_words(self):
        """Words of the town."""
        return frozenset(fold(self.city).split())

    @cached_property
    def address(self):
        """Postcode and number together, or empty."""
        return f"{self.zip} {self.number}" if self.zip and self.number else ""


@dataclass(frozen=True)
class Verdict:
    """What comparing gave.

    :param outcome: one of :data:`CERTAIN`, :data:`LIKELY`, :data:`DIFFERENT`
    :param reasons: codes of what agrees and what does not, the strongest first
    """

    outcome: str
    reasons: tuple = field(default_factory=tuple)


def compare(one, other, common_domains=frozenset()):
    """Tell whether two organisations are one.

    :param Organisation one: as a file or a colleague names it
    :param Organisation other: as it is known
    :param common_domains: domains of a school board, which many organisations have
    :return: :class:`Verdict`
    """
    if one.brin and other.brin:
        if one.brin == other.brin:
            return Verdict(CERTAIN, ("brin_same",))
        return Verdict(DIFFERENT, ("brin_differs",))
    agree = _agreements(one, other, common_domains)
    against = _objections(one, other)
    name = next((code for code in ("name_same", "name_alike") if code in agree), None)
    reasons = tuple(code for code in agree + against if code != "place_unknown")
    if "sort_differs" in against:
        outcome = LIKELY if "coc_same" in agree and name else DIFFERENT
    elif "coc_same" in agree:
        outcome = CERTAIN if (name or "name_shares" in agree) and not against else LIKELY
    elif name and not against and _is_certain(name, agree):
        outcome = CERTAIN
    elif _is_likely(name, agree, against):
        outcome = LIKELY
    else:
        outcome = DIFFERENT
    return Verdict(outcome, reasons)


def _agreements(one, other, common_domains):
    found = []
    if one.coc and one.coc == other.coc:
        found.append("coc_same")
    # Of "Gemeente Haarlem" and "Openbaar Onderwijs Haarlem" nothing but the town is left.
    only_town = set(one.parts.core) <= one.place_words | other.place_words
    if one.parts.is_same(other.parts) and (not only_town or fold(one.name) == fold(other.name)):
        found.append("name_same")
    elif one.parts.resembles(other.parts, one.place_words | other.place_words):
        found.append("name_alike")
    elif one.parts.shares_word(other.parts):
        found.append("name_shares")
    if one.domain and one.domain == other.domain:
        found.append("domain_common" if one.domain in common_domains else "domain_same")
    if one.address and one.address == other.address:
        found.append("address_same")
    if one.phone and one.phone == other.phone:
        found.append("phone_same")
    if not one.place or not other.place:
        found.append("place_unknown")
    elif one.place == other.place:
        found.append("place_same")
    return found


def _objections(one, other):
    found = []
    if one.coc and other.coc and one.coc != other.coc:
        found.append("coc_differs")
    if one.is_other_sort(other):
        found.append("sort_differs")
    if one.parts.differs_in_colour(other.parts):
        found.append("colour_differs")
    if one.place and other.place and one.place != other.place:
        found.append("place_differs")
    return found


def _is_certain(name, agree):
    if name == "name_same":
        return bool({"place_same", "domain_same", "address_same"} & set(agree))
    return "domain_same" in agree


def _is_likely(name, agree, against):
    own = {"domain_same", "address_same", "phone_same"} & set(agree)
    if name == "name_same":
        apart = {"place_differs", "colour_differs"} & set(against)
        return bool(own) or not apart or apart == {"colour_differs"} and "place_same" in agree
    if name == "name_alike":
        return bool(own) or ("place_same" in agree and "colour_differs" not in against)
    return "domain_same" in agree or len(own) > 1
