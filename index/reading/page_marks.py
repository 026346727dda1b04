"""What the text of a line on a page tells by itself: list marks, captions, ends of sentences."""

import regex

from index.reading.lines import ITEM

_BULLET = regex.compile(r"[\uf000-\uf0ff▪▫◾◼■□●○•‣⁃∙➢➤►▶✓✔✗❖◆◇*†‡–—][ \t]+(?=\S)")
_CAPTION = regex.compile(
    r"(?=[\p{Lu}\p{Lo}])(?i:figure|fig\.|table|tab\.|abbildung|abb\.|tabelle|tableau|figura|tabla"
    r"|tabella|quadro|chart|diagram|plate|exhibit|listing|algorithm|рис\.|рисунок|таблица|图|圖|表"
    r"|그림|표)\s*(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:[.\-]\d{1,3})*[a-z]?"
    r"(?:\s*[:.–—|]\s|\s+(?=\p{Lu}))"
)
_LEADER = regex.compile(r"(?:\s?[.·…_]){6,}\s*(?:\d{1,5}|[ivxlc]{1,8})?$")
_LOOK = 200  # characters at the end of a line
_FOOTNOTE = regex.compile(r"(?:\d{1,3}|[*∗†‡§¶]{1,3}|\[\d{1,3}\])\s?(?=[\p{L}\"“'‘(])")
_STOPPED = regex.compile(r"[.!?…:;。！？：；؟।][\"'”’»)\]」』）*_\d]{0,4}$")
_ENDED = regex.compile(r"[.!?…。！？؟।][\"'”’»)\]」』）*_\d]{0,4}$")


def list_mark(text: str) -> int:
    """Return the length of the bullet or number that opens a list item, 0 if none does."""
    found = ITEM.match(text) or _BULLET.match(text)
    return found.end() if found else 0


def is_caption(text: str) -> bool:
    """Tell whether a text is what stands below a figure or above a table.

    >>> is_caption("Figure 3: Mean depth by year"), is_caption("figure 3 shows the mean depth")
    (True, False)
    """
    return bool(_CAPTION.match(text))


def is_led(text: str) -> bool:
    """Tell whether dots lead from a text to its page number, as in a table of contents."""
    return bool(_LEADER.search(text[-_LOOK:]))


def is_noted(text: str) -> bool:
    """Tell whether a text opens as a footnote does, with its number or sign."""
    return bool(_FOOTNOTE.match(text))


def is_stopped(text: str) -> bool:
    """Tell whether a line ends with a punctuation mark that a line may end with."""
    return bool(_STOPPED.search(text[-8:]))


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return bool(_ENDED.search(text[-8:]))


def goes_on(text: str) -> bool:
    """Tell whether a line begins in the middle of a sentence: with a small letter."""
    letters = (character for character in text[:3] if character.isalpha())
    return next(letters, "A").islower()
