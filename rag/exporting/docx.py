"""An answer as a Word document with real footnotes."""

from collections.abc import Sequence

from index.word.making import Paragraph, word_document
from rag.attribution import attributed
from rag.citing.answers import beside, one_line
from rag.drafts.docx import told_of
from rag.recalling import Recalled


def as_docx(recalled: Recalled, base_url: str = "", *, works: Sequence[str] = ()) -> bytes:
    """Return the answer as a Word document: each sentence with a footnote for all its places.

    ``works`` are the entries of a bibliography.
    """
    answer = recalled.answer
    question = one_line(answer.question)
    said = [
        Paragraph(one_line(attributed(each.text)), note=tuple(told_of(each.citations, base_url)))
        for each in answer.statements
    ]
    listed = [Paragraph("Bibliography", "Heading2"), *map(Paragraph, works)] if works else []
    told = [Paragraph(line) for line in beside(recalled)]
    return word_document(question, [Paragraph(question, "Heading1"), *said, *told, *listed])
