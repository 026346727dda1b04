"""Each layer by itself: what it rejects, with which reason, and what it lets pass."""

import pytest

from index.types import Span
from rag.gate import bounds, comparison, modality, names, polarity, quantifiers, quantities, roles

TWO_YEARS = "Sales rose to 53 units in 2019. Costs rose to 71 units in 2020."
BRIDGES = "Brannock met Gough in Leeds. Oduya met Szabo in York."


@pytest.mark.parametrize(
    ("sentence", "quotes", "reason"),
    [
        ("It is 71 km long.", ["It is 17 km long."], "the source says 17 km, not 71 km"),
        ("Sales rose to 71 units.", [TWO_YEARS], "the source says 53, not 71"),
        ("Sales rose to 53 units in 2020.", [TWO_YEARS], "the source says 2019, not 2020"),
        (
            "Sales rose to 71 units.",
            ["Sales rose to 53 units.", "Costs rose to 71 units."],
            "the source says 53, not 71",
        ),
        ("It took 3 days.", ["It took 3 weeks."], "the source says 3 weeks, not 3 days"),
        (
            "It cost 22 pounds.",
            ["At 20:22 it cost 22 euros."],
            "the source says 22 euros, not 22 pounds",
        ),
        ("It closed on 4 May.", ["It closed on 3 May."], "the source says 3 May, not 4 May"),
        ("It opens at 9 pm.", ["It opens at 9 am."], "the source says 9 am, not 9 pm"),
        (
            "It has exactly 40 rooms.",
            ["It has about 40 rooms."],
            "the source says about 40, not exactly 40",
        ),
        (
            "It has at most 40 rooms.",
            ["It has at least 40 rooms."],
            "the source says at least 40, not at most 40",
        ),
        ("It has 40 rooms.", ["It has over 40 rooms."], "the source says more than 40, not 40"),
        (
            "It is 9 °C (32 °F) in May and 0 °C (48 °F) in June.",
            ["It is 9 °C (48 °F) in May and 0 °C (32 °F) in June."],
            "the source says 48, not 32",
        ),
        ("It has 40 rooms.", ["It has rooms."], "the source does not say 40"),
    ],
)
def test_a_figure_that_does_not_stand_there_is_named(
    sentence: str, quotes: list[str], reason: str
) -> None:
    assert quantities.objection(sentence, quotes) == reason


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("Costs rose to 71 units in 2020.", [TWO_YEARS]),
        ("In 2020 costs rose to 71 units, in 2019 sales rose to 53.", [TWO_YEARS]),
        ("It took 90 minutes.", ["It took 1.5 hours."]),
        ("It opens at eight in the morning.", ["It opens at 8 am."]),
        ("It began in May 2023.", ["It began on 3 May 2023."]),
        ("It began in 2023.", ["It began on 3 May 2023."]),
        ("About 50 came.", ["48 people came."]),
        ("More than 40 came.", ["47 people came."]),
        ("At least 40 came.", ["More than 40 people came."]),
        ("One of them left.", ["The baker left."]),
        ("The 1.234,5 kg sank.", ["The 1,234.5 kg sank."]),
    ],
)
def test_equal_figures_at_their_place_pass(sentence: str, quotes: list[str]) -> None:
    assert quantities.objection(sentence, quotes) is None


def test_more_figures_than_can_be_compared_are_refused() -> None:
    figures = " ".join(str(10 + n % 90) for n in range(201))
    reason = quantities.objection(figures, [figures])
    assert reason == "it has too many figures to be compared one by one; make it several sentences"
    assert quantities.objection("It has 12 rows.", [figures]) is None


@pytest.mark.parametrize(
    ("sentence", "quotes", "reason"),
    [
        ("Brannock met Gough in York.", [BRIDGES], "the source says Szabo there, not Gough"),
        ("Oduya met Gough.", BRIDGES.split(". "), "the source says Szabo there, not Gough"),
        ("Rigi invites us.", ["Noor invites us."], "the source says Noor, not Rigi"),
        ("He rang Farouk.", ["He rang."], "the source does not name Farouk"),
        ("Present: P. Szabo.", ["Present: P. Teague."], "the source says Teague, not Szabo"),
        ("It is called “odd”.", ["It is called."], "the source does not say “odd”"),
        (
            "The powers “convened” to it are few.",
            ["The powers “reserved” to it are few. It was convened then."],
            "the source says reserved there, not convened",
        ),
    ],
)
def test_a_name_that_does_not_stand_there_is_named(
    sentence: str, quotes: list[str], reason: str
) -> None:
    assert names.objection(sentence, quotes) == reason


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("Brannock met Gough in Leeds.", [BRIDGES]),
        ("Brannock met Gough.", ["Brannock met Lionel Gough."]),
        ("In the U.S. sales fell.", ["Sales fell in the US."]),
        ("However, sales fell.", ["Sales fell."]),
        ("Gough was met by Brannock.", [BRIDGES]),
        ("Buying it was hard.", ["Purchasing it was hard."]),
        ("They call it “a slow start”.", ["They call it 'a slow start'."]),
    ],
)
def test_names_at_their_place_pass(sentence: str, quotes: list[str]) -> None:
    assert names.objection(sentence, quotes) is None


@pytest.mark.parametrize(
    ("sentence", "quotes", "reason"),
    [
        ("The crane did fail.", ["The crane did not fail."], "the source denies “fail”"),
        ("It did not open.", ["It opened."], "the source does not deny “open”"),
        ("I could do it.", ["I could not do it, said Ada."], None),
        ("The word is for her.", ["The word is not for her."], "the source denies “word”"),
        ("It never closed.", ["It closed."], "the source does not deny “closed”"),
        ("They paid.", ["They refused to pay."], "the source denies “paid”"),
        ("It wasn't sold.", ["It was sold."], "the source does not deny “sold”"),
        (
            "The council did not agree.",
            ["The bank did not agree. The council agreed."],
            "the source does not deny “agree”",
        ),
    ],
)
def test_what_is_denied_on_one_side_only_is_named(
    sentence: str, quotes: list[str], reason: str | None
) -> None:
    assert polarity.objection(sentence, quotes) == reason


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("Red cars were not sold.", ["No red cars were sold."]),
        ("It isn't open.", ["It is not open."]),
        ("It is not just old.", ["It isn't just old."]),
        ("It will not be without water.", ["It will not be without water."]),
        ("No doubt it closed.", ["It closed."]),
    ],
)
def test_equal_denials_pass(sentence: str, quotes: list[str]) -> None:
    assert polarity.objection(sentence, quotes) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("All members came.", "Many members came.", "the source says “Many”, not “All”"),
        ("Few members came.", "Most members came.", "the source says “Most”, not “Few”"),
        ("It always rains.", "It rains.", "the source does not say “always”"),
        ("All members came.", "Not all members came.", "the source says “all”, not “All”"),
    ],
)
def test_a_quantifier_that_does_not_follow_is_named(sentence: str, quote: str, reason: str) -> None:
    assert quantifiers.objection(sentence, [quote]) == reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Some members came.", "All members came."),
        ("Frequently members came.", "Often members came."),
        ("A few members came.", "Several members came."),
        ("A little over 40 came.", "A little over 40 came."),
        ("It was not at all wet.", "It was not wet."),
    ],
)
def test_a_quantifier_that_follows_passes(sentence: str, quote: str) -> None:
    assert quantifiers.objection(sentence, [quote]) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("It must be wet.", "It may be wet.", "the source says “may”, not “must”"),
        ("It is wet.", "It may be wet.", "the source only says “may wet”"),
        ("You must go.", "You go.", "the source does not say “must”"),
        ("You should go.", "You will go.", "the source says “will”, not “should”"),
    ],
)
def test_another_modal_verb_is_named(sentence: str, quote: str, reason: str) -> None:
    assert modality.objection(sentence, [quote]) == reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("You have to go.", "You must go."),
        ("It might be wet.", "It may be wet."),
        ("It closed in May.", "In May it closed."),
        ("Will Smith left.", "Will Smith left."),
        ("It will open.", "It opens."),
    ],
)
def test_equal_modal_verbs_pass(sentence: str, quote: str) -> None:
    assert modality.objection(sentence, [quote]) is None


@pytest.mark.parametrize(
    ("sentence", "quotes", "reason"),
    [
        (
            "It fell after the storm.",
            ["It fell before the storm."],
            "the source says “before”, not “after”",
        ),
        ("The minor work sold.", ["The major work sold."], "the source says “major”, not “minor”"),
        (
            "It was unlikely to rain.",
            ["It was likely to rain."],
            "the source says “likely”, not “unlikely”",
        ),
        (
            "The south mill burned near the river.",
            ["The north mill burned near the river. The south mill stands."],
            "the source says “north”, not “south”",
        ),
    ],
)
def test_an_opposite_is_named(sentence: str, quotes: list[str], reason: str) -> None:
    assert comparison.objection(sentence, quotes) == reason


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("It was not open.", ["It was closed."]),
        ("The sum is even.", ["The sum is even. Another sum is odd."]),
        ("The old mill and the new mill burned.", ["The new mill and the old mill burned."]),
    ],
)
def test_no_opposite_passes(sentence: str, quotes: list[str]) -> None:
    assert comparison.objection(sentence, quotes) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("Bela told Ada.", "Ada told Bela.", "the source has Ada and Bela the other way round"),
        (
            "Ada was told by Bela.",
            "Ada told Bela.",
            "the source has Ada and Bela the other way round",
        ),
        (
            "The bank sued the council.",
            "The council sued the bank.",
            "the source has council and bank the other way round",
        ),
    ],
)
def test_parties_that_changed_sides_are_named(sentence: str, quote: str, reason: str) -> None:
    assert roles.objection(sentence, [quote]) == reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Bela was told by Ada.", "Ada told Bela."),
        ("The mill burned in 1911.", "In 1911 the mill burned."),
        ("Ada told Bela and Bela told Ada.", "Bela told Ada and Ada told Bela."),
    ],
)
def test_parties_on_their_sides_pass(sentence: str, quote: str) -> None:
    assert roles.objection(sentence, [quote]) is None


def test_a_bound_is_read_before_a_figure_only() -> None:
    assert bounds.bound("no more than 12", Span(13, 15)) == "at most"
    assert bounds.bound("over the $12", Span(10, 12)) == "more than"
    assert bounds.bound("some time, 12", Span(11, 13)) == ""
