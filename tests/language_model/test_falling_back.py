"""What the assistant does with a model: it streams what is checked, and copes with the rest."""

import pytest

from index.errors import InputError
from index.passage_index import PassageIndex
from index.reading import from_text
from rag.answer_cache import AnswerCache
from rag.answering import Progress
from rag.language_model.writer import MOST_SENTENCES, LanguageModel
from rag.types import Answer, Rejection, Statement, Status, Turn
from tests.language_model.conftest import QUESTION, WithModel
from tests.language_model.scripted import ScriptedCompletions, sentences

OWN_WORDS = "In 1931 the old mill closed."
TRUE = "The old mill closed in 1931."
FALSE = "The old mill closed in 1666."


def test_what_is_checked_comes_before_the_model_has_finished(with_model: WithModel) -> None:
    completions = ScriptedCompletions(sentences((OWN_WORDS, 1), (FALSE, 1)))
    events = with_model(LanguageModel(completions)).stream(QUESTION)
    kinds = [(type(event), completions.closed) for event in events]
    assert kinds == [
        (Progress, 0),
        (Progress, 0),
        (Statement, 0),
        (Rejection, 0),
        (Answer, 2),
    ]


def test_the_answer_names_its_model_and_what_it_cost(with_model: WithModel) -> None:
    answer = with_model(LanguageModel(ScriptedCompletions(sentences((OWN_WORDS, 1))))).answer(
        QUESTION
    )
    assert [statement.text for statement in answer.statements] == [OWN_WORDS]
    assert answer.citations[0].exact == TRUE
    assert (answer.writer, answer.degraded, answer.usage.cached) == ("scripted", None, False)
    assert answer.usage.prompt_tokens > 300
    assert answer.usage.completion_tokens > 20


def test_where_nothing_is_borne_out_the_sources_own_sentences_stand(with_model: WithModel) -> None:
    answer = with_model(LanguageModel(ScriptedCompletions(sentences((FALSE, 1))))).answer(QUESTION)
    assert [statement.text for statement in answer.statements] == [TRUE]
    assert answer.dropped == (Rejection(FALSE, "the source says 1931, not 1666"),)
    assert answer.writer == "extractive"
    assert answer.degraded == (
        "The language model scripted wrote nothing that the sources bear out. "
        "This answer is made of the sources' own sentences instead."
    )


def test_where_the_sources_say_nothing_either_it_is_a_refusal(with_model: WithModel) -> None:
    model = LanguageModel(ScriptedCompletions(sentences(("Leonardo painted it.", 1))))
    answer = with_model(model).answer("Who painted the Mona Lisa?")
    assert (answer.status, answer.statements) == (Status.NOT_IN_SOURCES, ())
    assert (answer.writer, answer.degraded) == ("scripted", None)


def test_a_model_that_breaks_off_keeps_what_was_checked(with_model: WithModel) -> None:
    completions = ScriptedCompletions(sentences((OWN_WORDS, 1)), breaks_off="The model broke off.")
    answer = with_model(LanguageModel(completions)).answer(QUESTION)
    assert [statement.text for statement in answer.statements] == [OWN_WORDS]
    assert answer.writer == "scripted"
    assert answer.degraded == (
        "The model broke off. What it had written before that was checked and stands."
    )


def test_a_rejected_sentence_may_be_restated_once(with_model: WithModel) -> None:
    def reply(content: str) -> str:
        return sentences((OWN_WORDS if "<rejected>" in content else FALSE, 1))

    completions = ScriptedCompletions(reply)
    answer = with_model(LanguageModel(completions)).answer(QUESTION)
    assert [statement.text for statement in answer.statements] == [OWN_WORDS]
    assert [each.text for each in answer.dropped] == [FALSE]
    assert answer.degraded is None
    stubborn = ScriptedCompletions(sentences((FALSE, 1)))
    with_model(LanguageModel(stubborn)).answer(QUESTION)
    assert len(completions.asked) == len(stubborn.asked) == 2
    once = ScriptedCompletions(sentences((FALSE, 1)))
    with_model(LanguageModel(once, restates=False)).answer(QUESTION)
    assert len(once.asked) == 1


def test_the_same_question_costs_nothing_until_a_document_changes(
    with_model: WithModel, index: PassageIndex
) -> None:
    completions = ScriptedCompletions(sentences((OWN_WORDS, 1)))
    assistant = with_model(LanguageModel(completions))
    first, again = assistant.answer(QUESTION), assistant.answer(QUESTION)
    assert again.statements == first.statements
    assert again.id != first.id
    assert (again.usage.cached, again.usage.prompt_tokens) == (True, 0)
    assert len(completions.asked) == 1
    assistant.answer(QUESTION, [Turn("Which mill?")])
    assistant.answer(QUESTION, k=2)
    assert len(completions.asked) == 3
    index.add(from_text("A new page.", title="New", source="new.txt"))
    assert assistant.answer(QUESTION).usage.cached is False
    assert len(completions.asked) == 4


def test_a_failed_answer_is_not_kept(with_model: WithModel) -> None:
    completions = ScriptedCompletions("", breaks_off="The model broke off.")
    assistant = with_model(LanguageModel(completions))
    assistant.answer(QUESTION)
    assert assistant.answer(QUESTION).usage.cached is False
    assert len(completions.asked) == 2


def test_the_cache_forgets_what_was_not_used_for_longest(with_model: WithModel) -> None:
    answer = with_model(LanguageModel(ScriptedCompletions(""))).answer(QUESTION)
    cache = AnswerCache(most=2)
    for key in ("a", "b"):
        cache.put(key, answer)
    assert cache.get("a") is answer
    cache.put("c", answer)
    assert [cache.get(key) is not None for key in ("a", "b", "c")] == [True, False, True]


def test_a_question_may_do_without_the_model(with_model: WithModel, index: PassageIndex) -> None:
    completions = ScriptedCompletions(sentences((OWN_WORDS, 1)))
    assistant = with_model(LanguageModel(completions))
    assert assistant.answer(QUESTION, writer="extractive").writer == "extractive"
    assert assistant.answer("Hello!").note is not None
    assert completions.asked == []
    with pytest.raises(InputError, match="PINCITE_LLM_MODEL"):
        type(assistant)(index, assistant.write).answer(QUESTION, writer="llm")


def test_a_model_that_never_ends_its_list_is_read_to_a_bound(with_model: WithModel) -> None:
    text = sentences(*((f"The old mill burned down {n} times.", 1) for n in range(50)))
    answer = with_model(LanguageModel(ScriptedCompletions(text), restates=False)).answer(QUESTION)
    assert len(answer.dropped) == MOST_SENTENCES


def test_the_parts_of_a_question_share_one_time_and_one_restating(with_model: WithModel) -> None:
    completions = ScriptedCompletions(sentences((FALSE, 1)))
    answer = with_model(LanguageModel(completions)).answer(f"{QUESTION} Who bought the old mill?")
    assert [type(answer.degraded), len(completions.asked)] == [str, 3]
    assert len(set(completions.deadlines)) == 1
