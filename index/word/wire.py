"""Word files read and written in a process of its own: the one that reads all other files.

Neither the text's places nor the file's parts come out of that process: what leaves it is a draft's
text, which is checked as that of any document is, and files for the one who gave the file.
"""

import json
from collections.abc import Sequence

from index.errors import TooLargeError
from index.reading.archives import open_archive
from index.reading.documents import base_name
from index.reading.isolated import IsolatedReader
from index.reading.limits import MOST_BYTES, check_size
from index.reading.wire import Frame, WireError, pack, unpack
from index.types import Document
from index.word.draft import LONGEST_NOTE, Noted, WordDraft, read_draft
from index.word.fragments import Inline
from index.word.notes import Note, Remark, with_notes
from index.word.removing import Freed, without_notes

MOST_FREED = 2 * MOST_BYTES
"""Bytes of a file that is freed of notes: its way back makes it larger than a draft may be."""
_ID = "draft"


class WordFiles:
    """Word files as drafts, each read and written in a confined process."""

    def __init__(self, reader: IsolatedReader) -> None:
        self._reader = reader

    def draft(self, data: bytes, name: str) -> WordDraft:
        """Return a Word document as a draft.

        Raises:
            UnreadableDocumentError: broken, encrypted, or no Word document.
            EmptyDocumentError: nothing but white space.
            TooLargeError: over a limit of size, time or memory.
            PinciteError: no process can be started.
        """
        source = _checked(data, name)
        request = Frame({"do": "word_draft", "name": source}, (data,))
        return self._reader.ask(request, source, lambda answer: _draft(answer, source))

    def with_notes(
        self, data: bytes, name: str, notes: Sequence[Note], remarks: Sequence[Remark] = ()
    ) -> bytes:
        """Return a Word document with footnotes and comments; ``without_notes`` undoes it.

        Raises:
            InputError: it has such notes already.
            UnreadableDocumentError: broken, or written in a way that cannot be kept.
            TooLargeError: over a limit of size, time or memory.
            PinciteError: no process can be started.
        """
        source = _checked(data, name)
        told = {
            "notes": [[each.at, [[i.text, i.link] for i in each.inlines]] for each in notes],
            "remarks": [[each.start, each.end, each.text] for each in remarks],
        }
        request = Frame({"do": "word_notes", "name": source}, (data, json.dumps(told).encode()))
        return self._reader.ask(request, source, _file)

    def without_notes(self, data: bytes, name: str) -> Freed:
        """Return a Word document without the notes that ``with_notes`` wrote.

        Raises:
            UnreadableDocumentError: broken, encrypted, or no Word document.
            TooLargeError: over a limit of size, time or memory.
            PinciteError: no process can be started.
        """
        source = base_name(name)
        if len(data) > MOST_FREED:
            raise TooLargeError(
                f"{source} has more than {MOST_FREED >> 20} MiB, which no draft has."
            )
        request = Frame({"do": "word_freed", "name": source}, (data,))
        return self._reader.ask(request, source, _freed)


def answer_draft(request: Frame) -> Frame:
    """Read a draft, in the other process."""
    name = request.header["name"]
    found = read_draft(open_archive(request.parts[0], name))
    document = Document(_ID, _ID, found.text, found.blocks, name)
    notes = json.dumps([[each.at, each.text] for each in found.notes])
    packed = pack(document)
    return Frame(packed.header, (*packed.parts, notes.encode()))


def answer_notes(request: Frame) -> Frame:
    """Write notes, in the other process."""
    told = json.loads(request.parts[1])
    notes = [Note(at, tuple(Inline(*each) for each in inlines)) for at, inlines in told["notes"]]
    remarks = [Remark(*each) for each in told["remarks"]]
    return Frame({}, (with_notes(request.parts[0], request.header["name"], notes, remarks),))


def answer_freed(request: Frame) -> Frame:
    """Take notes out, in the other process."""
    freed = without_notes(request.parts[0], request.header["name"])
    return Frame({"is_original": freed.is_original, "notes": freed.notes}, (freed.data,))


def _checked(data: bytes, name: str) -> str:
    source = base_name(name)
    check_size(data, source)
    return source


def _draft(answer: Frame, source: str) -> WordDraft:
    """Return the draft of an answer.

    Raises:
        WireError: it is no draft as an honest process makes it.
    """
    document = unpack(Frame(answer.header, answer.parts[:5]), source, _ID)
    try:
        told = json.loads(answer.parts[5])
        notes = tuple(_noted(each, len(document.text)) for each in told)
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise WireError("the notes are not in the form of notes") from error
    return WordDraft(document.text, document.blocks, notes)


def _noted(told: object, length: int) -> Noted:
    match told:
        case [int(at), str(text)] if 0 <= at <= length and len(text) <= LONGEST_NOTE:
            text.encode()  # a UnicodeEncodeError, a ValueError, for half of a surrogate pair
            return Noted(at, text)
    raise ValueError("it is no note")


def _file(answer: Frame) -> bytes:
    if len(answer.parts) != 1:
        raise WireError("there is no file")
    return answer.parts[0]


def _freed(answer: Frame) -> Freed:
    is_original, notes = answer.header.get("is_original"), answer.header.get("notes")
    if not isinstance(is_original, bool) or type(notes) is not int:
        raise WireError("it is not told what was taken out")
    return Freed(_file(answer), is_original, notes)
