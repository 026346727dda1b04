"""Text to comparable forms: look-alike characters folded, words reduced to stems.

Search, the writer and the gate all compare texts through this module, so that what one finds the
others find too. Nothing here ever changes what is quoted: a quote keeps the source's characters.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import regex
import snowballstemmer

from index.types import Span

LOOKALIKES = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02",
}


class _Folding(dict[int, str]):
    """A translation table that works out each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace() or unicodedata.category(character) == "Zs":
            folded = " "
        else:
            compatible = unicodedata.normalize("NFKC", character)
            folded = (compatible if len(compatible) == 1 else character).casefold()
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDING = _Folding(
    {ord(variant): plain for plain, variants in LOOKALIKES.items() for variant in variants}
)


def fold(text: str) -> str:
    """Return ``text`` with look-alike characters made one, of the same length.

    Hyphens, dashes, quotation marks, spaces, full-width forms and letter case are folded, each
    character to exactly one, so that an offset in the result is an offset in ``text``.

    >>> fold("“Fast\u2011paced”")
    '"fast-paced"'
    """
    return text.translate(_FOLDING)


_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = rf"[\p{{L}}\p{{M}}{_INVISIBLE}--[{_UNSPACED}]]"
_TOKEN = regex.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    r"|(?P<acronym>(?<![\p{L}\p{N}])(?:\p{L}\.){2,}(?:\p{L}\b)?)"
    r"|(?P<number>\p{Nd}{1,3}(?:,\p{Nd}{3})+(?!\p{Nd})|\p{N}+)"
    rf"|(?P<word>{_LETTER}+(?:'{_LETTER}+)*)",
    regex.V1,
)
# The same for text of ASCII letters alone, which most English is: twice as fast.
_ASCII_TOKEN = re.compile(
    r"(?P<acronym>(?<![a-z0-9])(?:[a-z]\.){2,}(?:[a-z]\b)?)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
    r"|(?P<word>[a-z]+(?:'[a-z]+)*)"
)
_STEMMER_OF_SCRIPT = {
    "LATIN": "english",
    "CYRILLIC": "russian",
    "ARABIC": "arabic",
    "DEVANAGARI": "hindi",
    "GREEK": "greek",
}
_STEMMERS = {name: snowballstemmer.stemmer(name) for name in _STEMMER_OF_SCRIPT.values()}
_STEMMING = threading.Lock()  # a stemmer keeps the word that it works on in itself


def term_spans(text: str) -> Iterator[tuple[str, Span]]:
    """Yield each term of ``text`` in order with the characters that it stands for.

    A term holds letters, digits and marks only. Words are stems (by the Snowball algorithm of
    their script), thousands lose their commas, acronyms their dots; runs of scripts that do not
    put spaces between words become overlapping pairs of characters.

    >>> [term for term, _ in term_spans("The U.S. teams’ 1,200 fast\u2011paced sprints")]
    ['the', 'us', 'team', '1200', 'fast', 'pace', 'sprint']
    """
    for term, start, end in _pieces(text):
        yield term, Span(start, end)


def terms(text: str) -> list[str]:
    """Return the terms of ``text`` in order, repeated as often as they occur."""
    folded = fold(text)
    if not folded.isascii():
        return [term for term, _, _ in _pieces(text)]
    tokens = [match.group() for match in _ASCII_TOKEN.finditer(folded)]
    return list(chain.from_iterable(map(_terms_of_token, tokens)))


@lru_cache(maxsize=65_536)
def _terms_of_token(token: str) -> tuple[str, ...]:
    """Return the terms of one token of ASCII text, which are the same wherever it stands."""
    return tuple(term for term, _, _ in _pieces(token))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each term with where it starts and ends; without spans, which take as long again."""
    folded = fold(text)
    tokens = _ASCII_TOKEN if folded.isascii() else _TOKEN
    for match in tokens.finditer(folded):
        token, kind, (start, end) = match.group(), match.lastgroup, match.span()
        if kind == "word":
            if "'" in token:
                yield from _apostrophe_pieces(token, start)
            elif term := stem(token):
                yield term, start, end
        elif kind == "unspaced":
            for offset in range(max(1, len(token) - 1)):
                pair = token[offset : offset + 2]
                yield pair, start + offset, start + offset + len(pair)
        else:
            yield token.replace(".", "").replace(",", ""), start, end


def _apostrophe_pieces(word: str, start: int) -> Iterator[tuple[str, int, int]]:
    # "l'eau" and "d'or" are two words, "o'clock" and "don't" are one, "team's" is "team".
    head, _, tail = word.partition("'")
    if len(head) <= 2 and len(tail) > 2 and head != "o":
        yield stem(head), start, start + len(head)
        yield stem(tail), start + len(head) + 1, start + len(word)
    elif term := stem(word):
        yield term, start, start + len(word)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of one folded word, without accents that writers leave out."""
    bare = word.removesuffix("'s").replace("'", "")
    bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not _is_dropped(c))
    bare = unicodedata.normalize("NFC", bare).casefold()
    if not bare:
        return ""
    script = unicodedata.name(bare[0], "").partition(" ")[0]
    name = _STEMMER_OF_SCRIPT.get(script)
    if name is None:
        return bare
    with _STEMMING:
        return str(_STEMMERS[name].stemWord(bare)) or bare


def _is_dropped(character: str) -> bool:
    # Accents, Arabic vowel signs and tatweel, and characters without a width.
    return (
        "\u0300" <= character <= "\u036f"
        or "\u064b" <= character <= "\u0652"
        or character == "\u0640"
        or character in _INVISIBLE
    )
