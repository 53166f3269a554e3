"""Find the encoding of a text file, and where a text is not in the encoding it should be in."""

import codecs
import re

from .shape import UnreadableFile

SAMPLE_BYTES = 262_144
_BLOCK_BYTES = 1_048_576

#: Byte order marks, the longest first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What a person may choose. Python knows more, among them codecs that are no text encodings.
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "cp850",
    "cp437",
    "mac-roman",
)
_WELL_FORMED = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_HIGH = re.compile(rb"[\x80-\xff]")


def find_encoding(path, chosen=None):
    """Return the codec to read a text file with.

    Order marks first, then the zero bytes of UTF-16, then UTF-8 if the first bytes that are not
    ASCII say so, and else cp1252, which Dutch Windows programs write.

    :param chosen: the encoding a person chose, checked against :data:`ENCODINGS`
    :return: ``(codec name, whether it was a guess)``
    :raises UnreadableFile: ``encoding``
    """
    with open(path, "rb") as file:
        sample = file.read(SAMPLE_BYTES)
        marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
        if chosen:
            return _chosen(chosen, marked, sample), False
        if marked:
            return marked, False
        wide = _zero_pattern(sample)
        if wide:
            return wide, False
        while sample.isascii():
            following = file.read(_BLOCK_BYTES)
            if not following:
                return "utf-8", False
            # A character may lie across two blocks.
            sample = sample[-3:] + following
        sample += file.read(3)
    return _utf8_or_windows(sample)


def find_bad_byte(path, encoding):
    """Return ``(offset, line)`` of the first byte that is not text in this encoding.

    Both are 1-based as a person counts; ``(None, None)`` when every byte is.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, line = 0, 1
    with open(path, "rb") as file:
        while True:
            block = file.read(_BLOCK_BYTES)
            held = len(decoder.getstate()[0])
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(encoding, "ignore")
                return offset - held + error.start + 1, line + good.count("\n")
            except UnicodeError:
                return offset + 1, line
            if not block:
                return None, None
            offset += len(block)


def _chosen(chosen, marked, sample):
    try:
        name = codecs.lookup(chosen).name
    except (LookupError, ValueError, TypeError):
        name = None
    if name not in ENCODINGS:
        raise UnreadableFile("encoding", encoding=str(chosen)[:40])
    if marked and marked.split("-")[:2] == name.split("-")[:2]:
        return marked
    if name == "utf-16":
        return _zero_pattern(sample) or "utf-16-le"
    return name


def _zero_pattern(sample):
    """Tell UTF-16 without a mark by the zero bytes that Western text has in every other place."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return None
    zero_even, zero_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zero_odd > 0.5 and zero_even < 0.1:
        return "utf-16-le"
    if zero_even > 0.5 and zero_odd < 0.1:
        return "utf-16-be"
    return None


def _utf8_or_windows(sample):
    """Decide by counting: one broken byte in UTF-8 must not turn every é into two signs."""
    well_formed = sum(len(match) for match in _WELL_FORMED.findall(sample))
    high = len(_HIGH.findall(sample))
    if well_formed * 2 > high:
        return "utf-8", False
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile("encoding", encoding="cp1252", byte=error.start + 1) from None
    return "cp1252", True
