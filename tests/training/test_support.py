"""What the support model learns from and by."""

import json
import math
import random
from pathlib import Path

import pytest
import torch

from training.support_model import Judged, Label, loss_of, taught_loss_of
from training.support_sets import (
    fool_me_twice,
    made_twins,
    multinli,
    summary_edits,
    written_claims,
)
from training.train_support import drawn_twins

TEXT = "Ann built the mill in 1820. It burned down twice. Her son sold it to Bruno Katz."
BUILT, BURNED, SOLD = "Ann built the mill in 1820.", "It burned down twice.", TEXT[50:]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    claims = [
        {"claim": "Bruno Katz bought the mill.", "label": "supported", "evidence": [SOLD]},
        {"claim": "Ann built the mill in 1830.", "label": "contradicted", "evidence": [BUILT]},
        {"claim": "Ann painted the mill.", "label": "absent", "evidence": []},
    ]
    article = {"id": "a", "title": "The mill", "text": TEXT, "questions": [], "claims": claims}
    lines = [json.dumps(article | {"id": f"a{number}"}) for number in range(20)]
    (tmp_path / "w9.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_claims_kept_aside_come_once_with_their_evidence(articles: Path) -> None:
    found = list(written_claims([articles], aside=True))
    assert Judged("Bruno Katz bought the mill.", (SOLD,), Label.SUPPORTED) in found
    assert Judged("Ann built the mill in 1830.", (BUILT,), Label.CONTRADICTED) in found
    assert len(found) % 3 == 0


def test_an_absent_claim_comes_with_the_sentences_most_like_it(articles: Path) -> None:
    found = list(written_claims([articles], aside=True))
    assert [each.evidence[0] for each in found if each.label is Label.NEITHER] == [BUILT] * (
        len(found) // 3
    )


def test_claims_trained_on_come_also_with_what_does_not_tell_of_them(articles: Path) -> None:
    found = list(written_claims([articles], aside=False))
    sold = {(each.evidence, each.label) for each in found if each.claim.startswith("Bruno")}
    labels = {label for evidence, label in sold if SOLD in evidence}
    assert labels == {Label.SUPPORTED}
    assert {label for evidence, label in sold if SOLD not in evidence} == {Label.NEITHER}


def test_false_twins_are_never_supported_and_rewordings_always(articles: Path) -> None:
    found = list(made_twins([articles], aside=False, seed=0))
    false = [judged for kind, judged in found if kind == "number"]
    assert false
    assert {judged.label for judged in false} == {Label.CONTRADICTED}
    same = [judged for kind, judged in found if kind == "verbatim"]
    assert all(judged.claim in judged.evidence for judged in same)
    assert {judged.label for judged in same} == {Label.SUPPORTED}


def test_as_many_true_as_false_twins_are_drawn_of_every_kind_alike() -> None:
    made = [("number", Judged("n", ("e",), Label.CONTRADICTED))] * 90
    made += [("role swap", Judged("r", ("e",), Label.CONTRADICTED))] * 2
    made += [("synonyms", Judged("s", ("e",), Label.SUPPORTED))] * 3
    drawn = [judged.claim for judged in drawn_twins(made, 40, random.Random(0))]
    assert {claim: drawn.count(claim) for claim in "nrs"} == {"n": 10, "r": 10, "s": 20}


def test_fool_me_twice_gives_gold_and_other_evidence(tmp_path: Path) -> None:
    row = {
        "text": "It sank.",
        "label": "REFUTES",
        "gold_evidence": [{"text": "It floats."}],
        "retrieved_evidence": [{"text": "It floats."}, {"text": "It is red."}],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert list(fool_me_twice(tmp_path)) == [
        Judged("It sank.", ("It floats.",), Label.CONTRADICTED),
        Judged("It sank.", ("It is red.", "It floats."), Label.CONTRADICTED),
        Judged("It sank.", ("It is red.",), Label.NEITHER),
    ]


def test_the_loss_of_what_is_only_known_as_false_leaves_open_how() -> None:
    logits = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert loss_of(logits[:1], [Label.NEITHER]).item() == pytest.approx(math.log(3))
    assert loss_of(logits[:1], [Label.NOT_SUPPORTED]).item() == pytest.approx(math.log(1.5))
    both = loss_of(logits, [Label.SUPPORTED, Label.NOT_SUPPORTED]).item()
    assert both == pytest.approx((math.log(3) + math.log(1.5)) / 2)


def test_pairs_of_multinli_are_claims_with_their_premise(tmp_path: Path) -> None:
    file = tmp_path / "val.jsonl"
    row = {"premise": "It rained. ", "hypothesis": " It was dry.", "label": "contradiction"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert list(multinli(file)) == [Judged("It was dry.", ("It rained.",), Label.CONTRADICTED)]


def test_edits_of_a_summary_are_held_against_the_summary(tmp_path: Path) -> None:
    rows = [
        {"summary": "Ada left.", "original_summary": "Ada went away.", "label": 1},
        {"summary": "Ada stayed.", "original_summary": "Ada went away.", "label": 0},
    ]
    (tmp_path / "mail.json").write_text(json.dumps(rows), encoding="utf-8")
    assert list(summary_edits(tmp_path)) == [
        Judged("Ada left.", ("Ada went away.",), Label.SUPPORTED),
        Judged("Ada stayed.", ("Ada went away.",), Label.NOT_SUPPORTED),
    ]


def test_a_student_of_claims_learns_the_mean_of_what_its_teachers_say() -> None:
    teachers = [torch.tensor([[0.0, 0.0, -99.0]]), torch.tensor([[0.0, -99.0, -99.0]])]
    found = taught_loss_of(torch.tensor([[0.0, 0.0, -99.0]]), teachers).item()
    assert math.isclose(found, math.log(2), rel_tol=1e-5)
