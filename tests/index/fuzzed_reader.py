"""The reader's own program, but what it did not foresee is told, not only that it happened."""

import traceback

from index.errors import InputError, UnreadableDocumentError
from index.reading import child, read
from index.reading.wire import Frame, pack

UNFORESEEN = "Not foreseen: "


def main(limits: str) -> None:
    child.main(limits, {"read": _read})


def _read(request: Frame) -> Frame:
    try:
        return pack(read(request.parts[0], request.header["name"]))
    except (InputError, MemoryError):
        raise
    except Exception as error:
        last = " < ".join(
            f"{each.filename.rpartition('/')[2]}:{each.lineno}"
            for each in reversed(traceback.extract_tb(error.__traceback__)[-4:])
        )
        raise UnreadableDocumentError(
            f"{UNFORESEEN}{type(error).__name__}: {str(error)[:200]} at {last}"
        ) from error
