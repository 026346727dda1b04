from dataclasses import replace

import pytest

from index.errors import NotFoundError
from index.types import Block, BlockKind, Document, Passage, Span
from rag.gate import Gate, objection
from rag.types import Draft, Quote, Rejection, Statement

TEXT = (
    "Sales rose to 630 k units in 53 days.\nMeta’s fast‑paced team sold them at 8 am.\n3 Comments"
)
FIRST, SECOND = Span(0, 37), Span(38, 79)


@pytest.fixture
def document() -> Document:
    return Document(
        id="d1",
        title="Sales",
        text=TEXT,
        source="sales.txt",
        blocks=(
            Block(FIRST, BlockKind.PARAGRAPH, (FIRST,)),
            Block(SECOND, BlockKind.PARAGRAPH, (SECOND,)),
            Block(Span(80, len(TEXT)), BlockKind.FURNITURE),
        ),
    )


@pytest.fixture
def passages(document: Document) -> list[Passage]:
    return [document.passage(0, 37), document.passage(38, 79)]


@pytest.fixture
def gate(document: Document) -> Gate:
    return Gate({"d1": document}.__getitem__)


def test_a_verbatim_sentence_passes_with_its_exact_place(
    gate: Gate, passages: list[Passage]
) -> None:
    sentence = FIRST.of(TEXT)
    statement = gate.verify(Draft(sentence, (Quote(sentence, 0, FIRST),)), passages)
    assert isinstance(statement, Statement)
    (citation,) = statement.citations
    assert (citation.exact, citation.span, citation.url) == (sentence, FIRST, "/d/d1?c=0-37")
    assert citation.locator.paragraph == 1


def test_a_quote_without_a_place_is_found_and_cited_in_the_sources_characters(
    gate: Gate, passages: list[Passage]
) -> None:
    draft = Draft("Meta sold them at 8 a.m.", (Quote("meta's fast-paced  team sold them at 8 am"),))
    statement = gate.verify(draft, passages)
    assert isinstance(statement, Statement)
    assert statement.citations[0].exact == "Meta’s fast‑paced team sold them at 8 am"


@pytest.mark.parametrize(
    "quote",
    [
        Quote("Sales rose to 631 k units"),
        Quote("Sales rose", 1),
        Quote("Sales rose", 7),
        Quote("Sales rose", 0, Span(1, 11)),
        Quote("3 Comments"),
        Quote("  "),
    ],
)
def test_words_that_do_not_stand_there_are_rejected(
    gate: Gate, passages: list[Passage], quote: Quote
) -> None:
    rejection = gate.verify(Draft("Sales rose.", (quote,)), passages)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == f"no source says “{quote.text}”"


def test_a_draft_without_quotes_is_rejected(gate: Gate, passages: list[Passage]) -> None:
    assert gate.verify(Draft("Sales rose.", ()), passages) == Rejection(
        "Sales rose.", "it names no words of a source"
    )


def test_furniture_is_never_cited(document: Document, gate: Gate) -> None:
    passage = document.passage(80, len(TEXT))
    rejection = gate.verify(Draft("3 Comments", (Quote("3 Comments", 0),)), [passage])
    assert isinstance(rejection, Rejection)


def test_a_document_that_changed_after_retrieval_is_not_cited(
    document: Document, passages: list[Passage]
) -> None:
    changed = replace(document, text=TEXT.replace("630", "640"))
    draft = Draft("Sales rose to 630 k units.", (Quote("Sales rose to 630 k units"),))
    assert isinstance(Gate({"d1": changed}.__getitem__).verify(draft, passages), Rejection)


def test_a_document_that_is_gone_is_not_cited(passages: list[Passage]) -> None:
    def gone(document_id: str) -> Document:
        raise NotFoundError(document_id)

    draft = Draft("Sales rose.", (Quote("Sales rose"),))
    assert isinstance(Gate(gone).verify(draft, passages), Rejection)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("It sold 630,000 units.", "Sales rose to 630 k units"),
        ("It took seven weeks.", "the sprint took only 7 weeks"),
        ("Two hundred and fifty thousand came.", "250,000 came"),
        ("It went live at 8 a.m.", "went live at 8 am"),
        ("Twelve percent agreed.", "12 % agreed"),
        ("It cost $5 million.", "It cost $5m."),
        ("No one came first.", "Nobody came"),
        ("It grew by 1.5 percent.", "growth of 1.5%"),
        ("It closed in the 3rd week.", "closed in the third week"),
        ("The team used Python.", "The team used Python and Go"),
        ("OpenAI’s “action bias” helps.", 'OpenAI has an "action bias"'),
        ("I joined in May 2023.", "I joined OpenAI in May 2023"),
        ("It was shown in the 1950s.", "It was shown at Mystic in 1957."),
        ("It was abolished in the nineteenth century.", "The code of 1871 abolished it."),
        ("Four in ten went home.", "40 % went home."),
        ("They walked over two weeks.", "They walked for two weeks."),
        ("More trees were felled.", "Sixty trees were felled, and more."),
    ],
)
def test_equal_forms_pass(sentence: str, quote: str) -> None:
    assert objection(sentence, [quote]) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("in 13 days", "in its first 53 days", "the source says 53 days, not 13 days"),
        ("in 53 weeks", "in its first 53 days", "the source says 53 days, not 53 weeks"),
        ("at 8 pm", "went live at 8 am", "the source says 8 am, not 8 pm"),
        ("in May 2024", "in May 2023", "the source says May 2023, not May 2024"),
        ("eighty people", "eighteen people", "the source says eighteen, not eighty"),
        ("63 k units", "630 k units", "the source says 630 k, not 63 k"),
        ("It runs on AWS.", "It runs on Azure.", "the source says Azure, not AWS"),
        ("in the 1960s", "in 1957", "the source says 1957, not 1960s"),
        ("five in ten left", "four in ten left", "the source says four in ten, not five in ten"),
        ("It was OpenAI.", "It was Google.", "the source does not name OpenAI"),
        ("In June it closed, said Meta.", "In June it closed", "the source does not name Meta"),
        ("They call it “slow food”.", "They call it food", "the source does not say “slow food”"),
    ],
)
def test_false_twins_are_rejected_with_a_reason(sentence: str, quote: str, reason: str) -> None:
    assert objection(sentence, [quote]) == reason
