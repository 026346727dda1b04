"""The command line called within the test's own process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The one JSON document on standard output."""
        return json.loads(self.out)


class CommandLine:
    """Pincite's commands over one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        """Run ``pincite ARGUMENTS… --store …``."""
        self._capsys.readouterr()
        command, *rest = [str(argument) for argument in arguments]
        with pytest.raises(SystemExit) as ended:
            main([command, "--store", str(self.store), *rest])
        out, err = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)
