"""Names that are written in several ways: "US", "U.S." and "United States"."""

from collections.abc import Collection, Mapping

import regex

from index.terms import fold, terms

_GROUPS = (
    "us|u.s.|usa|u.s.a.|united states",
    "uk|u.k.|united kingdom",
    "eu|e.u.|european union",
    "un|u.n.|united nations",
    "ny|new york",
    "la|los angeles",
    "dc|d.c.|district of columbia",
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
    "monday|mon",
    "tuesday|tue|tues",
    "wednesday|wed",
    "thursday|thu|thurs",
    "friday|fri",
    "saturday|sat",
    "sunday|sun",
    "governor|gov",
    "senator|sen",
    "representative|rep",
    "general|gen",
    "lieutenant|lt",
    "sergeant|sgt",
    "saint|st",
    "fort|ft",
    "mount|mt",
    "incorporated|inc",
    "corporation|corp",
    "company|co",
    "limited|ltd",
    "fahrenheit|f",
    "celsius|c",
)
_FORMS: Mapping[str, tuple[str, ...]] = {
    word: tuple(group.split("|"))
    for group in _GROUPS
    for form in group.split("|")
    for word in form.split()
    if word not in {"of", "new"}
}
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr aug sept sep oct nov "
    "dec mon tue tues wed thu thurs fri sat sun".split()
)
_SHORT = regex.compile(r"\(\s*\"?(\p{Lu}[\p{Lu}\p{Ll}.&]*\p{Lu}\.?)\"?\s*\)")
_INITIAL = regex.compile(r"\b\p{L}")


def is_held(name: str, held: Collection[str]) -> bool:
    """Tell whether one way to write ``name`` is among the terms and words held."""
    return any(
        form in held or all(term in held for term in terms(form)) for form in _forms_of(name)
    )


def are_same(one: str, other: str) -> bool:
    """Tell whether two words write the same name.

    >>> are_same("US", "U.S."), are_same("US", "UK")
    (True, False)
    """
    return fold(other).strip(".") in (form.strip(".") for form in _forms_of(one))


def _forms_of(name: str) -> tuple[str, ...]:
    folded = fold(name)
    return _FORMS.get(folded) or _FORMS.get(folded.strip(".")) or ()


def is_day(name: str) -> bool:
    """Tell whether a name is that of a weekday or a month."""
    return fold(name).strip(".") in _DAYS


def own_short_forms(sentence: str) -> frozenset[str]:
    """Return the abbreviations that a sentence makes itself: "Red Cross (RC)" makes "RC".

    >>> own_short_forms("The International Red Cross (IRC) and the police (USP) came.")
    frozenset({'IRC'})
    """
    found = set()
    for short in _SHORT.finditer(sentence):
        letters = [character for character in short[1] if character.isupper()]
        before = _INITIAL.findall(sentence[: short.start()])[-2 * len(letters) :]
        rest = iter(reversed([initial.upper() for initial in before]))
        if all(letter in rest for letter in reversed(letters)):
            found.add(short[1])
    return frozenset(found)
