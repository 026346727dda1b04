"""Examples for the description of the API: what is sent to each address, and what comes back.

They tell of one document, ``DOCUMENT``. The tests hold every answer against its schema, and send
every body.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

DOCUMENT = (
    "The lighthouse was lit on 23 March 1874. Its keeper was Ada Byrne. The lamp burned 53 litres "
    "of oil in a night."
)
_ID = "lighthouse"
_LIT = "The lighthouse was lit on 23 March 1874."
_AT = "2026-03-01T09:30:00+00:00"
_FILES = "multipart/form-data"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INDEX = {"generation": 7, "embedder": "all-MiniLM-L6-v2"}
_CITATION: Json = {
    "n": 1,
    "document_id": _ID,
    "title": "The lighthouse",
    "source": "lighthouse.txt",
    "quote": {"exact": _LIT, "prefix": "", "suffix": " Its keeper was Ada Byrne."},
    "position": {"start": 0, "end": 40},
    "locator": {"section": None, "paragraph": 1, "page": None, "boxes": []},
    "url": "/d/lighthouse?c=0-40",
    "copies": 1,
    "highlights": [{"start": 26, "end": 39}],
}
_STATEMENT = {"text": _LIT, "citations": [_CITATION]}
_ANSWER: Json = {
    "id": "ans_5f0c2d7e9b1a4c3d8e6f7a80",
    "question": "When was the lighthouse lit?",
    "status": "answered",
    "statements": [_STATEMENT],
    "missing": [],
    "related": [],
    "dropped": [],
    "writer": "extractive",
    "degraded": None,
    "conflicts": [],
    "note": None,
    "index": _INDEX,
    "timing_ms": {"retrieve": 9.1, "write": 6.4, "verify": 1.2, "total": 16.7},
    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "cached": False},
}
_KEPT = {
    "id": _ANSWER["id"],
    "conversation": "conv_7f3a",
    "question": _ANSWER["question"],
    "kept_at": _AT,
    "status": "answered",
    "statements": 1,
    "withheld": 0,
}
_KEPT_ANSWER = _ANSWER | {
    "conversation": "conv_7f3a",
    "kept_at": _AT,
    "withheld": [],
    "left_out": 0,
}
_STORED: Json = {
    "id": _ID,
    "title": "The lighthouse",
    "source": "lighthouse.txt",
    "status": "added",
    "passages": 1,
    "metadata": {"author": "A. Writer"},
    "added_at": _AT,
    "updated_at": _AT,
    "version": 1,
    "pages": None,
    "characters": len(DOCUMENT),
}
_COUNTS = {"added": 1, "unchanged": 0, "replaced": 0, "failed": 0}
_JOB: Json = {
    "object": "job",
    "id": "job_1f2e3d4c5b6a79880716253f",
    "state": "running",
    "collection": "default",
    "created_at": _AT,
    "finished_at": None,
    "progress": {"files_done": 1, "files": 2},
    "counts": _COUNTS,
    "note": None,
}
_JOB_FILE = {
    "source": "lighthouse.txt",
    "kind": "file",
    "size": 1_204,
    "state": "done",
    "counts": _COUNTS,
    "documents": [_ID],
    "errors": [],
}
_WHOLE_JOB = _JOB | {"files": [_JOB_FILE]}
_SENTENCE = {
    "text": "The lighthouse was lit in 1875.",
    "position": {"start": 0, "end": 31},
    "verdict": "contradicted",
    "reason": "source says 1874, not 1875",
    "citations": [_CITATION],
    "cited": [],
}
_CHECK: Json = {"sentences": [_SENTENCE], "quotations": [], "index": _INDEX}
_COLLECTION = {"name": "default", "documents": 1, "passages": 1}
_MODEL = {"id": "pincite", "object": "model", "created": 1_767_225_600, "owned_by": "pincite"}
_ANNOTATION = {
    "start_index": 41,
    "end_index": 44,
    "url": "http://127.0.0.1:8000/d/lighthouse?c=0-40",
    "title": "The lighthouse",
}
_MARKED = f"{_LIT} [1]"
_COMPLETION: Json = {
    "id": "chatcmpl-5f0c2d7e9b1a4c3d8e6f7a80",
    "object": "chat.completion",
    "created": 1_772_357_400,
    "model": "pincite",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": _MARKED,
                "refusal": None,
                "annotations": [{"type": "url_citation", "url_citation": _ANNOTATION}],
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    "citations": [_CITATION],
}
_RESPONSE: Json = {
    "id": "resp_5f0c2d7e9b1a4c3d8e6f7a80",
    "object": "response",
    "status": "completed",
    "model": "pincite",
    "output": [
        {
            "type": "message",
            "role": "assistant",
            "content": [
                {
                    "type": "output_text",
                    "text": _MARKED,
                    "annotations": [{"type": "url_citation", **_ANNOTATION}],
                }
            ],
        }
    ],
    "citations": [_CITATION],
}


def _listed(*data: Json, first: str) -> Json:
    return {
        "object": "list",
        "data": list(data),
        "has_more": False,
        "first_id": first,
        "last_id": first,
    }


ANSWERS: dict[tuple[str, str], tuple[str, object]] = {
    ("post", "/v1/answers"): ("200", _ANSWER),
    ("get", "/v1/answers"): ("200", _listed(_KEPT, first=_ANSWER["id"])),
    ("get", "/v1/answers/{answer_id}"): ("200", _KEPT_ANSWER),
    ("get", "/v1/models"): ("200", {"object": "list", "data": [_MODEL]}),
    ("get", "/v1/models/{model}"): ("200", _MODEL),
    ("post", "/v1/chat/completions"): ("200", _COMPLETION),
    ("post", "/v1/responses"): ("200", _RESPONSE),
    ("post", "/v1/checks"): ("200", _CHECK),
    ("post", "/v1/checks/citations"): (
        "200",
        {
            "text": f"{_LIT}[^1]\n\n[^1]: The lighthouse, paragraph 1.\n",
            "cite_as": "footnotes",
            "bibliography": "",
        },
    ),
    ("post", "/v1/checks/citations/removal"): ("200", {"text": _LIT}),
    ("post", "/v1/checks/files"): (
        "200",
        _CHECK | {"text": "The lighthouse was lit in 1875.", "form": "docx"},
    ),
    ("post", "/v1/passages"): (
        "200",
        {
            "passages": [
                {
                    "document_id": _ID,
                    "title": "The lighthouse",
                    "text": DOCUMENT,
                    "position": {"start": 0, "end": len(DOCUMENT)},
                    "score": 0.71,
                }
            ]
        },
    ),
    ("post", "/v1/documents"): ("201", _STORED),
    ("get", "/v1/documents"): ("200", _listed(_STORED | {"status": "stored"}, first=_ID)),
    ("get", "/v1/documents/{document_id}"): ("200", _STORED | {"status": "stored"}),
    ("patch", "/v1/documents/{document_id}"): ("200", _STORED | {"status": "stored"}),
    ("get", "/v1/documents/{document_id}/text"): ("200", DOCUMENT),
    ("get", "/v1/documents/{document_id}/versions"): (
        "200",
        _listed(
            {
                "number": 1,
                "content_hash": "9f86d081884c7d659a2feaa0c55ad015",
                "characters": len(DOCUMENT),
                "read_at": _AT,
                "current": True,
            },
            first="1",
        ),
    ),
    ("get", "/v1/collections"): ("200", _listed(_COLLECTION, first="default")),
    ("post", "/v1/collections"): ("201", {"name": "Reports 2026", "documents": 0, "passages": 0}),
    ("patch", "/v1/collections/{name}"): (
        "200",
        {"name": "Reports 2026", "documents": 4, "passages": 19},
    ),
    ("get", "/v1/jobs"): ("200", _listed(_JOB, first=_JOB["id"])),
    ("get", "/v1/jobs/{job_id}"): ("200", _WHOLE_JOB),
    ("delete", "/v1/jobs/{job_id}"): (
        "200",
        _WHOLE_JOB | {"state": "cancelled", "finished_at": _AT, "note": "Cancelled."},
    ),
    ("post", "/v1/metadata"): (
        "200",
        {
            "applied": True,
            "matched": [
                {
                    "key": "byrne",
                    "document_id": _ID,
                    "title": "The lighthouse",
                    "by": "title",
                    "changes": [{"key": "author", "before": None, "after": "Byrne, Ada"}],
                    "kept": [],
                }
            ],
            "unsure": [],
            "unknown": [],
        },
    ),
    ("get", "/v1/bibliography"): ("200", "@misc{writer,\n  title = {The lighthouse}\n}\n"),
    ("get", "/v1/citations"): ("200", f"“{_LIT}” The lighthouse (lighthouse.txt), paragraph 1."),
    ("post", "/v1/citations/status"): (
        "200",
        {
            "citations": [
                {
                    "status": "moved",
                    "detail": "The words stand elsewhere in the document now.",
                    "position": {"start": 120, "end": 160},
                    "nearest": None,
                    "url": "/d/lighthouse?c=120-160",
                }
            ]
        },
    ),
    ("get", "/v1/settings"): (
        "200",
        {
            "version": "0.1.0",
            "embedder": "all-MiniLM-L6-v2",
            "language_model": None,
            "keeps_history": True,
            "fetches_pages": False,
        },
    ),
    ("get", "/healthz"): ("200", {"status": "alive"}),
    ("get", "/readyz"): ("200", {"status": "ready"}),
    ("get", "/metrics"): ("200", 'pincite_answers_total{status="answered",writer="llm"} 3.0\n'),
    ("get", "/v1/answers/export"): ("200", '{"id": "ans_…", "question": "…", …}\n'),
}
"""What comes back, by method and path, with its status."""
BODIES: dict[tuple[str, str], tuple[str, object]] = {
    ("post", "/v1/documents"): (
        "application/json",
        {"text": DOCUMENT, "title": "The lighthouse", "source": "lighthouse.txt"},
    ),
    ("post", "/v1/checks/citations/removal"): ("application/json", {"text": _LIT}),
    ("post", "/v1/checks/files"): (_FILES, {"file": "@draft.docx"}),
    ("post", "/v1/checks/files/citations"): (_FILES, {"file": "@draft.docx"}),
    ("post", "/v1/checks/files/citations/removal"): (_FILES, {"file": "@cited.docx"}),
}
"""What is sent, where the schema of the body has no example of its own."""
PARAMETERS: dict[str, tuple[str, object]] = {
    "answer_id": ("The answer's id.", _ANSWER["id"]),
    "document_id": ("The document's id.", _ID),
    "format": ("The form of the file.", "markdown"),
    "include": ("What to tell besides.", None),
    "job_id": ("The job's id.", _JOB["id"]),
    "limit": ("The most to list.", 100),
    "model": ("A name of `GET /v1/models`.", "pincite"),
    "name": ("The collection's name, in any case.", "reports"),
    "page": ("From 1.", 1),
    "start": ("The first code point.", 0),
    "end": ("The code point after the last.", 40),
}
"""What parameters mean, with an example, where their own addresses do not say."""


def add_examples(described: Json) -> None:
    """Write the examples into a description of the API."""
    for path, method, operation in _operations(described):
        status, example = ANSWERS.get((method, path), ("", None))
        for part in operation["responses"].get(status, {}).get("content", {}).values():
            part.setdefault("example", example)
            break
        kind, sent = BODIES.get((method, path), ("", None))
        if kind:
            operation["requestBody"]["content"][kind].setdefault("example", sent)
        for parameter in operation.get("parameters", []):
            _explain(parameter)


def _operations(described: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _explain(parameter: Json) -> None:
    meaning, example = PARAMETERS.get(parameter["name"], ("", None))
    if not parameter.get("description"):
        parameter["description"] = meaning
    if example is not None and not (parameter.keys() & {"example", "examples"}):
        parameter["example"] = example
