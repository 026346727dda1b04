"""A program in place of the reader's own that does what a file which took it over might do.

The file names the deed. It is confined as the reader is, and answers with what it got, as a text.
"""

import ctypes
import errno
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from index.reading import child, from_text
from index.reading.wire import Frame, pack

answers: list[int] = []
"""The descriptor that answers are written to."""


def main(limits: str) -> None:
    answers.append(os.dup(1))
    child.main(limits, {"read": _read, "render": _render})


def _read(request: Frame) -> Frame:
    deed, _, argument = request.parts[0].decode().partition(" ")
    given = DEEDS[deed](argument)
    return given if isinstance(given, Frame) else pack(from_text(str(given)))


def _render(request: Frame) -> Frame:
    return Frame({}, request.parts)


def _sleep(seconds: str) -> str:
    time.sleep(float(seconds))
    return "slept"


def _compute(_argument: str) -> NoReturn:
    while True:
        pass


def _take_memory(mebibytes: str) -> str:
    return f"got {len(bytearray(int(mebibytes) << 20)) >> 20} MiB"


def _take_memory_outside_python(_argument: str) -> str:
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    return "refused" if library.malloc(ctypes.c_size_t(600 << 20)) is None else "got it"


def _leave_memory(mebibytes: str) -> str:
    kept.append(bytearray(int(mebibytes) << 20))
    return "kept"


kept: list[bytearray] = []


def _flood(_argument: str) -> NoReturn:
    while True:
        os.write(answers[0], b"\xff" * 65536)


def _announce_much(_argument: str) -> str:
    os.write(answers[0], b"\x02\x00\x00\x00\xff\xff\xff\x7f{}")
    return "announced"


def _complain(_argument: str) -> str:
    for _ in range(1000):
        sys.stderr.write("complaint " * 1000)
    print("and printed")  # noqa: T201
    return "complained"


def _exit(code: str) -> NoReturn:
    os._exit(int(code))


def _crash(_argument: str) -> str:
    ctypes.string_at(0)
    return "lives"


def _abort(_argument: str) -> NoReturn:
    os.abort()


def _raise(_argument: str) -> NoReturn:
    raise RuntimeError("not foreseen")


def _recurse(_argument: str) -> NoReturn:
    _recurse(_argument)


def _garbage(text: str) -> str:
    os.write(answers[0], text.encode() or bytes(range(256)) * 16)
    return "sent"


def _environment(_argument: str) -> str:
    return json.dumps(dict(os.environ))


def _folder(_argument: str) -> str:
    return str(pathlib.Path.cwd())


def _descriptors(_argument: str) -> str:
    return " ".join(
        str(pathlib.Path(f"/proc/self/fd/{name}").readlink())
        for name in range(10)
        if _is_open(name)
    )


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _in_python(argument: str) -> str:
    """Try it through Python; tell what became of it."""
    attempt, _, path = argument.partition(" ")
    attempts: dict[str, Callable[[], object]] = {
        "fork": os.fork,
        "run": lambda: subprocess.run(["true"], check=False),
        "system": lambda: os.system("true"),  # noqa: S605
        "socket": socket.socket,
        "name": lambda: socket.getaddrinfo("localhost", 80),
        "write": lambda: pathlib.Path(path).write_text("taken over"),
        "append": lambda: os.open(path, os.O_WRONLY | os.O_APPEND),
        "remove": lambda: pathlib.Path(path).unlink(),
        "rename": lambda: pathlib.Path(path).rename(path + "x"),
        "folder": lambda: pathlib.Path(path).mkdir(),
        "read": lambda: pathlib.Path(path).read_text(),
        "signal": lambda: os.kill(os.getppid(), 0),
    }
    try:
        attempts[attempt]()
    except OSError as error:
        return f"refused {type(error).__name__}"
    return "done"


def _in_c(argument: str) -> str:
    """Try it past Python's own hooks."""
    attempt, _, path = argument.partition(" ")
    library = ctypes.CDLL(None, use_errno=True)
    name = path.encode()
    nothing = ctypes.POINTER(ctypes.c_char_p)()
    attempts: dict[str, Callable[[], int]] = {
        "fork": library.fork,
        "vfork": lambda: library.syscall(435, None, 0),
        "run": lambda: library.execve(b"/bin/true", nothing, nothing),
        "socket": lambda: library.socket(2, 1, 0),
        "pair": lambda: library.socketpair(1, 1, 0, (ctypes.c_int * 2)()),
        "write": lambda: library.open(name, os.O_WRONLY),
        "create": lambda: library.open(name, os.O_RDONLY | os.O_CREAT, 0o600),
        "append": lambda: library.openat(-100, name, os.O_WRONLY | os.O_APPEND),
        "remove": lambda: library.unlink(name),
        "rename": lambda: library.rename(name, name + b"x"),
        "folder": lambda: library.mkdir(name, 0o700),
        "rights": lambda: library.chmod(name, 0o777),
        "signal": lambda: library.kill(os.getppid(), 0),
        "limits": lambda: library.prlimit(os.getppid(), 0, None, None),
        "ring": lambda: library.syscall(425, 1, None),
        "trace": lambda: library.ptrace(16, os.getppid(), None, None),
        "read": lambda: library.open(name, os.O_RDONLY),
    }
    code = attempts[attempt]()
    return f"refused {errno.errorcode[ctypes.get_errno()]}" if code == -1 else "done"


def _forge(argument: str) -> Frame:
    """Answer with a document that no reader makes: a good one with one thing put wrong."""
    good = pack(from_text("The mill opened in 1912. It closed.\n\nA second paragraph.\n"))
    header, parts = dict(good.header), list(good.parts)
    changed = json.loads(argument)
    header |= changed.get("header", {})
    for place, hexadecimal in changed.get("parts", {}).items():
        parts[int(place)] = bytes.fromhex(hexadecimal)
    return Frame(header, tuple(parts))


DEEDS: dict[str, Callable[[str], object]] = {
    "sleep": _sleep,
    "compute": _compute,
    "memory": _take_memory,
    "malloc": _take_memory_outside_python,
    "leave": _leave_memory,
    "flood": _flood,
    "announce": _announce_much,
    "complain": _complain,
    "exit": _exit,
    "crash": _crash,
    "abort": _abort,
    "raise": _raise,
    "recurse": _recurse,
    "garbage": _garbage,
    "environment": _environment,
    "folder": _folder,
    "descriptors": _descriptors,
    "python": _in_python,
    "c": _in_c,
    "forge": _forge,
    "number": lambda _argument: f"process {os.getpid()}",
}
