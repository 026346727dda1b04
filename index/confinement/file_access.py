"""Files that a process which reads documents may open: its own program's, none of the user's.

Linux's Landlock keeps it even from machine code; where the kernel has none, this does nothing.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_TELL_VERSION = 1
_BENEATH = 1
_RUN, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_ALL = (1 << 13) - 1
"""Every right of the first version: reading, writing, making, removing, running."""
_PR_SET_NO_NEW_PRIVS = 38
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share", "/nix")
_OTHERS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/proc/self", "/dev/urandom")


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def can_confine_files() -> bool:
    """Tell whether the kernel has Landlock, in use."""
    return sys.platform == "linux" and sys.maxsize > 2**32 and _call(_CREATE, 0, 0, 1) >= 1


def confine_files(program: str | None = None) -> bool:
    """Leave this process its program's own files to read, for good; False if it cannot be.

    Call it while there is but one thread. ``program`` may be run besides, with its libraries.
    """
    readable = _readable(program)
    if not can_confine_files() or not _holds_libraries(readable):
        return False
    handled = ctypes.c_uint64(_ALL)
    rules = _call(_CREATE, ctypes.addressof(handled), ctypes.sizeof(handled), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(rules, path, _RUN if program else 0)
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return _call(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _readable(program: str | None) -> Iterable[str]:
    own_too = (program or "", sys.executable)
    own = (os.path.join(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix))  # noqa: PTH118
    return dict.fromkeys([*sys.path, *own, *_LIBRARIES, *_OTHERS, *(own_too if program else ())])


def _holds_libraries(readable: Iterable[str]) -> bool:
    """Tell whether libraries lie where they are looked for; some installers only link them."""
    found = find_spec("numpy")
    if found is None or found.origin is None:
        return True
    library = Path(found.origin).resolve()
    return any(library.is_relative_to(Path(folder).resolve()) for folder in readable)


def _allow(rules: int, path: str, besides: int) -> None:
    with suppress(OSError):  # not every machine has each of them
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            is_folder = os.path.isdir(path)  # noqa: PTH112
            rights = _READ_FILE | _READ_FOLDER if is_folder else _READ_FILE
            rule = _Beneath(rights | besides, opened)
            _call(_ADD, rules, _BENEATH, ctypes.addressof(rule), 0)
        finally:
            os.close(opened)


def _call(number: int, *arguments: int) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    answer: int = library.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return answer
