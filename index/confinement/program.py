"""Another program within the limits of reading: for tesseract, which sees what a file pictures.

A process that reads files may start none; this one may, once, and that is what it becomes.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from index.confinement import Limits, begin_file, confine

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from index.confinement.program import main; main(sys.argv[2], sys.argv[3:])"
)
_ROOT = str(Path(__file__).parents[2])
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1"}
"""All that the program knows of where it runs."""


def confined(program: str, arguments: list[str], limits: Limits) -> list[str]:
    """Return the command that runs a program (its whole path) with no right but to compute.

    It reads standard input and the machine's own libraries, and writes to its pipes; as far as
    the platform can see to it, it reaches no network, no file of the user and no other process.
    """
    if sys.platform == "win32":  # no process turns into another one there
        return [program, *arguments]
    ours = [sys.executable, "-I", "-S", "-B", "-c", _START, _ROOT, json.dumps(asdict(limits))]
    return [*ours, program, *arguments]


def main(limits: str, command: list[str]) -> None:
    """Become the program."""
    allowed = Limits(**json.loads(limits))
    confine(allowed, becoming=command[0])
    begin_file(allowed)
    os.execve(command[0], command, _ENVIRONMENT)  # noqa: S606 - a program that was looked up
