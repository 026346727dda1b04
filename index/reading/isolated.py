"""Files read in a process of their own: it can be ended, and its end is an error of one file.

The formats are many and their libraries large; a hostile file may make them loop, eat all memory,
or run its own code. Whoever reads through ``IsolatedReader`` gets a document or an error, in time.
"""

import signal
import struct
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from index import errors
from index.confinement import Limits
from index.reading.documents import base_name, document_of
from index.reading.limits import check_size
from index.reading.pool import WorkerPool
from index.reading.wire import Frame, WireError, unpack
from index.reading.worker import EndedError
from index.types import Document, Metadata, document_id

WORKERS = 2
"""Files read at the same time."""
USUAL = Limits()
_TOLD: dict[object, type[errors.InputError]] = {
    kind.__name__: kind
    for kind in (
        errors.InputError,
        errors.UnsupportedFormatError,
        errors.EmptyDocumentError,
        errors.UnreadableDocumentError,
        errors.NeedsRecognitionError,
        errors.TooLargeError,
    )
}
"""The errors that the other process may tell of, by name."""
_LONGEST_MESSAGE = 1_000
_PNG = struct.Struct(">8sI4sII")
_PNG_OPENING = (b"\x89PNG\r\n\x1a\n", 13, b"IHDR")
_TALLEST = 20
"""Times its width: no page of paper is taller."""
_OUT_OF_TIME = {getattr(signal, name, None) for name in ("SIGXCPU", "SIGALRM")}

Made = TypeVar("Made")


class IsolatedReader:
    """Reads files in at most ``workers`` processes, started when needed; safe in many threads.

    A process reads one file after another, and another takes its place when it ends. ``program``
    is the module whose ``main`` it runs.
    """

    def __init__(
        self,
        limits: Limits = USUAL,
        *,
        workers: int = WORKERS,
        program: str = "index.reading.child",
    ) -> None:
        self.limits = limits
        self._pool = WorkerPool(workers, program, limits)

    def read(
        self,
        data: bytes,
        name: str,
        *,
        identity: str | None = None,
        title: str | None = None,
        metadata: Metadata | None = None,
    ) -> Document:
        """Return a file as a document, as ``index.reading.read`` does and with its errors.

        Raises:
            UnsupportedFormatError: a format that no reader knows.
            TooLargeError: over a limit of size, time or memory.
            UnreadableDocumentError: broken, encrypted, or no text in it that can be told.
            EmptyDocumentError: nothing but white space.
            PinciteError: no process can be started.
        """
        source = base_name(name)
        check_size(data, source)

        def document(answer: Frame) -> Document:
            return unpack(answer, source, identifier)

        identifier = document_id(identity or name)
        request = Frame({"do": "read", "name": source, "title": title}, (data,))
        try:
            found = self.ask(request, source, document)
        except errors.NeedsRecognitionError as error:
            found = self._recognised(data, source, identifier, title, error)
        return replace(
            found,
            metadata=dict(found.metadata) | dict(metadata or {}),
            original=data if found.boxes.page_count else b"",
        )

    def render_page(self, data: bytes, page: int, width: int) -> bytes:
        """Return a page (from 1) of a PDF as a PNG image, ``width`` pixels wide.

        Raises:
            InputError: the page cannot be drawn, or not within the limits.
            PinciteError: no process can be started.
        """

        def image(answer: Frame) -> bytes:
            return _checked_image(answer, width)

        request = Frame({"do": "render", "page": page, "width": width}, (data,))
        return self.ask(request, f"Page {page}", image)

    def _recognised(
        self,
        data: bytes,
        source: str,
        identifier: str,
        title: str | None,
        needed: errors.NeedsRecognitionError,
    ) -> Document:
        """Return the document that is pictured on the pages of a scan.

        The file itself is opened by none but the processes that draw its pages.
        """
        from index.reading.ocr import is_installed, recognise

        if not is_installed():
            raise needed
        layout = recognise(data, source, render=self.render_page)
        return document_of(layout, source=source, id=identifier, title=title)

    def close(self) -> None:
        """End all processes; what is being read is given up."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, request: Frame, name: str, made: Callable[[Frame], Made]) -> Made:
        """Return what ``made`` makes of the answer to a request about the file ``name``.

        Raises:
            InputError: what the process found wrong with the file.
            PinciteError: no process can be started.
        """
        try:
            with self._pool.lent() as worker:
                answer = worker.ask(request)
                self._raise_told(answer, name)
                return made(answer)
        except EndedError as ended:
            raise self._reason(ended, name) from ended
        except WireError as error:
            raise _broken(name) from error

    def _raise_told(self, answer: Frame, name: str) -> None:
        """Raise what went wrong in the other process, if anything did."""
        told, failure = answer.header.get("error"), answer.header.get("failure")
        if failure == "memory":
            raise self._too_much_memory(name)
        if failure is not None:
            raise _broken(name)
        if told is not None:
            message = str(answer.header.get("message"))[:_LONGEST_MESSAGE]
            kind = _TOLD.get(told) if isinstance(told, str) else None
            raise (kind or errors.UnreadableDocumentError)(" ".join(message.split()))

    def _reason(self, ended: EndedError, name: str) -> errors.InputError:
        if ended.is_late or ended.signal_number in _OUT_OF_TIME:
            return errors.TooLargeError(
                f"{name} took more than {self.limits.seconds:g} s to read. Split it, or give it "
                "more time with PINCITE_READ_SECONDS."
            )
        return _broken(name)

    def _too_much_memory(self, name: str) -> errors.InputError:
        return errors.TooLargeError(
            f"{name} needs more than {self.limits.memory >> 20} MiB of memory to be read. Split "
            "it, or save it in a simpler format, and add that."
        )


def _broken(name: str) -> errors.InputError:
    return errors.UnreadableDocumentError(
        f"{name} cannot be read: it is damaged, or not what it says it is. Open it in its own "
        "program, save it anew, and add that."
    )


def _checked_image(answer: Frame, width: int) -> bytes:
    """Return the image of an answer.

    Raises:
        WireError: it is no PNG, or not of the size that was asked for.
    """
    if len(answer.parts) != 1 or len(answer.parts[0]) < _PNG.size:
        raise WireError("there is no image")
    image = answer.parts[0]
    *opening, wide, tall = _PNG.unpack_from(image)
    if tuple(opening) != _PNG_OPENING or wide != width or not 0 < tall <= width * _TALLEST:
        raise WireError("the image is no PNG of that width")
    return image
