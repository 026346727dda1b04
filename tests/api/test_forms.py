"""Files of a form go where they belong as they arrive, however they are cut."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Iterable

import pytest
from fastapi import HTTPException
from fastapi.exceptions import RequestValidationError
from hypothesis import given
from hypothesis import strategies as st

from api.forms import MAX_FILES, receive_files

TYPE = "multipart/form-data; boundary=--b"


def part(name: str, data: bytes, field: str = "file") -> bytes:
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
    return b"----b\r\n" + head.encode() + b"\r\nContent-Type: text/plain\r\n\r\n" + data + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"----b--\r\n"


class Sink:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)


def received(pieces: Iterable[bytes], content_type: str = TYPE) -> list[tuple[str, bytes]]:
    files: list[tuple[str, Sink]] = []

    def open_file(name: str) -> Sink:
        files.append((name, Sink()))
        return files[-1][1]

    async def body() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    asyncio.run(receive_files(content_type, body(), open_file))
    return [(name, bytes(sink.data)) for name, sink in files]


CONTENTS = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"\r\n----b", b"\r\n--", b"----b--\r", b"\r\n----", b"\r\n\r\n"]),
)


@given(
    st.lists(CONTENTS.filter(lambda data: b"\r\n----b" not in data), min_size=1, max_size=3),
    st.integers(1, 40),
)
def test_files_are_the_same_however_the_body_is_cut(contents: list[bytes], size: int) -> None:
    whole = form(*(part(f"{n}.txt", data) for n, data in enumerate(contents)))
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert received(pieces) == [(f"{n}.txt", data) for n, data in enumerate(contents)]


def test_names_are_given_as_they_came() -> None:
    assert received([form(part('brücke \\"1\\".txt', b"x"))]) == [('brücke "1".txt', b"x")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        part("a.txt", b"The mill."),  # its end is missing
        form(part("a.txt", b"The mill."))[:-20],
        form(*(part("a.txt", b"") for _ in range(MAX_FILES + 1))),
        b"----b\r\nContent-Disposition: " + b"x" * 100_000,
    ],
)
def test_a_form_that_is_broken_or_too_much_is_refused(body: bytes) -> None:
    with pytest.raises(HTTPException) as raised:
        received([body])
    assert raised.value.status_code == 400


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 1000]
)
def test_a_form_without_a_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(HTTPException):
        received([form(part("a.txt", b"x"))], content_type)


def test_what_is_no_file_or_called_otherwise_is_refused() -> None:
    for wrong in (
        part("a.txt", b"x", field="other"),
        part("a.txt", b"x").replace(b"; filename", b"; x"),
    ):
        with pytest.raises(RequestValidationError):
            received([form(part("good.txt", b"x"), wrong)])


def test_a_large_file_is_never_in_memory() -> None:
    class Counting:
        total = 0

        def write(self, data: bytes, /) -> int:
            Counting.total += len(data)
            return len(data)

    async def body() -> AsyncIterator[bytes]:
        yield part("big.txt", b"")[:-2]
        for _ in range(500):
            yield b"x" * 65_536
        yield b"\r\n----b--\r\n"

    tracemalloc.start()
    try:
        asyncio.run(receive_files(TYPE, body(), lambda _name: Counting()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert Counting.total == 500 * 65_536
    assert peak < 2_000_000
