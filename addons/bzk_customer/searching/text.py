"""Words as the search compares them: without case, accents and punctuation.

The database has the same in its functions ``bzk_fold`` and ``bzk_words`` (see :mod:`.schema`), over
which it keeps the index. A test holds the two together.
"""

import re
import unicodedata

#: No name, address or question is read further than this.
MAX_TEXT = 200
#: Signs that part words. Each becomes a blank.
SEPARATORS = "\t\n\r\xa0.,;:-_/\\()[]{}'\"`+*&|!<>@#%^~?=$\u00b4" + (
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u02bc"
)
#: Letters that Unicode does not take apart.
LETTERS = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))
SINGLE_LETTERS = ("øłđıð", "oldid")

_MARKS = re.compile("[\u0300-\u036f]")
_SEPARATORS = str.maketrans(SEPARATORS, " " * len(SEPARATORS))
_SINGLE_LETTERS = str.maketrans(*SINGLE_LETTERS)


def fold(text):
    """Return a text without case and accents: ``Wójcik`` becomes ``wojcik``."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    for letter, plain in LETTERS:
        text = text.replace(letter, plain)
    return text.translate(_SINGLE_LETTERS)


def split_words(text):
    """Return the words of a text, folded: ``Aït-Ali, O'Brien`` gives ait, ali, o and brien."""
    return [word for word in fold(text[:MAX_TEXT]).translate(_SEPARATORS).split(" ") if word]


def is_one_typo(typed, meant):
    """Whether two words differ by one letter too many, too few or wrong, or two that swapped."""
    start, end = 0, 0
    shortest = min(len(typed), len(meant))
    while start < shortest and typed[start] == meant[start]:
        start += 1
    while end < shortest - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    first, second = typed[start : len(typed) - end], meant[start : len(meant) - end]
    return max(len(first), len(second)) <= 1 or (len(first) == 2 and first == second[::-1])
