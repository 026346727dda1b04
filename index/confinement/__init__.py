"""What a process that reads files may not do, taken from it before the first file comes.

The kernel's limits first (they hold even for machine code that a file smuggled in), then a hook
inside Python, which every platform has. What a platform lacks is left out, never an error: the
wall clock is kept by the other process, everywhere.
"""

import math
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take."""

    seconds: float = 10.0
    """By the clock on the wall."""
    cpu_seconds: int = 10
    memory: int = 512 << 20
    """Bytes that a process may write to, its program's own included."""


_FORBIDDEN = frozenset(
    "socket subprocess ftplib smtplib poplib imaplib nntplib telnetlib urllib http pty shutil "
    "tempfile webbrowser sqlite3 syslog mmap".split()
)
"""The first words of events that no reader has a reason for."""
_FORBIDDEN_CALLS = frozenset(
    "chflags chmod chown exec fork forkpty kill killpg link lockf mkdir posix_spawn remove "
    "removexattr rename rmdir setxattr spawn startfile startfile/2 symlink system truncate "
    "utime".split()
)
"""Functions of ``os`` that no reader has a reason for."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROGRAM = 32 << 20
"""Bytes of the memory that go to the program's own code, which the kernel counts apart."""
_ADDRESS_SPACE = 4
"""Times the memory: programs and their libraries take addresses without taking memory."""


def bare_environment() -> dict[str, str]:
    """Return all the environment that such a process gets: no key and no folder goes along."""
    bare = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if sys.platform != "win32":
        return bare
    import ctypes

    folder = ctypes.create_unicode_buffer(260)
    ctypes.windll.kernel32.GetWindowsDirectoryW(folder, 260)
    return bare | {"SYSTEMROOT": folder.value}  # without it no program starts there


def confine(limits: Limits, *, becoming: str | None = None) -> list[str]:
    """Take from this process what reading needs not; return what is in force, by name.

    It cannot be undone. Call it while there is but one thread. ``becoming`` is the one program
    that this process may still turn into.
    """
    in_force = []
    if sys.platform != "win32":
        _limit_resources(limits)
        in_force.append("limits")
    if sys.platform == "linux":
        from index.confinement.file_access import confine_files
        from index.confinement.system_calls import deny_system_calls

        if confine_files(becoming):
            in_force.append("files")
        if deny_system_calls(besides="execve" if becoming else ""):
            in_force.append("system calls")
    if becoming is None:
        sys.addaudithook(_refuse)
        in_force.append("audit")
    return in_force


def most_memory() -> int:
    """Return the most bytes that this process has held so far; 0 where that is not told."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        return _most_resident()
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


def _most_resident() -> int:
    """Return the peak of this program alone: rusage counts what started it as well."""
    try:
        with open("/proc/self/status", "rb") as told:  # noqa: PTH123 - a Path costs ten times that
            peak = next(line for line in told if line.startswith(b"VmHWM:"))
    except (OSError, StopIteration):
        return 0
    return int(peak.split()[1]) * 1024


def begin_file(limits: Limits) -> None:
    """Give the next file its own CPU time; past that, or past the wall clock, this process ends."""
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + limits.cpu_seconds)
        # The other process is first to see the time run out, if it still lives.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 2)


def end_file() -> None:
    """Stop the clock that ``begin_file`` started."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_resources(limits: Limits) -> None:
    import resource

    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_DATA, limits.memory - _PROGRAM),
        (resource.RLIMIT_AS, limits.memory * _ADDRESS_SPACE),
    ):
        _lower(kind, most, for_good=True)


def _lower(kind: int, most: int, *, for_good: bool = False) -> None:
    """Set a limit as far as the one above it allows; ``for_good`` lowers that one too."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):  # macOS knows some of them by name only
            resource.setrlimit(kind, (allowed, allowed if for_good else hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise PermissionError for what no reader of files does."""
    room, _, call = event.partition(".")
    if event == "open":
        refused = _writes(*arguments)
    elif room == "os":
        refused = call in _FORBIDDEN_CALLS
    else:
        refused = room in _FORBIDDEN
    if refused:
        raise PermissionError(f"a reader of files has no right to {event}")


def _writes(_path: object, mode: object, flags: object) -> bool:
    by_flags = isinstance(flags, int) and bool(flags & _WRITING)
    return by_flags or (isinstance(mode, str) and bool(set(mode) & set("wax+")))
