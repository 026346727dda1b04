"""Text to sentences, as exact slices.

sentencex proposes where sentences end; this module adds the ends that it overlooks and takes back
those after abbreviations, initials, ordinals and inside names such as ``System.Out``. Each place
is judged by a few characters on either side, so that the time grows with the length of the text.
"""

from collections.abc import Iterator
from itertools import pairwise

import regex

from index.types import Span

LONGEST = 1000
"""The most characters of one sentence; longer ones are cut at a clause or a space."""

_LOOK = 48  # characters on either side that decide about a place
_WINDOW = 4000  # characters that sentencex sees at once
_LONG_QUOTE = 400  # longer sentences are cut inside quotation marks and brackets too

_CLOSERS = "\"'”’»›)]}」』）】"
_OPENERS = "\"'“‘„«‹([{「『（【¿¡*_"
_FULL_WIDTH = "。！？｡"
_STOPS = ".!?…‼⁇⁈⁉" + _FULL_WIDTH


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the end of a sentence: a name, a number or the thing itself follows.
_TITLES = _words(
    "dr prof mr mrs ms mx st mt ft gen col lt sgt capt cmdr maj rev hon pres gov sen rep msgr"
    " messrs e.g i.e cf vs viz approx ca resp incl excl esp al est dept univ assn ed eds trans repr"
    " z.b d.h u.a o.ä bzw ggf evtl inkl zzgl hr fr frl dipl ing sog vgl gem lt bspw"
    " m mm mme mlle mgr sr sra srta dña d p.ex par.ex"
)
_CASED_TITLES = _words("M D")  # lower-case "m." and "d." end sentences with a unit
# Not the end before a figure: "No. 5", "p. 12", "Fig. 3".
_BEFORE_NUMBERS = _words(
    "no nos nr nrn num núm nº p pp pg fig figs eq eqs sec sect ch chap vol vols art arts tab tbl"
    " app s ss para par ex ver v rev ref bd abs abb anm kap zif z § col ln l r room rm ext tel op"
    " opus jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez"
)
# The end only if the next word looks like the start of a sentence.
_EITHER_WAY = _words(
    "etc inc ltd co corp jr sr bros ave blvd rd llc plc esq ph.d m.d b.a m.a d.c a.m p.m u.s u.k"
    " u.n e.u u.s.a bc ad b.c a.d usw u.s.w usf etc mio mrd s.a s.l s.p.a"
)
_STARTERS = _words(
    "the a an this that these those he she it we they i you his her its our their my your there"
    " here in on at by for from with after before when while if as but and or so yet however then"
    " thus therefore although though since because now today later what who why how where which no"
    " not next all some many most each every both one two three nobody everyone is are was were do"
    " does did der die das ein eine er sie es wir ihr ich und aber doch dann danach im am bei für"
    " mit nach le la les un une il elle ils elles on nous vous je et mais puis el los las una y"
    " pero"
)
_GERMAN_AFTER_ORDINAL = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember"
    " jahrhundert jahrtausend klasse etage stock platz auflage kapitel semester quartal geburtstag"
)
_TIME_ZONE = regex.compile(r"(?:[PMCE][SD]?T|UTC|GMT|CES?T|BST|[WE]E[SD]?T|JST|IST)\b")
_MAY_END = regex.compile(r"[.!?\n\r]")  # in ASCII: without one there is a single sentence
_SPACE_AFTER_STOP = regex.compile(rf"(?<=[{regex.escape(_STOPS + _CLOSERS)}])\s+")
_LINE_END = r"(?>\r\n|[\n\r\u2028])"
_BLANK_LINE = regex.compile(rf"{_LINE_END}[^\S\n\r]*{_LINE_END}|\u2029")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}\p{N}.§º&'’-]+$")
_RUN_ON = regex.compile(r"\p{Lu}\p{Ll}*[ ,]+\p{Ll}|\p{Lu}\p{Ll}+(?:['’]\p{Ll}+)[ ,]")
_LOWER_WORD = regex.compile(r"(?:^|[\s(“\"])\p{Ll}{2,}[.!?]$")
_INITIAL = regex.compile(r"\p{Lu}\.")
_ROMAN = regex.compile(r"[IVXLC]+\b")
_DOTTED = regex.compile(r"(?:\p{L}\.)+\p{L}")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SPACES = regex.compile(r"\s+")
_CLAUSE = regex.compile(r"[;:,—–、，；：]\s*|\s-\s")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` in order, trimmed of white space.

    Together they cover every character that is not white space; none is longer than ``LONGEST``.
    A line break inside a paragraph does not end a sentence, a blank line does.

    >>> split_sentences("He met Dr. No. She left.")
    [Span(start=0, end=14), Span(start=15, end=24)]
    """
    if len(text) <= LONGEST and text.isascii() and not _MAY_END.search(text):
        return list(trimmed(text, 0, len(text)))
    cuts = [0, *_sentence_starts(text), len(text)]
    return [
        piece
        for start, end in pairwise(cuts)
        for sentence in trimmed(text, start, end)
        for piece in _pieces(text, sentence)
    ]


def trimmed(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return ``text[start:end]`` without the white space around it, or nothing if it is blank."""
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return ()
    start += len(piece) - len(piece.lstrip())
    return (Span(start, start + len(body)),)


def _sentence_starts(text: str) -> list[int]:
    proposed = set(_after_closers(text, _sentencex_starts(text)))
    own = {match.end() for match in _SPACE_AFTER_STOP.finditer(text) if match.end() < len(text)}
    accepted = sorted(start for start in proposed if _starts_sentence(text, start))
    missed = (start for start in sorted(own - proposed) if _is_clear_start(text, start))
    return sorted({*accepted, *_outside_quotes(text, accepted, missed), *_paragraph_starts(text)})


def _sentencex_starts(text: str) -> Iterator[int]:
    import sentencex

    begin = 0
    while begin < len(text):
        end = _window_end(text, begin)
        position = begin
        for piece in sentencex.segment("en", text[begin:end]):
            if text[position : position + len(piece)] != piece:
                break  # not lossless here: our own places are enough
            position += len(piece)
            if position < end:
                yield position
        begin = end


def _window_end(text: str, begin: int) -> int:
    # sentencex takes quadratic time on texts such as "![![![", so it is given little at a time.
    end = begin + _WINDOW
    space = _SPACES.search(text, end, end + _LOOK) if end < len(text) else None
    return space.end() if space else min(end, len(text))


def _paragraph_starts(text: str) -> Iterator[int]:
    return (match.end() for match in _BLANK_LINE.finditer(text))


def _after_closers(text: str, starts: Iterator[int]) -> Iterator[int]:
    # Quotation marks and brackets that close right after the stop stay with the sentence.
    for start in starts:
        moved = start
        while moved < len(text) and text[moved] in _CLOSERS and not text[moved - 1].isspace():
            moved += 1
        while start < moved < len(text) and text[moved].isspace():
            moved += 1
        if moved < len(text):
            yield moved


def _starts_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence that sentencex proposes to start at ``start`` really does."""
    gap = text[max(0, start - _LOOK) : start]
    left = gap.rstrip()
    spaced = len(left) < len(gap)
    before = left.rstrip(_CLOSERS)
    after = text[start : start + _LOOK]
    if not before or not after:
        return bool(left) and bool(after) and spaced and left[-1] not in _CLOSERS
    if before[-1] not in _STOPS:
        return not before[-1].isalnum()  # the stop of another script: danda, Arabic question mark
    if before[-1] in _FULL_WIDTH:
        return after[0] not in _FULL_WIDTH
    if not spaced:
        return _is_run_on(before, after)
    if after[0].islower() and (before != left or before[-1] == "…" or before.endswith("...")):
        return False  # “Stop!” he said.
    return before[-1] != "." or not _is_abbreviated(before, after)


def _is_clear_start(text: str, start: int) -> bool:
    """Tell whether a place that sentencex passes over is beyond doubt the start of a sentence."""
    after = text[start : start + _LOOK].lstrip(_OPENERS)
    if not after or not (after[0].isupper() or after[0].isdecimal()):
        return False
    before = text[max(0, start - _LOOK) : start].rstrip().rstrip(_CLOSERS)
    return bool(before) and before[-1] in _STOPS and _starts_sentence(text, start)


def _is_run_on(before: str, after: str) -> bool:
    """Tell whether a sentence starts without a space: "the end.Next day", never "System.Out"."""
    opens = _RUN_ON.match(after) is not None and _first_word(after) in _STARTERS
    return opens and _LOWER_WORD.search(before) is not None


def _is_abbreviated(before: str, after: str) -> bool:
    """Tell whether the full stop that ends ``before`` marks an abbreviation in mid-sentence."""
    found = _LAST_WORD.search(before)
    word = found.group().rstrip(".") if found else ""
    if before.endswith("...") or not word:
        return False
    whole = before == found.group() if found else False
    return any(
        (
            _is_label(word, whole=whole),
            _is_ordinal(word, after),
            _is_initial(word, after),
            _is_listed(word, after),
            after[0].islower() and len(word) <= 4,
        )
    )


def _is_label(word: str, *, whole: bool) -> bool:
    # "1. Foo", "a. Foo": the number of an item at the very start.
    return whole and ((word.isdecimal() and len(word) <= 3) or len(word) == 1)


def _is_ordinal(word: str, after: str) -> bool:
    # German writes "am 3. Mai" and "im 19. Jahrhundert".
    return word.isdecimal() and len(word) <= 2 and _first_word(after) in _GERMAN_AFTER_ORDINAL


def _is_initial(word: str, after: str) -> bool:
    letter = word.rpartition(".")[2]
    if len(letter) == 1 and letter.isalpha() and _INITIAL.match(after):
        return True  # "z. B.", "J. R. R."
    if len(letter) != 1 or not letter.isupper() or not after.lstrip(_OPENERS)[:1].isupper():
        return False
    return _first_word(after) not in _STARTERS  # "vitamin C. The rest"


def _is_listed(word: str, after: str) -> bool:
    low = word.lower().lstrip("'’-")
    if word in _CASED_TITLES or (low in _TITLES and len(low) > 1):
        return after[0].isalnum() or after[0] in _OPENERS
    if low in _BEFORE_NUMBERS:
        return after[0].isdecimal() or bool(_ROMAN.match(after))
    if low in _EITHER_WAY or _DOTTED.fullmatch(low):
        if low in ("a.m", "p.m") and _TIME_ZONE.match(after):
            return True
        return after[0].isalnum() and _first_word(after) not in _STARTERS
    return False


def _first_word(after: str) -> str:
    found = _WORD.match(after.lstrip(_OPENERS))
    return found.group().lower() if found else ""


def _outside_quotes(text: str, accepted: list[int], missed: Iterator[int]) -> Iterator[int]:
    """Yield the starts in ``missed`` that do not tear a quotation or a bracket apart.

    The state of the marks is followed from one accepted start to the next; a mark that is left
    open for ``_LONG_QUOTE`` characters counts as never closed.
    """
    bounds = iter([*accepted, len(text)])
    begin, end = 0, next(bounds)
    position, open_since = 0, -1
    for start in missed:
        while start >= end:
            begin, end, open_since = end, next(bounds, len(text) + 1), -1
            position = begin
        for offset in range(position, start):
            open_since = _open_since(text[offset], offset, open_since)
        position = start
        if open_since < 0 or start - open_since > _LONG_QUOTE:
            yield start


def _open_since(character: str, offset: int, open_since: int) -> int:
    if character in "([“„«「『（":
        return offset if open_since < 0 else open_since
    if character in ")]”»」』）":
        return -1
    if character == '"':
        return offset if open_since < 0 else -1
    return open_since


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Yield ``sentence`` cut into pieces of at most ``LONGEST`` characters."""
    start = sentence.start
    while sentence.end - start > LONGEST:
        cut = _cut(text, start)
        yield from trimmed(text, start, cut)
        start = cut + len(text[cut : cut + 1]) - len(text[cut : cut + 1].lstrip())
    yield from trimmed(text, start, sentence.end)


def _cut(text: str, start: int) -> int:
    """Return where to cut what starts at ``start``: after a stop, a clause, a space, or hard."""
    window = text[start : start + LONGEST]
    for border in (_SPACE_AFTER_STOP, _CLAUSE, _SPACES):
        ends = [match.end() for match in border.finditer(window)]
        if ends and ends[-1] > LONGEST // 4:
            return start + ends[-1]
    return start + LONGEST
