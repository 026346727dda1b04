"""The decisive words of a quote: those that hold the kind of answer a question asks for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from index.terms import fold, term_spans, terms
from index.types import Span
from rag.answer_types import VAGUE_COUNT, counted_things
from rag.asking import AnswerType, asked_for
from rag.gate.dates import Moment, moments
from rag.gate.figures import Figure, figures
from rag.gate.names import names

_MONEY = frozenset({"dollar", "euro", "pound", "yen"})
_TIME = frozenset({"time", "months"})
_REASON = re.compile(
    r"\b(?:because|owing to|due to|thanks to|so that|in order to|so as to|for fear of|"
    r"on account of|as a result of|caused by)\b[^.;!?]*"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\ds?\b(?![.,]\d)")
_FIRST_WORD = re.compile(r"[\"“‘(]?([A-Z][\w'’-]*)")
_FAR = 6
"""So many terms from its number a counted thing is no longer that number's."""
_OTHER = frozenset({"percent", "am", "pm"})
"""Units of figures that count no things."""


def decisive(sentence: str, question: str) -> tuple[Span, ...]:
    """Return the words of a sentence that hold what an English question asks for.

    The spans are in code points of the sentence, in order and apart. There are none where the
    question asks for no kind of answer that can be told by its form ("What is …?").

    >>> sentence = "Ada Byrne kept the light for nineteen years."
    >>> [span.of(sentence) for span in decisive(sentence, "Who looked after the light?")]
    ['Ada Byrne']
    >>> [span.of(sentence) for span in decisive(sentence, "How long did the keeper stay?")]
    ['nineteen years']
    """
    find = _FINDERS.get(asked_for(question))
    return _joined(find(sentence, question)) if find else ()


def _counts(sentence: str, question: str) -> list[Span]:
    """Return the figure nearest to the counted thing; all figures if that is not named."""
    told = [figure for figure in _told(sentence, question) if figure.unit not in _OTHER]
    found = [_shown(figure) for figure in told if not _YEAR.fullmatch(figure.written)]
    if not found:
        found = [Span(*match.span()) for match in VAGUE_COUNT.finditer(fold(sentence))]
    counted = counted_things(question)
    words = list(term_spans(sentence))
    things = [at for at, (term, _) in enumerate(words) if term in counted]
    distances = [_distance(span, [span for _, span in words], things) for span in found]
    nearest = min(distances, default=_FAR)
    near = [span for span, far in zip(found, distances, strict=True) if far == nearest]
    return near if nearest < _FAR else found


def _distance(span: Span, words: Sequence[Span], things: Sequence[int]) -> int:
    """Return how many terms a figure stands from the nearest counted thing."""
    at = sum(word.end <= span.start for word in words)
    return min((abs(thing - at) for thing in things), default=_FAR)


def _percentages(sentence: str, question: str) -> list[Span]:
    found = list(_told(sentence, question))
    return [_shown(f) for f in found if f.unit == "percent"] or [_shown(f) for f in found]


def _amounts(units: frozenset[str]) -> Callable[[str, str], list[Span]]:
    def find(sentence: str, question: str) -> list[Span]:
        return [_shown(figure) for figure in _told(sentence, question) if figure.unit in units]

    return find


def _durations(sentence: str, question: str) -> list[Span]:
    return _amounts(_TIME)(sentence, question) or _times(sentence, question)


def _times(sentence: str, question: str) -> list[Span]:
    return _moments(sentence, question, lambda _: True) + _years(sentence, question)


def _clock(sentence: str, question: str) -> list[Span]:
    return _moments(sentence, question, lambda moment: moment.is_clock)


def _dates(sentence: str, question: str) -> list[Span]:
    return _moments(sentence, question, lambda moment: not moment.is_clock) + _years(
        sentence, question
    )


def _moments(sentence: str, question: str, wanted: Callable[[Moment], bool]) -> list[Span]:
    told = [dict(moment.parts) for moment in moments(question)]
    return [
        Span(moment.span.start, moment.span.start + len(moment.shown))
        for moment in moments(sentence)
        if wanted(moment) and dict(moment.parts) not in told
    ]


def _years(sentence: str, question: str) -> list[Span]:
    return [
        Span(*match.span())
        for match in _YEAR.finditer(fold(sentence))
        if match.group() not in question
    ]


def _people(sentence: str, question: str) -> list[Span]:
    asked = set(terms(question))
    months = {word for moment in moments(sentence) for word in moment.shown.split()}
    found, at = [], 0
    for name in names(sentence):
        at = sentence.index(name, at)
        if name not in months and not asked.issuperset(terms(name)):
            found.append(Span(at, at + len(name)))
        at += len(name)
    opening = _FIRST_WORD.match(sentence)
    if opening and found and sentence[opening.end() : found[0].start] == " ":
        found.insert(0, Span(opening.start(1), opening.end()))  # "Ada" of "Ada Byrne kept …"
    return [*found, *_gaps(sentence, found)]


def _gaps(sentence: str, found: Sequence[Span]) -> Iterable[Span]:
    """Yield the spaces between the words of one name."""
    for one, other in pairwise(found):
        if sentence[one.end : other.start] in {" ", "-", ". "}:
            yield Span(one.end, other.start)


def _reasons(sentence: str, _: str) -> list[Span]:
    match = _REASON.search(fold(sentence))
    return [Span(match.start(), match.start() + len(match.group().rstrip()))] if match else []


def _told(sentence: str, question: str) -> Iterable[Figure]:
    """Yield the figures that the question does not hold itself; no part of a date."""
    known = {value for figure in figures(question) for value in figure.values}
    dates = [moment.span for moment in moments(sentence)]
    for figure in figures(sentence):
        dated = any(date.start <= figure.span.start < date.end for date in dates)
        if not dated and not figure.values & known:
            yield figure


def _shown(figure: Figure) -> Span:
    return Span(figure.span.start, figure.span.start + len(figure.shown))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


_FINDERS: Mapping[AnswerType, Callable[[str, str], list[Span]]] = {
    AnswerType.COUNT: _counts,
    AnswerType.PERCENTAGE: _percentages,
    AnswerType.MONEY: _amounts(_MONEY),
    AnswerType.DURATION: _durations,
    AnswerType.CLOCK: _clock,
    AnswerType.YEAR: _years,
    AnswerType.DATE: _dates,
    AnswerType.TIME: _times,
    AnswerType.PERSON: _people,
    AnswerType.REASON: _reasons,
}
