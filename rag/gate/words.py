"""A text as words that the layers compare: stems, with the clause and sentence they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.terms import fold, stem
from index.types import Span
from rag.gate.small_words import light_words

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[\p{{L}}\p{{M}}--[{_UNSPACED}]]"
_WORD = regex.compile(
    rf"\p{{N}}+(?:[.,:]\p{{N}}+)*|[{_UNSPACED}]|{_LETTER}+(?:'{_LETTER}+)*|[%€$£¥]", regex.V1
)
_BREAK = regex.compile(r"[.;:!?()\"«»„“”,。；：！？，、،؛؟।]|\s[-‒–—]+\s|—")
_STOP = regex.compile(r"[.!?…][\"'”’)\]]*\s|[。！？؟।]|\n")
_ABBREVIATED = frozenset(
    "mr mrs ms dr st no prof vs etc jr sr inc co ltd ca al fig approx eg ie".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a text with its clause and sentence, counted from 0; equal only to itself."""

    text: str
    """Folded."""
    shown: str
    stem: str
    span: Span
    clause: int
    """Clauses end at any punctuation mark."""
    sentence: int
    content: bool
    """Whether it says something by itself."""


@lru_cache(maxsize=4_096)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` in order."""
    found: list[Word] = []
    matches = list(_WORD.finditer(fold(text)))
    small = light_words({match.group() for match in matches})
    clause = sentence = at = 0
    for match in matches:
        start, end = match.span()
        if found and start - at > 0 and _BREAK.search(text, at, start):
            clause += 1
            sentence += _ends_sentence(text, found[-1], start)
        at = end
        word, shown = match.group(), text[start:end]
        light = word in small or word.endswith("n't")
        found.append(
            Word(word, shown, stem_of(word), Span(start, end), clause, sentence, not light)
        )
    return tuple(found)


def _ends_sentence(text: str, last: Word, start: int) -> bool:
    short = len(last.shown) == 1 and last.shown.isalpha()
    if short or last.text in _ABBREVIATED or text[start].islower():
        return False
    return _STOP.search(text, last.span.end, start) is not None


def joined(quotes: Sequence[str]) -> tuple[Word, ...]:
    """Return the words of all quotes as those of one text, clauses and sentences kept apart.

    Spans then count from the start of each quote's own text.
    """
    return _joined(tuple(quotes))


@lru_cache(maxsize=1_024)
def _joined(quotes: tuple[str, ...]) -> tuple[Word, ...]:
    found: list[Word] = []
    for quote in quotes:
        clauses, sentences = (found[-1].clause + 1, found[-1].sentence + 1) if found else (0, 0)
        found += [
            Word(
                w.text,
                w.shown,
                w.stem,
                w.span,
                w.clause + clauses,
                w.sentence + sentences,
                w.content,
            )
            for w in words(quote)
        ]
    return tuple(found)


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """Return the stem of a folded word, that of an irregular verb or plural included."""
    return _NUMBERS.get(word) or IRREGULAR.get(word) or stem(word) or word


_NUMBERS: Mapping[str, str] = {
    word: str(number)
    for number, word in (
        *enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2),
        *zip(
            range(20, 100, 10),
            "twenty thirty forty fifty sixty seventy eighty ninety".split(),
            strict=True,
        ),
    )
}


_FORMS = (
        "take took taken", "give gave given", "go went gone", "come came", "sell sold",
        "buy bought", "make made", "find found", "lose lost", "win won", "build built",
        "write wrote written", "keep kept", "tell told", "say said", "see saw seen",
        "know knew known", "break broke broken", "begin began begun", "hold held",
        "leave left", "pay paid", "run ran", "send sent", "bring brought", "teach taught",
        "catch caught", "think thought", "speak spoke spoken", "drive drove driven",
        "fall fell fallen", "rise rose risen", "grow growth grew grown", "meet met", "feel felt",
        "choose chose chosen", "shrink shrank shrunk", "sing sang sung",
        "drink drank drunk", "sink sank sunk",
        "freeze froze frozen", "fly flew flown", "throw threw thrown", "blow blew blown",
        "forget forgot forgotten", "forgive forgave forgiven", "tear tore torn",
        "shake shook shaken", "wake woke woken", "strike struck", "stick stuck", "fight fought",
        "seek sought", "sleep slept", "sweep swept", "feed fed", "flee fled", "shoot shot",
        "dig dug", "hang hung", "mean meant", "deal dealt", "bite bit bitten",
        "ride rode ridden", "arise arose arisen", "become became", "overcome overcame",
        "withdraw withdrew withdrawn", "understand understood", "ring rang rung",
        "swim swam swum", "wear wore worn", "lend lent", "spend spent", "stand stood",
        "beat beaten", "hide hid hidden", "steal stole stolen", "eat ate eaten",
        "show shown", "lead led", "get got gotten", "hear heard", "draw drew drawn",
        "forbid forbade forbidden", "breed bred", "bleed bled", "bind bound", "creep crept",
        "lay laid", "light lit", "learn learnt", "mislead misled", "prove proven", "shine shone",
        "slide slid", "spin spun", "sting stung", "swear swore sworn", "swing swung",
        "weave wove woven", "weep wept", "undertake undertook undertaken", "undergo underwent "
        "undergone", "mistake mistook mistaken", "foresee foresaw foreseen", "rebuild rebuilt",
        "oversee oversaw overseen", "burn burnt", "spill spilt", "kneel knelt", "cling clung",
        "man men", "woman women", "child children", "foot feet", "tooth teeth", "mouse mice",
)  # fmt: skip
IRREGULAR: Mapping[str, str] = {
    form: forms.split()[0] for forms in _FORMS for form in forms.split()
}
"""The forms of irregular verbs and plurals, with the first form of each."""
PARTICIPLES = frozenset(forms.split()[-1] for forms in _FORMS) - {"came", "ran", "became"} | {
    "come",
    "run",
    "become",
}
"""The last forms: those of verbs stand in the passive voice."""


def stems_by(text: Sequence[Word], part: str) -> dict[int, frozenset[str]]:
    """Return the content stems of each clause or sentence of a text."""
    found: dict[int, set[str]] = {}
    for word in text:
        stems = found.setdefault(getattr(word, part), set())
        if word.content:
            stems.add(word.stem)
    return {number: frozenset(stems) for number, stems in found.items()}
