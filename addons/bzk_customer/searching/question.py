"""What somebody typed into the one box, understood by its shape."""

import re
from datetime import datetime
from functools import cached_property

from odoo.addons.bzk_base.importing.cleaning.names import DUTCH_INFIXES

from .text import MAX_TEXT, fold, split_words

MAX_WORDS = 8
#: Digits of an international number, below which too many begin with it.
SHORTEST_PHONE = 5

_POSTCODE = re.compile(
    r"(?P<figures>[1-9]\d{3})\s*(?P<letters>[A-Za-z]{2})(?![A-Za-z])(?:[\s,]*(?P<number>\d{1,5}))?"
    r"(?:\s*[-/]?\s*(?P<addition>\w{1,5}))?"
)
_NUMBER_FIRST = re.compile(r"(\d{1,5})\s*([-/]?\s*\w{1,2})?[\s,]+([1-9]\d{3}\s*[A-Za-z]{2})")
_POSTCODE_WITHIN = re.compile(r"\b([1-9]\d{3})\s?([A-Za-z]{2})\b")
_DATE = re.compile(r"\b(\d{1,2})[-/. ](\d{1,2})[-/. ]((?:18|19|20)\d{2})\b")
_DATE_YEAR_FIRST = re.compile(r"\b((?:18|19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_PHONE_SIGNS = re.compile(r"[\s()./-]")
#: Van der, written v.d., v d and the like.
_ABBREVIATED = re.compile(r"\bv[. ]+d(?:[. ]*[rn])?[. ]+", re.I)
_APOSTROPHE = re.compile(r"['`\u00b4\u2018\u2019]([ts])\b|\b([dl])['`\u00b4\u2018\u2019]")
_INFIX_WORDS = frozenset(
    word for infix in DUTCH_INFIXES for word in split_words(infix) if len(word) > 1
) | {"vd", "vdr", "vh", "vt", "vs"}
#: What is left of 't, 's and d' after another tussenvoegsel, typed without its apostrophe.
_INFIX_LETTERS = frozenset("tsdr")


class Question:
    """A text split into what can be looked up.

    :param str text: as typed; anything goes, also what no customer could be called

    ``email`` (or its beginning), ``postcode`` with ``number`` and ``addition``, or ``digits``
    are set when the whole text is one; ``words`` and ``facts`` (years, dates and postcodes
    between words, as the index has them) otherwise.
    """

    def __init__(self, text):
        # A lone surrogate has no place in UTF-8, nor NUL in a text of PostgreSQL.
        text = text.encode("utf-8", "ignore").decode().replace("\0", "")
        self.text = " ".join(text[: 2 * MAX_TEXT].split())[:MAX_TEXT]
        self.email = self.text.lower() if "@" in self.text and " " not in self.text else None
        self.postcode = self.number = self.addition = None
        self.digits = None
        self._read_address() or self._read_digits()

    def __bool__(self):
        return bool(self.text)

    def _read_address(self):
        match = _POSTCODE.fullmatch(self.text)
        if not match and (turned := _NUMBER_FIRST.fullmatch(self.text)):
            number, addition, postcode = turned.groups()
            match = _POSTCODE.fullmatch(f"{postcode} {number} {addition or ''}".strip())
        if not match:
            return False
        self.postcode = f"{match['figures']} {match['letters'].upper()}"
        self.number, self.addition = match["number"], match["addition"]
        if self.addition and not self.number:
            self.postcode = self.addition = None
            return False
        return True

    def _read_digits(self):
        if _DATE.fullmatch(self.text) or _DATE_YEAR_FIRST.fullmatch(self.text):
            return
        digits = _PHONE_SIGNS.sub("", self.text)
        if digits.removeprefix("+").isdecimal() and digits.isascii():
            self.digits = digits

    @property
    def is_name(self):
        """Whether it is none of the others, so words that may have facts between them."""
        return not (self.email or self.postcode or self.digits)

    @property
    def postcodes(self):
        """The postcode as it is stored, and as somebody may have typed it."""
        return [self.postcode, self.postcode.replace(" ", "")]

    @cached_property
    def phones(self):
        """What the digits, or the beginning of them, are as a phone number in E.164."""
        digits = self.digits
        if digits.startswith(("+", "00")):
            international = digits.removeprefix("+").removeprefix("00")
            if international.startswith("31"):
                international = "31" + international[2:].removeprefix("0")
            found = [international]
        elif digits.startswith("0"):
            found = ["31" + digits[1:]]
        else:
            found = ["31" + digits, digits] if len(digits) > 7 else []
        return [f"+{phone}" for phone in found if len(phone) >= SHORTEST_PHONE]

    @cached_property
    def birthdates(self):
        """What eight digits may mean as a date: ``0302`` and ``1980``, either in front."""
        found = []
        for form in ("%d%m%Y", "%Y%m%d"):
            try:
                date = datetime.strptime(self.digits, form).date()
            except ValueError:
                continue
            if len(self.digits) == 8 and date.year > 1850:
                found.append(date)
        return found

    @cached_property
    def number_like(self):
        """The text when it can be a number with letters in it, else ``None``."""
        mixed = any(map(str.isdecimal, self.text)) and " " not in self.text
        return self.text if mixed else None

    @cached_property
    def facts(self):
        """Dates, years and postcodes in the text, as the index has them."""
        return self._parts[1]

    @cached_property
    def words(self):
        """Words to look for, without tussenvoegsels unless there is nothing else."""
        words = self._parts[0]
        left = [word for word, infix in self._marked(words) if not infix]
        return (left or words)[:MAX_WORDS]

    @cached_property
    def infix(self):
        """Tussenvoegsels that were typed, as one text: they only help to rank."""
        words = [word for word, infix in self._marked(self._parts[0]) if infix]
        return " ".join(word[1:] if word in ("vt", "vs") else word for word in words)

    @cached_property
    def joined(self):
        """Pairs of words that somebody may write as one: ``van den berg`` as ``vandenberg``."""
        words = self._parts[0]
        result = {}
        start = 0
        for place, (word, infix) in enumerate(self._marked(words)):
            if not infix:
                if place > start:
                    result[word] = "".join(words[start : place + 1])
                start = place + 1
        return result

    @cached_property
    def _parts(self):
        text, facts = self.text, []

        def keep(fact):
            facts.append(fact)
            return " "

        text = _DATE.sub(lambda m: keep(f"{m[3]}{int(m[2]):02}{int(m[1]):02}"), text)
        text = _DATE_YEAR_FIRST.sub(lambda m: keep(f"{m[1]}{int(m[2]):02}{int(m[3]):02}"), text)
        text = _POSTCODE_WITHIN.sub(
            # 1980 de Vries is a year.
            lambda m: m[0] if fold(m[2]) in _INFIX_WORDS else keep(fold(m[1] + m[2])),
            text,
        )
        text = _ABBREVIATED.sub("vd ", text)
        text = _APOSTROPHE.sub(lambda m: f" v{m[1]} " if m[1] else f" {m[2]} ", text)
        words = []
        for word in split_words(text):
            if len(word) == 4 and word.isdecimal() and word.isascii():
                facts.append(word)
            elif word:
                words.append(word)
        return words, facts[:MAX_WORDS]

    @staticmethod
    def _marked(words):
        """Pairs of a word and whether it is (part of) a tussenvoegsel."""
        before, result = False, []
        for word in words:
            before = word in _INFIX_WORDS or (before and word in _INFIX_LETTERS)
            result.append((word, before))
        return result
