"""What is left of an organisation's name when everybody's words are taken out of it.

``Basisschool De Regenboog``, ``De Regenboog`` and ``OBS De Regenboog`` are told apart by nothing
but the sort of school, which people leave out as they like.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from odoo.addons.bzk_base.importing.cleaning.email import is_near
from odoo.addons.bzk_base.importing.cleaning.text import clean_text, words

PRIMARY, SECONDARY, CHILDCARE = "primary", "secondary", "childcare"
MUNICIPALITY, LIBRARY = "municipality", "library"

#: Words that say what sort of organisation it is. Two sorts at one place are two organisations.
_SORTS = {
    **dict.fromkeys(
        words(
            "basisschool basissch bs bassischool basisonderwijs obs cbs kbs rkbs pcbs pcb pcbo "
            "cnbs ibs gbs rbs nbs kc ikc kindcentrum kindercentrum kindcampus kindercampus"
        ),
        PRIMARY,
    ),
    **dict.fromkeys(
        words(
            "kinderopvang kinderdagverblijf kdv bso peuterspeelzaal psz peuteropvang creche "
            "gastouderbureau"
        ),
        CHILDCARE,
    ),
    **dict.fromkeys(words("vmbo mavo havo vwo praktijkonderwijs"), SECONDARY),
    "gemeente": MUNICIPALITY,
    "bibliotheek": LIBRARY,
}
#: Words that say the sort, and are part of the name all the same.
_NAMED_SORTS = dict.fromkeys(
    words("college lyceum gymnasium atheneum scholengemeenschap"), SECONDARY
)
#: Words that say for whom or by which idea a school is. Schools that differ in one are two.
_COLOURS = {
    **dict.fromkeys(words("openbare openbaar obs"), "public"),
    **dict.fromkeys(
        words(
            "christelijke christelijk chr protestants protestantschristelijke pc cbs pcbs pcb pcbo "
            "cnbs cns"
        ),
        "protestant",
    ),
    **dict.fromkeys(words("katholieke katholiek rooms roomskatholieke rk kbs rkbs"), "catholic"),
    **dict.fromkeys(words("islamitische islamitisch ibs"), "islamic"),
    **dict.fromkeys(
        words("gereformeerde gereformeerd reformatorische reformatorisch gbs rbs"), "reformed"
    ),
    **dict.fromkeys(words("oecumenische interconfessionele"), "ecumenical"),
    **dict.fromkeys(words("montessori montessorischool"), "montessori"),
    **dict.fromkeys(words("dalton daltonschool"), "dalton"),
    **dict.fromkeys(words("jenaplan jenaplanschool"), "jenaplan"),
    **dict.fromkeys(words("vrije vrijeschool"), "steiner"),
    **dict.fromkeys(words("nutsbasisschool nuts nbs"), "nuts"),
}
#: Words that say nothing about which organisation it is.
_EMPTY = frozenset(
    words(
        "de het een t d van voor en in op te ter ten aan school scholen integraal integrale brede "
        "stichting vereniging st bv nv vof cv coop cooperatie ua inc gem samenwerkingsschool sws "
        "schoolvereniging onderwijs bijzonder bijzondere algemene algemeen speciaal"
    )
)
#: Spellings of one word.
_SPELLINGS = {"st": "sint", "sint": "sint", "sinte": "sint", "dr": "dokter", "doctor": "dokter"}
_SPELLINGS |= {"dominee": "ds", "burg": "burgemeester", "pr": "prins", "kon": "koningin"}
_SPELLINGS |= {"kcentrum": "kindcentrum", "mr": "meester"}
_DOTTED = re.compile(r"\b((?:[A-Za-z]\.){2,})")
_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 8
#: Letters of a name; what is longer is a text that stands in the wrong column.
_MAX_NAME = 250


def fold(text):
    """Small letters without accents; what is no letter or digit is a space."""
    text = _DOTTED.sub(lambda match: match[1].replace(".", "") + " ", text or "")
    text = unicodedata.normalize("NFKD", text.casefold().replace("'", ""))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(_WORD.findall(text))


def clean_name(text):
    """Return the name of an organisation on one line, or ``None``.

    :raises Refusal: ``too_long``
    """
    return clean_text(text, _MAX_NAME)


@dataclass(frozen=True)
class OrganisationName:
    """A name taken apart.

    :param core: words that tell the organisation from others, in order
    :param sort: what sort of organisation the name says it is, or ``None``
    :param colours: denomination and kind of teaching that the name tells
    """

    core: tuple
    sort: str | None = None
    colours: frozenset = field(default_factory=frozenset)

    @classmethod
    def of(cls, text):
        """Take a name apart; one of nothing but common words stands as a whole."""
        found = fold(text).split()
        known_sorts = _NAMED_SORTS | _SORTS
        sorts = [known_sorts[word] for word in found if word in known_sorts]
        colours = frozenset(_COLOURS[word] for word in found if word in _COLOURS)
        known = _EMPTY | _SORTS.keys() | _COLOURS.keys()
        if len(found) > 1 and found[0] == "st":
            # Stichting or Sint: whichever it is, what follows is the name.
            known -= {"st"}
        core = tuple(_bare(word) for word in found if word not in known)
        core = core or tuple(word for word in found if word not in _EMPTY) or tuple(found)
        return cls(core, sorts[0] if sorts else None, colours)

    @property
    def key(self):
        """Text that is equal for names with the same words, whatever spaces are between them."""
        return "".join(word for word in self.core if word != "sint") or "".join(self.core)

    def is_same(self, other):
        """Whether both have the same words."""
        return bool(self.key) and self.key == other.key

    def conflicts(self, other):
        """Whether both say what they are, and not the same: a school and its neighbour's creche."""
        return bool(self.sort and other.sort and self.sort != other.sort)

    def differs_in_colour(self, other):
        """Whether both say of which denomination or idea they are, and nothing agrees."""
        return bool(self.colours and other.colours and not self.colours & other.colours)

    def resembles(self, other, places=frozenset()):
        """Whether the words of one are all in the other, or one letter was mistyped.

        :param places: words of their town, which many names there have
        """
        mine, others = (set(name.core) - {"sint"} - places for name in (self, other))
        if not mine or not others:
            return False
        if mine <= others or others <= mine:
            return True
        return min(len(self.key), len(other.key)) > 5 and is_near(self.key, other.key)

    def shares_word(self, other):
        """Whether a word of some length stands in both."""
        return any(len(word) > 3 for word in set(self.core) & set(other.core))


def _bare(word):
    """A word in its one spelling: ``Julianaschool`` is the school called Juliana."""
    word = _SPELLINGS.get(word, word)
    if word.endswith("school") and len(word) > _SHORT:
        word = word.removesuffix("school").removesuffix("basis")
    return word
