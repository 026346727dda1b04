"""Names that are written in several ways: "US", "U.S." and "United States".

Only forms that are no word of their own: "us", "sun", "sat" and "co" are never taken for names.
"""

from collections.abc import Iterable, Mapping

import regex

from index.terms import fold

_GROUPS = (
    r"US|U\.S\.|USA|U\.S\.A\.|United States",
    r"UK|U\.K\.|United Kingdom",
    r"EU|E\.U\.|European Union",
    r"UN|U\.N\.|United Nations",
    r"January|Jan\.",
    r"February|Feb\.?",
    r"August|Aug\.?",
    r"September|Sept?\.?",
    r"October|Oct\.?",
    r"November|Nov\.?",
    r"December|Dec\.",
    r"Governor|Gov\.",
    r"Senator|Sen\.",
    r"Sergeant|Sgt\.?",
    r"Incorporated|Inc\.?",
    r"Corporation|Corp\.?",
    r"Limited|Ltd\.?",
    r"Fahrenheit|° ?F",
    r"Celsius|° ?C",
)
"""Each a pattern of the forms of one name."""
_SAME = tuple(regex.compile(rf"(?<!\w)(?:{group})(?!\w)") for group in _GROUPS)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february july september "
    "october november december".split()
)
"""Those that are nobody's name and no other word."""
_SHORT = regex.compile(r"\(\s*\"?(\p{Lu}[\p{Lu}\p{Ll}.&]*\p{Lu}\.?)\"?\s*\)")
_INITIAL = regex.compile(r"\b\p{L}")


def other_forms(sentence: str, quotes: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the words of names in a sentence that quotes have in another form, with its words.

    >>> other_forms("The US and the UK agree.", ["He told us that the U.S. agrees."])
    {'US': frozenset({'U.S.'})}
    """
    found: dict[str, frozenset[str]] = {}
    for same in _SAME:
        said = {word for form in same.findall(sentence) for word in _words(form)}
        told = frozenset(
            word for quote in quotes for form in same.findall(quote) for word in _words(form)
        )
        if told:
            found |= dict.fromkeys(said, told)
    return found


def is_day(name: str) -> bool:
    """Tell whether a name is surely that of a weekday or a month."""
    return fold(name) in _DAYS


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


def _words(form: str) -> list[str]:
    """Return the words of a form as a name has them: only "U.S." keeps its points."""
    bare = form.rstrip(".")
    return (form if "." in bare else bare).split()
