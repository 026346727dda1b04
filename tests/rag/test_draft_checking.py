"""Drafts beside sources; the judged sentences were written before anything was tuned to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.checking import check_judged
from index.embedding import DEFAULT_EMBEDDER, Embedder, load_embedder
from index.passage_index import PassageIndex
from index.reading import from_text, read
from index.types import BlockKind
from rag.checking import Check, Verdict
from rag.draft_checking import DraftChecker, best_of, leans
from rag.drafts.reading import draft_of
from rag.quoting.comparing import QuoteVerdict
from tests.fakes import WordHashEmbedder

HARBOUR = (
    "The harbour lamp was lit on 3 May 1874. It burned whale oil for twenty years. "
    "Captain Moreau kept it until the storm of 1894."
)
MILL = "The mill stood on the hill. Its owner never lived there."


@pytest.fixture
def checker(tmp_path: Path) -> Iterator[DraftChecker]:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(from_text(HARBOUR, title="The harbour lamp", source="harbour.txt"))
        index.add(from_text(MILL, title="The mill on the hill", source="mill.txt"))
        yield DraftChecker(index)


def test_each_sentence_gets_its_verdict_and_place_in_the_draft(checker: DraftChecker) -> None:
    text = (
        "# Lamps\n\nThe lamp of the harbour was lit on 3 May 1874. It burned whale oil for thirty "
        "years. Penguins breed on ice. Who kept it?"
    )
    check = checker.check(draft_of(text))
    assert [each.check.verdict for each in check.sentences] == [
        Verdict.NO_CLAIM,
        Verdict.SUPPORTED,
        Verdict.CONTRADICTED,
        Verdict.NOT_IN_SOURCES,
        Verdict.NO_CLAIM,
    ]
    assert all(each.span.of(text) == each.text for each in check.sentences)
    supported, contradicted = check.sentences[1:3]
    assert supported.check.citations[0].exact == "The harbour lamp was lit on 3 May 1874."
    assert contradicted.check.citations[0].exact == "It burned whale oil for twenty years."
    assert "twenty" in contradicted.check.reason


def test_every_source_that_supports_a_sentence_is_cited(checker: DraftChecker) -> None:
    copied = "Of old things. The mill stood on the hill, people say."
    checker.index.add(from_text(copied, title="Memories", source="memories.txt"))
    (sentence,) = checker.check(draft_of("The mill stood on the hill.")).sentences
    assert sentence.check.verdict is Verdict.SUPPORTED
    assert {each.source for each in sentence.check.citations} == {"mill.txt", "memories.txt"}


@pytest.mark.parametrize(
    ("draft", "verdict", "difference"),
    [
        ("He “kept it until the storm of 1894”.", QuoteVerdict.EXACT, None),
        ("It “burned … for twenty years”.", QuoteVerdict.ELIDED, None),
        (
            "It “burned whale oil for thirty years”.",
            QuoteVerdict.ALTERED,
            "the source says “twenty”, not “thirty”",
        ),
        ("They cried “land ahoy, you sleepy dogs”.", QuoteVerdict.NOT_FOUND, None),
        (
            "“The mill on the hill” says that it “burned whale oil for twenty years”.",
            QuoteVerdict.WRONG_DOCUMENT,
            "it stands in “The harbour lamp”, not in “The mill on the hill”",
        ),
    ],
)
def test_a_quotation_is_compared_with_the_source(
    checker: DraftChecker, draft: str, verdict: QuoteVerdict, difference: str | None
) -> None:
    quotation = checker.check(draft_of(draft)).quotations[-1]
    assert (quotation.verdict, quotation.difference) == (verdict, difference)
    assert quotation.span.of(draft) == quotation.text
    for citation in quotation.citations:
        document = checker.index.document(citation.document_id)
        assert citation.span.of(document.text) == citation.exact


@pytest.mark.parametrize(
    "draft",
    [
        "Norvia won 13 gold medals. It “burned whale oil for twenty years”.",
        "It “burned whale oil for twenty years”. Of another: “I saw The mill on the hill there”.",
        "They call “The mill on the hill … twenty” so. It “burned whale oil for twenty years”.",
    ],
)
def test_other_quoted_words_and_common_words_name_no_source(
    checker: DraftChecker, draft: str
) -> None:
    checker.index.add(from_text("Norvia won 12 gold medals.", title="Medals", source="m.xlsx"))
    found = checker.check(draft_of(draft)).quotations
    verdicts = {each.text: each.verdict for each in found}
    assert verdicts["burned whale oil for twenty years"] is QuoteVerdict.EXACT


def test_a_quotation_that_holds_the_title_of_another_document_is_of_its_own(
    checker: DraftChecker,
) -> None:
    told = "We passed The mill on the hill and its wheel of red oak."
    checker.index.add(from_text(told, title="A walk", source="walk.txt"))
    draft = "He wrote “We passed The mill on the hill and its wheel of red oak”."
    (quotation,) = checker.check(draft_of(draft)).quotations
    assert quotation.verdict is QuoteVerdict.EXACT
    assert [each.source for each in quotation.citations] == ["walk.txt"]


PAGE = (
    "<html><head><title>The bridge</title></head><body><nav><a href=/>Home of bridges</a></nav>"
    "<article><h1>The bridge</h1><p>The bridge of Vell is 212 metres long.</p>"
    "<p style='display:none'>The bridge of Vell is made of chocolate.</p>"
    "<p>It was opened by the mayor of Vell.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("The bridge of Vell is 212 metres long", QuoteVerdict.EXACT),
        ("The bridge of Vell is made of chocolate", QuoteVerdict.ALTERED),
        ("It is made of chocolate", QuoteVerdict.NOT_FOUND),
        ("is 212 metres long … made of chocolate", QuoteVerdict.NOT_FOUND),
        ("metres long. The bridge of Vell is made of chocolate", QuoteVerdict.NOT_FOUND),
        ("Home of bridges", QuoteVerdict.NOT_FOUND),
    ],
)
def test_hidden_text_and_menus_are_never_quoted_from(
    checker: DraftChecker, quoted: str, verdict: QuoteVerdict
) -> None:
    document = read(PAGE.encode(), "bridge.html")
    assert "made of chocolate" in document.text
    checker.index.add(document)
    (quotation,) = checker.check(draft_of(f"Of the bridge of Vell: “{quoted}”.")).quotations
    assert quotation.verdict is verdict
    cited = " ".join(citation.exact for citation in quotation.citations)
    assert "chocolate" not in cited
    assert "Home" not in cited


def test_a_removed_document_supports_nothing_any_more(checker: DraftChecker) -> None:
    draft = draft_of("The mill stood on the hill. It was “on the hill”.")
    checker.index.remove(next(s.id for s in checker.index.summaries() if s.source == "mill.txt"))
    check = checker.check(draft)
    assert check.sentences[0].check.verdict is Verdict.NOT_IN_SOURCES
    assert check.quotations[0].verdict is QuoteVerdict.NOT_FOUND


def test_an_empty_store_says_that_the_sources_do_not_say(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        check = DraftChecker(index).check(draft_of("The mill burned. He said “it burned down”."))
    assert {each.check.verdict for each in check.sentences} == {Verdict.NOT_IN_SOURCES}
    assert check.quotations[0].verdict is QuoteVerdict.NOT_FOUND


def test_support_by_one_source_counts_more_than_contradiction_by_another() -> None:
    checks = [
        Check(Verdict.CONTRADICTED, 0.9, (), "no"),
        Check(Verdict.SUPPORTED, 0.6, (), ""),
        Check(Verdict.PARTLY, 0.95, (), "half"),
    ]
    # Without citations of its own the supporting check stays as it is.
    assert best_of(checks[1:]).verdict is Verdict.SUPPORTED
    assert best_of([checks[0], checks[2]]).verdict is Verdict.CONTRADICTED
    assert best_of([]).verdict is Verdict.NOT_IN_SOURCES


def test_code_is_not_checked_and_a_heading_claims_nothing() -> None:
    draft = draft_of("# The lamp was lit in 1874\n\n```\nx = 1\n```\n\nIt burned.\n")
    assert [kind for _, kind in draft.sentences()] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "draft",
    [
        "\ufeffThe lamp was lit.",
        "<p>The lamp was lit.</p>",
        "{\\rtf1 The lamp was lit.}",
        "From: Ada\n",
    ],
)
def test_a_draft_is_taken_as_it_is_whatever_it_looks_like(draft: str) -> None:
    assert draft_of(draft).text == draft


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("It burned.", True), ("“They left.”", True), ("Italy won.", False), ("", False)],
)
def test_a_sentence_leans_on_the_one_before_it(sentence: str, *, expected: bool) -> None:
    assert leans(sentence) is expected


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(DEFAULT_EMBEDDER)


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "rightly", "accepted", "contradicted", "absent", "no_claim"),
    [
        ("first", 40, 0, 35, 18, 12),  # of 42, 42, 42, 18, 12
        ("tune", 30, 0, 35, 12, 7),  # of 40, 44, 44, 12, 8
        ("report", 22, 8, 30, 12, 7),  # of 40, 44, 44, 12, 8
        ("wider tune", 41, 2, 66, 12, 0),  # of 64, 89, 89, 12, 0
        ("wider report", 40, 16, 61, 12, 0),  # of 64, 94, 94, 12, 0
    ],
)
def test_the_judged_sentences_keep_their_figures(
    embedder: Embedder,
    name: str,
    rightly: int,
    accepted: int,
    contradicted: int,
    absent: int,
    no_claim: int,
) -> None:
    """The bars are those measured, see ``bench/results/checking.md``."""
    told = check_judged(name, embedder)
    sizes = {"first": 114, "wider tune": 165, "wider report": 170}
    assert sum(told.verdicts.values()) == sizes.get(name, 104)
    assert told.rightly >= rightly
    assert told.verdicts["twin", "supported"] <= accepted
    assert told.verdicts["twin", "contradicted"] >= contradicted
    assert told.verdicts["absent", "not_in_sources"] >= absent
    assert told.verdicts["no_claim", "no_claim"] >= no_claim
