"""Files read in a process of their own: it can be ended, and its end is an error of one file.

The formats are many and their libraries large; a hostile file may make them loop, eat all memory,
or run its own code. Whoever reads through ``IsolatedReader`` gets a document or an error, in time.
"""

import signal
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from index import errors
from index.reading.confinement import Limits
from index.reading.documents import base_name, shown_title
from index.reading.limits import check_size
from index.reading.wire import Frame, WireError, unpack
from index.reading.worker import EndedError, Worker
from index.types import Document, Metadata, document_id

WORKERS = 2
"""Files read at the same time."""
_TOLD: dict[object, type[errors.InputError]] = {
    kind.__name__: kind
    for kind in (
        errors.InputError,
        errors.UnsupportedFormatError,
        errors.EmptyDocumentError,
        errors.UnreadableDocumentError,
        errors.TooLargeError,
    )
}
"""The errors that the other process may tell of, by name."""
_LONGEST_MESSAGE = 1_000
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_TOO_MUCH_TIME = {getattr(signal, name, None) for name in ("SIGXCPU", "SIGALRM")}


class IsolatedReader:
    """Reads files in at most ``workers`` processes, started when needed; for any thread.

    A process reads one file after another and is replaced when it ends. ``program`` is the module
    that it runs.
    """

    def __init__(
        self,
        limits: Limits = Limits(),
        *,
        workers: int = WORKERS,
        program: str = "index.reading.child",
    ) -> None:
        self.limits = limits
        self._program = program
        self._room = threading.Semaphore(workers)
        self._changing = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._is_closed = False
        # A process ends with the thread that started it, so that none outlives this one; the
        # threads that ask come and go.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="reader-starter")
        self._finalizer = weakref.finalize(self, _end, self._all, self._starter)

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
        answer = self._ask(Frame({"do": "read", "name": source}, (data,)), source)
        found = unpack(answer, source, document_id(identity or name))
        ...

    def render_page(self, data: bytes, page: int, width: int) -> bytes:
        """Return a page (from 1) of a PDF as a PNG image, ``width`` pixels wide.

        Raises: as ``read``.
        """
        asked = Frame({"do": "render", "page": page, "width": width}, (data,))
        return self._ask(asked, f"Page {page}", _image)
