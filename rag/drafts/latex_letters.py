"""Letters with accents as LaTeX types them."""

import re
import unicodedata

from rag.drafts.draft import FILLER
from rag.drafts.latex_commands import ACCENTS

_BASE = r"(?:\\(?P<dotless>[ij])(?![A-Za-z])|(?P<letter>[^\W\d_]))"
_ACCENTED = re.compile(
    r"\\(?:(?P<sign>[`'^\"~=.])[ \t]*|(?P<name>[uvHckrdb])(?:[ \t]+|(?=\{)))"
    rf"(?:(?P<brace>\{{)[ \t]*(?:{_BASE})?[ \t]*\}}|{_BASE.replace('?P<', '?P<bare_')})"
)
_GERMAN = re.compile(r'"(?:(?P<vowel>[aouAOUeiEI])|(?P<sharp>[sz])|[-|=~"])')


def accented(text: str, at: int) -> tuple[int, str] | None:
    r"""Return where a letter with an accent ends that begins at ``at``, and how it is seen.

    What is seen is as long as what is typed; None where there is no such letter.

    >>> accented(r"\'{e}t\'e", 0)[1].replace(FILLER, "")
    'é'
    """
    found = _ACCENTED.match(text, at)
    if found is None:
        return None
    base = found["letter"] or found["dotless"] or found["bare_letter"] or found["bare_dotless"]
    mark = ACCENTS[found["sign"] or found["name"]]
    letter = unicodedata.normalize("NFC", base + mark) if base else ""
    return found.end(), letter.rjust(len(found.group()), FILLER)


def german(text: str, at: int) -> tuple[int, str] | None:
    """Return the same for the short forms of the German language."""
    found = _GERMAN.match(text, at)
    if found is None:
        return None
    letter = "ß" if found["sharp"] else ""
    if found["vowel"]:
        letter = unicodedata.normalize("NFC", found["vowel"] + "\u0308")
    return found.end(), letter.rjust(2, FILLER)
