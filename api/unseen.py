"""Characters without a shape, told by their numbers where hidden text is shown."""

from api.html import exact
from index.reading.hidden import UNSEEN

_MOST_NUMBERS = 24  # of one run


def spelled_out(text: str) -> str:
    """Return HTML that shows ``text`` with a number for each character that has no shape.

    The numbers are a matter of style: the text content of the result is ``text``. Each run stands
    in an element of its own, which keeps an override of the direction from what follows it.
    """
    pieces = []
    position = 0
    for run in UNSEEN.finditer(text):
        label = f'<span class="unseen" data-numbers="{_numbers(run[0])}">'
        pieces += [exact(text[position : run.start()]), label, exact(run[0]), "</span>"]
        position = run.end()
    return "".join(pieces) + exact(text[position:])


def _numbers(characters: str) -> str:
    told = " ".join(f"U+{ord(character):04X}" for character in characters[:_MOST_NUMBERS])
    rest = len(characters) - _MOST_NUMBERS
    return f"⟨{told}{f' and {rest:,} more' if rest > 0 else ''}⟩"
