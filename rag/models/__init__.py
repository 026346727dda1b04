"""The weights that come with Pincite, checked before they are used; see ``MODEL_CARD.md``."""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

THREADS = 1
"""Of one run; several runs beside each other take a fifth less time than one on several threads."""
_AGAIN = "Install Pincite again: pip install --force-reinstall pincite"


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A model of this folder, run by ONNX Runtime."""

    name: str
    """What it is to the user: "reader"."""
    file: Path
    sha256: str

    def problem(self) -> str | None:
        """Return why the model cannot be used, with the way out; None if all is well."""
        if find_spec("onnxruntime") is None:
            return (
                f"The {self.name} needs ONNX Runtime, which is not installed: "
                "pip install onnxruntime"
            )
        try:
            with self.file.open("rb") as weights:
                found = hashlib.file_digest(weights, "sha256").hexdigest()
        except OSError as error:
            return f"The {self.name}'s weights cannot be read ({error.strerror}). {_AGAIN}"
        if found != self.sha256:
            return (
                f"The {self.name}'s weights are not the published ones (sha256 {found[:12]}…, "
                f"expected {self.sha256[:12]}…). {_AGAIN}"
            )
        return None

    def session(self) -> "InferenceSession":
        """Return the session that runs the model.

        Raises:
            ModelError: the runtime does not run it.
        """
        try:
            from onnxruntime import InferenceSession, SessionOptions  # here: it takes a while

            options = SessionOptions()
            options.intra_op_num_threads = THREADS
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            return InferenceSession(str(self.file), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever a foreign runtime raises
            raise ModelError(f"The {self.name} cannot be loaded ({error}). {_AGAIN}") from error


_FOLDER = Path(__file__).parent
READER = ShippedModel(
    "reader",
    _FOLDER / "reader.onnx",
    "1209c71879720cf7745b2677cf730c0968ba534f6471cf78780cf554dffca77f",
)
