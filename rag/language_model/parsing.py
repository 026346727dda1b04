"""What a model writes, read into sentences as soon as each is complete.

Asked for JSON, models send JSON, JSON in a fence or after a few words, JSON lines, prose with
markers such as [2], or prose that cites nothing. All of these are read; what a model claims about
passages and quotes is only kept as a hint.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from index.segmentation import split_sentences
from rag.language_model.plain_text import parted, plain

_TEXT_KEYS = ("text", "sentence", "statement", "claim", "answer")
_PASSAGE_KEYS = ("passage", "passages", "source", "sources", "citation", "citations", "cite", "n")
_QUOTE_KEYS = ("quote", "quotes", "evidence", "words")
_MARKER = re.compile(
    r"[\[【]\^?(?:(?:passages?|sources?)\s*)?\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*[\]】]", re.I
)
_NAMED = re.compile(
    r"\s*[\[(](?:passages?|sources?)\s*\d{1,4}(?:\s*(?:,|and)\s*\d{1,4})*[\])]", re.I
)
_BEHIND = re.compile(rf"([.!?…]+[\"”’)»]*)\s*((?:{_MARKER.pattern}\s*)+)", re.I)
_LEADING = re.compile(rf"(?:{_MARKER.pattern}\s*)+(?=[^\s\[【(])", re.I)
_JSON_BEGINS = re.compile(r"(?:^|\n)[^\S\n]*(?:```\w*\s*)?(?:\{\s*[\"}]|\[\s*[{\"\]])")
_FENCE = re.compile(r"```\w*")
_PREFIXES = frozenset({"", "[", "{", "`", "``"})
_LOOSE_TEXT = re.compile(r"\"(?:text|sentence|statement|claim)\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"")
_DECODER = json.JSONDecoder(strict=False)
_DEEPEST = 4
_PATIENCE = 500
"""Characters without a sentence that are read again with every piece."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sentence as a model gave it: nothing of it is checked."""

    text: str
    passages: tuple[int, ...] = ()
    """Counted from 0; there need not be such passages."""
    quotes: tuple[str, ...] = ()


class Parser:
    """Reads a completion piece by piece."""

    def __init__(self) -> None:
        self._rest = ""
        """What was read and not taken, without thoughts."""
        self._waiting = ""
        """What was received since, and a thought that has begun."""
        self._again = 0
        """How many characters there must be before they are read again."""
        self._found = False
        self._as_json: bool | None = None

    def feed(self, piece: str) -> list[Sketch]:
        """Return the sentences that are now complete.

        Of what goes on for pages without one, only every sixteenth part more is a reason to look.
        """
        self._waiting += piece
        if len(self._rest) + len(self._waiting) < self._again:
            return []
        self._rest, self._waiting = parted(self._rest + self._waiting)
        found = self._read()
        left = len(self._rest) + len(self._waiting)
        self._again = left + left // 16 if left > _PATIENCE and not found else 0
        return found

    def _read(self) -> list[Sketch]:
        if self._as_json is None and self._rest.strip() not in _PREFIXES:
            self._as_json = False
        if not self._as_json and (begin := _JSON_BEGINS.search(self._rest)):
            before = self._rest[: begin.start()]
            self._rest = self._rest[begin.start() :]
            self._as_json = True
            return [*_prose(before), *self._objects()]
        return self._objects() if self._as_json else self._sentences()

    def end(self) -> list[Sketch]:
        """Return what is left when nothing more comes."""
        self._rest, self._waiting = parted(self._rest + self._waiting)
        if not self._as_json:
            return list(_prose(self._rest))
        return self._objects() or ([] if self._found else list(_salvaged(self._rest)))

    def _sentences(self) -> list[Sketch]:
        rest = self._rest
        spans = split_sentences(rest)
        if len(spans) < 2 or len(spans[-1]) < 2:
            return []
        end = spans[-1].start
        if marks := _LEADING.match(rest, end):
            end = marks.end()
        elif rest[end] in "[【(":
            return []  # a marker may be coming: "closed. [1" is not yet "closed."
        self._rest = rest[end:]
        return list(_prose(rest[:end]))

    def _objects(self) -> list[Sketch]:
        sketches: list[Sketch] = []
        rest, at, taken = self._rest, 0, 0
        last = rest.rfind("}")  # what begins behind it has no end yet
        while 0 <= (at := rest.find("{", at)) < last:
            try:
                value, end = _DECODER.raw_decode(rest, at)
            except (ValueError, RecursionError):
                value, end = None, at + 1
            found = list(_told(value))
            sketches += found
            at = end if found else at + 1
            if found:
                taken, self._found = end, True
        self._rest = rest[taken:]
        return sketches


def _told(value: object, depth: int = 0) -> Iterator[Sketch]:
    """Yield the sentences in a JSON value: objects with a text, at any place."""
    if isinstance(value, list) and depth < _DEEPEST:
        for each in value:
            yield from _told(each, depth + 1)
    if not isinstance(value, Mapping):
        return
    text = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), None)
    if text is not None:
        yield from _with_hints(text, value)
    elif depth < _DEEPEST:
        for each in value.values():
            yield from _strings(each) if _all_strings(each) else _told(each, depth + 1)


def _all_strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, str) for e in value)


def _strings(value: object) -> Iterator[Sketch]:
    for each in value if isinstance(value, list) else ():
        yield from _prose(each)


def _with_hints(text: str, value: Mapping[str, object]) -> Iterator[Sketch]:
    passages = tuple(n for key in _PASSAGE_KEYS for n in _numbers(value.get(key)))
    quotes = tuple(q for key in _QUOTE_KEYS for q in _texts(value.get(key)) if q.strip())
    for sketch in _prose(text):
        yield replace(sketch, passages=sketch.passages + passages, quotes=quotes)


def _numbers(value: object) -> list[int]:
    values = value if isinstance(value, list) else [value]
    texts = (str(v) for v in values if isinstance(v, int | str) and not isinstance(v, bool))
    return [int(digits) - 1 for text in texts for digits in re.findall(r"\d{1,4}", text)]


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _salvaged(rest: str) -> Iterator[Sketch]:
    """Yield the sentences of what looked like JSON and is none."""
    try:
        strings = json.loads(_FENCE.sub("", rest))
    except (ValueError, RecursionError):
        strings = [json.loads(f'"{text}"', strict=False) for text in _loose(rest)]
    if _all_strings(strings):
        yield from _strings(strings)
    elif "{" not in rest:
        yield from _prose(_FENCE.sub("", rest))


def _loose(rest: str) -> Iterator[str]:
    for text in _LOOSE_TEXT.findall(rest):
        try:
            json.loads(f'"{text}"', strict=False)
        except ValueError:
            continue
        yield text


def _prose(text: str) -> Iterator[Sketch]:
    """Yield the sentences of running text, each with the passages that its markers name."""
    for line in text.splitlines():
        bare = plain(_BEHIND.sub(_moved_before, line))
        for span in split_sentences(bare):
            if sketch := _sketch(span.of(bare)):
                yield sketch


def _moved_before(match: re.Match[str]) -> str:
    return f" {match.group(2).strip()}{match.group(1)} "


def _sketch(sentence: str) -> Sketch | None:
    named = [m.group() for pattern in (_MARKER, _NAMED) for m in pattern.finditer(sentence)]
    text = " ".join(_NAMED.sub("", _MARKER.sub("", sentence)).split())
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    if not any(character.isalpha() for character in text):
        return None
    return Sketch(text, tuple(n for mark in named for n in _numbers(mark)))
