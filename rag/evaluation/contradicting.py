"""Small changes that make an English sentence claim, deny or add what its original does not say.

A maker changes a sentence, or returns None where the result would not surely be false.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

import regex

from rag.evaluation.falsifying import NO_NAMES, put

_AUXILIARY = "is|are|was|were|will|would|can|could|should|must|has|have|had"
_NEGATE: Sequence[tuple[str, str]] = (
    (
        rf"\b({_AUXILIARY}) (?=(?:\p{{Ll}}+(?:ed|en|ing)|a|an|the|in|on|at|been|be)\b)",
        r"\1 not ",
    ),
    (r"\b(will|would|should|must|could) (?=\p{Ll})(?!not\b)", r"\1 not "),
    (r"\b(is|are|was|were|will|would|has|have|had|does|do|did|could|should) not ", r"\1 "),
    (r"\b(is|are|was|were|would|has|have|had|could|should)n['’]t ", r"\1 "),
    (r"\bnever (?=\p{Ll}+ed\b)", ""),
    (r"\bwithout (?=(?:a|an|any|the)\b)", "with "),
    (r"\b(has|have|had) no (?=\p{Ll}+s\b)", r"\1 "),
)
_PAST: Mapping[str, str] = dict(
    pair.split()
    for pair in (
        "took take|gave give|went go|came come|sold sell|bought buy|made make|found find|"
        "lost lose|won win|wrote write|kept keep|told tell|saw see|sent send|brought bring|"
        "paid pay|rose rise|fell fall|grew grow|ran run|asked ask|wanted want|used use|"
        "opened open|closed close|"
        "worked work|showed show|refused refuse|moved move|reported report|agreed agree|"
        "decided decide|started start|stopped stop|added add|checked check|broke break|"
        "changed change|reached reach|failed fail|approved approve"
    ).split("|")
)
_UNSAFE = regex.compile(
    r"\b(?:only|any|neither|nor|none|no|nobody|nothing|never|hardly|unless|if|whether|or|but|than|"
    r"until|not|how|what|why)\b|n['’]t\b|\?",
    regex.I,
)
_UNSAFE_TO_AFFIRM = regex.compile(
    r"\b(?:only|any|yet|at all|but|until|ever|either|nor|because|anyone|anything)\b|\?", regex.I
)
_DENIALS = regex.compile(r"\b(?:not|never|without|no)\b|n['’]t\b", regex.I)
_SUBORDINATE = regex.compile(r"\b(?:who|which|that|as|when|while|where|so)\b[^,.;]*$")
_PLAIN_PAST = regex.compile(
    r"(?:^|[.;] )(?:The \p{Ll}+|He|She|They|We|I|It|\p{Lu}\p{Ll}+) (\p{Ll}+)\b"
)


def negation(sentence: str, chance: random.Random) -> str | None:
    """Deny what the sentence says, or say what it denies."""
    made = [*_negated(sentence), *_denied_past(sentence)]
    return chance.choice(made) if made else None


def _negated(sentence: str) -> Iterator[str]:
    denials = len(_DENIALS.findall(sentence))
    for pattern, new in _NEGATE:
        adds = "not" in new
        unsafe = _UNSAFE if adds else _UNSAFE_TO_AFFIRM
        if unsafe.search(sentence) or (not adds and denials != 1):
            continue
        for match in regex.finditer(pattern, sentence):
            if not _SUBORDINATE.search(sentence[: match.start()]):
                yield put(sentence, *match.span(), match.expand(new))


def _denied_past(sentence: str) -> Iterator[str]:
    if _UNSAFE.search(sentence):
        return
    for match in _PLAIN_PAST.finditer(sentence):
        if match.group(1) in _PAST:
            yield put(sentence, *match.span(1), f"did not {_PAST[match.group(1)]}")


Changes = Sequence[tuple[str, Sequence[str]]]
"""Patterns, and what may stand in their place."""
_NUMERAL = r"(?=\p{N}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|half)"
_QUANTIFIERS: Changes = (
    (r"\ball (?=the \p{Ll}+s\b)", ("few of ",)),
    (r"\ball (?=of (?:the|them|us)\b|\p{Ll}{3,}s\b)", ("few ",)),
    (r"\bmost (?=of the \p{Ll}+s\b)", ("all ", "few ")),
    (r"\bmost (?=\p{Ll}{3,}s (?:are|were|have|had)\b)", ("all ", "few ")),
    (r"\bmany (?=of the|of them|\p{Ll}{3,}s\b|people\b)", ("all ", "few ", "most ")),
    (r"\bsome (?=of the \p{Ll}+s\b|of them)", ("all ", "most ")),
    (r"\bsome (?=\p{Ll}{3,}s\b)", ("all ", "most ")),
    (r"(?<!\ba )\bfew (?=\p{Ll}{3,}s\b|of the|people\b)", ("many ", "most ", "all ")),
    (r"\b(?:always) (?=\p{Ll})", ("rarely ",)),
    (r"\b(?:usually|often) (?=\p{Ll})", ("always ", "rarely ")),
    (r"\bsometimes (?=\p{Ll})", ("always ",)),
    (rf"\bat least {_NUMERAL}", ("at most ",)),
    (rf"\bat most {_NUMERAL}", ("at least ",)),
    (rf"\bmore than {_NUMERAL}", ("fewer than ",)),
    (rf"\b(?:fewer|less) than {_NUMERAL}", ("more than ",)),
    (rf"\b(?:about|around|roughly) {_NUMERAL}", ("exactly ", "more than ")),
    (rf"\bup to {_NUMERAL}", ("at least ",)),
)
_NO_QUANTIFIER = regex.compile(
    r"\b(?:not all|not every|almost all|nearly all|after all|at all|for some|no more than|"
    r"some of it|from about|between about)\b|\?",
    regex.I,
)


def quantifier(sentence: str, chance: random.Random) -> str | None:
    """Replace a quantifier by one that does not follow from it."""
    return _replaced(sentence, chance, _QUANTIFIERS, _NO_QUANTIFIER)


_MODALS: Changes = (
    (r"\bmay (?=be\b|have\b|not\b|\p{Ll}{3,}\b)", ("must ", "will ")),
    (r"\bmight (?=be\b|have\b|not\b|\p{Ll}{3,}\b)", ("must ", "will ")),
    (r"\bcan (?=be\b|\p{Ll}{3,}\b)", ("must ", "should ")),
    (r"\bmust (?=be\b|not\b|\p{Ll}{2,}\b)", ("may ", "should ")),
    (r"\bshould (?=be\b|not\b|\p{Ll}{3,}\b)", ("must ", "may ")),
    (r"\bwill (?=be\b|\p{Ll}{3,}\b)", ("may ", "should ")),
)
_NO_MODAL = regex.compile(
    r"\?|\b(?:as (?:soon|fast|well) as|whatever|if)\b|\bmay well\b|^Will\b", regex.I
)


def modality(sentence: str, chance: random.Random) -> str | None:
    """Replace a modal verb by one of another strength."""
    return _replaced(sentence, chance, _MODALS, _NO_MODAL)


def _both_ways(pairs: str, before: str, after: str) -> Iterator[tuple[str, Sequence[str]]]:
    for pair in pairs.split("|"):
        one, other = pair.split()
        yield rf"{before}\b{one}\b{after}", (other,)
        yield rf"{before}\b{other}\b{after}", (one,)


_COMPARISONS: Changes = (
    *_both_ways(
        "higher lower|highest lowest|larger smaller|largest smallest|longer shorter|"
        "longest shortest|older younger|oldest youngest|earlier later|earliest latest|"
        "faster slower|better worse|best worst|cheaper dearer|heavier lighter|stronger weaker|"
        "warmer colder|wider narrower|deeper shallower|rose fell|increased decreased|above below|"
        "bigger smaller|upstairs downstairs|north south|northern southern|eastern western",
        r"(?<!at |no |of |or |sooner )",
        r"(?! (?:than usual|known|to|off|all))",
    ),
    (r"\bbefore (?=the\b|\p{Lu}|\p{N}|\p{Ll}+ing\b)", ("after ",)),
    (r"\bafter (?=the\b|\p{Lu}\p{Ll}|\p{N}|\p{Ll}+ing\b)", ("before ",)),
    (r"\bmore (?=\p{Ll}+ than\b)", ("fewer ",)),
    (
        r"\bmore (?=(?:expensive|common|difficult|important|useful|often|accurate|reliable)\b)",
        ("less ",),
    ),
    (r"\bless (?=\p{Ll}+ than\b)", ("more ",)),
    (r"\bmore than (?=the|any|her|his|their)", ("less than ",)),
)
_NO_COMPARISON = regex.compile(
    r"\b(?:sooner or later|better off|at best|no longer|day after|year after|one after|"
    r"look(?:s|ed)? after|named after|\p{Ll}+ed after)\b|\?",
    regex.I,
)


def comparison(sentence: str, chance: random.Random) -> str | None:
    """Turn one comparison round."""
    return _replaced(sentence, chance, _COMPARISONS, _NO_COMPARISON)


_ANTONYMS: Changes = tuple(
    _both_ways(
        "arrived departed|agreed objected|gained lost|hired dismissed|"
        "expanded shrank|borrowed lent|supported opposed|remembered forgot|succeeded failed|"
        "success failure|profit loss|empty full|ancient modern|allowed banned|praised condemned|"
        "strong weak|rich poor|cheap expensive|wet dry|safe dangerous|possible impossible|"
        "legal illegal|happy unhappy|fortunate unfortunate|opened closed|appeared vanished|"
        "won lost|bought sold|added removed|built demolished|married divorced|"
        "joined quit|tightened loosened|raised lowered|started ended|difficult easy|public private|"
        "temporary permanent|voluntary compulsory|increase decrease|majority minority|"
        "advantage disadvantage|friend enemy|early late|hot cold|large small|"
        "internal external|major minor|domestic foreign|urban rural|visible invisible|"
        "reliable unreliable|correct wrong|slowly quickly|likely unlikely|common rare",
        r"(?<![\p{L}’'-]|too |not |no |how |as |either |of |more |less |very )",
        r"(?![’'-]|\s(?:out|up|off|in|on|to|as|for|enough|over|it)\b)",
    )
)
_NO_ANTONYM = regex.compile(r"\?|\b(?:or|nor|than|whether|not|never|without)\b|n['’]t\b", regex.I)


def antonym(sentence: str, chance: random.Random) -> str | None:
    """Replace a word by its opposite."""
    return _replaced(sentence, chance, _ANTONYMS, _NO_ANTONYM)


_PARTY = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})?|[Tt]he (?:committee|"
    r"council|bank|company|captain|driver|owner|director|teacher|doctor|nurse|manager|clerk|mayor|"
    r"ministry|union|court|police|hospital|school|museum|operator|engineer|editor|farmer|foreman|"
    r"customer|tenant|landlord|insurer|supplier|board|crew|jury|inspector|president|secretary|"
    r"treasurer|chair|baker|judge|king|queen|emperor|pope|army|government|church|senate)"
)
_BETWEEN = frozenset(
    "told asked called rang paid taught met helped warned beat followed hired wrote sent gave "
    "sold showed thanked married replaced informed blamed trained visited joined saw found "
    "invited criticised praised sued supported persuaded accused interviewed phoned lent "
    "promised offered refused succeeded defeated outvoted left advised reminded conquered "
    "invaded attacked captured killed acquired influenced appointed elected signed".split()
) - {"met", "married", "joined"}
_ROLES = regex.compile(
    rf"(?<![\p{{L}}'’-])(?P<one>{_PARTY}) (?:(?:had|has|then|also|later|once|never) )?"
    rf"(?P<verb>\p{{Ll}}+) (?:to )?(?P<other>{_PARTY})(?![\p{{L}}'’-]| \p{{Lu}}| and\b)"
)


def role_swap(sentence: str, chance: random.Random) -> str | None:
    """Let two people of a sentence change places around what one does to the other."""
    found = [match for match in _ROLES.finditer(sentence) if _between_two(match)]
    if not found:
        return None
    match = chance.choice(found)
    one, other = match.group("one", "other")
    if match.start("one") == 0 and other.startswith("the "):
        other = "T" + other[1:]
    if one.startswith("The "):
        one = "t" + one[1:]
    between = sentence[match.end("one") : match.start("other")]
    return put(sentence, match.start(), match.end(), other + between + one)


def _between_two(match: "regex.Match[str]") -> bool:
    one, other = match.group("one", "other")
    different = one.split()[-1] != other.split()[-1]
    return different and match.group("verb") in _BETWEEN and not {one, other} & NO_NAMES


_ADDITIONS = (
    "and it won a prize",
    "which made the minister resign",
    "and this was later copied in Japan",
    "because the neighbours had complained",
    "although most experts disagreed",
    "as a television crew filmed everything",
    "and a famous novelist wrote about it",
    "which doubled the revenue",
    "thanks to a generous grant",
    "and the insurance covered the damage",
)


def addition(sentence: str, chance: random.Random) -> str | None:
    """Add what nobody said."""
    new = chance.choice(_ADDITIONS)
    ends = regex.search(r"\p{L}{2}\.$", sentence)
    stated = any(word in sentence.casefold() for word in new.split() if len(word) > 5)
    return f"{sentence[:-1]}, {new}." if ends and not stated else None


def _replaced(
    sentence: str, chance: random.Random, changes: Changes, unsafe: "regex.Pattern[str]"
) -> str | None:
    if unsafe.search(sentence):
        return None
    found = [
        (match, new)
        for pattern, new in changes
        for match in regex.finditer(pattern, sentence, regex.I)
    ]
    if not found:
        return None
    match, pool = chance.choice(found)
    new = chance.choice(list(pool))
    return put(sentence, *match.span(), new.capitalize() if match.group()[0].isupper() else new)
