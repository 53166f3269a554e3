"""Where members live: towns by postcode area (PC4), the branch they use, and their streets."""

from bisect import bisect
from itertools import accumulate
from typing import NamedTuple


class Area(NamedTuple):
    """A postcode area."""

    pc4: int
    town: str
    branch: str  # code of the branch nearby
    weight: float  # relative number of member households
    phone: str  # area code


class Address(NamedTuple):
    """An address in parts, written as an export does."""

    street: str
    number: int
    addition: str
    postcode: str
    area: Area


def _areas(text):
    rows = (line.split("|") for line in text.split("\n") if line)
    return tuple(
        Area(int(pc4), town, branch, float(weight), phone)
        for pc4, town, branch, weight, phone in rows
    )


# library -> (postcode areas, main branch, share of the members that use the main branch instead)
LIBRARIES = {
    "zuid-kennemerland": (
        _areas("""
2011|Haarlem|HLC|7|023
2012|Haarlem|HLC|6|023
2013|Haarlem|HLC|5|023
2014|Haarlem|HLC|5|023
2015|Haarlem|HLC|4|023
2019|Haarlem|HLD|1|023
2021|Haarlem|HLN|4|023
2022|Haarlem|HLN|5|023
2023|Haarlem|HLN|5|023
2024|Haarlem|HLN|6|023
2025|Haarlem|HLN|5|023
2026|Haarlem|HLN|4|023
2031|Haarlem|HLO|2|023
2032|Haarlem|HLO|5|023
2033|Haarlem|HLO|6|023
2034|Haarlem|HLS|5|023
2035|Haarlem|HLS|6|023
2036|Haarlem|HLS|5|023
2037|Haarlem|HLS|5|023
2041|Zandvoort|ZVT|4|023
2042|Zandvoort|ZVT|5|023
2051|Overveen|BLO|3|023
2061|Bloemendaal|BLO|4|023
2063|Spaarndam-West|HLN|1|023
2064|Spaarndam|HLN|0.6|023
2071|Santpoort-Noord|BLO|0.4|023
2101|Heemstede|HEE|4|023
2102|Heemstede|HEE|3|023
2103|Heemstede|HEE|3|023
2104|Heemstede|HEE|3|023
2105|Heemstede|HEE|2|023
2106|Heemstede|HEE|2|023
2111|Aerdenhout|BLO|3|023
2114|Vogelenzang|BEN|1|023
2116|Bentveld|ZVT|0.6|023
2121|Bennebroek|BEN|3|023
2132|Hoofddorp|HLD|0.7|023
2142|Cruquius|HEE|0.5|023
"""),
        "HLC",
        0.12,
    ),
    "amstelland": (
        _areas("""
1181|Amstelveen|AMV|6|020
1182|Amstelveen|AMV|5|020
1183|Amstelveen|AMV|6|020
1184|Amstelveen|AMV|2|020
1185|Amstelveen|AMV|6|020
1186|Amstelveen|AMV|6|020
1187|Amstelveen|AMW|6|020
1188|Amstelveen|AMW|5|020
1191|Ouderkerk aan de Amstel|OUD|4|020
1115|Duivendrecht|OUD|2|020
1421|Uithoorn|UIT|4|0297
1422|Uithoorn|UIT|4|0297
1423|Uithoorn|UIT|3|0297
1424|De Kwakel|UIT|2|0297
1431|Aalsmeer|AAL|5|0297
1432|Aalsmeer|AAL|5|0297
1433|Kudelstaart|AAL|4|0297
"""),
        "AMV",
        0.1,
    ),
    "hilversum": (
        _areas("""
1211|Hilversum|HVC|6|035
1212|Hilversum|HVC|4|035
1213|Hilversum|HVK|6|035
1214|Hilversum|HVK|4|035
1215|Hilversum|HVK|4|035
1216|Hilversum|HVK|5|035
1217|Hilversum|HVC|5|035
1218|Hilversum|HVC|1|035
1221|Hilversum|HVC|6|035
1222|Hilversum|HVC|5|035
1223|Hilversum|HVC|5|035
1241|Kortenhoef|HVC|0.7|035
1231|Loosdrecht|HVK|0.8|035
"""),
        "HVC",
        0.1,
    ),
}

_ENDS = ("straat", "laan", "weg", "plein", "hof", "kade")
_STEMS = (
    "Kerk Molen School Wilhelmina Juliana Beatrix Emma Oranje Prins_Hendrik Kruis Spaarne Duin "
    "Zee Meer Linden Eiken Beuken Kastanje Berken Iepen Rozen Tulpen Hyacinten Narcissen Merel "
    "Lijster Leeuwerik Zwaluw Meeuwen Rembrandt Vermeer Frans_Hals Jan_Steen Ruysdael Mozart "
    "Beethoven Bach Vondel Bilderdijk Tollens Da_Costa Anslijn Einthoven Lorentz Huygens Marconi"
)
STREETS = tuple(stem.replace("_", " ") + end for end in _ENDS for stem in _STEMS.split())

_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
# SA, SD and SS are not given out.
_PAIRS = tuple(a + b for a in _LETTERS for b in _LETTERS if a + b not in {"SA", "SD", "SS"})
_STREETS_PER_AREA = 49
_NUMBERS = 160
_SLOTS = _STREETS_PER_AREA * _NUMBERS
_ADDITIONS = ("A", "B", "rd", "zw", "hs", "I", "II", "bis", "a")


class Town:
    """Gives out the addresses of one library's area, each once.

    Postcode with house number and addition is the key of an address, so two households that have
    nothing to do with each other must not get the same one.

    :param str library: library code, a key of :data:`LIBRARIES`
    :raises KeyError: for an unknown library
    """

    def __init__(self, library):
        self.areas, self.main_branch, self.main_share = LIBRARIES[library]
        self._bounds = list(accumulate(area.weight for area in self.areas))
        self._given = [0] * len(self.areas)

    def give(self, rnd):
        """Return a code for an address not given before (see :meth:`address`)."""
        area = bisect(self._bounds, rnd() * self._bounds[-1])
        slot = self._given[area]
        self._given[area] += 1
        return slot * len(self.areas) + area

    def address(self, code):
        """Return the :class:`Address` for a code from :meth:`give`."""
        slot, index = divmod(code, len(self.areas))
        area = self.areas[index]
        level, slot = divmod(slot, _SLOTS)
        # 2711 shares no factor with the number of slots: neighbours in time are no neighbours.
        street, number = divmod(slot * 2711 % _SLOTS, _NUMBERS)
        number += 1
        block = (number - 1) // 40 * 2 + number % 2
        if level:
            addition = str(level)
        else:
            addition = _ADDITIONS[slot % 9] if slot % 7 == 0 else ""
        return Address(
            STREETS[(area.pc4 * 31 + street * 5) % len(STREETS)],
            number,
            addition,
            f"{area.pc4}{_PAIRS[street * 8 + block]}",
            area,
        )
