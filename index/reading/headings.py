"""Which lines of a plain text are headings.

A false heading loses a fact, since headings are never cited; a missed one costs little. So every
rule here wants a sign in the line itself and running text below it.
"""

from collections.abc import Mapping, Sequence

import regex

from index.reading.lines import Line

LONGEST = 80
_MOST_WORDS = 12
_DEEPEST_CHAIN = 3  # headings right below one another: chapter, section, subsection

_NUMBERED = regex.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})[.):]?[ \t]+(?P<title>\S.*)")
_NAMED = regex.compile(
    r"(?:chapter|section|part|article|appendix|annex|kapitel|abschnitt|teil|artikel|anhang|chapitre"
    r"|partie|annexe|capítulo|sección|parte|artículo|capitolo|глава|раздел|часть)"
    r"[ \t]+(?:\d{1,3}(?:\.\d{1,3})*|[IVXLCDM]{1,7}|[A-Z])(?:[.:)]?|[ \t]*[–—-])(?:[ \t]+\S.*)?|"
    r"§{1,2}[ \t]*\d{1,4}[a-z]?(?:[.:)]?[ \t]+\S.*)?|"
    r"[IVX]{1,5}[.)][ \t]+\p{Lu}.*",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"\p{L}+")
_ROMAN = regex.compile(r"[IVX]{1,5}[.)][ \t]+\p{Lu}")
# Words that make a line a statement: "The meeting was adjourned" is no heading.
_VERBS = frozenset(
    "is are was were am be been has have had will would can could must should shall may might do"
    " does did says said went came made gave got took ist sind war waren wird werden wurde"
    " hat haben hatte kann muss soll est sont était a été ont es son fue era está están".split()
)
_UNDERLINES = {"=": 1, "-": 2, "~": 2, "_": 2, "*": 2}


def heading_levels(lines: Sequence[Line]) -> dict[int, int]:
    """Return the level of each line of a plain text that is a heading, by the line's index.

    The title is of level 1, a numbered section of level 2 plus its dots.
    """
    filled = [place for place, line in enumerate(lines) if not line.blank]
    levels = _underlined(lines, filled)
    for order in range(len(filled) - 1, -1, -1):
        _judge(lines, filled, order, levels)
    return _without_strays(lines, levels)


def _judge(lines: Sequence[Line], filled: list[int], order: int, levels: dict[int, int]) -> None:
    # From the last line up: whether a line is a heading depends on what is found below it.
    place = filled[order]
    level = None if place in levels else _level(lines, filled, order)
    if level is None:
        return
    is_free = order == 0 and _stands_alone(lines, place)  # a title over verse, a table, anything
    if is_free or _leads(lines, filled[order : order + 6], levels, level):
        levels[place] = level


def _leads(
    lines: Sequence[Line], filled: Sequence[int], levels: Mapping[int, int], level: int
) -> bool:
    """Tell whether running text follows, with no more than deeper headings in between."""
    numbered = _numbered_level(lines[filled[0]]) is not None
    for depth, place in enumerate(filled[1:]):
        if place not in levels:
            return _carries(lines[place], level, numbered=numbered)
        if depth >= _DEEPEST_CHAIN or (levels[place] <= level and level != 1):
            return False
        level = levels[place]
    return False


def _carries(line: Line, level: int, *, numbered: bool) -> bool:
    if line.is_prose or line.item_mark > 0 or line.is_rule:
        return True
    return (numbered and line.text[-1] in ".!?") or (level == 1 and line.is_key_value)


def _level(lines: Sequence[Line], filled: list[int], order: int) -> int | None:
    line = lines[filled[order]]
    if not _has_heading_shape(line):
        return None
    above = lines[filled[order - 1]] if order else None
    if above is None and _is_title(lines, filled):
        return 1
    numbered = _numbered_level(line)
    if numbered is not None:
        return numbered if _may_open(line, above) else None
    if line.is_key_value or line.item_mark:
        return None
    return _unnumbered_level(lines, filled[order], above)


def _has_heading_shape(line: Line) -> bool:
    words = line.text.split()
    return (
        len(line.text) <= LONGEST
        and len(words) <= _MOST_WORDS
        and not line.is_stopped
        and not line.is_rule
        and any(character.isalpha() for character in line.text)
        and not states(line.text)
    )


def states(text: str) -> bool:
    """Tell whether a line says something, by a verb that no heading has."""
    return any(word in _VERBS for word in _WORD.findall(text.lower()))


def _is_title(lines: Sequence[Line], filled: list[int]) -> bool:
    """Tell whether the first line is a title: it looks like one and the next does not go on."""
    line = lines[filled[0]]
    if len(filled) < 3 or line.item_mark or _digits(line.text) > 4 or line.text[0].islower():
        return False
    below = lines[filled[1]]
    if line.is_key_value:
        words = line.text.partition(":")[2].split()
        return len(words) >= 3 and not below.is_key_value and below.is_prose
    if _digits(line.text) and not _is_title_case(line.text):
        return False
    return _stands_alone(lines, filled[0]) or not below.text[0].islower()


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _numbered_level(line: Line) -> int | None:
    found = _NUMBERED.fullmatch(line.text)
    if found and _is_section_number(found["number"], found["title"]):
        return 2 + found["number"].count(".")
    named = _NAMED.fullmatch(line.text)
    if named and (line.text[0].isupper() or line.text[0] == "§"):
        is_roman_item = line.text[0] in "IVX" and line.item_mark
        return 2 if not is_roman_item or _ROMAN.match(line.text) else None
    return None


def _is_section_number(number: str, title: str) -> bool:
    # "3.2 Method" and "05 Release", never "12.30 Lunch", "30 people came" or "5 EUR 20".
    minutes = number.partition(".")[2]
    is_time = number.count(".") == 1 and (minutes[0] == "0" or minutes in ("15", "30", "45"))
    return title[0].isupper() and _digits(title) <= 4 and not is_time


def _may_open(line: Line, above: Line | None) -> bool:
    # A number after a numbered item of a list is the next item.
    is_next_item = above is not None and above.item_mark and above.text[0].isdecimal()
    return not (line.item_mark and is_next_item)


def _without_strays(lines: Sequence[Line], levels: Mapping[int, int]) -> dict[int, int]:
    """Return ``levels`` less the numbered lines that neither a neighbour nor white space backs."""
    numbers = {place: _number(lines[place]) for place in levels}
    known = set(numbers.values())
    return {
        place: level
        for place, level in levels.items()
        if not numbers[place]
        or numbers[place][0] == "0"
        or not known.isdisjoint(_relatives(numbers[place]))
        or _stands_alone(lines, place)
    }


def _number(line: Line) -> str:
    found = _NUMBERED.fullmatch(line.text)
    return found["number"] if found else ""


def _relatives(number: str) -> tuple[str, ...]:
    above, dot, last = number.rpartition(".")
    before, after = f"{above}{dot}{int(last) - 1}", f"{above}{dot}{int(last) + 1}"
    return (before, after, f"{number}.1", *([above] if above else []))


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    blank_above = place == 0 or lines[place - 1].blank
    return blank_above and place + 1 < len(lines) and lines[place + 1].blank


def _unnumbered_level(lines: Sequence[Line], place: int, above: Line | None) -> int | None:
    line = lines[place]
    blank_above = place == 0 or lines[place - 1].blank
    letters = [character for character in line.text if character.isalpha()]
    if _digits(line.text) and (line.text.isupper() or not _is_title_case(line.text)):
        return None
    if line.text.isupper() and len(letters) >= 4:
        return 2 if blank_above or (above is not None and above.is_stopped) else None
    below = lines[place + 1] if place + 1 < len(lines) else line
    alone = _stands_alone(lines, place)
    between = above is not None and above.is_prose and above.is_stopped and len(below.text) > 60
    if not (alone or between) or not line.text[0].isupper() or len(line.text.split()) > 8:
        return None
    return 2 if above is None or above.is_stopped or _heads(above) else None


def _heads(above: Line) -> bool:
    return _has_heading_shape(above) and not above.is_key_value


def _is_title_case(text: str) -> bool:
    return all(word[0].isupper() for word in text.split() if len(word) > 3 and word[0].isalpha())


def _underlined(lines: Sequence[Line], filled: Sequence[int]) -> dict[int, int]:
    levels = {}
    for place in filled:
        line = lines[place]
        below = lines[place + 1].text if place + 1 < len(lines) else ""
        drawn = len(below) >= 3 and len(set(below)) == 1 and below[0] in _UNDERLINES
        opens = place == 0 or lines[place - 1].blank
        if drawn and opens and _has_heading_shape(line) and len(below) * 2 >= len(line.text):
            levels[place] = _UNDERLINES[below[0]]
    return levels
