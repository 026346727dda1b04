"""Bytes to characters, or a clear word on why not."""

import codecs
import re
import unicodedata
from collections.abc import Sequence

from index.errors import InputError, UnreadableDocumentError, UnsupportedFormatError
from index.reading.binaries import kind_of_binary
from index.reading.formats import LISTED

_MARKS = (  # the longer first: UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536  # bytes that are looked at to tell an encoding
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_KIN = (
    frozenset({"cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"}),
    frozenset({"euc_jp", "euc_jis_2004", "euc_jisx0213"}),
    frozenset({"gb2312", "gbk", "gb18030"}),
    frozenset({"euc_kr", "cp949"}),
    frozenset({"big5", "big5hkscs", "cp950"}),
)
_COHERENT = 30.0  # percent: below it the guess of a language is noise
_CHAOTIC = 5.0

# What Western European texts hold beyond ASCII. Letters that only a wrong reading of a Central
# European or Cyrillic text would show in numbers (ð, þ, ý, ¹, ³, ¿ in words …) are left out.
_WESTERN = frozenset(
    "äöüÄÖÜßéèêëàâáçîïíôóûúùñÉÈÊÀÂÁÇÎÍÔÓÚÑåÅæÆøØœŒãõÃÕìò¿¡“”‘’‚„–—…•«»€£§°©®™·¡º\u00a0"
)


def decode(data: bytes, name: str) -> str:
    """Return the characters of ``data`` as they stand, without a byte order mark.

    Tried in turn: a byte order mark, UTF-8, UTF-16 without a mark, a statistical guess that is
    taken only when it is sure. Line ends and all else are kept.

    Raises:
        UnreadableDocumentError: the bytes are no text, or in an encoding that is not sure.
        UnsupportedFormatError: another kind of file, which the message names.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding, name)
    text = _decode_unmarked(data, name)
    refuse_nul(text, name)
    return text


def refuse_nul(text: str, name: str) -> None:
    """Raise an UnreadableDocumentError if ``text`` holds a NUL, which no text does."""
    if "\0" in text:
        raise UnreadableDocumentError(
            f"{name} is not text: it holds NUL characters. Give a text file saved as UTF-8."
        )


def _decode_unmarked(data: bytes, name: str) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text
    for encoding in _utf16_guess(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    if b"\0" in data:
        raise _refusal(data, name)
    return _decode_by_guess(data, name)


def _decode_strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            f"{name} starts as {encoding.upper().removesuffix('-SIG')} but is broken further on. "
            "Save it again as UTF-8."
        ) from error
    refuse_nul(text, name)
    return text


def _utf16_guess(data: bytes) -> tuple[str, ...]:
    """Return the byte order that the NULs of mostly Latin text betray, if any."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if len(data) % 2 or half < 2:
        return ()
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return ("utf-16-le",)
    if even > half * 0.4 and odd < half * 0.05:
        return ("utf-16-be",)
    return ()


def _decode_by_guess(data: bytes, name: str) -> str:
    encoding = _sure_encoding(data)
    if encoding is not None:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    raise _refusal(data, name)


def _sure_encoding(data: bytes) -> str | None:
    if _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    controls = sum(data[:_SAMPLE].count(code) for code in range(32) if code not in b"\t\n\r\f\x0b")
    if controls * 50 > min(len(data), _SAMPLE):
        return None
    # Cut at the end of a line: half a character at the end would tell against every encoding.
    sample = data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE] if len(data) > _SAMPLE else data
    candidates = [c for c in from_bytes(sample) if c.percent_chaos < _CHAOTIC]
    if not candidates:
        return None
    best = max(candidates, key=lambda c: (c.percent_coherence, -c.percent_chaos))
    if _is_latin(str(best)):
        return None  # Latin alphabets are too much alike in their old encodings
    is_only = _are_kin([c.encoding for c in candidates])
    is_only = is_only and best.multi_byte_usage > 0.2 and len(data) >= 16
    return str(best.encoding) if is_only or best.percent_coherence >= _COHERENT else None


def _are_kin(encodings: Sequence[str]) -> bool:
    """Tell whether the encodings are one, or differ by rare characters only."""
    return len(encodings) == 1 or any(set(encodings) <= kin for kin in _KIN)


def _is_western(data: bytes) -> bool:
    """Tell whether ``data`` reads as a Western European text in Windows-1252."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = {character for character in text if character > "\x7f"}
    letters = sum(character.isalpha() for character in text)
    accented = sum(character > "\x7f" and character.isalpha() for character in text)
    # Three accents in a row, "¿" within a word, õ beside ö, ì beside ø: signs of another alphabet.
    odd = (
        re.search(r"(?![äöüß]{3})[À-ÿ]{3}|\w[¿¡]\w", text)
        or {"õ", "ö"} <= foreign
        or {"ì", "ø"} <= foreign
    )
    usual = foreign <= _WESTERN and accented <= max(2, letters * 0.4)
    return usual and not odd and not _CONTROLS.search(text)


def _is_latin(text: str) -> bool:
    foreign = [c for c in text if c > "\x7f" and c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in foreign)
    return latin * 2 >= len(foreign)


def looks_like_text(data: bytes) -> bool:
    """Tell whether ``data`` may be text: a byte order mark, no NUL near its start, or UTF-16."""
    marked = data.startswith(tuple(mark for mark, _ in _MARKS))
    if marked or b"\0" not in data[:_SAMPLE]:
        return True
    is_wide = bool(_utf16_guess(data)) and not kind_of_binary(data)
    return is_wide and not _CONTROLS.search(opening_of(data))


def opening_of(data: bytes) -> str:
    """Return the first characters of a text roughly: ASCII as it is, for a look at its signs."""
    sample = data[:_SAMPLE]
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return sample.decode(encoding, "replace")
    return sample.decode(next(iter(_utf16_guess(data)), "utf-8"), "replace")


def _refusal(data: bytes, name: str) -> InputError:
    if kind := kind_of_binary(data):
        return UnsupportedFormatError(f"{name} is {kind}, which cannot be read. {LISTED}")
    if b"\0" in data[:_SAMPLE]:
        return UnreadableDocumentError(
            f"{name} is not text: it holds NUL characters. Give a text file saved as UTF-8."
        )
    return UnreadableDocumentError(
        f"{name} is in no encoding that can be told for sure: save it as UTF-8 and add it again."
    )
