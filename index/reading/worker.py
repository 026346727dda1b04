"""One process that reads files, as seen from the process that asks it."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from index.confinement import Limits, bare_environment
from index.errors import PinciteError
from index.reading.watch import Watch
from index.reading.wire import Frame, WireError, read_frame, write_frame

MOST_FILES = 1_000
"""Files that one process reads before another takes its place."""
_START_SECONDS = 60.0
_MOST_HEARD = 64 * 1024
_START = "import sys; sys.path[:] = sys.argv[2:]; from {program} import main; main(sys.argv[1])"
_ROOT = str(Path(__file__).parents[2])

logger = logging.getLogger(__name__)


class EndedError(Exception):
    """The process ended, or was ended, without an answer."""

    def __init__(self, signal_number: int, *, is_late: bool) -> None:
        super().__init__(f"ended by signal {signal_number}")
        self.signal_number = signal_number
        """What ended it; 0 if it ended by itself."""
        self.is_late = is_late
        """Whether it was ended because its time was over."""


class Worker:
    """A process that answers one request at a time."""

    def __init__(self, program: str, limits: Limits, watch: Watch) -> None:
        """Start the process; ``program`` is the module whose ``main`` it runs.

        Raises:
            OSError: it cannot be started.
        """
        self._limits = limits
        self._watch = watch
        self._answered = 0
        self._is_last = self._is_late = False
        # A new program, not a fork of this process, whose other threads may hold locks.
        self._process = subprocess.Popen(  # noqa: S603 - of our own
            [
                *(sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c"),
                _START.format(program=program),
                json.dumps(asdict(limits)),
                *_import_path(),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=bare_environment(),
            cwd=Path(_ROOT).anchor,
            start_new_session=True,  # Ctrl+C is meant for this process, which ends the other
        )
        listening = (self._process.stderr, self._process.pid)
        self._listener = threading.Thread(target=_listen, args=listening, daemon=True)
        self._listener.start()

    @property
    def process_id(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        """Whether it lives and may be asked again."""
        used_up = self._is_last or self._is_late or self._answered >= MOST_FILES
        return not used_up and self._process.poll() is None

    def begin(self) -> None:
        """Wait until it has loaded what it needs.

        Raises:
            PinciteError: it does not get that far.
        """
        try:
            with self._watch.over(_START_SECONDS, self._expire):
                answer = read_frame(_pipe(self._process.stdout))
            if answer is None or "ready" not in answer.header:
                raise WireError("it did not say that it is ready")
            logger.debug("Reader %d is ready: %s", self.process_id, answer.header["ready"])
        except (WireError, OSError) as error:
            self.end()
            raise PinciteError(
                "The process that reads files does not start. Free some memory and try again, or "
                "run `pincite doctor`."
            ) from error

    def ask(self, request: Frame) -> Frame:
        """Return the answer to a request.

        Raises:
            EndedError: there is none; the process is gone.
            WireError: it is no answer of an honest process, which is gone.
        """
        try:
            with self._watch.over(self._limits.seconds, self._expire):
                write_frame(_pipe(self._process.stdin), request)
                answer = read_frame(_pipe(self._process.stdout))
        except (OSError, WireError) as error:
            raise self._ended(error) from error
        if answer is None:
            raise self._ended(None)
        self._answered += 1
        logger.debug("Reader %d held %s bytes", self.process_id, answer.header.get("most_memory"))
        self._is_last = answer.header.get("last") is not False
        return answer

    def end(self) -> int:
        """End the process and return the number of the signal that ended it."""
        with suppress(subprocess.TimeoutExpired):
            # One that has closed its pipe is ending by itself: how it ends tells why.
            self._process.wait(0.0 if self._is_late else 0.2)
        self._kill()
        code = self._process.wait()
        self._listener.join(1)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _pipe(pipe).close()
        return max(-code, 0)

    def _ended(self, error: Exception | None) -> EndedError | WireError:
        number = self.end()
        if isinstance(error, WireError) and not self._is_late and not number:
            return error
        return EndedError(number, is_late=self._is_late)

    def _expire(self) -> None:
        self._is_late = True
        self._kill()

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:  # with all that it may have started, where that could not be denied
                os.killpg(self._process.pid, signal.SIGKILL)


def _import_path() -> list[str]:
    """Return where this process imports from, as the other one is to do; its own folder is none."""
    return list(
        dict.fromkeys([_ROOT, *(str(Path(entry).absolute()) for entry in sys.path if entry)])
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("there is no pipe")
    return pipe


def _listen(errors: IO[bytes], process_id: int) -> None:
    """Log what the process complains of, at first; drop the rest, so that it never waits."""
    heard = 0
    with errors:
        while line := errors.readline(1_000):
            heard += len(line)
            if heard <= _MOST_HEARD:
                logger.debug("Reader %d: %s", process_id, line.decode(errors="replace").rstrip())
