"""What there is to know of a learner and a volunteer to bring the two together."""

from typing import NamedTuple

#: From not being able to read or write in any language up to nearly as a native speaker; the
#: letters are those of the Common European Framework of Reference, "alfa" is what the Dutch
#: language points call who learns to read and write.
LEVELS = ("alfa", "a0", "a1", "a2", "b1", "b2")


class Learner(NamedTuple):
    """Somebody who wants to learn Dutch; what is empty is not known, or does not matter."""

    id: int
    person: int = 0
    languages: frozenset = frozenset()
    moments: frozenset = frozenset()
    branch: int = 0  # where they come first of all
    branches: frozenset = frozenset()  # all branches where they can come
    online: bool = False
    level: str = ""
    goals: frozenset = frozenset()
    gender: str = ""
    wants: str = ""  # gender that the other has to be


class Volunteer(NamedTuple):
    """Somebody who helps learners; what is empty is not known, or does not matter."""

    id: int
    person: int = 0
    languages: frozenset = frozenset()
    moments: frozenset = frozenset()
    branch: int = 0
    branches: frozenset = frozenset()
    online: bool = False
    level_from: str = ""
    level_to: str = ""
    goals: frozenset = frozenset()
    gender: str = ""
    wants: str = ""
    places: int = 1  # learners for whom there is room
    certified: bool = True  # has a valid certificate of conduct
