"""The kind of answer that a question asks for, and whether a sentence holds one.

"When …" is not answered by a sentence without a time, nor "How many …" by one without a figure.
The rules read English questions; any other question asks for ``AnswerType.ANY``, which every
sentence holds, so that they never refuse what they do not understand.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import takewhile

from index.terms import fold, term_spans, terms
from rag.gate.figures import figures
from rag.gate.names import names


class AnswerType(StrEnum):
    """What a question asks for."""

    COUNT = "a number"
    PERCENTAGE = "a percentage"
    MONEY = "an amount of money"
    DURATION = "a length of time"
    CLOCK = "a time of day"
    YEAR = "a year"
    DATE = "a date"
    TIME = "a time"
    PERSON = "a person or group"
    REASON = "a reason"
    ANY = "anything"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


_MONTH = (
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"jan\.|feb\.|aug\.|sept?\.|oct\.|nov\.|dec\.|\bmay \d|"
    r"(?:in|by|since|until|of|\d|early|late|mid|last|this|next)[ -]may\b"
)
_YEAR = r"(?<![\d.,])(?:1[0-9]|20)\d\d(?:s|\b)(?![.,]\d)|'\d0s|\b\d{1,4} ?(?:bce?|ad|ce)\b"
_DAY = r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|christmas|easter"
_LENGTH_OF_TIME = (
    r"\b(?:second|minute|hour|day|night|week|fortnight|month|season|year|decade)s?\b|\bcentur"
)
_CLOCK = (
    r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|o'clock|\bhalf past\b|"
    r"\b(?:noon|midnight|dawn|dusk|sunrise|sunset)\b|in the (?:morning|evening|afternoon)"
)

# The first that fits a question names its type.
_ASKED: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.PERCENTAGE,
        _pattern(r"\b(?:what|which) (?:percentage|percent|proportion|share)\b"),
    ),
    (
        AnswerType.MONEY,
        _pattern(
            r"\bhow much (?:money|d(?:id|oes|o) .*\b(?:cost|pay|paid|earn|spend|charge)|"
            r"(?:is|was|are|were|will|has|have|had) .*"
            r"\b(?:worth|cost|paid|earned|earning|spent|charged))",
            r"\b(?:what|which) (?:salary|price|fee|wage|budget|rent)\b",
            r"\bwhat (?:is|was|are|were|did|does) .*\b(?:salary|price|fee|wages?|budget|cost)\b",
        ),
    ),
    (
        AnswerType.DURATION,
        _pattern(
            r"\bhow long\b(?! (?:is|was|are|were) the\b)",
            r"\bhow many (?:seconds|minutes|hours|days|nights|weeks|fortnights|months|years|decades"
            r"|centuries)\b",
        ),
    ),
    (
        AnswerType.COUNT,
        _pattern(
            r"\bhow many\b",
            r"\b(?:what|which) (?:number|amount|count) of\b",
            r"\b(?:number|count)$",
            r"\bhow (?:old|tall|high|deep|wide|heavy|far|large|big|thick|fast)\b",
            r"\bhow much (?:is|was|does|did|do) .*\bweigh",
            r"\bhow long (?:is|was|are|were) the\b",
        ),
    ),
    (AnswerType.CLOCK, _pattern(r"\b(?:what|which) (?:time|hour)\b")),
    (AnswerType.YEAR, _pattern(r"\b(?:what|which) (?:\w+ )?(?:year|decade|century)\b")),
    (AnswerType.DATE, _pattern(r"\b(?:what|which) (?:exact |calendar )?(?:date|day|month)\b")),
    (AnswerType.TIME, _pattern(r"^(?:\W*\w+,? ){0,3}when\b(?! did you)", r"\bsince when\b")),
    (AnswerType.PERSON, _pattern(r"\bwho(?:se|m)?\b")),
    (
        AnswerType.REASON,
        _pattern(r"\bwhy\b", r"\bfor what reason\b", r"\bwhat (?:was|is) the reason\b"),
    ),
)

_HELD: Mapping[AnswerType, re.Pattern[str]] = {
    AnswerType.PERCENTAGE: _pattern(
        r"%",
        r"\bper ?cent",
        r"\b(?:half|third|quarter|fifth|tenth|majority|minority|all|none|most)\b",
        r"\b(?:\d+|one|two|three|four|nine|\w+teen) (?:in|out of) \w+",
    ),
    AnswerType.MONEY: _pattern(
        r"[$£€¥₹]",
        r"\b(?:dollars?|euros?|pounds?|cents?|francs?|yen|yuan|rupees?|pesos?|usd|eur|gbp)\b",
        r"\b(?:crowns?|kronor|marks?|escudos?|lire|pence|free)\b",
        r"(?<!\d)(?!(?:1[0-9]|20)\d\d(?!\d))\d",
    ),
    AnswerType.DURATION: _pattern(
        _LENGTH_OF_TIME,
        _YEAR,
        _CLOCK,
        r"\b(?:from|until|till|since|forever|lifetime|overnight|weekend|shift|term)\b",
        r"\b(?:spring|summer|autumn|winter)\b",
    ),
    AnswerType.CLOCK: _pattern(
        _CLOCK,
        r"\b(?:morning|evening|afternoon|night|after|before|until)\b",
        r"\b(?:at|by|from|until) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d)",
    ),
    AnswerType.YEAR: _pattern(
        _YEAR,
        r"\bcentur",
        r"\b(?:last|this|next|same|following) year\b",
        r"\byears? (?:after|before|later|earlier|ago)\b",
    ),
    AnswerType.DATE: _pattern(
        _MONTH,
        _YEAR,
        _DAY,
        r"\b\d{1,2}(?:st|nd|rd|th)\b",
        r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",
        r"\b(?:first|second|third|fourth|fifth|sixth|last) day\b",
        r"\b(?:yesterday|today|tomorrow|weekday|weekend|eve)\b",
    ),
    AnswerType.TIME: _pattern(
        _MONTH,
        _YEAR,
        _DAY,
        _CLOCK,
        _LENGTH_OF_TIME,
        r"\b(?:after|before|until|till|once|when|whenever|while|during|since|by the time|ago)\b",
        r"\b(?:spring|summer|autumn|winter|today|yesterday|tomorrow|later|now|then|early|late)\b",
        r"\b(?:age|era|reign|war|start|end|beginning|first|last|ancient|on|at)\b",
    ),
    AnswerType.REASON: _pattern(
        r"\b(?:because|since|as|so|due|to|owing|reasons?|caus\w+|therefore|thus|hence|for|after)\b",
        r"\b(?:result\w*|led|leads?|want\w*|meant|means?|made|thanks|without|lack\w*|if|when)\b",
        r"\b(?:would|which|that|too|not|no|than|by|with|from)\b",
    ),
}
VAGUE_COUNT = _pattern(
    r"\b(?:several|few|many|dozens?|scores?|hundreds?|thousands?|millions?|billions?|half|twice|"
    r"double|triple|couple|both|pair|single|no|none)\b"
)
_UNIT_OF_TIME = _pattern(
    r"\bhow many (second|minute|hour|day|night|week|fortnight|month|year|decade|centur)"
)
_COUNTED = _pattern(r"\b(?:how many|(?:number|count|amount) of) ((?:[\w'-]+ ?){1,5})")
_AFTER_COUNTED = frozenset(
    "is are was were be been do does did has have had can could will would should may might must "
    "in on at of to from for by with per that which who it they he she we i you the there".split()
)
_SOMEONE = _pattern(
    r"\b(?:i|we|he|she|they|you|my|our|his|her|their|by|people|children|students?|"
    r"(?:wo)?m[ae]n|group|team|staff|\w+(?:ers?|ors?|ists?|ians?|ants?|ees?|ents?))\b"
)


def asked_for(question: str) -> AnswerType:
    """Return what the question asks for."""
    folded = fold(question).rstrip("?!. ")
    return next((kind for kind, asked in _ASKED if asked.search(folded)), AnswerType.ANY)


def fit(sentence: str, question: str) -> float:
    """Return how well the sentence holds the kind of answer that is asked for, 0 to 1.

    For "How many <things>" a figure that belongs to those things counts 1, a figure in a sentence
    that does not name them 0.5, and one that belongs to something else 0. For "How many weeks" a
    time that is not told in weeks counts 0.5.
    """
    kind = asked_for(question)
    if kind is AnswerType.COUNT:
        return _count_fit(sentence, question)
    if kind is AnswerType.PERSON:
        return float(_names_someone(sentence, question))
    pattern = _HELD.get(kind)
    if pattern is None:
        return 1.0
    folded = fold(sentence)
    if pattern.search(folded) is None:
        return 0.0
    unit = _UNIT_OF_TIME.search(fold(question))
    return 1.0 if unit is None or unit.group(1) in folded else 0.5


def _count_fit(sentence: str, question: str) -> float:
    counts = _counts(sentence, told=question)
    if not counts:
        return 0.0
    counted = counted_things(question)
    if not counted:
        return 1.0
    things = [at for at, (term, _) in enumerate(term_spans(sentence)) if term in counted]
    if not things:
        return 0.5
    return float(any(-4 <= thing - count <= 6 for thing in things for count in counts))


def _counts(sentence: str, told: str) -> list[int]:
    """Return which terms of the sentence (from 0) begin a figure or vague number not ``told``."""
    known = {value for figure in figures(told) for value in figure.values}
    starts = [f.span.start for f in figures(sentence) if not f.values & known]
    starts += [match.start() for match in VAGUE_COUNT.finditer(fold(sentence))]
    return [
        at
        for at, (_, span) in enumerate(term_spans(sentence))
        if any(span.start <= s < span.end for s in starts)
    ]


def counted_things(question: str) -> set[str]:
    """Return the terms of what is counted: of "How many public PRs did …", "public" and "PRs"."""
    match = _COUNTED.search(fold(question))
    words = match.group(1).split() if match else []
    return set(terms(" ".join(takewhile(lambda word: word not in _AFTER_COUNTED, words))))


def _names_someone(sentence: str, question: str) -> bool:
    told = set(terms(question))
    named = any(not told.issuperset(terms(name)) for name in names(sentence))
    return named or _SOMEONE.search(fold(sentence)) is not None
