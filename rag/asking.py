"""The kind of answer that a question asks for, told by how it is worded.

English questions are read, and the plainest German, French and Spanish ones; any other asks for
``AnswerType.ANY``, which every sentence holds, so that nothing is refused that is not understood.
"""

import re
from enum import StrEnum
from functools import lru_cache

from index.terms import fold


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
    AGE = "an age"
    LENGTH = "a length"
    AREA = "an area"
    VOLUME = "a volume"
    MASS = "a weight"
    SPEED = "a speed"
    TEMPERATURE = "a temperature"
    POWER = "a power"
    ENERGY = "an amount of energy"
    DATA = "an amount of data"
    PERSON = "a person or group"
    REASON = "a reason"
    ANY = "anything"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


_IS = r"(?:is|was|are|were|will be|would be|(?:has|have|had) been|'s)"
_DID = r"(?:do|does|did|will|would|can|could|should|must|may|might|shall|has|have|had)"
_OF_TIME = "seconds|minutes|hours|days|nights|weeks|fortnights|months|years|decades|centuries"
_PAID = (
    r"salary|salaries|price|prices|fee|fees|wages?|budget|rent|cost|costs|fare|fine|"
    r"(?<!death )toll|deposit|revenue|turnover|profit|income|prize money|tuition"
)
_THING_WITH = r"\b(?:what|which) {is_} (?:the |its |their |his |her )?(?:\w+ ){{0,2}}(?:{words})\b"


def _thing(words: str) -> str:
    """Return a pattern of "What is the <thing>" where any of ``words`` is the thing asked for."""
    return _THING_WITH.format(is_=_IS, words=words)


def _how_many(units: str) -> str:
    return rf"\bhow many (?:{units})\b"


# The first that fits a question names its type.
_ASKED: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.PERCENTAGE,
        _pattern(
            r"\b(?:what|which) (?:percentage|percent|proportion|share)\b",
            r"\bhow many per ?cent\b",
            r"\bwie ?viel prozent\b|\bwelche[rn]? (?:prozentsatz|anteil)\b",
            r"\bqu[eé] (?:porcentaje|proporci[oó]n)\b|\bquel(?:le)? (?:pourcentage|proportion)\b",
        ),
    ),
    (
        AnswerType.MONEY,
        _pattern(
            r"\bhow much (?:money|(?:do|does|did|will|would) .*"
            r"\b(?:cost|pay|paid|earn|spend|charge|sell for))",
            r"\bhow much (?:is|was|are|were|will|has|have|had) .*"
            r"\b(?:worth|cost|paid|earned|earning|spent|charged|sold for)",
            r"\bhow (?:expensive|cheap|costly)\b",
            r"\bhow many (?:dollars|euros|cents|francs|yen|rupees)\b",
            rf"\b(?:what|which) (?:{_PAID})\b(?! effective)",
            _thing(rf"(?:{_PAID})(?: (?:of|for|per|in|at|paid|when|to))?"),
            r"\bwhat (?:do|does|did|will|would) .*\bcost\b",
            r"\bwhat (?:has|have|had) .*\bcost\b",
            r"\bwas (?:kostet|kosten|kostete|hat .*gekostet)|\bwie ?viel (?:kostet|kosten|kostete)",
            r"\bwie teuer\b|\bwie ?viel geld\b|\bwie hoch (?:ist|war) (?:der preis|die miete)\b",
            r"\bcu[aá]nto (?:cuestan?|cost[oó]|costaron|vale|vali[oó]|dinero)\b|\bqu[eé] precio\b",
            r"\bcombien (?:co[uû]t|(?:.* )?(?:a|ont) co[uû]t|d'argent)|\bquel (?:est|[eé]tait) le "
            r"(?:prix|co[uû]t)\b",
        ),
    ),
    (
        AnswerType.DURATION,
        _pattern(
            r"\bhow long\b(?! (?:is|was|are|were) the\b)",
            _how_many(_OF_TIME),
            r"\bwie lange\b|\bwie viele (?:sekunden|minuten|stunden|tage|wochen|monate|jahre)\b",
            r"\bcu[aá]nto tiempo\b|\bcu[aá]nt[oa]s (?:segundos|minutos|horas|d[ií]as|semanas|meses|"
            r"a[nñ]os)\b",
            r"\bcombien de (?:temps|secondes|minutes|heures|jours|semaines|mois|ann[eé]es|ans)\b",
        ),
    ),
    (
        AnswerType.LENGTH,
        _pattern(
            r"\bhow (?:tall|wide|thick)\b",
            _how_many("(?:kilo|centi|milli)?met(?:re|er)s|km|miles|yards|inches"),
            _thing(r"height|width|depth|thickness|diameter|circumference|wingspan"),
        ),
    ),
    (
        AnswerType.AREA,
        _pattern(
            r"\bwhat is the (?:(?:surface|floor|total|land) )?area of (?:the )?",
            _how_many(r"square \w+|hectares|acres"),
        ),
    ),
    (AnswerType.VOLUME, _pattern(_how_many(r"(?:milli)?lit(?:re|er)s|gallons|cubic \w+"))),
    (
        AnswerType.MASS,
        _pattern(
            r"\bhow heavy\b|\bhow much (?:is|was|do|does|did) .*\bweigh|\bwhat .*\bweigh\b",
            _how_many("(?:kilo)?gram(?:me)?s|kilos|kg|tonnes|tons|ounces"),
            _thing(r"weight|mass"),
            r"\bwie schwer\b|\bwas wiegt\b|\bcu[aá]nto pesan?\b|\bcombien p[eè]sent?\b",
        ),
    ),
    (AnswerType.SPEED, _pattern(r"\bhow fast\b", _thing(r"speed|velocity"))),
    (
        AnswerType.TEMPERATURE,
        _pattern(
            r"\bhow (?:hot|cold|warm)\b|\b(?:at )?what temperature\b",
            _thing(r"temperature|(?:melting|boiling|freezing) point"),
            r"\bwelche[rn]? temperatur\b|\bqu[eé] temperatura\b|\bquelle temp[eé]rature\b",
        ),
    ),
    (
        AnswerType.POWER,
        _pattern(
            _how_many("(?:kilo|mega|giga)?watts?|kw|mw|horsepower"),
            _thing(r"power (?:output|consumption|rating)|wattage|horsepower|heat output"),
        ),
    ),
    (AnswerType.ENERGY, _pattern(_how_many(r"(?:kilo|mega|giga)?watt[ -]?hours|kwh|calories"))),
    (AnswerType.DATA, _pattern(_how_many(r"(?:kilo|mega|giga|tera)?bytes|kb|mb|gb|tb"))),
    (
        AnswerType.AGE,
        _pattern(
            r"\bhow old\b|\b(?:at )?what age\b",
            r"\bwie alt\b|\bcu[aá]ntos a[nñ]os tiene\b|\bquel [aâ]ge\b",
        ),
    ),
    (
        AnswerType.CLOCK,
        _pattern(
            r"\b(?:what|which) (?:time|hour)\b(?! (?:period|frame|span|of (?:the )?year|zone))",
            r"\bum wie ?viel uhr\b|\ba qu[eé] hora\b|\b[aà] quelle heure\b",
        ),
    ),
    (
        AnswerType.COUNT,
        _pattern(
            r"\bhow many\b",
            r"\b(?:what|which) (?:number|amount|count) of\b",
            r"\b(?:number|count)$",
            r"\bhow (?:high|deep|far|large|big)\b",
            r"\bhow long (?:is|was|are|were) the\b",
            _thing("length"),  # in metres, minutes, pages, letters
            r"^(?:\W*\w+ ){0,2}(?:wie viele?|wieviele?|\W?cu[aá]nt[oa]s|combien (?:de|d'|y a))\b",
            r"^\W*wie (?:hoch|lang|tief|breit|gro(?:ss|ß)) (?:ist|war|sind|waren)\b",
        ),
    ),
    (
        AnswerType.YEAR,
        _pattern(
            r"\b(?:what|which) (?:\w+ )?(?:year|decade|century)\b(?! interval)",
            r"\bwelchem jahr\b|\bqu[eé] a[nñ]o\b|\bquelle ann[eé]e\b",
        ),
    ),
    (
        AnswerType.DATE,
        _pattern(
            r"\b(?:what|which) (?:exact |calendar )?(?:date|day|month)\b",
            r"\bwelche[mn] (?:tag|datum|monat)\b|\bqu[eé] (?:fecha|d[ií]a|mes)\b|"
            r"\bquel(?:le)? (?:date|jour|mois)\b",
        ),
    ),
    (
        AnswerType.TIME,
        _pattern(
            rf"^(?:\W*\w+,? ){{0,3}}when (?:{_IS}|{_DID})\b(?! you)",
            r"^\W*when\b(?!.*\b(?:what|who|whose|whom|which|how|where|why)\b)",
            r"\b(?:since|until|till|from) when\b",
            r"^\W*(?:(?:seit|bis|ab) )?wann\b|^\W*(?:desde |hasta )?cu[aá]ndo\b(?!.*[,¿])|"
            r"^\W*(?:depuis |jusqu'[aà] )?quand\b",
        ),
    ),
    (AnswerType.PERSON, _pattern(r"\bwho(?:se|m)?\b")),
    (
        AnswerType.REASON,
        _pattern(r"\bwhy\b", r"\bfor what reason\b", r"\bwhat (?:was|is) the reason\b"),
    ),
)
_ENGLISH_COUNT = re.compile(r"\b(?:how|what|which|number|count|amount)\b")


@lru_cache(maxsize=1_024)  # each sentence is held against the same question
def asked_for(question: str) -> AnswerType:
    """Return what the question asks for."""
    folded = fold(question).rstrip("?!. ")
    return next((kind for kind, asked in _ASKED if asked.search(folded)), AnswerType.ANY)


@lru_cache(maxsize=1_024)
def counts_in_english(question: str) -> bool:
    """Tell whether a question for a number is an English one."""
    return _ENGLISH_COUNT.search(fold(question)) is not None
