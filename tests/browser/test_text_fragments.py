"""Links to a quotation, opened in a browser: the words are marked and scrolled to, no others."""

import io
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from api.document_page import document_page
from index.reading import from_text
from index.types import Span
from rag.citing.formats import format_citation
from rag.citing.places import cite

pytestmark = pytest.mark.browser

Pixels = npt.NDArray[np.bool_]
HOST = "http://pincite.test"
LONG = (
    "The lamp was lit each night by Ada Byrne, who had carried the oil up all of its stairs, and "
    "who saw from the top every ship that came in from the north – or so she said."
)
FILL = "\n\n".join(f"Filling line number {at} of the page." for at in range(60))
LINES = (
    "It burned oil, night after night - 53 litres & more, 100% of it; a well-known fact.",
    "He said “never” – and 'meant' it; \"twice\" #1 = a+b?",
    "海盐的历史很长，人们在海边晒盐。东京の塩は高い。价格不高，人人都买。",
    "رست السفينة في الميناء القديم عند الفجر، وغادرت.",
    "A line that ends\nand goes on here.",
    LONG,
    "In May it rained. It was dark.",
    "In June it snowed. It was dark. Then came Ada.",
    "The lamp was lit each night by Bob, who had carried nothing up at all, and who said so to "
    "every ship that came in from the south, and to all others as well.",
    "ΣΊΣΥΦΟΣ naïve Straße ½ ﬁn, e\u0301tude.",
)
TEXT = f"{FILL}\n\n".join(f"{line}\n\n" for line in LINES) + FILL
DOCUMENT = from_text(TEXT, title="Awkward", source="awkward.txt", id="d1")
QUOTES = {
    "commas, dashes, ampersands and per cent": LINES[0],
    "a part of a line": "53 litres & more, 100% of it",
    "quotation marks": LINES[1],
    "Chinese": "人们在海边晒盐。",
    "Chinese and Japanese to the end": LINES[2],
    "Arabic": LINES[3],
    "a line break": LINES[4],
    "longer than is named whole": LONG,
    "one that begins and ends like another": LINES[8],
    "the second of two": "#2 It was dark.",
    "over two paragraphs": LINES[6] + "\n\n" + FILL.partition("\n")[0],
    "letters with other forms": LINES[9],
    "a word that is cut": "urned oil, night after ni",
    "a Chinese word that is cut": "们在海",
}
RED = "::target-text { background: #f00 !important; color: #f00 !important }"
RECTANGLES = """([start, end]) => {
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (at <= start && start < at + node.length) range.setStart(node, start - at);
        if (at < end && end <= at + node.length) range.setEnd(node, end - at);
        at += node.length;
    }
    const found = [...range.getClientRects()];
    return found.map((r) => [r.left, r.top, r.right, r.bottom]);
}"""  # noqa: E501 - JavaScript


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """A page of a browser for which the document is all that there is."""
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    html = document_page(DOCUMENT, []).replace("</head>", f"<style>{RED}</style></head>")

    def answer(route: Route) -> None:
        is_page = "/d/d1" in route.request.url
        route.fulfill(status=200 if is_page else 404, body=html, content_type="text/html")

    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def span_of(quote: str) -> Span:
    number, _, words = quote.partition(" ") if quote.startswith("#2") else ("", "", quote)
    start = TEXT.index(words)
    if number:
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def marked(page: Page) -> Pixels:
    """Return which pixels of the window are red, as soon as some are."""
    for _ in range(40):
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        red, green, blue = np.moveaxis(np.asarray(shot, dtype=np.int16), 2, 0)
        found: Pixels = (red > 200) & (green < 60) & (blue < 60)
        if found.any():
            break
        page.wait_for_timeout(50)
    return found


@pytest.mark.parametrize("kind", QUOTES)
def test_a_browser_marks_the_words_of_a_link_and_no_others(window: Page, kind: str) -> None:
    span = span_of(QUOTES[kind])
    link = format_citation(cite(DOCUMENT, span), "text-fragment", base_url=HOST, text=TEXT)
    assert link.startswith(f"{HOST}/d/d1?c={span.start}-{span.end}#:~:text=")
    window.goto(link)
    red = marked(window)
    assert red.any(), link
    rows, columns = np.nonzero(red)
    boxes = window.evaluate(RECTANGLES, [span.start, span.end])
    boxes = [box for box in boxes if box[2] > box[0]]
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) for side in (2, 3))
    assert top >= 0, "scrolled to"
    # A word that is cut is marked whole, and so is a clause without spaces.
    more = {"a word that is cut": 20, "a Chinese word that is cut": 60}.get(kind, 3)
    assert left - more <= columns.min() <= left + 3, link
    assert right - 3 <= columns.max() <= right + more, link
    assert top - 3 <= rows.min() <= top + 3, link
    assert min(bottom, 700) - 3 <= rows.max() + 1 <= bottom + 3, link
