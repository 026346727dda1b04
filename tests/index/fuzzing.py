"""Good files put wrong, always in the same ways: the same seed makes the same files."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

Mutation = Callable[[random.Random, bytes, bytes], bytes]
"""Puts a file wrong, perhaps with a piece of another one."""

_LENGTHS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
_NUMBERS = [b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e309", b"NaN"]
_MARKUP = [
    b"<p>",
    b"</",
    b"<![CDATA[",
    b"&#xFFFFFFFF;",
    b"\xff\xfe",
    b"<!--",
    b"\x00",
    b"{\\",
    b"[[",
]


def mutated(
    samples: Mapping[str, bytes], count: int, seed: int
) -> Iterator[tuple[str, str, bytes]]:
    """Yield ``count`` times what was done, a name, and a file put wrong in one to three ways."""
    rng = random.Random(seed)
    names = sorted(samples)
    for number in range(count):
        name = names[number % len(names)]
        data = samples[name]
        done = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            mutation = rng.choice(_for(data))
            done.append(mutation.__name__.strip("_"))
            data = mutation(rng, data, samples[rng.choice(names)])
        yield f"{number} {' '.join(done)}", name, data


def _for(data: bytes) -> Sequence[Mutation]:
    return (*_ANY, *_ZIP, *_ZIP) if data.startswith(b"PK\x03\x04") else _ANY


def _flip_bits(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    made = bytearray(data or b"\0")
    for _ in range(rng.choice((1, 4, 16, 64))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def _cut_off(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _cut_out(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.choice((1, 8, 100, 1000)) :]


def _repeat(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.choice((1, 8, 64))]
    return data[:start] + piece * rng.choice((2, 100, 2000)) + data[start:]


def _splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    here, there = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    return data[:here] + other[there : there + rng.choice((16, 256, 4096))] + data[here:]


def _change_length(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    size = rng.choice((1, 2, 4))
    value = (rng.choice(_LENGTHS) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
    start = rng.randrange(len(data) + 1)
    return data[:start] + value + data[start + size :]


def _change_number(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    number = rng.choice(found)
    return data[: number.start()] + rng.choice(_NUMBERS) + data[number.end() :]


def _insert_markup(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + rng.choice(_MARKUP) * rng.choice((1, 3, 500)) + data[start:]


def _change_member(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Put a member of an archive wrong, and pack it again as if nothing had happened."""
    members = _members(data)
    if not members:
        return data
    place = rng.randrange(len(members))
    name, content = members[place]
    members[place] = (name, rng.choice(_ANY)(rng, content, other))
    return _packed(members)


def _rename_member(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    members = _members(data)
    if not members:
        return data
    place = rng.randrange(len(members))
    name, content = members[place]
    others = ("../../escape.xml", "/etc/passwd", name.upper(), name + "/", "x" * 300, "")
    members[place] = (rng.choice(others) or name[1:], content)
    return _packed(members)


def _repeat_member(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    members = _members(data)
    return _packed([*members, *rng.choices(members, k=3)]) if members else data


def _drop_member(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    members = _members(data)
    if members:
        members.pop(rng.randrange(len(members)))
    return _packed(members)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(each.filename, archive.read(each)) for each in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError):
        return []


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name or "x", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.NameToInfo.clear()  # the same name twice is meant, and no reason to warn
            archive.writestr(info, content)
    return made.getvalue()


_ANY: Sequence[Mutation] = (
    _flip_bits,
    _cut_off,
    _cut_out,
    _repeat,
    _splice,
    _change_length,
    _change_number,
    _insert_markup,
)
_ZIP: Sequence[Mutation] = (
    _change_member,
    _change_member,
    _rename_member,
    _repeat_member,
    _drop_member,
)
