"""Whether a sentence holds the kind of answer that a question asks for.

"When …" is not answered by a sentence without a time, nor "How many …" by one without a figure,
nor "What did it cost?" by one of kilograms.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile

from index.terms import fold, term_spans, terms
from rag.asking import AnswerType, asked_for, counts_in_english
from rag.function_words import FUNCTION_WORDS
from rag.gate.figures import Figure, figures
from rag.gate.names import names
from rag.measures import AMOUNTS, LABELS_OF_MONEY, NUMBER_ALONE
from rag.patterns import any_of
from rag.time_words import AGE_OF_THE_WORLD, CLOCK, DAY, LENGTH_OF_TIME, MONTH, YEAR

_HELD: Mapping[AnswerType, re.Pattern[str]] = {
    **AMOUNTS,
    AnswerType.PERCENTAGE: any_of(
        r"%",
        r"\b(?:per ?cent|prozent|por ciento|pour ?cent)",
        r"\b(?:half|third|quarter|fifth|tenth|majority|minority|all|none|most)\b",
        r"\b(?:hälfte|drittel|viertel|mehrheit|mitad|tercio|mayoría|moitié|tiers|majorité)\b",
        r"\b(?:\d+|one|two|three|four|nine|\w+teen) (?:in|out of) \w+",
    ),
    AnswerType.DURATION: any_of(
        LENGTH_OF_TIME,
        YEAR,
        CLOCK,
        r"\b(?:from|until|till|since|forever|always|lifetime|overnight|weekend|shift|term)\b",
        r"\b(?:spring|summer|autumn|winter|bis|seit|hasta|desde|depuis|jusqu'\w*)\b",
    ),
    AnswerType.CLOCK: any_of(
        CLOCK,
        r"\b(?:morning|evening|afternoon|night|after|before|until|every)\b",
        r"\b(?:morgens|abends|nachts|mañana|tarde|noche|matin|soir|après-midi)\b",
        r"\b(?:at|by|from|until) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d)",
    ),
    AnswerType.YEAR: any_of(
        YEAR,
        AGE_OF_THE_WORLD,
        r"\b(?:last|this|next|same|following) year\b",
        r"\byears? (?:after|before|later|earlier|ago)\b",
    ),
    AnswerType.DATE: any_of(
        MONTH,
        YEAR,
        DAY,
        r"\b\d{1,2}(?:st|nd|rd|th)\b",
        r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",
        r"\b(?:first|second|third|fourth|fifth|sixth|last) day\b",
        r"\b(?:yesterday|today|tomorrow|weekday|weekend|eve)\b",
    ),
    AnswerType.TIME: any_of(
        MONTH,
        YEAR,
        DAY,
        CLOCK,
        LENGTH_OF_TIME,
        AGE_OF_THE_WORLD,
        r"\b(?:after|before|until|till|once|when|whenever|while|during|since|by the time|ago)\b",
        r"\b(?:spring|summer|autumn|winter|today|yesterday|tomorrow|later|now|then|early|late)\b",
        r"\b(?:age|era|reign|war|start|end|beginning|first|last|ancient|on|at)\b",
        r"\b(?:yearly|annual\w*|nach|seit|bis|während|heute|gestern|später|frühling|sommer|herbst|ende|anfang|beginn)\b",
        r"\b(?:después|antes|hasta|desde|durante|hoy|ayer|cuando|primavera|verano|otoño|invierno|final|fin|principios?|inicio)\b",
        r"\b(?:après|avant|jusqu'\w*|depuis|pendant|lors\w*|hier|printemps|été|automne|hiver|fin|début)\b",
    ),
    AnswerType.REASON: any_of(
        r"\b(?:because|since|as|so|due|to|owing|reasons?|caus\w+|therefore|thus|hence|for|after)\b",
        r"\b(?:result\w*|led|leads?|want\w*|meant|means?|made|thanks|without|lack\w*|if|when)\b",
        r"\b(?:would|which|that|too|not|no|than|by|with|from)\b",
    ),
}
VAGUE_COUNT = any_of(
    r"\b(?:several|few|many|dozens?|scores?|hundreds?|thousands?|millions?|billions?|half|twice|"
    r"double|triple|couple|both|pair|single|no|none)\b"
)
_VAGUE_ABROAD = any_of(
    r"\b(?:ein|eine[nr]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w+zig|"
    r"\w*hundert\w*|\w*tausend\w*|million\w*|viele|mehrere|einige|hälfte|drittel|viertel|halb\w*|wenige|kein\w*|beide)\b",
    r"\b(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"veinte|\w+enta|cien\w*|\w*cientos|mil|millones|much[oa]s|vari[oa]s|ambos|mitad|tercio|ningun[oa]?)\b",
    r"\b(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"seize|vingt|trente|quarante|cinquante|soixante|cent|mille|plusieurs|quelques|moitié|tiers|aucune?)\b",
)
"""Numbers in German, Spanish and French words."""
_UNIT_OF_TIME = any_of(
    r"\bhow many (second|minute|hour|day|night|week|fortnight|month|year|decade|centur)"
)
_COUNTED = any_of(r"\b(?:how many|(?:number|count|amount) of) ((?:[\w'-]+ ?){1,5})")
_AFTER_COUNTED = frozenset(
    "is are was were be been do does did has have had can could will would should may might must "
    "in on at of to from for by with per that which who it they he she we i you the there".split()
)
_SOMEONE = any_of(
    r"\b(?:i|we|he|she|they|you|my|our|his|her|their|by|people|children|students?|"
    r"(?:wo)?m[ae]n|group|team|staff|\w+(?:ers?|ors?|ists?|ians?|ants?|ees?|ents?))\b"
)
_OPENING_NAME = re.compile(r"\W{0,3}([^\W\d_a-z][\w'’.-]*)")
_DATED = re.compile(r"\b(?:in|since|by|from|until|till|during|before|after|year|of) $")
_BARE_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
HARDLY_TOLD = frozenset({AnswerType.REASON, AnswerType.ANY})
"""Kinds of answers that a sentence may hold without a sign of it."""


def fit(sentence: str, question: str) -> float:
    """Return how well the sentence holds the kind of answer that is asked for, 0 to 1.

    0 means that it holds none: money where a length is told, a figure where there is none. For
    "How many <things>" a figure that belongs to those things counts 1, a figure in a sentence
    that does not name them 0.5, and one that belongs to something else 0. For "How many weeks" a
    time that is not told in weeks counts 0.5.
    """
    kind = asked_for(question)
    if kind is AnswerType.COUNT:
        return _count_fit(sentence, question)
    if kind is AnswerType.PERSON:
        return _person_fit(sentence, question)
    pattern = _HELD.get(kind)
    if pattern is None:
        return 1.0
    folded = fold(sentence)
    if pattern.search(folded) is None:
        return _unnamed_fit(kind, folded)
    unit = _UNIT_OF_TIME.search(fold(question))
    return 1.0 if unit is None or unit.group(1) in folded else 0.5


def _unnamed_fit(kind: AnswerType, folded: str) -> float:
    """Return 0.5 where an amount may be told without its unit: "It was sold for 12,000."."""
    if kind is AnswerType.MONEY and LABELS_OF_MONEY.search(folded):
        return 1.0
    return 0.5 if kind in AMOUNTS and NUMBER_ALONE.search(folded) else 0.0


def _count_fit(sentence: str, question: str) -> float:
    if not counts_in_english(question):
        return float(bool(_counts(sentence, question) or _VAGUE_ABROAD.search(fold(sentence))))
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
    starts = [
        figure.span.start
        for figure in figures(sentence)
        if not figure.values & known and not _is_dated(figure, sentence)
    ]
    starts += [match.start() for match in VAGUE_COUNT.finditer(fold(sentence))]
    return [
        at
        for at, (_, span) in enumerate(term_spans(sentence))
        if any(span.start <= s < span.end for s in starts)
    ]


@lru_cache(maxsize=1_024)
def _terms(question: str) -> frozenset[str]:
    return frozenset(terms(question))


def _is_dated(figure: Figure, sentence: str) -> bool:
    """Tell whether a figure is the year of a date rather than a number of things."""
    if not _BARE_YEAR.fullmatch(figure.written):
        return False
    return (
        _DATED.search(fold(sentence[max(0, figure.span.start - 8) : figure.span.start])) is not None
    )


@lru_cache(maxsize=1_024)  # as for what is asked for
def counted_things(question: str) -> frozenset[str]:
    """Return the terms of what is counted: of "How many public PRs did …", "public" and "PRs"."""
    match = _COUNTED.search(fold(question))
    words = match.group(1).split() if match else []
    return frozenset(terms(" ".join(takewhile(lambda word: word not in _AFTER_COUNTED, words))))


def _person_fit(sentence: str, question: str) -> float:
    """Return 0.5 where only the word that opens the sentence may be a name."""
    told = _terms(question)
    if any(not told.issuperset(terms(name)) for name in names(sentence)):
        return 1.0
    if _SOMEONE.search(fold(sentence)):
        return 1.0
    opening = _OPENING_NAME.match(sentence)
    new = set(terms(opening[1])) - told - FUNCTION_WORDS if opening else ()
    return 0.5 if new else 0.0
