"""Letter by letter: generated alterations are all found, generated faithful forms all accepted."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.segmentation import split_sentences
from rag.quoting.comparing import QuoteVerdict, compare
from rag.quoting.folding import folded

DATA = Path(__file__).parents[2] / "data" / "checking" / "sources.jsonl"
TEXTS = [json.loads(line)["text"] for line in DATA.read_text(encoding="utf-8").splitlines()]
SOURCES = [folded(text) for text in TEXTS]
SENTENCES = [
    (number, span.of(text)) for number, text in enumerate(TEXTS) for span in split_sentences(text)
]
FAITHFUL = {QuoteVerdict.EXACT, QuoteVerdict.ELIDED}
Change = Callable[[str, random.Random], str | None]


def one_letter(text: str, chance: random.Random) -> str | None:
    places = [at for at, c in enumerate(text) if c.isalpha() and at]
    at = chance.choice(places)
    other = chance.choice([c for c in "abcdefghijklmnopqrstuvwxyz" if c != text[at].lower()])
    return text[:at] + other + text[at + 1 :]


def word_order(text: str, chance: random.Random) -> str | None:
    parts = text.split(" ")
    at = chance.randrange(1, len(parts) - 1)
    if parts[at - 1].lower() == parts[at].lower():
        return None
    parts[at - 1], parts[at] = parts[at], parts[at - 1]
    return " ".join(parts)


def dropped_negation(text: str, _chance: random.Random) -> str | None:
    for negator in (" not ", " never ", " no ", " cannot "):
        if negator in text:
            return text.replace(negator, " can " if "can" in negator else " ", 1)
    return None


def changed_number(text: str, chance: random.Random) -> str | None:
    digits = [at for at, c in enumerate(text) if c.isdigit()]
    if not digits:
        return None
    at = chance.choice(digits)
    return text[:at] + chance.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def left_out(text: str, chance: random.Random) -> str | None:
    parts = text.split(" ")
    at = chance.randrange(1, len(parts) - 1)
    return " ".join(parts[:at] + parts[at + 1 :])


ALTERATIONS: tuple[Change, ...] = (
    one_letter, word_order, dropped_negation, changed_number, left_out,
)  # fmt: skip


def line_breaks(text: str, chance: random.Random) -> str:
    return "".join("\n" if c == " " and chance.random() < 0.3 else c for c in text)


def hyphenation(text: str, chance: random.Random) -> str:
    words = [w for w in text.split() if w.isalpha() and w.islower() and len(w) > 5]
    if not words:
        return text
    word = chance.choice(words)
    return text.replace(word, word[:3] + "-\n" + word[3:], 1)


def curly(text: str, _chance: random.Random) -> str:
    return text.replace("'", "’").replace(" - ", " – ").replace("-", "‑")


def ellipsis(text: str, chance: random.Random) -> str:
    parts = text.split(" ")
    if len(parts) < 8:
        return text
    at = chance.randrange(2, len(parts) - 4)
    mark = chance.choice(["…", "...", "[…]", "[...]", ". . ."])
    return " ".join([*parts[:at], mark, *parts[at + 2 :]])


def brackets(text: str, chance: random.Random) -> str:
    parts = text.split(" ")
    if len(parts) < 6:
        return text
    at = chance.randrange(1, len(parts) - 2)
    return " ".join([*parts[:at], f"[{chance.choice(['the clerk', 'sic', 'it'])}]", *parts[at:]])


def ending(text: str, chance: random.Random) -> str:
    return text.rstrip(".") + chance.choice(["", ",", ".", ";"])


def opening(text: str, _chance: random.Random) -> str:
    return text[0].swapcase() + text[1:]


FORMS = (line_breaks, hyphenation, curly, ellipsis, brackets, ending, opening)


def test_five_hundred_alterations_are_all_found() -> None:
    chance = random.Random(7)
    missed, tried = [], 0
    while tried < 500:
        number, sentence = chance.choice(SENTENCES)
        altered = chance.choice(ALTERATIONS)(sentence, chance)
        if altered is None or folded(altered).text in SOURCES[number].text:
            continue
        tried += 1
        if compare(altered, SOURCES[number]).verdict in FAITHFUL:
            missed.append(altered)
    assert missed == []


def test_five_hundred_faithful_quotations_are_all_accepted() -> None:
    chance = random.Random(8)
    refused = []
    for _ in range(500):
        number, sentence = chance.choice(SENTENCES)
        shown = chance.choice(FORMS)(sentence, chance)
        match = compare(shown, SOURCES[number])
        if match.verdict not in FAITHFUL:
            refused.append((shown, match.difference))
    assert refused == []


def test_two_sentences_run_together_are_found() -> None:
    for number, text in enumerate(TEXTS):
        spans = split_sentences(text)
        for first, second in zip(spans, spans[2:], strict=False):
            merged = first.of(text).rstrip(".") + " and " + second.of(text)
            assert compare(merged, SOURCES[number]).verdict not in FAITHFUL


@pytest.mark.parametrize(
    ("quotation", "verdict", "difference"),
    [
        ("founded in 1683 by the widow", QuoteVerdict.EXACT, None),
        ("founded in 1683 … Agnes Thorne", QuoteVerdict.ELIDED, None),
        ("[Thorne] leased the marsh", QuoteVerdict.ELIDED, "changed in brackets: [Thorne]"),
        (
            "She leased the marsh from the abbey for fourteen silver marks",
            QuoteVerdict.ALTERED,
            "the source says “forty”, not “fourteen”",
        ),
        ("Penguins breed on the southern ice", QuoteVerdict.NOT_FOUND, None),
        ("ounded in 1683 by the wido", QuoteVerdict.ALTERED, None),
        ("Agnes … 1683", QuoteVerdict.NOT_FOUND, None),
    ],
)
def test_a_verdict_tells_what_was_changed(
    quotation: str, verdict: QuoteVerdict, difference: str | None
) -> None:
    match = compare(quotation, SOURCES[0])
    assert match.verdict is verdict
    if difference is not None:
        assert match.difference == difference


def test_the_place_found_holds_the_exact_words() -> None:
    match = compare("the marsh from the abbey for\nforty silver marks", SOURCES[0])
    assert match.span is not None
    assert match.span.of(TEXTS[0]) == "the marsh from the abbey for forty silver marks"


LAMP = (
    "The lamp of Vell\n\nThe lamp of Vell was lit by five men. "
    "It burned oil, they wrote, for years."
)


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ("The lamp of Vell … five men", "The lamp of Vell was lit by five men"),
        ("[T]he lamp of Vell was lit", "The lamp of Vell was lit"),
        ("It burned … [f]or years", "It burned oil, they wrote, for years"),
        ("… burned oil …", "burned oil"),
        ("of Vell [a village] was lit", "of Vell was lit"),
        ("lit by … [and] … for years", "lit by five men. It burned oil, they wrote, for years"),
    ],
)
def test_the_shortest_place_around_gaps_is_found(quotation: str, words: str) -> None:
    match = compare(quotation, folded(LAMP))
    assert match.verdict is QuoteVerdict.ELIDED
    assert match.span is not None
    assert match.span.of(LAMP) == words


@pytest.mark.parametrize(
    "quotation",
    [
        "lamp of Vell [sic] lit by five men",  # "was" is left out and not marked
        "It burned oil … the lamp of Vell",  # in the other order
        "lamp … en. It burned",  # begins within a word
        "It burned … for yea",  # ends within one
    ],
)
def test_gaps_do_not_hide_what_was_changed(quotation: str) -> None:
    assert compare(quotation, folded(LAMP)).verdict not in FAITHFUL


def test_a_gap_does_not_reach_over_hidden_words() -> None:
    text = "The lamp was lit. \0\0\0\0\0 It burned oil."
    assert compare("The lamp was lit … It burned oil", folded(text)).verdict not in FAITHFUL
    assert compare("The lamp was lit. It burned oil", folded(text)).span is None


def test_a_quotation_of_many_gaps_is_compared_in_linear_time() -> None:
    source = folded("a of b " * 2_000)
    begun = time.monotonic()
    assert compare("a of … " * 40 + "zebra", source).verdict is QuoteVerdict.ALTERED
    assert time.monotonic() - begun < 10


def test_a_long_quotation_is_compared_in_linear_time_and_its_first_difference_told() -> None:
    source = folded("alpha beta gamma " * 5_000)
    begun = time.monotonic()
    match = compare("alpha beta gamma " * 3_000 + "delta alpha", source)
    assert time.monotonic() - begun < 20
    assert match.verdict is QuoteVerdict.ALTERED
    assert match.difference is not None
    assert match.difference == (
        "after 9000 words the source says “alpha beta …”, not “delta alpha …”"
    )


def test_a_long_quotation_that_outlasts_its_source_says_so() -> None:
    words = " ".join(f"word{number}" for number in range(260))
    match = compare(f"{words} and more words", folded(words))
    assert match.verdict is QuoteVerdict.ALTERED
    assert match.difference == "it goes on with “and more words …” where the source ends"


def test_a_long_quotation_with_other_marks_alone_says_so() -> None:
    words = [f"word{number}" for number in range(260)]
    match = compare(", ".join(words), folded(" ".join(words)))
    assert match.verdict is QuoteVerdict.ALTERED
    assert match.difference == "it joins or punctuates the source's words otherwise"
