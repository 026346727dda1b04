"""Letters of symbol fonts, which files keep as numbers in a font, as Unicode characters."""

import re

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_GREEK = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SMALL_GREEK = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SIGNS = {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩",
    0xC8: "∪", 0xCE: "∈", 0xCF: "∉", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xDE: "⇒",
    0xE5: "∑", 0xF2: "∫", 0x22: "∀", 0x24: "∃", 0x2D: "−", 0x40: "≅",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x76: "❖", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {code: chr(code) for code in range(0x20, 0x7F)}
_SYMBOL |= {ord(letter): sign for letter, sign in (_GREEK | _SMALL_GREEK).items()} | _SIGNS


def symbol(font: str, code: int) -> str:
    """Return the character that a font shows for a code; a bullet for one that is not known."""
    name = font.lower()
    if name.startswith("wingdings"):
        return _WINGDINGS.get(code & 0xFF, "•")
    if name == "symbol":
        return _SYMBOL.get(code & 0xFF, "•")
    is_private = not 0x20 <= code < 0xD800
    return "•" if is_private else chr(code)


def without_private(text: str) -> str:
    """Return ``text`` with the letters of symbol fonts that stand in it as other characters."""
    return _PRIVATE.sub(lambda found: _SYMBOL.get(ord(found[0]) & 0xFF, "•"), text)
