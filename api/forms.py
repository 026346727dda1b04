"""Files of a form, written where they belong while they arrive: none is held in memory."""

from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

MAX_FILES = 1_000
FIELD = b"file"


class Sink(Protocol):
    """What takes the bytes of a file."""

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""


@dataclass(slots=True)
class _Form:
    """The parser's view of a form: which part is arriving, and where it goes."""

    open_file: Callable[[str], Sink]
    files: int = 0
    strangers: int = 0
    """Parts that are no files, or not called as they should be."""
    complete: bool = False
    _sink: Sink | None = None
    _name: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _disposition: bytes = b""

    def on_part_begin(self) -> None:
        self._sink, self._disposition = None, b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != FIELD or b"filename" not in options:
            self.strangers += 1
            return
        self.files += 1
        if self.files > MAX_FILES:
            raise FormParserError
        self._sink = self.open_file(options[b"filename"].decode("utf-8", "replace"))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._sink is not None:
            self._sink.write(data[start:end])

    def on_end(self) -> None:
        self.complete = True


async def receive_files(
    content_type: str, body: AsyncIterable[bytes], open_file: Callable[[str], Sink]
) -> None:
    """Write each file of a form into what ``open_file`` gives for its name.

    Raises:
        HTTPException: 400 if the form cannot be read, breaks off, or has more than ``MAX_FILES``
            files.
        RequestValidationError: it has no files, or parts that are none.
    """
    form = _Form(open_file)
    try:
        parser = _parser(content_type, form)
        async for data in body:
            await run_in_threadpool(parser.write, data)
        if not form.complete:
            raise FormParserError
    except FormParserError:
        raise HTTPException(
            400, f"The form cannot be read: send at most {MAX_FILES} files, each named “file”."
        ) from None
    except ClientDisconnect:
        raise HTTPException(400, "The upload broke off before its end.") from None
    if form.strangers or not form.files:
        complaint = {"type": "file", "loc": ("body", "file"), "msg": "send files, named “file”"}
        raise RequestValidationError([complaint])


def _parser(content_type: str, form: _Form) -> MultipartParser:
    _, options = parse_options_header(content_type)
    if not options.get(b"boundary"):
        raise FormParserError
    return MultipartParser(
        options[b"boundary"],
        {
            "on_part_begin": form.on_part_begin,
            "on_part_data": form.on_part_data,
            "on_header_field": form.on_header_field,
            "on_header_value": form.on_header_value,
            "on_header_end": form.on_header_end,
            "on_headers_finished": form.on_headers_finished,
            "on_end": form.on_end,
        },
    )
