"""ZIP archives with some members replaced; all others are copied as they are packed.

The new archive may hold an origin: what its other members lack of the old one, so that this can be
put together again byte for byte, whichever program packed it.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.errors import UnreadableDocumentError
from index.reading.archives import Archive, read_member
from index.reading.limits import MOST_BYTES

ORIGIN = "docProps/pincite.bin"
"""The member that holds the origin. No relation leads to it: Word passes it over, and a program
that writes the file anew drops it."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DEFLATED, _STORED = 20, 8, 0
_UTF_8 = 0x800
_EPOCH = (0, 1 << 5 | 1)  # 1980-01-01, the first day that an archive can name


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    encoded: bytes
    flags: int
    method: int
    stamp: tuple[int, int]
    """Time and day as archives write them."""
    check: int
    size: int
    packed: bytes
    attributes: int = 0


@dataclass(frozen=True, slots=True)
class _Range:
    """Where in the old archive the packed bytes of a member stand."""

    start: int
    end: int
    name: str


def repacked(
    data: bytes, archive: Archive, changed: Mapping[str, bytes], *, with_origin: bool
) -> bytes:
    """Return the archive ``data`` with the members ``changed`` replaced, or added at its end.

    An origin that it has is left out.

    Raises:
        UnreadableDocumentError: its members overlap or reach beyond its end.
    """
    ranges = [each for each in _ranges(data, archive) if each.name != ORIGIN]
    kept = [each for each in ranges if each.name not in changed]
    old = {each.name: _copied(data, archive, each) for each in ranges}
    members = [
        _packed(name, changed[name]) if name in changed else member for name, member in old.items()
    ]
    members += [_packed(name, content) for name, content in changed.items() if name not in old]
    if with_origin:
        members.append(_packed(ORIGIN, _origin(data, kept, members), method=_STORED))
    return _written(members)


def restored(data: bytes, archive: Archive) -> bytes | None:
    """Return the archive that another was made from; None if that was changed since, or has none.

    Raises:
        UnreadableDocumentError: it is broken.
    """
    if ORIGIN not in archive:
        return None
    ranges = _ranges(data, archive)
    others = [_copied(data, archive, each) for each in ranges if each.name != ORIGIN]
    header, _, rest = read_member(archive, ORIGIN).partition(b"\n")
    try:
        told = json.loads(header)
        if told["members"] != _digest(others):
            return None
        found = _assembled(told["pieces"], rest, {each.name: each.packed for each in others})
        return found if hashlib.sha256(found).hexdigest() == told["sha256"] else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _ranges(data: bytes, archive: Archive) -> list[_Range]:
    """Return where the members are packed, in order and apart."""
    found = []
    for info in archive.file.infolist():
        start = _start_of_content(data, info.header_offset)
        found.append(_Range(start, start + info.compress_size, info.filename))
    found.sort(key=lambda each: (each.start, each.end))
    position = 0
    for each in found:
        if each.start < position or each.end > len(data):
            raise _broken(archive.name)
        position = each.end
    if len({each.name for each in found}) < len(found):
        raise _broken(archive.name)
    return found


def _start_of_content(data: bytes, header: int) -> int:
    if data[header : header + 4] != b"PK\x03\x04" or len(data) < header + _LOCAL.size:
        return len(data) + 1  # beyond the end: broken
    *_, name, extra = _LOCAL.unpack_from(data, header)
    return header + _LOCAL.size + int(name) + int(extra)


def _copied(data: bytes, archive: Archive, where: _Range) -> _Member:
    info = archive.file.getinfo(where.name)
    year, month, day, hour, minute, second = info.date_time
    return _Member(
        name=info.filename,
        encoded=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437"),
        flags=info.flag_bits & _UTF_8,
        method=info.compress_type,
        stamp=(hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day),
        check=info.CRC,
        size=info.file_size,
        packed=data[where.start : where.end],
        attributes=info.external_attr,
    )


def _packed(name: str, content: bytes, *, method: int = _DEFLATED) -> _Member:
    packed = content
    if method == _DEFLATED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
    encoded = name.encode()
    flags = 0 if encoded.isascii() else _UTF_8
    check = zlib.crc32(content)
    return _Member(name, encoded, flags, method, _EPOCH, check, len(content), packed)


def _written(members: Iterable[_Member]) -> bytes:
    parts: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for each in members:
        shared = (each.flags, each.method, *each.stamp, each.check, len(each.packed), each.size)
        header = _LOCAL.pack(b"PK\x03\x04", _VERSION, *shared, len(each.encoded), 0)
        directory.append(
            _CENTRAL.pack(
                *(b"PK\x01\x02", _VERSION, _VERSION, *shared, len(each.encoded)),
                *(0, 0, 0, 0, each.attributes, position),
            )
        )
        directory.append(each.encoded)
        parts += [header, each.encoded, each.packed]
        position += len(header) + len(each.encoded) + len(each.packed)
    count, size = len(directory) // 2, sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, size, position, 0)
    return b"".join([*parts, *directory, end])


def _origin(data: bytes, kept: Sequence[_Range], members: Sequence[_Member]) -> bytes:
    """Return how the old archive is made of ``kept`` and of the bytes that follow the header."""
    pieces: list[tuple[int, str]] = []
    own: list[bytes] = []
    position = 0
    for each in kept:
        own.append(data[position : each.start])
        pieces.append((len(own[-1]), each.name))
        position = each.end
    own.append(data[position:])
    pieces.append((len(own[-1]), ""))
    header = {
        "made_by": "Pincite: what `pincite check --remove` needs to give the draft back as it was",
        "sha256": hashlib.sha256(data).hexdigest(),
        "members": _digest(members),
        "pieces": pieces,
    }
    return b"\n".join([json.dumps(header).encode(), b"".join(own)])


def _assembled(
    pieces: Iterable[tuple[int, str]], own: bytes, members: Mapping[str, bytes]
) -> bytes:
    parts: list[bytes] = []
    position = length = 0
    for count, name in pieces:
        parts += [own[position : position + count], members[name] if name else b""]
        position += count
        length += len(parts[-1]) + len(parts[-2])
        if length > MOST_BYTES:
            raise ValueError("longer than any draft")
    return b"".join(parts)


def _digest(members: Iterable[_Member]) -> str:
    """Return what tells whether any member is another one than when the origin was written."""
    told = sorted((each.name, each.check, each.size) for each in members)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _broken(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{name} is packed in an unusual way. Save it again in Word.")
