from pathlib import Path

import pytest

from rag.gate.words import stem_of
from rag.thesaurus import is_word, thesaurus
from rag.wording import in_source_words, root_of, stand_ins


@pytest.mark.parametrize(
    ("said", "told", "worded"),
    [
        ("They declined the offer.", "The offer was refused.", "They refused the offer."),
        ("The woman founded it.", "The widow Thorne founded it.", "The widow founded it."),
        ("The works shut in 1927.", "The works closed in 1927.", "The works close in 1927."),
        ("It grew by two percent.", "It grew by two percent.", "It grew by two percent."),
        ("Reject it.", "Holm refused it.", "Refuse it."),
    ],
)
def test_a_word_that_the_source_lacks_is_put_in_the_source_s_words(
    said: str, told: str, worded: str
) -> None:
    assert in_source_words(said, [told]) == worded


def test_a_verb_of_two_words_is_one_word() -> None:
    assert in_source_words("They turned the offer down.", ["Refused."]) == "They refused the offer."


@pytest.mark.parametrize(
    "said", ["Mr Decline came.", "All of them left.", "It costs 12 euros.", "It is not so."]
)
def test_names_figures_and_small_words_stay(said: str) -> None:
    told = ["They refused whole parts, and each must go; a dozen lack it."]
    assert in_source_words(said, told) == said


def test_a_sentence_of_the_source_stays_as_it_is() -> None:
    said = "The widow leased the marsh for forty marks a year."
    assert in_source_words(said, [said]) == said


def test_irregular_forms_have_one_root() -> None:
    assert root_of("took") == root_of("taken") == "take"
    assert "refus" in stand_ins("declin")


def test_relations_hold_stems_as_texts_are_stemmed_now() -> None:
    relations = thesaurus()
    for word in ("declined", "widow", "purchase", "closed", "annual"):
        assert stem_of(word) in relations.stands_for
    assert is_word(stem_of("pump"))
    assert not is_word(stem_of("Brunnhagen"))
    assert "cheap" in relations.opposites[stem_of("expensive")]


def test_the_licence_of_the_relations_comes_with_them() -> None:
    licence = Path(thesaurus.__module__.replace(".", "/")) / "LICENSE"
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in licence.read_text("utf-8")
