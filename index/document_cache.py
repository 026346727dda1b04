"""Documents that were read lately, so that they need not be read again."""

import threading
from collections import OrderedDict

from index.types import Document

MOST_CHARACTERS = 32_000_000
"""A byte of the boxes of words counts as a character."""


class DocumentCache:
    """Keeps the documents used last; an old version is never given for a new one."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._held: OrderedDict[int, tuple[int, Document]] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, number: int, version: int) -> Document | None:
        """Return the document with that number in that version, if it is held."""
        with self._lock:
            found = self._held.get(number)
            if found is None or found[0] != version:
                return None
            self._held.move_to_end(number)
            return found[1]

    def put(self, number: int, version: int, document: Document) -> None:
        """Hold a document, letting go of those not used for longest."""
        with self._lock:
            self._drop(number)
            self._held[number] = (version, document)
            self._characters += _size(document)
            while self._characters > self._most and len(self._held) > 1:
                self._drop(next(iter(self._held)))

    def _drop(self, number: int) -> None:
        if number in self._held:
            _, document = self._held.pop(number)
            self._characters -= _size(document)


def _size(document: Document) -> int:
    return len(document.text) + len(document.boxes.words)
