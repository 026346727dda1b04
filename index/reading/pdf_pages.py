"""A page of a PDF as a picture, to show a quote where it stands."""

from io import BytesIO

import pypdfium2 as pdfium

from index.errors import InputError, UnreadableDocumentError
from index.reading.pdf import opened

MOST_PIXELS = 12_000_000
NARROWEST, WIDEST = 16, 4_000
"""Pixels that a picture may be wide."""
_POINTS = 72  # to the inch


def render_page(data: bytes, page: int, width: int) -> bytes:
    """Return page number ``page`` (from 1) as a PNG image, ``width`` pixels wide.

    Its resolution is stated in it, so that pixels can be counted back to points.

    Raises:
        InputError: there is no such page, or the picture would be too large.
        UnreadableDocumentError: broken, or needs a password.
    """
    with opened(data, "The document") as document:
        if not 1 <= page <= len(document):
            raise InputError(f"There is no page {page}: the document has {len(document)}.")
        try:
            shown = document[page - 1]
        except pdfium.PdfiumError as error:
            raise UnreadableDocumentError(
                f"Page {page} is broken and cannot be drawn. Open the document in its own program."
            ) from error
        try:
            return _drawn(shown, page, width)
        finally:
            shown.close()


def _drawn(page: pdfium.PdfPage, number: int, width: int) -> bytes:
    wide, tall = page.get_size()
    height = round(width * tall / wide) if wide > 0 else 0
    if not (NARROWEST <= width <= WIDEST and height > 0 and width * height <= MOST_PIXELS):
        raise InputError(
            f"Page {number} cannot be drawn {width} pixels wide: give {NARROWEST} to {WIDEST}, "
            f"and no more than {MOST_PIXELS:,} pixels in all."
        )
    bitmap = page.render(scale=width / wide)
    try:
        picture = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    if picture.size != (width, height):  # rounding may give one pixel more
        picture = picture.resize((width, height))
    image = BytesIO()
    resolution = width / wide * _POINTS
    picture.save(image, "PNG", dpi=(resolution, resolution))
    return image.getvalue()
