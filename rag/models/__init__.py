"""The weights that come with Pincite, checked before they are used; see ``MODEL_CARD.md``."""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    from index.network import Network

_AGAIN = "Install Pincite again: pip install --force-reinstall pincite"


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A model of this folder, run by OpenVINO."""

    name: str
    """What it is to the user: "reader"."""
    file: Path
    sha256: str

    def problem(self) -> str | None:
        """Return why the model cannot be used, with the way out; None if all is well."""
        if find_spec("openvino") is None:
            return f"The {self.name} needs OpenVINO, which is not installed: pip install openvino"
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

    def network(self) -> "Network":
        """Return the model, ready to run.

        Raises:
            ModelError: the runtime does not run it.
        """
        try:
            from index.network import Network, read  # here: it takes a while

            return Network(read(self.file))
        except Exception as error:  # whatever a foreign runtime raises
            raise ModelError(f"The {self.name} cannot be loaded ({error}). {_AGAIN}") from error


_FOLDER = Path(__file__).parent
READER = ShippedModel(
    "reader",
    _FOLDER / "reader.onnx",
    "3095043a49476581a418afe2dd7a6bc4ec2710eb46b764d9ca273d513142ec3e",
)
