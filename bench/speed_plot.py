"""Bars as a small SVG file, with nothing but text."""

from collections.abc import Iterator, Mapping
from html import escape

WIDTH, BAR, GAP, LEFT, RIGHT = 720, 20, 10, 290, 60


def plot(bars: Mapping[str, float], title: str = "Passages a second of a core") -> str:
    """Return an SVG image of horizontal bars, one a name, in order."""
    return "\n".join(_lines(bars, title)) + "\n"


def _lines(bars: Mapping[str, float], title: str) -> Iterator[str]:
    height = GAP + len(bars) * (BAR + GAP)
    scale = (WIDTH - LEFT - RIGHT) / max(bars.values())
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13" role="img">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    for row, (name, value) in enumerate(bars.items()):
        top = GAP + row * (BAR + GAP)
        middle, width = top + BAR * 0.72, value * scale
        colour = "#1f6f5c" if name.startswith("Pincite") else "#8a9099"
        yield f'<text x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{LEFT}" y="{top}" width="{width:.0f}" height="{BAR}" fill="{colour}"/>'
        yield f'<text x="{LEFT + width + 6:.0f}" y="{middle:.0f}">{value:.0f}</text>'
    yield "</svg>"
