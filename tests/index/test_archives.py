import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import archives
from index.reading.archives import open_archive, open_member, read_member


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_member_is_found_whatever_its_case_and_its_slashes() -> None:
    archive = open_archive(packed(("Word/Document.xml", b"<a/>")), "a.docx")
    assert read_member(archive, "/word/document.xml") == b"<a/>"
    assert "word\\document.xml" in archive
    assert "word/other.xml" not in archive


def test_a_missing_member_is_named() -> None:
    archive = open_archive(packed(("a", b"")), "a.docx")
    with pytest.raises(UnreadableDocumentError, match=r"a\.docx is broken: it has no part b\."):
        read_member(archive, "b")


def test_all_that_is_inflated_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_INFLATED", 250)
    archive = open_archive(packed(("a", bytes(100)), ("b", bytes(100))), "a.docx")
    assert len(read_member(archive, "a")) == len(read_member(archive, "b")) == 100
    with pytest.raises(TooLargeError), open_member(archive, "a") as stream:
        stream.read(1)
    assert archive.inflated == 300


def test_an_archive_of_very_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    assert len(open_archive(packed(("a", b""), ("b", b"")), "a.zip").members) == 2
    with pytest.raises(TooLargeError, match="more than 2 files"):
        open_archive(packed(("a", b""), ("b", b""), ("c", b"")), "a.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_inflate_in_one_step_are_refused(method: int) -> None:
    archive = open_archive(packed(("a", b"a"), method=method), "a.zip")
    with pytest.raises(UnreadableDocumentError, match="packed in an unusual way"):
        read_member(archive, "a")


def test_an_encrypted_member_is_told_as_such() -> None:
    data = bytearray(packed(("a", b"text")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableDocumentError, match="is encrypted"):
        read_member(open_archive(bytes(data), "a.docx"), "a")


def test_whatever_is_cut_off_or_changed_is_one_kind_of_error() -> None:
    good = packed(("a", b"The mill opened in 1912. " * 20), ("b", b"x"))
    for cut in range(0, len(good), 3):
        changed = good[:cut] + bytes([good[cut] ^ 0xFF]) + good[cut + 1 :]
        for data in (good[:cut], changed):
            with suppress(UnreadableDocumentError, TooLargeError):
                assert read_member(open_archive(data, "a.docx"), "a")
