"""Zip archives as file formats use them: read in memory, counted, never unpacked to the disk."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from index.errors import TooLargeError, UnreadableDocumentError

MOST_INFLATED = 128 * 1024 * 1024
"""Bytes that may be inflated from one archive, all reads of all members together."""
MOST_MEMBERS = 20_000

_ENTRY = b"PK\x01\x02"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(slots=True)
class Archive:
    """An open archive; ``inflated`` counts the bytes that were read from it, in any member."""

    name: str
    """Of the file, as messages give it."""
    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    """By name, without the case and the leading slash in which writers differ."""
    inflated: int = 0

    def __contains__(self, member: str) -> bool:
        return _key(member) in self.members


def open_archive(data: bytes, name: str) -> Archive:
    """Return the zip archive in ``data``, of the file ``name``.

    Raises:
        UnreadableDocumentError: no zip archive, or one cut off.
        TooLargeError: more than ``MOST_MEMBERS``.
    """
    # Counted before it is parsed: a directory of 25 MiB would take seconds and half the memory.
    if data.count(_ENTRY) > MOST_MEMBERS:
        raise TooLargeError(f"{name} packs more than {MOST_MEMBERS:,} files. Split it.")
    with _translated(name):
        file = zipfile.ZipFile(BytesIO(data))
        return Archive(name, file, {_key(info.filename): info for info in file.infolist()})


def read_member(archive: Archive, member: str) -> bytes:
    """Return the bytes of a member.

    Raises:
        UnreadableDocumentError: no such member, broken, or encrypted.
        TooLargeError: it would inflate to more than ``MOST_INFLATED`` in all.
    """
    with open_member(archive, member) as stream, _translated(archive.name):
        return stream.read()


@contextmanager
def open_member(archive: Archive, member: str) -> Iterator[IO[bytes]]:
    """Open a member to be read in parts; what breaks while it is read is translated too.

    Raises:
        UnreadableDocumentError: no such member, broken, or encrypted.
        TooLargeError: it would inflate to more than ``MOST_INFLATED`` in all.
    """
    info = archive.members.get(_key(member))
    if info is None:
        raise UnreadableDocumentError(
            f"{archive.name} is broken: it has no part {member}. Save it again where it was made."
        )
    _admit(archive, info)
    with _translated(archive.name), archive.file.open(info) as stream:
        yield stream


def _admit(archive: Archive, info: zipfile.ZipInfo) -> None:
    """Count a member before it is read, and refuse one that cannot be read within bounds."""
    if info.flag_bits & 1:
        raise UnreadableDocumentError(
            f"{archive.name} is encrypted. Save it without a password and add it again."
        )
    # The others inflate in one step, beyond any bound.
    if info.compress_type not in _METHODS:
        raise UnreadableDocumentError(
            f"{archive.name} is packed in an unusual way. Save it again where it was made."
        )
    # No more than the stated size is ever inflated: zipfile stops there.
    archive.inflated += info.file_size
    if archive.inflated > MOST_INFLATED:
        raise TooLargeError(
            f"{archive.name} would unpack to more than {MOST_INFLATED // 2**20} MiB. Split it and "
            "add the parts."
        )


def _key(member: str) -> str:
    return member.replace("\\", "/").lstrip("/").lower()


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise UnreadableDocumentError(
            f"{name} is broken or cut off. Copy it again, or save it again where it was made."
        ) from error
