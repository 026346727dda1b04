"""The formats that can be read, one module of this package each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read."""

    name: str
    """As people call it."""
    module: str
    """The module of this package whose ``read_layout`` reads it."""
    suffixes: tuple[str, ...]


TEXT = Format("plain text", "plain_text", (".txt", ".text"))
MARKDOWN = Format("Markdown", "markdown", (".md", ".markdown"))
RST = Format("reStructuredText", "rst", (".rst", ".rest"))
HTML = Format("web page", "html", (".html", ".htm", ".xhtml"))
PDF = Format("PDF", "pdf", (".pdf",))
DOCX = Format("Word document", "docx", (".docx", ".docm"))
PPTX = Format("PowerPoint presentation", "pptx", (".pptx", ".pptm"))
XLSX = Format("Excel workbook", "xlsx", (".xlsx", ".xlsm"))
CSV = Format("comma-separated values", "delimited", (".csv", ".tsv"))
JSON = Format("JSON", "json_text", (".json",))
EPUB = Format("e-book", "epub", (".epub",))
EML = Format("e-mail", "eml", (".eml",))
ODT = Format("OpenDocument text", "odt", (".odt",))
RTF = Format("rich text", "rtf", (".rtf",))

KNOWN = (TEXT, MARKDOWN, RST, HTML, PDF, DOCX, PPTX, XLSX, CSV, JSON, EPUB, EML, ODT, RTF)

FORMATS: tuple[str, ...] = (*(suffix for known in KNOWN for suffix in known.suffixes), ".jsonl")
"""The file name suffixes that can be added."""

LISTED = f"Formats: {', '.join(FORMATS)}."
"""The sentence that ends a message about a format that cannot be read."""
