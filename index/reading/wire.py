"""Documents as bytes, between a process that is trusted and one that is not.

A frame is two lengths, a header of JSON and a body of parts. Nothing in it can run: whoever reads
a hostile file may have been taken over by it, so all that comes from there is checked as if an
enemy had written it, and what it could lie about (id, source) is not asked of it at all.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from index.boxes import checked_boxes
from index.errors import InputError
from index.reading.limits import check_text
from index.types import LONGEST_TITLE, Block, BlockKind, Document, Span

MOST_HEADER_BYTES = 1 << 20
MOST_BODY_BYTES = 96 << 20
"""Room for a text at its limit with a box for each word."""
MOST_STATED = 50
"""Facts that a file may state of itself; each at most ``LONGEST_STATED`` characters."""
LONGEST_STATED = 2_000
_MOST_PAGES = 100_000

_LENGTHS = struct.Struct("<II")
_BLOCK = np.dtype(
    [("start", "<i4"), ("end", "<i4"), ("page", "<i4"), ("sentences", "<i4"), ("level", "u1"),
     ("kind", "u1")]
)  # fmt: skip
_KINDS = tuple(BlockKind)
_UNCITED = [place for place, kind in enumerate(_KINDS) if not kind.is_cited]

Header = Mapping[str, Any]


class WireError(Exception):
    """What came over the wire is not what an honest process sends."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: what it says, and the bytes that go with it."""

    header: Header
    parts: tuple[bytes, ...] = ()


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Send a message.

    Raises:
        OSError: the other end is closed.
    """
    sizes = [len(part) for part in frame.parts]
    header = json.dumps(dict(frame.header) | {"parts": sizes}).encode()
    stream.write(_LENGTHS.pack(len(header), sum(sizes)) + header)
    for part in frame.parts:
        stream.write(part)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Receive a message; None if the other end closed before one began.

    Raises:
        WireError: it is cut off, too large, or not in the form of a frame.
    """
    opening = stream.read(_LENGTHS.size)
    if not opening:
        return None
    if len(opening) < _LENGTHS.size:
        raise WireError("the lengths are cut off")
    header_bytes, body_bytes = _LENGTHS.unpack(opening)
    if header_bytes > MOST_HEADER_BYTES or body_bytes > MOST_BODY_BYTES:
        raise WireError("the message is too large")
    header = _header(_exactly(stream, header_bytes))
    return Frame(header, _parts(_exactly(stream, body_bytes), header.get("parts")))


def pack(document: Document) -> Frame:
    """Return a document as a message; its id and its source stay behind."""
    blocks, sentences = _pack_blocks(document.blocks)
    header = {"title": document.title, "metadata": _stated(document.metadata)}
    boxes = document.boxes
    return Frame(header, (document.text.encode(), blocks, sentences, boxes.words, boxes.pages))


def unpack(
    frame: Frame,
    source: str,
    id: str,  # noqa: A002 - the document's own word for it
) -> Document:
    """Return the document of a message, having held every part of it against the rules.

    Raises:
        WireError: it is not a document as an honest reader makes it.
        InputError: its text is blank, too long, or not text.
    """
    if len(frame.parts) != 5:
        raise WireError("a document has five parts")
    encoded, blocks, sentences, words, pages = frame.parts
    try:
        text = encoded.decode()
        check_text(text, source)
        return Document(
            id=id,
            title=_checked_title(frame.header.get("title")),
            text=text,
            blocks=_unpack_blocks(text, blocks, sentences),
            source=source,
            metadata=_checked_metadata(frame.header.get("metadata")),
            boxes=checked_boxes(words, pages, len(text)),
        )
    except InputError:
        raise
    except ValueError as error:
        raise WireError(str(error)) from error


def _header(encoded: bytes) -> dict[str, Any]:
    try:
        header = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise WireError("the header is no JSON") from error
    if not isinstance(header, dict):
        raise WireError("the header is no object")
    return header


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise WireError("the message is cut off")
    return data


def _parts(body: bytes, sizes: object) -> tuple[bytes, ...]:
    if not isinstance(sizes, list) or len(sizes) > 8:
        raise WireError("the header does not tell the sizes of the parts")
    if not all(type(size) is int and size >= 0 for size in sizes) or sum(sizes) != len(body):
        raise WireError("the sizes of the parts are not those of the body")
    ends = np.cumsum([0, *sizes]).tolist()
    return tuple(body[start:end] for start, end in pairwise(ends))


def _stated(metadata: Mapping[str, object]) -> dict[str, str]:
    """Return what a file states, without what no reader should have taken from it."""
    fitting = [
        (key, value[:LONGEST_STATED].encode(errors="replace").decode())
        for key, value in metadata.items()
        if isinstance(value, str)
    ]
    return dict(fitting[:MOST_STATED])


def _checked_title(title: object) -> str:
    if not isinstance(title, str) or not title.strip() or len(title) > LONGEST_TITLE:
        raise ValueError("the title is none")
    if not title.isprintable():
        raise ValueError("the title cannot be shown")
    return title


def _checked_metadata(metadata: object) -> dict[str, str]:
    if not isinstance(metadata, dict) or len(metadata) > MOST_STATED:
        raise ValueError("the metadata is no object, or too much")
    for key, value in metadata.items():
        if not isinstance(value, str) or len(value) > LONGEST_STATED or len(key) > 100:
            raise ValueError("a stated fact is no text, or too long")
        (key + value).encode()  # a UnicodeEncodeError, a ValueError, for half of a surrogate pair
    return metadata


def _pack_blocks(blocks: Sequence[Block]) -> tuple[bytes, bytes]:
    rows = [
        (
            block.span.start,
            block.span.end,
            block.page or 0,
            len(block.sentences),
            min(block.level or 0, 255),
            _KINDS.index(block.kind),
        )
        for block in blocks
    ]
    spans = [(each.start, each.end) for block in blocks for each in block.sentences]
    return np.array(rows, dtype=_BLOCK).tobytes(), np.array(spans, dtype="<i4").tobytes()


def _unpack_blocks(text: str, packed: bytes, packed_sentences: bytes) -> tuple[Block, ...]:
    rows = np.frombuffer(packed, dtype=_BLOCK)
    sentences = np.frombuffer(packed_sentences, dtype="<i4").reshape(-1, 2)
    _check_order(rows["start"], rows["end"], len(text))
    _check_order(sentences[:, 0], sentences[:, 1], len(text))
    _check_facts(rows)
    _check_sentences(rows, sentences)
    spans = [Span(start, end) for start, end in sentences.tolist()]
    if any(text[span.start].isspace() or text[span.end - 1].isspace() for span in spans):
        raise ValueError("a sentence has white space at its ends")
    blocks = _blocks(rows, spans)
    _check_covering(text, blocks)
    return blocks


def _blocks(rows: npt.NDArray[np.void], sentences: Sequence[Span]) -> tuple[Block, ...]:
    made = []
    taken = 0
    for start, end, page, count, level, kind in rows.tolist():
        own = tuple(sentences[taken : taken + count])
        made.append(Block(Span(start, end), _KINDS[kind], own, level or None, page or None))
        taken += count
    return tuple(made)


def _check_order(starts: npt.NDArray[Any], ends: npt.NDArray[Any], length: int) -> None:
    """Raise ValueError unless the spans are in the text, not empty, in order and apart."""
    inside = (starts >= 0) & (starts < ends) & (ends <= length)
    if not inside.all() or (ends[:-1] > starts[1:]).any():
        raise ValueError("the spans are not in order, or not in the text")


def _check_facts(rows: npt.NDArray[np.void]) -> None:
    if (rows["kind"] >= len(_KINDS)).any():
        raise ValueError("there is no such kind of block")
    if (rows["page"] < 0).any() or (rows["page"] > _MOST_PAGES).any():
        raise ValueError("there is no such page")
    if (rows["level"][rows["kind"] != _KINDS.index(BlockKind.HEADING)] != 0).any():
        raise ValueError("only headings have a level")


def _check_sentences(rows: npt.NDArray[np.void], sentences: npt.NDArray[Any]) -> None:
    """Raise ValueError unless each sentence is inside its block, and none in what is not cited."""
    counts = rows["sentences"]
    if (counts < 0).any() or int(counts.sum(dtype=np.int64)) != len(sentences):
        raise ValueError("the sentences are not those of the blocks")
    if counts[np.isin(rows["kind"], _UNCITED)].any():
        raise ValueError("what is never cited has sentences")
    starts, ends = np.repeat(rows["start"], counts), np.repeat(rows["end"], counts)
    if (sentences[:, 0] < starts).any() or (sentences[:, 1] > ends).any():
        raise ValueError("a sentence is not inside its block")


def _check_covering(text: str, blocks: Sequence[Block]) -> None:
    position = 0
    for block in blocks:
        if text[position : block.span.start].strip():
            raise ValueError("words of the text are in no block")
        position = block.span.end
    if text[position:].strip():
        raise ValueError("words of the text are in no block")
