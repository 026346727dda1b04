from rag.evaluation.halves import deciding_document, half_of
from rag.evaluation.layouts import Asked, Claim, Evidence


def asked(context: str | None, *documents: str) -> Asked:
    evidence = tuple(Evidence(document, ()) for document in documents)
    return Asked("q", "Why?", bool(documents), (), evidence, context)


def test_the_half_is_the_parity_of_the_ids_sha256() -> None:
    # sha256("a") ends in …bb (odd), sha256("c") in …a6 (even).
    assert half_of("a") == "report"
    assert half_of("c") == "tune"


def test_about_half_of_many_documents_belong_to_each_half() -> None:
    halves = [half_of(f"document {number}") for number in range(1000)]
    assert 450 < halves.count("tune") < 550


def test_the_document_asked_about_decides_then_the_first_evidence_then_the_question() -> None:
    assert deciding_document("context", ["evidence"], "own") == "context"
    assert deciding_document(None, ["first", "second"], "own") == "first"
    assert deciding_document(None, [], "own") == "own"


def test_questions_about_one_document_are_of_one_half_answerable_or_not() -> None:
    assert asked("c").half == asked("c", "a").half == half_of("c")
    assert asked(None, "a", "c").half == half_of("a")
    assert asked(None).half == half_of("q")


def test_claims_about_one_source_are_of_one_half_whatever_their_ids() -> None:
    claims = [Claim(number, "It is.", number, "the source", "supported") for number in "abcdef"]
    assert {claim.half for claim in claims} == {half_of("the source")}
