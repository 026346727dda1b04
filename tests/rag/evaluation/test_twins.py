import random
from collections.abc import Callable

import pytest

from rag.evaluation import contradicting, falsifying, rewording
from rag.evaluation.twins import FALSE_KINDS, TRUE_KINDS, Row, Twin, markdown, twin_table, twins

TEXT = (
    "In 1911 the mill at Hobdale burned down. Dr. Marsh said that all the barrels were lost, "
    "because the pump was not working. Dr. Prior said that the fire began before the storm. "
    "The owners paid 4,000 pounds for a new wheel, which was 5 metres wide. "
    "It must be kept wet, and it may be used on 3 May 1912. Marsh called it “a costly lesson”.\n"
    "The council rejected the plan in 1915. Prior told Marsh that at least seven men had left."
)


def test_the_same_seed_makes_the_same_twins_and_another_makes_others() -> None:
    assert twins(TEXT, seed=3) == twins(TEXT, seed=3)
    assert twins(TEXT, seed=3) != twins(TEXT, seed=4)


def test_a_limit_draws_that_many_in_the_order_of_the_text() -> None:
    every, some = twins(TEXT), twins(TEXT, limit=9)
    assert len(some) == 9
    assert [every.index(twin) for twin in some] == sorted(every.index(twin) for twin in some)


def test_a_twin_differs_and_its_original_stands_in_the_text() -> None:
    made = twins(TEXT)
    assert all(twin.original in TEXT and twin.sentence not in TEXT for twin in made)
    assert {"number", "date", "negation", "modality"} <= {twin.kind for twin in made}
    assert all(twin.true == (twin.kind in TRUE_KINDS) for twin in made)


@pytest.mark.parametrize(
    ("maker", "sentence", "results"),
    [
        (falsifying.unit, "It is 5 metres wide.", {"kilometres", "miles", "centimetres"}),
        (falsifying.date, "It closed on 3 May.", {"January", "June", "4 May", "18 May"}),
        (contradicting.negation, "The pump was not working.", {"was working"}),
        (contradicting.negation, "He took the key.", {"did not take"}),
        (contradicting.quantifier, "It held all the barrels.", {"few of the barrels"}),
        (contradicting.quantifier, "At least seven men left.", {"At most seven"}),
        (contradicting.modality, "It must be kept wet.", {"may be kept", "should be kept"}),
        (contradicting.comparison, "It fell before the storm.", {"after the storm"}),
        (contradicting.antonym, "The empty mill stood.", {"The full mill"}),
        (contradicting.role_swap, "Prior told Marsh a joke.", {"Marsh told Prior"}),
        (falsifying.number_swap, "It sold 40 eggs for 25 pence.", {"sold 25 eggs for 40 pence"}),
        (rewording.clause_dropped, "The big old mill closed down, which hurt.", {"closed down."}),
        (rewording.order_changed, "In 1911 the mill burned.", {"The mill burned in 1911."}),
        (rewording.voice_changed, "The council rejected the plan.", {"plan was rejected by the"}),
        (rewording.voice_changed, "The plan was rejected by Ada.", {"Ada rejected the plan."}),
        (rewording.synonyms, "They bought it.", {"They purchased it."}),
        (rewording.number_forms, "It has seven doors.", {"It has 7 doors."}),
        (rewording.number_forms, "It closed on 3 May 1912.", {"on May 3, 1912"}),
    ],
)
def test_each_maker_changes_its_one_thing(
    maker: Callable[[str, random.Random], str | None], sentence: str, results: set[str]
) -> None:
    made = {maker(sentence, random.Random(seed)) for seed in range(60)} - {None}
    assert made
    assert all(any(result in str(new) for new in made) for result in results)
    assert sentence not in made


@pytest.mark.parametrize("maker", [*FALSE_KINDS.values(), *TRUE_KINDS.values()])
def test_a_maker_leaves_alone_what_it_cannot_change_safely(
    maker: Callable[[str, random.Random], str | None],
) -> None:
    assert maker("Why? Ah", random.Random(0)) is None


def test_names_are_exchanged_for_names_of_the_same_kind() -> None:
    text = "We met in Leeds. He moved to York. Ada said yes. She stayed in Hull."
    made = {falsifying.entity_of(text)("We met in Leeds.", random.Random(s)) for s in range(20)}
    assert made == {"We met in York.", "We met in Hull."}


def test_a_word_inside_quotation_marks_is_changed() -> None:
    change = falsifying.quoted_of("They spoke of “a costly lesson” and of wheels.")
    made = change("It was “a costly lesson”.", random.Random(1))
    assert made in {"It was “a spoke lesson”.", "It was “a costly spoke”.",
                    "It was “a wheels lesson”.", "It was “a costly wheels”."}  # fmt: skip


def test_the_other_quotes_hold_the_false_value() -> None:
    text = "The north mill closed in 1911. It was cold and wet. The south mill closed in 1934."
    made = [twin for twin in twins(text) if twin.kind == "date" and "north" in twin.original]
    (twin,) = made
    year = twin.sentence.removesuffix(".").split()[-1]
    assert year != "1911"
    assert any(year in other for other in twin.others)
    alone, beside, (within,) = twin.quotings()
    assert alone == (twin.original,)
    assert within == " ".join(beside)
    assert twin.original in beside


def test_the_table_counts_what_passes_by_kind() -> None:
    passing = Twin("The mill has seven doors.", "The mill has 7 doors.", "number forms", true=True)
    caught = Twin("The mill has seven doors.", "The mill has eight doors.", "number", true=False)
    rows = twin_table([passing, caught, caught])
    assert rows == [Row("number", False, 2, 0, 0, 0), Row("number forms", True, 1, 1, 1, 1)]
    assert rows[1].share == 1.0
    assert markdown(rows).splitlines()[2:] == [
        "| number | false | 2 | 0 (0.0%) | 0 (0.0%) | 0 (0.0%) |",
        "| number forms | true | 1 | 1 (100.0%) | 1 (100.0%) | 1 (100.0%) |",
    ]
