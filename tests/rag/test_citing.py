import pytest

from index.boxes import Box, word_boxes
from index.errors import InvalidSpanError, UnknownFormatError
from index.types import Block, BlockKind, Document, Span
from rag.citing.formats import FORMATS, format_citation
from rag.citing.places import cite, locate
from rag.serialization import citation_json
from rag.types import Locator, PlaceOnPage

LINES = [
    ("The Report", BlockKind.HEADING, 1),
    ("A summary of it.", BlockKind.PARAGRAPH, None),
    ("02 Code", BlockKind.HEADING, 2),
    ("It is written in Python.", BlockKind.PARAGRAPH, None),
    ("It runs *fast*‑ish <b>on</b> Azure.", BlockKind.LIST_ITEM, None),
    ("3 Comments", BlockKind.FURNITURE, None),
]


@pytest.fixture
def document() -> Document:
    blocks, text = [], ""
    for line, kind, level in LINES:
        start = len(text)
        text += line + "\n"
        blocks.append(Block(Span(start, start + len(line)), kind, level=level))
    return Document("d1", "The Report", text, tuple(blocks), "report.txt")


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("words", "locator"),
    [
        ("A summary", Locator(None, 1)),
        ("written in Python", Locator("02 Code", 1)),
        ("Azure", Locator("02 Code", 2)),
        ("3 Comments", Locator("02 Code", None)),
        ("02 Code", Locator("02 Code", None)),
        ("Python.\nIt runs", Locator("02 Code", 1)),
    ],
)
def test_a_quote_is_located_by_section_and_paragraph(
    document: Document, words: str, locator: Locator
) -> None:
    assert locate(document, span_of(document, words)) == locator


def test_a_quote_on_pages_is_located_by_where_its_own_words_stand() -> None:
    first, second = Box(1, 10, 700, 60, 710), Box(2, 10, 40, 50, 50)
    text = "It goes on."
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH, page=1)
    boxes = word_boxes([(Span(0, 7), first), (Span(8, 11), second)], [(595, 842), (842, 595)])
    document = Document("d1", "T", text, (block,), "t.pdf", boxes=boxes)
    located = locate(document, Span(0, 11))
    assert located.page == 1
    assert located.boxes == (PlaceOnPage(first, 595, 842), PlaceOnPage(second, 842, 595))
    assert locate(document, Span(8, 10)).page == 2
    assert citation_json(1, cite(document, Span(8, 10)))["locator"] == {
        "section": None,
        "paragraph": 1,
        "page": 2,
        "boxes": [
            {
                "page": 2,
                "left": 10.0,
                "top": 40.0,
                "right": 50.0,
                "bottom": 50.0,
                "width": 842.0,
                "height": 595.0,
            }
        ],
    }


def test_a_citation_holds_the_exact_words_and_their_surroundings(document: Document) -> None:
    citation = cite(document, span_of(document, "written in"))
    assert citation.exact == "written in"
    assert citation.prefix == document.text[: citation.span.start][-32:]
    assert citation.suffix == " Python.\nIt runs *fast*‑ish <b>o"
    assert citation.url == f"/d/d1?c={citation.span.start}-{citation.span.end}"


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, 10_000)])
def test_a_span_without_characters_is_refused(document: Document, span: Span) -> None:
    with pytest.raises(InvalidSpanError, match="There are no characters"):
        cite(document, span)


def test_hidden_characters_are_not_cited() -> None:
    text = "It was opened. It is a robot. It was closed."
    spans = [
        (0, 14, BlockKind.PARAGRAPH),
        (15, 29, BlockKind.HIDDEN),
        (30, 44, BlockKind.PARAGRAPH),
    ]
    blocks = tuple(Block(Span(start, end), kind) for start, end, kind in spans)
    document = Document("d1", "T", text, blocks, "t.html")
    for span in (Span(15, 29), Span(18, 19), Span(0, 16), Span(0, 44)):
        with pytest.raises(InvalidSpanError, match="hidden in the file"):
            cite(document, span)
    assert cite(document, Span(30, 44)).exact == "It was closed."


def test_formats(document: Document) -> None:
    citation = cite(document, span_of(document, "It runs *fast*‑ish <b>on</b> Azure."))
    base = "http://127.0.0.1:8000"
    url = f"{base}/d/d1?c=61-96"
    assert citation.span == Span(61, 96)
    assert format_citation(citation, "link", base_url=base) == url
    assert format_citation(citation, "text", base_url=base) == (
        f"“It runs *fast*‑ish <b>on</b> Azure.” The Report, “02 Code”, para. 2, report.txt. {url}"
    )
    assert format_citation(citation, "markdown", base_url=base) == (
        "[^d1-61-96]\n\n[^d1-61-96]: “It runs \\*fast\\*‑ish \\<b\\>on\\</b\\> Azure.” "
        f"The Report, “02 Code”, para. 2, report.txt. <{url}>"
    )


def test_an_unknown_format_names_the_known_ones(document: Document) -> None:
    with pytest.raises(UnknownFormatError, match=", ".join(FORMATS)):
        format_citation(cite(document, Span(0, 3)), "word")
