from io import BytesIO

import pytest
from PIL import Image

from index.errors import InputError
from index.reading import read
from index.reading.pdf_pages import render_page
from index.types import Span
from tests.index.pdfs import Pdf, PdfPage, one_page, text

BOXED = one_page("1 0 0 rg 100 600 200 100 re f\n" + text(50, 700, "Words"))


def opened(image: bytes) -> Image.Image:
    return Image.open(BytesIO(image))


@pytest.mark.parametrize("width", [16, 99, 595, 1190])
def test_a_page_is_drawn_as_wide_as_asked(width: int) -> None:
    picture = opened(render_page(BOXED, 1, width))
    assert picture.size == (width, round(width * 842 / 595))
    scale = width / 595
    assert picture.getpixel((int(200 * scale), int(200 * scale))) == (255, 0, 0)
    assert picture.getpixel((int(400 * scale), int(200 * scale))) == (255, 255, 255)


def test_the_words_are_drawn_where_their_boxes_say() -> None:
    data = one_page(text(150, 700, "Words"), crop=(100, 100, 500, 750), rotate=90)
    document = read(data, "x.pdf")
    (box,) = document.boxes.of(Span(0, 5))
    width, _ = document.boxes.page_size(1)
    picture = opened(render_page(data, 1, 1300)).convert("L")
    scale = 1300 / width
    left, top = int(box.left * scale), int(box.top * scale)
    right, bottom = int(box.right * scale) + 1, int(box.bottom * scale) + 1
    assert picture.crop((left, top, right, bottom)).histogram()[:50] != [0] * 50
    picture.paste(255, (left, top, right, bottom))
    assert picture.histogram()[:255] == [0] * 255


def test_its_resolution_is_stated() -> None:
    dots, _ = opened(render_page(BOXED, 1, 1190)).info["dpi"]
    assert dots == pytest.approx(144, abs=0.1)


@pytest.mark.parametrize(("page", "width"), [(0, 600), (2, 600), (1, 15), (1, 4001)])
def test_no_page_and_no_size_out_of_bounds_is_drawn(page: int, width: int) -> None:
    with pytest.raises(InputError, match=f"[Pp]age {page}"):
        render_page(BOXED, page, width)


def test_a_page_of_a_hostile_shape_is_not_drawn() -> None:
    tall = Pdf([PdfPage(text(1, 1, "x"), media=(0, 0, 10, 14_000))]).to_bytes()
    with pytest.raises(InputError, match="cannot be drawn"):
        render_page(tall, 1, 1000)
