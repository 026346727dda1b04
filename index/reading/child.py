"""The process that reads files: one after another from standard input, for ``isolated``.

It trusts no file, and the process that asks trusts nothing that comes from here. Whatever loads
slowly is loaded only when a file needs it.
"""

import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING

from index.confinement import Limits, begin_file, confine, end_file, most_memory

if TYPE_CHECKING:
    from index.reading.wire import Frame

Action = Callable[["Frame"], "Frame"]
ALLOCATIONS = 100_000
"""Objects made before those in rings are looked for: trees of pages are many, and no waste."""
TIRED = 64 << 20
"""Bytes held more than at the start: what one file leaves behind is missing to the next."""


def main(limits: str, actions: Mapping[str, Action] | None = None) -> None:
    """Answer what is asked until standard input ends; ``limits`` are JSON."""
    requests, answers = _pipes()
    allowed = Limits(**json.loads(limits))
    in_force = confine(allowed)
    serve(requests, answers, allowed, in_force, actions or _ACTIONS)


def serve(
    requests: IO[bytes],
    answers: IO[bytes],
    limits: Limits,
    in_force: list[str],
    actions: Mapping[str, Action],
) -> None:
    """Answer each request with a document, a page, or why there is none."""
    # Imported here, since what is imported is confined, too; all that a plain text needs.
    from index.reading import markdown, plain_text  # noqa: F401
    from index.reading.wire import Frame, read_frame, write_frame

    gc.set_threshold(ALLOCATIONS, *gc.get_threshold()[1:])
    write_frame(answers, Frame({"ready": in_force}))
    at_start = _memory()
    while (request := read_frame(requests)) is not None:
        begin_file(limits)
        answer = _answered(actions[request.header["do"]], request)
        in_hand = sum(len(part) for part in (*request.parts, *answer.parts))
        is_last = answer.header.get("failure") == "memory" or _grown(at_start + in_hand)
        more = {"last": is_last, "most_memory": most_memory()}
        write_frame(answers, Frame(dict(answer.header) | more, answer.parts))
        end_file()
        if is_last:
            return


def _answered(action: Action, request: "Frame") -> "Frame":
    from index.errors import InputError
    from index.reading.wire import Frame

    try:
        return action(request)
    except InputError as error:
        return Frame({"error": type(error).__name__, "message": str(error)})
    except MemoryError:
        return Frame({"failure": "memory"})
    except Exception:  # noqa: BLE001 - no file may end the reading of the next one
        traceback.print_exc()
        return Frame({"failure": "broken"})


def _read(request: "Frame") -> "Frame":
    from index.reading import read
    from index.reading.wire import pack

    return pack(read(request.parts[0], request.header["name"], title=request.header["title"]))


def _render(request: "Frame") -> "Frame":
    from index.reading.pdf_pages import render_page
    from index.reading.wire import Frame

    page, width = request.header["page"], request.header["width"]
    return Frame({}, (render_page(request.parts[0], page, width),))


def _word_draft(request: "Frame") -> "Frame":
    from index.word.wire import answer_draft

    return answer_draft(request)


def _word_notes(request: "Frame") -> "Frame":
    from index.word.wire import answer_notes

    return answer_notes(request)


def _word_freed(request: "Frame") -> "Frame":
    from index.word.wire import answer_freed

    return answer_freed(request)


_ACTIONS: Mapping[str, Action] = {
    "read": _read,
    "render": _render,
    "word_draft": _word_draft,
    "word_notes": _word_notes,
    "word_freed": _word_freed,
}


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return where requests come from and where answers go; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _grown(expected: int) -> bool:
    if _memory() <= expected + TIRED:
        return False
    gc.collect()
    return _memory() > expected + TIRED


def _memory() -> int:
    """Return the bytes that this process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123 - a Path costs ten times that
            return int(told.read().split()[5]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError):
        return 0
