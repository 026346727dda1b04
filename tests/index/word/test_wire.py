"""Word files in a process of their own, which may have been taken over by one of them."""

import json

import pytest

from index.errors import EmptyDocumentError, InputError, TooLargeError, UnreadableDocumentError
from index.reading.isolated import IsolatedReader
from index.reading.wire import Frame, WireError
from index.word import wire
from index.word.fragments import Inline
from index.word.notes import Note, Remark, with_notes
from index.word.wire import WordFiles
from tests.index.word.drafts import FOOTNOTES, WordFile, paragraph, run
from tests.index.word.test_notes import draft_in

OWN = '<w:r><w:footnoteReference w:id="7"/></w:r>'
DATA = WordFile(paragraph(run("One here."), OWN, run(" Two.")), {"footnotes": FOOTNOTES}).data


def test_all_is_the_same_in_a_process_of_its_own() -> None:
    notes = [Note(9, (Inline("Words "), Inline("read", "http://127.0.0.1/d/x")))]
    remarks = [Remark(10, 14, "not so")]
    with IsolatedReader() as reader:
        files = WordFiles(reader)
        assert files.draft(DATA, "/home/a.docx") == draft_in(DATA)
        made = files.with_notes(DATA, "a.docx", notes, remarks)
        assert made == with_notes(DATA, "a.docx", notes, remarks)
        assert files.without_notes(made, "a.docx").data == DATA
        with pytest.raises(InputError, match="has citations of Pincite already"):
            files.with_notes(made, "a.docx", notes)
        with pytest.raises(EmptyDocumentError, match=r"a\.docx is empty"):
            files.draft(WordFile(paragraph()).data, "/home/a.docx")
        with pytest.raises(UnreadableDocumentError, match=r"a\.docx is broken"):
            files.draft(b"PK\x03\x04 nothing", "/home/a.docx")
        with pytest.raises(TooLargeError, match="the limit is 25 MiB"):
            files.draft(bytes(26 << 20), "a.docx")


@pytest.mark.parametrize(
    "notes",
    [b"", b"[1]", b"[[-1, '']]", b'[[99, "x"]]', b'[[1, "\\ud800"]]', b'[["1", ""]]'],
)
def test_notes_are_believed_only_in_the_form_of_notes(notes: bytes) -> None:
    honest = wire.answer_draft(Frame({"name": "a.docx"}, (DATA,)))
    assert json.loads(honest.parts[5]) == [[9, "The keeper’s log, p. 3."]]
    lying = Frame(honest.header, (*honest.parts[:5], notes))

    class Taken(IsolatedReader):
        def ask(self, request: Frame, name: str, made):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ARG002
            return made(lying)

    with pytest.raises(WireError, match="not in the form of notes"):
        WordFiles(Taken()).draft(DATA, "a.docx")
