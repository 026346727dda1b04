"""Files of drafts: read by their form, given citations, freed of them again.

What a form does to a whole file is one function here for each of these; a form that is text shares
those of text.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputError

if TYPE_CHECKING:
    from index.reading.isolated import IsolatedReader
    from rag.citing.references import Reference
    from rag.draft_checking import CheckedSentence
    from rag.drafts.draft import Draft
    from rag.drafts.ways.insertions import Sources

_FORMS = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown",
    ".qmd": "markdown", ".rmd": "markdown", ".tex": "latex", ".ltx": "latex", ".html": "html",
    ".htm": "html", ".xhtml": "html", "": "",
}  # fmt: skip
"""Forms of text by the ends of names; "" stands for what the text itself shows."""
_WORD = (".docx", ".docm")
_MARK = "\ufeff"
_AS_IT_WAS = "This is the draft as it was, byte for byte."
_SAVED_SINCE = (
    "The file was saved by another program since: {} notes were taken out, all else was left."
)


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft as it was given: a file, or what came by standard input."""

    path: Path
    data: bytes

    @classmethod
    def of(cls, path: Path) -> "DraftFile":
        """Read a draft; "-" is standard input.

        Raises:
            InputError: it cannot be read.
        """
        if str(path) == "-":
            return cls(path, sys.stdin.buffer.read())
        try:
            return cls(path, path.read_bytes())
        except OSError as error:
            raise InputError(
                f"{path.name} cannot be read: {error.strerror}. Check the path."
            ) from None

    @property
    def suffix(self) -> str:
        """The end of its name in lower case."""
        return "" if str(self.path) == "-" else self.path.suffix.lower()

    @property
    def is_text(self) -> bool:
        """Tell whether it is in one of the forms that are text."""
        from index.reading.encodings import looks_like_text

        return self.suffix in _FORMS and (bool(self.suffix) or looks_like_text(self.data))

    @property
    def is_word(self) -> bool:
        """Tell whether it is a Word document by its name, or else by what is packed in it."""
        if self.suffix:
            return self.suffix in _WORD
        return self.data.startswith(b"PK") and b"word/document.xml" in self.data

    def draft(self, reader: "IsolatedReader") -> "Draft":
        """Return the draft in it; ``reader`` reads files of forms that are no text.

        Raises:
            InputError: there is no draft in it.
        """
        from index.reading.encodings import decode
        from rag.drafts.draft import Draft
        from rag.drafts.reading import draft_of

        if self.is_text:
            return draft_of(decode(self.data, self.path.name), _FORMS[self.suffix] or None)
        if self.is_word:
            from index.word.wire import WordFiles
            from rag.drafts.docx import draft_of_word

            return draft_of_word(WordFiles(reader).draft(self.data, self.path.name))
        document = reader.read(self.data, self.path.name)
        return Draft(document.text, document.text, document.blocks)

    def cited(
        self,
        draft: "Draft",
        sentences: "Sequence[CheckedSentence]",
        sources: "Sources",
        reader: "IsolatedReader",
        *,
        way: str | None,
        remarks: bool,
    ) -> tuple[bytes, str]:
        """Return the file with citations, and the bibliography that it needs; "" if it needs none.

        Raises:
            InputError: no citations can be written into it, or not in this way.
        """
        from rag.drafts.writing import way_for, with_citations

        if self.is_word:
            return self._cited_in_word(sentences, sources, reader, remarks=remarks), ""
        text = self._text()
        written = with_citations(draft, sentences, way_for(draft, way), sources, remarks=remarks)
        mark = _MARK if text.startswith(_MARK) else ""
        return (mark + written.text).encode(), written.bibliography

    def _cited_in_word(
        self,
        sentences: "Sequence[CheckedSentence]",
        sources: "Sources",
        reader: "IsolatedReader",
        *,
        remarks: bool,
    ) -> bytes:
        from index.word.wire import WordFiles
        from rag.drafts.docx import notes_for, remarks_for

        notes = notes_for(sentences, sources.base_url)
        told = remarks_for(sentences) if remarks else []
        return WordFiles(reader).with_notes(self.data, self.path.name, notes, told)

    def freed(self, reader: "IsolatedReader") -> bytes:
        """Return the file without the citations that it was given; a note tells what was done.

        Raises:
            InputError: it is in a form that is given none.
        """
        from rag.drafts.writing import without_citations

        if self.is_word:
            from api.console import note
            from index.word.wire import WordFiles

            freed = WordFiles(reader).without_notes(self.data, self.path.name)
            note(_AS_IT_WAS if freed.is_original else _SAVED_SINCE.format(freed.notes))
            return freed.data
        return without_citations(self._text()).encode()

    def needs_bibliography(self, draft: "Draft", way: str | None) -> bool:
        """Tell whether a file of references goes with the citations of a draft.

        Raises:
            InputError: citations cannot be written into it, or not in this way.
        """
        from rag.drafts.writing import BY_KEY, way_for

        if not self.is_word:
            self._text()
        return way_for(draft, way) in BY_KEY

    def _text(self) -> str:
        """Return the characters of a file in UTF-8, its mark and line ends included."""
        if not self.is_text:
            raise InputError(
                "Citations are written into plain text, Markdown, LaTeX, HTML and Word files; "
                f"{self.path.name} is none of these."
            )
        try:
            return self.data.decode()
        except UnicodeDecodeError:
            raise InputError(f"{self.path.name} is not in UTF-8. Save it as UTF-8 first.") from None


def references_in(file: Path) -> "list[Reference]":
    """Return the works of a bibliography.

    Raises:
        InputError: it cannot be read, or is none.
    """
    from index.reading.encodings import decode
    from rag.citing.importing import format_of, read_works

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file.name} cannot be read: {error.strerror}. Check the path.") from None
    text = decode(data, file.name)
    return read_works(text, format_of(file.name, text))


def check_free(files: Sequence[Path], draft: Path, *, overwrite: bool) -> None:
    """Check that files may be written.

    Raises:
        InputError: one is the draft, or is there already and is not to be overwritten.
    """
    for each in files:
        if each.exists() and draft.exists() and each.samefile(draft):
            raise InputError("The draft itself is not written over. Name another file.")
        if each.exists() and not overwrite:
            raise InputError(
                f"{each.name} is there already. Name another file, or give --overwrite."
            )


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files whole.

    Raises:
        InputError: one cannot be written.
    """
    for path, data in contents.items():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise InputError(f"{path.name} cannot be written: {error.strerror}.") from None
