"""The whole error tree. Every message is fit for the user and names the way out.

PinciteError
  + InputError                     what the caller gave cannot be used
      + UnsupportedFormatError       a kind of file that no reader knows
      + EmptyDocumentError           nothing readable in it
      + UnreadableDocumentError      broken, not text, or not in any known encoding
          + NeedsRecognitionError      pictures of text only: a scan
      + TooLargeError                over a limit, which the message names
      + InvalidQuestionError         nothing that can be asked of sources
      + InvalidSpanError             no such characters in that document
      + UnknownFormatError           no such citation format
      + RefusedUrlError              an address that is not fetched
      + NameTakenError               a name that must be free is not
  + NotFoundError                  no such document or collection
  + StoreError                     the store cannot be used as it is
      + StoreLockedError             another process has it open
      + StoreFullError               no space left on the disk
      + StoreVersionError            written by a newer version
      + StoreDamagedError            fails its own integrity check
      + BackupError                  a backup is damaged, incomplete, or none at all
      + GoneError                    was removed while it was in use
      + EmbedderMismatchError        was built with another embedding model
  + ModelError                     the embedding model cannot be loaded
  + LanguageModelError             the language model gave no usable answer
  + FetchError                     a page could not be fetched
  + GivenUpError                   nobody wants it any more
"""


class PinciteError(Exception):
    """Anything that Pincite reports; ``str(error)`` is one readable line."""


class InputError(PinciteError):
    """What the caller gave cannot be used."""


class UnsupportedFormatError(InputError):
    """A kind of file that no reader knows."""


class EmptyDocumentError(InputError):
    """A document without readable text."""


class UnreadableDocumentError(InputError):
    """Bytes that are broken, not text, or in no known encoding."""


class NeedsRecognitionError(UnreadableDocumentError):
    """Pages that are pictures of text: their words must be recognised (OCR) before they count."""


class TooLargeError(InputError):
    """Something over a limit, which the message names."""


class InvalidQuestionError(InputError):
    """A text that cannot be asked of sources: empty, too long, or without a word."""


class InvalidSpanError(InputError):
    """Offsets that are not inside the document's text."""


class UnknownFormatError(InputError):
    """A citation format that does not exist."""


class RefusedUrlError(InputError):
    """An address that is no URL, or one that is not fetched."""


class NameTakenError(InputError):
    """A name that something else has."""


class NotFoundError(PinciteError):
    """A document that the store does not hold, or a collection that does not exist."""


class StoreError(PinciteError):
    """The store cannot be used as it is."""


class StoreLockedError(StoreError):
    """Another process has the store open."""


class StoreFullError(StoreError):
    """The disk has no space left; what was stored before is untouched."""


class StoreVersionError(StoreError):
    """The store was written by a newer version."""


class StoreDamagedError(StoreError):
    """The store fails its own integrity check."""


class BackupError(StoreError):
    """A backup is damaged, incomplete, or none at all."""


class GoneError(StoreError):
    """The store was removed while it was in use."""


class EmbedderMismatchError(StoreError):
    """The store was built with another embedding model than the one in use."""


class ModelError(PinciteError):
    """The embedding model cannot be loaded."""


class LanguageModelError(PinciteError):
    """The language model gave no usable answer; the message tells why, in plain words."""


class FetchError(PinciteError):
    """A page could not be fetched: no answer, an error, too much, or something broken."""


class GivenUpError(PinciteError):
    """Nobody wants it any more, so it was left undone."""

    def __init__(self) -> None:
        super().__init__("This was given up: whoever asked for it went away. Ask again.")
