"""What the pages without a program say to a reader, in each language that they speak."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.negotiation import preferred_language


@dataclass(frozen=True, slots=True)
class Words:
    """All that such a page says of itself."""

    language: str
    """As BCP 47 writes it."""
    jump: str
    plain_text: str
    furniture: str
    hidden: str


ENGLISH = Words(
    language="en",
    jump="Jump to the quote",
    plain_text="Plain text",
    furniture="Page furniture: never cited",
    hidden="Hidden in the file: never cited",
)
GERMAN = Words(
    language="de",
    jump="Zum Zitat springen",
    plain_text="Reiner Text",
    furniture="Beiwerk der Seite: wird nie zitiert",
    hidden="In der Datei verborgen: wird nie zitiert",
)
LANGUAGES: Mapping[str, Words] = {words.language: words for words in (ENGLISH, GERMAN)}


def words_for(accept_language: str) -> Words:
    """Return the words for a browser that sends this ``Accept-Language``."""
    return LANGUAGES[preferred_language(accept_language, list(LANGUAGES))]
