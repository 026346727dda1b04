"""Small PDF files, written by hand: what a test needs on a page and nothing else."""

from dataclasses import dataclass, field

A4 = (0, 0, 595, 842)
FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold"}
ENCRYPTED = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"


@dataclass
class PdfPage:
    """A page with its drawing operators, its boxes and its rotation."""

    content: str
    media: tuple[float, ...] = A4
    crop: tuple[float, ...] | None = None
    rotate: int = 0


@dataclass
class Pdf:
    """A PDF to be, with what it states of itself."""

    pages: list[PdfPage] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    language: str = ""
    outline: list[tuple[str, int]] = field(default_factory=list)
    """Titles with the page (from 0) that each leads to."""
    encrypted: bool = False

    def to_bytes(self) -> bytes:
        """Return the file."""
        count = len(self.pages)
        first = 6 + len(self.outline)
        kids = " ".join(f"{first + 2 * place} 0 R" for place in range(count))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R"
            + (f" /Lang ({self.language})" if self.language else "")
            + " >>",
            f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
            "<< " + " ".join(f"/{name} ({value})" for name, value in self.info.items()) + " >>",
            self._outlines(),
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
            " /BitsPerComponent 8 /Length 1 >>\nstream\n\xc8\nendstream",
            *self._entries(first),
        ]
        for place, page in enumerate(self.pages):
            objects += [_page(page, first + 2 * place + 1), _stream(page.content)]
        return _file(objects, ENCRYPTED if self.encrypted else "")

    def _outlines(self) -> str:
        if not self.outline:
            return "<< /Type /Outlines /Count 0 >>"
        last = 5 + len(self.outline)
        return f"<< /Type /Outlines /First 6 0 R /Last {last} 0 R /Count {len(self.outline)} >>"

    def _entries(self, first: int) -> list[str]:
        entries = []
        for place, (title, page) in enumerate(self.outline):
            links = f" /Next {7 + place} 0 R" if place + 1 < len(self.outline) else ""
            links += f" /Prev {5 + place} 0 R" if place else ""
            target = f"[{first + 2 * page} 0 R /Fit]"
            entries.append(f"<< /Title ({title}) /Parent 4 0 R /Dest {target}{links} >>")
        return entries


def text(x: float, y: float, words: str, size: float = 10, font: str = "F1") -> str:
    """Return the operators that write words, their baseline starting at (x, y) from below."""
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj ET\n"


def turned_text(x: float, y: float, words: str, matrix: str, size: float = 10) -> str:
    """Return the operators that write words along the axes ``matrix`` ("0 1 -1 0")."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm ({_escaped(words)}) Tj ET\n"


def lines(
    x: float, y: float, *rows: str, size: float = 10, font: str = "F1", step: float = 12
) -> str:
    """Return the operators that write rows below one another."""
    return "".join(text(x, y - step * place, row, size, font) for place, row in enumerate(rows))


def one_page(content: str, **given: object) -> bytes:
    """Return a file of a single page."""
    return Pdf([PdfPage(content, **given)]).to_bytes()  # type: ignore[arg-type]


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _page(page: PdfPage, content: int) -> str:
    fonts = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for name, font in FONTS.items()
    )
    crop = f" /CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, page.media))}]{crop}"
        f" /Rotate {page.rotate} /Contents {content} 0 R"
        f" /Resources << /Font << {fonts} >> /XObject << /Im 5 0 R >> >> >>"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def _file(objects: list[str], encryption: str) -> bytes:
    if encryption:
        objects = [*objects, encryption]
    body = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, made in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{made}\nendobj\n".encode("cp1252")
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R"
    if encryption:
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    return bytes(body) + f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
