"""All organisations that a library knows, to find the one that a row means."""

from collections import Counter, defaultdict

from .compare import CERTAIN, DIFFERENT, LIKELY, Verdict, compare
from .names import fold

#: A domain of more organisations than this is that of their board.
COMMON = 2
_RANK = {CERTAIN: 0, LIKELY: 1}
_NUMBERS = {"brin_same", "coc_same"}


class OrganisationIndex:
    """Finds organisations by what a row may share with them, in steps of a dictionary each.

    :param organisations: :class:`~.compare.Organisation` with an id
    """

    def __init__(self, organisations=()):
        self._by = defaultdict(list)
        self._domains = Counter()
        self._common = set()
        self._all = []
        for organisation in organisations:
            self.add(organisation)

    def add(self, organisation):
        """Let a new organisation be found too."""
        self._all.append(organisation)
        for key in self._keys(organisation):
            self._by[key].append(organisation)
        if organisation.domain:
            self._domains[organisation.domain] += 1
            if self._domains[organisation.domain] > COMMON:
                self._common.add(organisation.domain)

    def __iter__(self):
        return iter(self._all)

    @staticmethod
    def _keys(organisation):
        parts = {
            "brin": organisation.brin,
            "coc": organisation.coc,
            "domain": organisation.domain,
            "address": organisation.address,
            "phone": organisation.phone,
            "name": organisation.parts.key,
        }
        found = [key for key in parts.items() if key[1]]
        if organisation.place:
            found += [("word", organisation.place, word) for word in organisation.parts.core]
        return found

    def candidates(self, organisation):
        """Organisations that share something, each with the verdict, the best first.

        :return: list of (:class:`~.compare.Organisation`, :class:`~.compare.Verdict`)
        """
        found = {
            known.id: known
            for key in self._keys(organisation)
            for known in self._by.get(key, ())
            if known.id != organisation.id
        }
        judged = [(known, compare(organisation, known, self._common)) for known in found.values()]
        judged = [pair for pair in judged if pair[1].outcome != DIFFERENT]
        return sorted(judged, key=lambda pair: (_RANK[pair[1].outcome], -len(pair[1].reasons)))

    def find(self, organisation):
        """The organisation that is meant.

        Of two that are certain by their name, neither is, unless one is written the same. A name
        without a place means the one organisation that the library knows by it.

        :return: (:class:`~.compare.Organisation` or ``None``, :class:`~.compare.Verdict`)
        """
        found = self.candidates(organisation)
        if not found:
            return None, Verdict(DIFFERENT)
        best, verdict = found[0]
        certain = [pair for pair in found if pair[1].outcome == CERTAIN]
        if len(certain) > 1 and not _NUMBERS & set(verdict.reasons):
            written = fold(organisation.name)
            exact = [pair for pair in certain if fold(pair[0].name) == written]
            if len(exact) == 1:
                return exact[0]
            return best, Verdict(LIKELY, (*verdict.reasons, "several"))
        if verdict.outcome == LIKELY and not organisation.place:
            named = [pair for pair in found if pair[1].reasons[:1] == ("name_same",)]
            if len(named) == 1 and set(named[0][1].reasons) <= {"name_same", "domain_common"}:
                return named[0][0], Verdict(CERTAIN, named[0][1].reasons)
        return best, verdict
