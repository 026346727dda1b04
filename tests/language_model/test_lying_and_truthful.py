"""A model that lies gets nothing false shown; one that tells the truth keeps its sentences."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import read
from index.types import BlockKind, Document
from rag.answering import Assistant
from rag.evaluation.twins import Twin, twins
from rag.language_model.writer import MOST_SENTENCES, LanguageModel
from rag.types import Answer, Draft, Question, Statement
from tests.fakes import WordHashEmbedder
from tests.language_model.own_words import SENTENCES
from tests.language_model.scripted import ScriptedCompletions, sentences

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
ARTICLE: Document = read(SEED.read_bytes(), SEED.name)
MADE = twins(ARTICLE.text) + [
    twin for seed in range(1, 8) for twin in twins(ARTICLE.text, seed=seed)
]


def citable(sentence: str) -> bool:
    """Tell whether a sentence of the article is no page furniture, which is never cited."""
    block = next(b for b in ARTICLE.blocks if sentence in b.span.of(ARTICLE.text))
    return block.kind is not BlockKind.FURNITURE


FALSE = tuple(dict.fromkeys(twin.sentence for twin in MADE if not twin.true))
TRUE = tuple(dict.fromkeys(twin.sentence for twin in MADE if twin.true and citable(twin.original)))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path_factory.mktemp("store"), WordHashEmbedder()) as index:
        index.add(ARTICLE)
        yield index


def no_draft(_: Question, __: object) -> tuple[Draft, ...]:
    return ()


def shown(index: PassageIndex, completion: str) -> Answer:
    model = LanguageModel(ScriptedCompletions(completion, piece=10_000), restates=False)
    assistant = Assistant(index, no_draft, k=50, model=model)
    return assistant.answer("What is told of the company?")


def texts(answer: Answer) -> set[str]:
    return {statement.text for statement in answer.statements}


def batches(given: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(given), MOST_SENTENCES):
        yield given[start : start + MOST_SENTENCES]


@pytest.mark.parametrize("passage", [1, 4, 99])
def test_of_the_false_twins_of_the_article_none_is_shown(
    article: PassageIndex, passage: int
) -> None:
    assert len(FALSE) > 80
    for batch in batches(FALSE):
        answer = shown(article, sentences(*((text, passage) for text in batch)))
        assert texts(answer) == set()
        assert {each.text for each in answer.dropped} == set(batch)


def test_of_false_twins_that_quote_their_original_none_is_shown(article: PassageIndex) -> None:
    false: list[Twin] = [twin for twin in MADE if not twin.true]
    for start in range(0, len(false), MOST_SENTENCES):
        batch = false[start : start + MOST_SENTENCES]
        answer = shown(article, sentences(*((t.sentence, 1, t.original) for t in batch)))
        assert texts(answer) == set()


def test_of_false_twins_in_prose_that_cites_nothing_or_anything_none_is_shown(
    article: PassageIndex,
) -> None:
    for mark in ("", " [1]", " [99]", " [1][2][3]"):
        for text in FALSE:
            answer = shown(article, f"{text.rstrip('.')}{mark}.")
            assert texts(answer) == set(), text


def test_an_invented_citation_is_shown_to_nobody(article: PassageIndex) -> None:
    invented = "OpenAI was sold to a bank in 2024."
    answer = shown(article, sentences((invented, 1, "OpenAI was sold to a bank in 2024.")))
    assert answer.statements == ()
    assert [each.text for each in answer.dropped] == [invented]


@pytest.mark.parametrize("passage", [0, 1, 7, 99, -3])
def test_a_right_sentence_with_a_wrong_passage_is_cited_where_it_stands(
    article: PassageIndex, passage: int
) -> None:
    answer = shown(article, sentences(("The final deployment went live at 8 am.", passage, "x")))
    (statement,) = answer.statements
    assert "went live at 8 am" in statement.citations[0].exact
    place = statement.citations[0].span
    assert place.of(ARTICLE.text) == statement.citations[0].exact


def test_a_truthful_model_keeps_at_least_nine_of_ten_sentences(article: PassageIndex) -> None:
    told = [*TRUE, *SENTENCES]
    kept: set[str] = set()
    for batch in batches(told):
        kept |= texts(shown(article, sentences(*((text, 1) for text in batch))))
    lost = [text for text in told if text not in kept]
    assert len(kept) >= 0.9 * len(told), lost


def test_a_small_model_that_cites_nothing_keeps_as_many(article: PassageIndex) -> None:
    kept = [text for text in SENTENCES if texts(shown(article, text))]
    assert len(kept) >= 0.9 * len(SENTENCES), [text for text in SENTENCES if text not in kept]


def test_every_statement_of_a_model_is_cited_to_the_character(article: PassageIndex) -> None:
    for batch in batches(SENTENCES):
        for statement in shown(article, "\n".join(batch)).statements:
            assert isinstance(statement, Statement)
            for citation in statement.citations:
                assert citation.span.of(ARTICLE.text) == citation.exact
