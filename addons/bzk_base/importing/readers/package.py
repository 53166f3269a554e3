"""A zip package of XML parts that cannot be used to exhaust the machine."""

import struct
import zipfile

from .shape import UnreadableFile

#: An .xlsx of a million rows of 25 columns is about 150 MB, and 1.5 GB unpacked.
MAX_FILE_BYTES = 256 * 2**20
MAX_TOTAL_BYTES = 4 * 2**30
MAX_MEMBERS = 2_000
MAX_RATIO = 300
_SMALL_BYTES = 16 * 2**20
#: Bytes and tags to read of a part up to its first row, which is all of it for the table of texts:
#: a text takes four tags, so there is room for a million and a half different ones.
_STREAM_BUDGET = (256 * 2**20, 6_000_000)
#: Of a part that is read at once, and of one row.
_SMALL_BUDGET = (16 * 2**20, 1_000_000)

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_MAX_DIRECTORY_BYTES = 2**20


class Package(zipfile.ZipFile):
    """An .xlsx package, checked before anything in it is unpacked and bounded while it is read.

    :param file: a file open for reading bytes
    :raises UnreadableFile: ``damaged``, ``bomb``, ``too_large`` or ``password``
    """

    def __init__(self, file):
        _check_directory(file)
        super().__init__(file)
        self._budget = list(_STREAM_BUDGET)
        members = self.infolist()
        if len(members) > MAX_MEMBERS:
            raise UnreadableFile("bomb", members=len(members), limit=MAX_MEMBERS)
        if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
            raise UnreadableFile("bomb", limit=MAX_TOTAL_BYTES)
        for member in members:
            _check_member(member)

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        """Open a part as a stream within bounds; :meth:`refill` extends them row by row."""
        self._budget[:] = _STREAM_BUDGET
        return _Part(super().open(name, mode, pwd, force_zip64=force_zip64), self._budget)

    def read(self, name, pwd=None):
        """Return a whole small part."""
        with super().open(name, pwd=pwd) as raw:
            part = _Part(raw, list(_SMALL_BUDGET))
            return b"".join(iter(lambda: part.read(65_536), b""))

    def refill(self):
        """Note that a row was read."""
        self._budget[:] = _SMALL_BUDGET


class _Part:
    """A part that is read no further than its budget and holds no document type.

    Office Open XML has no use for a document type, so entities are only there to harm.
    """

    def __init__(self, raw, budget):
        self._raw = raw
        self._budget = budget
        self._tail = b""

    def read(self, size):
        data = self._raw.read(size)
        self._budget[0] -= len(data)
        self._budget[1] -= data.count(b"<")
        seen = self._tail + (data.replace(b"\0", b"") if b"\0" in data else data)
        if min(self._budget) < 0 or b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise UnreadableFile("bomb", part=self._raw.name[:80])
        self._tail = seen[-9:]
        return data

    def close(self):
        self._raw.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _check_directory(file):
    """Refuse a list of members that is itself too long to read."""
    size = file.seek(0, 2)
    if size > MAX_FILE_BYTES:
        raise UnreadableFile("too_large", bytes=size, limit=MAX_FILE_BYTES)
    file.seek(max(0, size - 65_536 - _END.size))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise UnreadableFile("damaged")
    directory_bytes = _END.unpack_from(tail, at)[5]
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\6\7":
        file.seek(min(_END64_LOCATOR.unpack_from(tail, locator)[2], size))
        directory_bytes = int.from_bytes(file.read(56)[40:48], "little")
    if directory_bytes > _MAX_DIRECTORY_BYTES:
        raise UnreadableFile("bomb", limit=MAX_MEMBERS)
    file.seek(0)


def _check_member(member):
    if member.flag_bits & 1:
        raise UnreadableFile("password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile("damaged", part=member.filename[:80])
    packed = max(member.compress_size, 1)
    if member.file_size > max(_SMALL_BYTES, MAX_RATIO * packed):
        raise UnreadableFile("bomb", part=member.filename[:80])
