"""An assistant for each collection, made when it is asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from index.library import DEFAULT, Library
from index.passage_index import PassageIndex
from rag.answer_cache import AnswerCache
from rag.answering import Assistant
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Assistants:
    """Answers questions from the collections of a library, each from itself alone."""

    library: Library
    build: Callable[[PassageIndex], Assistant]
    """Makes an assistant for an open collection; cheap, for what is large is shared."""
    told: Callable[[Answer], None] = lambda _answer: None
    """Hears of each answer that was given whole."""
    _caches: "WeakKeyDictionary[PassageIndex, AnswerCache]" = field(
        default_factory=WeakKeyDictionary
    )
    """By the open index itself, not by name: a new collection of an old name begins with none."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def of(self, collection: str = DEFAULT, *, create: bool = False) -> Iterator[Assistant]:
        """Give the assistant of a collection, to be used until this ends.

        Raises:
            NotFoundError: there is none of that name, and none is to be made.
            InputError: one is to be made, and the name cannot be used.
            StoreError: it cannot be opened.
        """
        with self.library.collection(collection, create=create) as index:
            with self._lock:
                cache = self._caches.setdefault(index, AnswerCache())
            yield replace(self.build(index), cache=cache, told=self.told)
