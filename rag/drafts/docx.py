"""Drafts in Word: citations are real footnotes, and remarks real comments."""

from collections.abc import Iterator, Sequence

from index.spans import Span
from index.word.draft import WordDraft
from index.word.fragments import Inline
from index.word.notes import Note, Remark
from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft, Form, Mark
from rag.drafts.ways.insertions import one_line, remarks, supported
from rag.types import Citation


def draft_of_word(found: WordDraft) -> Draft:
    """Return a Word document as a draft; a footnote that it has stands between two characters."""
    marks = tuple(Mark(Span(note.at, note.at), (), note.text) for note in found.notes)
    return Draft(found.text, found.text, found.blocks, Form.DOCX, marks)


def notes_for(sentences: Sequence[CheckedSentence], base_url: str) -> list[Note]:
    """Return a footnote for each supported sentence, which tells all places that bear it out."""
    return [
        Note(each.span.end, tuple(told_of(each.check.citations, base_url)))
        for each in supported(sentences)
    ]


def remarks_for(sentences: Sequence[CheckedSentence]) -> list[Remark]:
    """Return a comment on each sentence that is not borne out."""
    return list(remarks(sentences, lambda each, told: Remark(each.span.start, each.span.end, told)))


def told_of(citations: Sequence[Citation], base_url: str) -> Iterator[Inline]:
    """Yield what a footnote says of each place: its words, the work, where in it, and a link."""
    for number, citation in enumerate(citations):
        where = ", ".join(filter(None, (one_line(citation.title), place(citation))))
        url = f"{base_url}{citation.url}"
        yield Inline(f"{' ' if number else ''}“{one_line(citation.exact)}” ")
        yield Inline(f"{where}. ")
        yield Inline(url, url)
