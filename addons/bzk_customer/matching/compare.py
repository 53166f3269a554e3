"""The verdict on two people, with the reasons for it.

Each part of the details gives at most one reason. Their points add up to the score; the rules at
the end say what a score is good for, because no number of shared family details makes two people
one: for that, something of the person's own must agree.
"""

from typing import NamedTuple

from .names import similar, within
from .person import folded_street
from .weights import DOUBTS, LIKELY_FROM, MOBILE, MORE_INITIALS, POINTS, STRONG, WEAK

CERTAIN, LIKELY, DIFFERENT = "certain", "likely", "different"


class Verdict(NamedTuple):
    """What comparing two people gave.

    :param str outcome: ``certain`` (linked without anybody looking), ``likely`` (a person
        decides) or ``different``
    :param int score: 0 to 100
    :param list reasons: ``[code, parameters]`` for each thing that agrees or speaks against it;
        parameters hold no personal data
    """

    outcome: str
    score: int
    reasons: list


_BORN_OTHERWISE = Verdict(DIFFERENT, 0, [["birthdate_differs", {}]])
_NAMED_OTHERWISE = Verdict(DIFFERENT, 0, [["firstname_differs", {}]])
_OTHER_GENERATION = Verdict(DIFFERENT, 0, [["senior_junior", {}]])

_SAME_LAST = frozenset(("lastname_same", "lastname_part", "lastname_typo"))
_SAME_FIRST = frozenset(("firstname_same", "names_swapped"))


def compare(one, other):
    """Compare two people.

    :param Person one: as :func:`~.person.describe` makes it
    :param Person other: likewise
    :return: :class:`Verdict`
    """
    birth = compare_births(one.born, other.born)
    if birth == "birthdate_differs" and not _one_namesake(one, other):
        return _BORN_OTHERWISE
    marks = one.surname.generation, other.surname.generation
    if marks[0] != marks[1] and all(marks):
        return _OTHER_GENERATION
    first, last = compare_first_names(one, other), compare_surnames(one.surname, other.surname)
    if last == "lastname_differs" and _changed_places(one, other):
        first, last = "names_swapped", ""
    if first == "firstname_differs":
        return _NAMED_OTHERWISE
    codes = [birth, first, last, compare_addresses(one, other)]
    codes.append(compare_emails(one.email, other.email))
    codes.append(compare_phones(one.phone, other.phone))
    if first in _NAMED and not (
        _within_initials(one.initials, other.initials) or _only_called(one) or _only_called(other)
    ):
        codes.append("initials_differ")
    if one.gender != other.gender and one.gender + other.gender in ("mf", "fm"):
        codes.append("gender_differs")
    if marks[0] != marks[1]:
        codes.append("senior_junior")
    codes = [code for code in codes if code]
    score = sum(POINTS.get(code, 0) for code in codes)
    if first == "initials_fit" and _all_initials(one, other):
        score += MORE_INITIALS
    score = max(0, min(100, score))
    outcome = DIFFERENT
    if score >= LIKELY_FROM and _may_be_one(one, other, birth, first, last, frozenset(codes)):
        certain = _is_one(one, other, birth, first, last, frozenset(codes))
        outcome = CERTAIN if certain else LIKELY
    return Verdict(outcome, score, [[code, {}] for code in codes])


def _may_be_one(one, other, birth, first, last, codes):
    """Tell whether somebody should look at two people whose score is sufficient."""
    strong, same_birth = len(codes & STRONG), birth == "birthdate_same"
    same_last = last in _SAME_LAST
    if birth == "birthdate_differs":
        # Day and month all wrong, when everything else is right.
        return last == "lastname_same" and strong > 1
    if first == "firstname_typo" and not similar(one.first.solid, other.first.solid):
        # In a short name one letter makes another name: Tim and Tom may be twins.
        return same_birth and same_last and strong > 1 and one.grown
    if "gender_differs" in codes and first not in _SAME_FIRST:
        # Brother and sister or a couple, unless all their initials are the same.
        return same_birth and same_last and strong > 1 and _all_initials(one, other)
    if not first:
        # Nothing of the person's own but perhaps a birth date.
        return same_birth and (same_last or strong > 1)
    if not codes & WEAK:
        # Namesakes: many people have the same name and nothing tells them apart.
        likely = same_last or last == "lastname_shared" or first == "names_swapped"
        return same_birth and likely and "initials_differ" not in codes
    if same_last or last == "lastname_shared" or first == "names_swapped":
        return True
    # Married, or somebody else with the same first name.
    if first == "firstname_same":
        return same_birth or strong > 1 or bool(codes & {"email_same", "phone_same"})
    return strong > (0 if same_birth else 1) and birth != ""


def _is_one(one, other, birth, first, last, codes):
    """Tell whether two people who may be one are so without doubt."""
    strong = len(codes & STRONG)
    if not strong or codes & DOUBTS or last not in _SAME_LAST:
        return False
    if first == "firstname_same" and birth == "birthdate_same":
        # Who does not know the day writes 1 January: that is no birth date of one's own. In a
        # shelter namesakes share it with the address, the telephone and the post of the house.
        nobodys = one.born[1:] == (1, 1)
        return not nobodys or _same_mobile(one, other)
    if last != "lastname_same":
        return False
    if first == "firstname_same":
        return strong > 1 and birth in ("birthdate_swapped", "birthdate_year_off")
    if birth != "birthdate_same" or not one.grown or not _all_initials(one, other):
        return False
    # Twins may have the same initials and, grown old, live together: an e-mail address or mobile
    # number is seldom of two. Anna and Annabel are no names for twins.
    own = _same_mobile(one, other) or "email_same" in codes
    if first == "firstname_alike":
        # Hendrik and Hendrika are.
        same_gender = one.gender == other.gender != ""
        return own or same_gender and _shortened(one.first, other.first)
    return first == "initials_fit" and own


def _same_mobile(one, other):
    return one.phone == other.phone and one.phone.startswith(MOBILE)


# ------------------------------------------------------------------ birth date
def _one_namesake(one, other):
    """Tell whether two people of one year have the same first name, or all their initials.

    Namesakes in a family are of other years, so another day may be a mistake.
    """
    if one.born[0] != other.born[0]:
        return False
    if one.first.solid and other.first.solid:
        return one.first.solid == other.first.solid
    return _all_initials(one, other)


def compare_births(born, other):
    """Return the reason that two birth dates (year, month, day) give, nothing if one is unknown."""
    if born is None or other is None:
        return ""
    if born == other:
        return "birthdate_same"
    year, month, day = born
    if year == other[0]:
        if month == other[2] and day == other[1]:
            return "birthdate_swapped"
        if (month, day) == (1, 1) or other[1:] == (1, 1):
            return "birthdate_year_only"
    elif (month, day) == other[1:] and abs(year - other[0]) == 1:
        return "birthdate_year_off"
    if sum(part == same for part, same in zip(born, other, strict=True)) < 2:
        return "birthdate_differs"
    text, other_text = f"{year}{month:02d}{day:02d}", f"{other[0]}{other[1]:02d}{other[2]:02d}"
    # A century wrong comes of years in two figures.
    near = within(text, other_text, 1) or text[2:] == other_text[2:]
    return "birthdate_typo" if near else "birthdate_differs"


# ------------------------------------------------------------------ names
_NAMED = frozenset(("firstname_same", "firstname_alike", "firstname_typo"))


def compare_first_names(one, other):
    """Return the reason that two people's first names and initials give."""
    name, other_name = one.first, other.first
    if name.solid and other_name.solid:
        if name.solid == other_name.solid:
            return "firstname_same"
        if name.groups & other_name.groups or _shortened(name, other_name):
            return "firstname_alike"
        near = within(name.solid, other_name.solid, 1)
        if similar(name.solid, other_name.solid) or (near and one.grown and other.grown):
            return "firstname_typo"
        # Wilhelmina and her calling name Mieke: one of both is not what the initials stand for.
        # Twins with the same initials have names that begin alike.
        called = name.solid[0] != other_name.solid[0] and (one.initials or other.initials)
        return "initials_fit" if called and _fit(one, other) else "firstname_differs"
    if not one.letters or not other.letters:
        return ""
    return "initials_fit" if _fit(one, other) else "firstname_differs"


def _shortened(name, other):
    """Tell whether one first name is the other's beginning or one of its words."""
    if len(name.solid) > len(other.solid):
        name, other = other, name
    return len(name.solid) >= 3 and (
        other.solid.startswith(name.solid) or name.solid in other.words
    )


def _fit(one, other):
    """Tell whether two people's initials can be of one person, first names counted in."""
    if one.first.solid and other.first.solid and not (one.initials and other.initials):
        # One name and the other's initials: those must not be of the name they stand beside.
        named, bare = (one, other) if one.initials else (other, one)
        called = named.first.solid[0] not in named.initials
        return called and fitting_initials(named.initials, bare.letters)
    if fitting_initials(one.letters, other.letters):
        return True
    if len(one.letters) > 1 and len(other.letters) > 1:
        return False
    return _is_called(one, other) or _is_called(other, one)


def _is_called(person, other):
    """Tell whether the other's initials are of the name by which somebody is called."""
    if not person.first.solid or other.first.solid:
        return False
    return person.first.solid[0] == other.letters or other.letters[0] in person.first.official


def fitting_initials(letters, other):
    """Tell whether one row of initials is the other with some left out, the first kept."""
    return letters[0] == other[0] and _within_initials(letters, other)


def _within_initials(letters, other):
    if len(letters) > len(other):
        letters, other = other, letters
    rest = iter(other)
    return all(letter in rest for letter in letters)


def _only_called(person):
    """Tell whether somebody's only initial is that of the name by which they are called."""
    return person.initials == person.first.solid[:1]


def _all_initials(one, other):
    return len(one.initials) > 1 and one.initials == other.initials


def compare_surnames(name, other):
    """Return the reason that two surnames give, nothing if one is unknown."""
    if not name.core or not other.core:
        return ""
    if name.core == other.core or name.solid == other.solid or name.words == other.words:
        return "lastname_same"
    shared = name.words & other.words
    if shared and shared in (name.words, other.words):
        return "lastname_part"
    if similar(name.core, other.core):
        return "lastname_typo"
    if shared:
        return "lastname_shared"
    if len(name.words) + len(other.words) > 2 and any(
        similar(word, other_word) for word in name.words for other_word in other.words
    ):
        return "lastname_shared"
    return "lastname_differs"


def _changed_places(one, other):
    """Tell whether first name and surname stand in each other's place."""
    return bool(one.first.solid and other.first.solid) and (
        one.first.solid in (other.surname.core, other.surname.solid)
        and other.first.solid in (one.surname.core, one.surname.solid)
    )


# ------------------------------------------------------------------ where to reach them
def compare_addresses(one, other):
    """Return the reason that two people's addresses give, if any."""
    if one.address and one.address == other.address:
        if one.addition == other.addition:
            return "address_same"
        both = one.addition and other.addition
        return "address_addition_differs" if both else "address_flat"
    if one.number and one.number == other.number and one.street and other.street:
        # Postcodes that differ in more are those of two towns with a street of that name.
        near = not one.zip or not other.zip or within(one.zip, other.zip, 2)
        if near and folded_street(one) == folded_street(other):
            return "address_street"
    return "postcode_same" if one.zip and one.zip == other.zip else ""


def compare_emails(email, other):
    """Return the reason that two e-mail addresses give, if any."""
    if not email or not other:
        return ""
    if email == other:
        return "email_same"
    local, _, domain = email.partition("@")
    other_local, _, other_domain = other.partition("@")
    if local == other_local:
        return "email_alike" if len(local) > 4 and within(domain, other_domain, 2) else ""
    # The initial and the figures tell members of a family apart.
    alike = (
        domain == other_domain
        and local[:1] == other_local[:1]
        and min(len(local), len(other_local)) >= 8
    )
    if alike and _figures(local) == _figures(other_local) and within(local, other_local, 1):
        return "email_alike"
    return ""


def _figures(text):
    return "".join(char for char in text if char.isdigit())


def compare_phones(phone, other):
    """Return the reason that two phone numbers give, if any."""
    if not phone or not other:
        return ""
    if phone == other:
        return "phone_same"
    # Numbers of a family that follow each other differ in the last figure only.
    alike = len(phone) == len(other) >= 10 and phone[:-1] != other[:-1]
    return "phone_alike" if alike and within(phone, other, 1) else ""
