"""What the pages without a program say to a reader, in each language that they speak."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.negotiation import preferred_language
from rag.recalling import REASONS, Why


@dataclass(frozen=True, slots=True)
class Words:
    """All that such a page says of itself."""

    language: str
    """As BCP 47 writes it."""
    jump: str
    plain_text: str
    furniture: str
    hidden: str
    asked: str
    """With the time."""
    checked: str
    disagreement: str
    sources: str
    citation: str
    """Of a number and a title."""
    nearest: str
    not_said: str
    nothing_left: str
    missing: str
    withheld: str
    why: Mapping[Why, str]
    """A statement is not shown any more, by ``Withheld.why``."""
    to_copy: str
    as_text: str
    as_markdown: str


ENGLISH = Words(
    language="en",
    jump="Jump to the quote",
    plain_text="Plain text",
    furniture="Page furniture: never cited",
    hidden="Hidden in the file: never cited",
    asked="Asked {time}.",
    checked="Checked against your documents just now. This link leads to your own Pincite and "
    "nowhere else.",
    disagreement="The sources disagree",
    sources="Sources",
    citation="Citation {n}: {title}",
    nearest="Nearest passages (not an answer)",
    not_said="No sentence in your sources clearly answers this.",
    nothing_left="None of this answer is in your sources any more.",
    missing="Your sources do not answer this part: {part}",
    withheld="A sentence is not shown any more. {reason}",
    why=REASONS,
    to_copy="To copy",
    as_text="As text",
    as_markdown="As Markdown",
)
GERMAN = Words(
    language="de",
    jump="Zum Zitat springen",
    plain_text="Reiner Text",
    furniture="Beiwerk der Seite: wird nie zitiert",
    hidden="In der Datei verborgen: wird nie zitiert",
    asked="Gefragt {time}.",
    checked="Eben an Ihren Dokumenten geprüft. Dieser Link führt zu Ihrem eigenen Pincite und "
    "nirgends sonst hin.",
    disagreement="Die Quellen widersprechen sich",
    sources="Quellen",
    citation="Beleg {n}: {title}",
    nearest="Nächste Textstellen (keine Antwort)",
    not_said="Kein Satz Ihrer Quellen beantwortet das eindeutig.",
    nothing_left="Nichts von dieser Antwort steht noch in Ihren Quellen.",
    missing="Diesen Teil beantworten Ihre Quellen nicht: {part}",
    withheld="Ein Satz wird nicht mehr gezeigt. {reason}",
    why={
        "removed": "Die Quelle wurde entfernt.",
        "changed": "Die Quelle hat diese Worte nicht mehr.",
        "unsupported": "Seine Quelle belegt ihn nicht mehr.",
    },
    to_copy="Zum Kopieren",
    as_text="Als Text",
    as_markdown="Als Markdown",
)
LANGUAGES: Mapping[str, Words] = {words.language: words for words in (ENGLISH, GERMAN)}


def words_for(accept_language: str) -> Words:
    """Return the words for a browser that sends this ``Accept-Language``."""
    return LANGUAGES[preferred_language(accept_language, list(LANGUAGES))]
