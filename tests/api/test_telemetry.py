"""What is traced, read by the SDK's own exporter: the names, the tree, and no word of anybody's."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from api.app import create_app
from api.telemetry import TracedEmbedder, Tracing, captures
from api.telemetry_setup import tracing_of
from index.errors import InputError, LanguageModelError
from index.library import Library
from index.reading import from_text
from index.reading.isolated import IsolatedReader
from index.types import Passage
from rag.assembly import build_assistants
from rag.settings import Settings
from rag.types import Draft, Question, Quote, Rejection, Turn, Usage
from tests.api.conftest import BASE_URL, LIGHTHOUSE
from tests.fakes import WordHashEmbedder

ASKED = {"question": "When was the lighthouse lit?"}
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
Spans = InMemorySpanExporter


class Writes:
    """A model that writes one sentence, or fails."""

    name = "small-model"

    def __init__(self) -> None:
        self.usage = Usage()
        self.fails = False

    def begin(self, history: Sequence[Turn], given_up: Event) -> "Writes":  # noqa: ARG002 - the seam's
        return self

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
        assert question.text
        if self.fails:
            raise LanguageModelError("The lighthouse did it.")
        self.usage = Usage(40, 7)
        sentence = "The lighthouse was lit on 3 May 1874."
        number = next(n for n, each in enumerate(passages) if sentence in each.text)
        yield Draft(sentence, (Quote(sentence, number),))

    def restate(
        self, question: Question, passages: Sequence[Passage], rejected: Sequence[Rejection]
    ) -> tuple[()]:
        assert question.text
        assert len(passages) >= len(rejected)
        return ()


@pytest.fixture
def spans() -> Spans:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(spans: Spans) -> Tracing:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    return Tracing(provider.get_tracer("pincite"))


@pytest.fixture
def model() -> Writes:
    return Writes()


@pytest.fixture
def traced(
    settings: Settings, reader: IsolatedReader, tracing: Tracing, model: Writes, spans: Spans
) -> Iterator[TestClient]:
    with Library(settings.store, TracedEmbedder(WordHashEmbedder(), tracing)) as library:
        with library.collection() as index:
            index.add(from_text(LIGHTHOUSE, title="The lighthouse", source="lighthouse.txt"))
        assistants = build_assistants(settings, library)
        build = assistants.build
        assistants = replace(assistants, build=lambda index: replace(build(index), model=model))
        app = create_app(assistants, settings, reader=reader, tracing=tracing)
        spans.clear()
        with TestClient(app, base_url=BASE_URL) as opened:
            yield opened


def named(spans: Spans) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


def facts(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def parent(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


def told(spans: Spans) -> str:
    return "".join(span.to_json() for span in spans.get_finished_spans())


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_answer_is_a_span_with_its_steps_in_it(
    traced: TestClient, spans: Spans, accept: str
) -> None:
    traced.post("/v1/answers", json=ASKED, headers={**PARENT, "Accept": accept})
    found = named(spans)
    request = found["POST /v1/answers"]
    assert request.context is not None
    assert request.context.trace_id == int(TRACE, 16)
    assert parent(request) == 0xB7AD6B7169203331
    assert facts(request) == {
        "http.request.method": "POST",
        "http.route": "/v1/answers",
        "http.response.status_code": 200,
        "pincite.answer.status": "answered",
        "pincite.answer.statements": 1,
        "pincite.answer.dropped": 0,
    }
    retrieval, chat = found["retrieval"], found["chat small-model"]
    assert parent(retrieval) == parent(chat) == request.context.span_id
    assert facts(retrieval) == {
        "gen_ai.operation.name": "retrieval",
        "gen_ai.provider.name": "pincite",
        "gen_ai.request.model": "word-hash",
        "gen_ai.retrieval.top_k": 16,
        "pincite.retrieval.passages": 1,
    }
    assert facts(chat) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "small-model",
        "gen_ai.usage.input_tokens": 40,
        "gen_ai.usage.output_tokens": 7,
    }
    embeddings = found["embeddings word-hash"]
    assert retrieval.context is not None
    assert parent(embeddings) == retrieval.context.span_id
    assert facts(embeddings)["gen_ai.embeddings.dimension.count"] == 256


def test_no_span_holds_a_question_or_a_word_of_a_document(
    traced: TestClient, spans: Spans, model: Writes
) -> None:
    traced.post("/v1/answers", json=ASKED)
    traced.post("/v1/checks", json={"text": "The lighthouse was lit in 1874."})
    traced.get("/d/lighthouse-and-nothing")
    traced.get("/v1/documents/lighthouse?secret=lighthouse")
    model.fails = True
    traced.post("/v1/answers", json=ASKED)
    assert "ighthouse" not in told(spans)


def test_the_question_is_told_where_the_conventions_variable_asks(
    traced: TestClient, spans: Spans, tracing: Tracing
) -> None:
    object.__setattr__(tracing, "captures", True)
    traced.post("/v1/answers", json=ASKED)
    found = named(spans)
    assert facts(found["retrieval"])["gen_ai.retrieval.query.text"] == ASKED["question"]
    messages = json.loads(facts(found["chat small-model"])["gen_ai.input.messages"])
    assert messages[0]["parts"] == [{"type": "text", "content": ASKED["question"]}]
    variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
    assert [captures({variable: each}) for each in ("true", "SPAN_ONLY", "false", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_failure_leaves_its_kind(traced: TestClient, spans: Spans, model: Writes) -> None:
    model.fails = True
    traced.post("/v1/answers", json=ASKED)
    chat = named(spans)["chat small-model"]
    assert facts(chat)["error.type"] == "LanguageModelError"
    assert (chat.status.is_ok, chat.status.description, chat.events) == (False, None, ())


def test_a_tool_of_the_model_context_protocol_is_a_span(traced: TestClient, spans: Spans) -> None:
    def call(name: str) -> None:
        arguments = {"question": "When was the lighthouse lit?"}
        params = {"name": name, "arguments": arguments}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        accept = "application/json, text/event-stream"
        traced.post("/mcp", json=body, headers={**PARENT, "Accept": accept})

    call("answer")
    call("lighthouse")
    found = named(spans)
    tool = found["execute_tool answer"]
    assert facts(tool)["gen_ai.operation.name"] == "execute_tool"
    assert facts(tool)["gen_ai.tool.name"] == "answer"
    assert tool.context is not None
    assert tool.context.trace_id == int(TRACE, 16)
    assert parent(found["retrieval"]) == tool.context.span_id
    assert "execute_tool none" in found
    assert "lighthouse" not in told(spans)


def test_a_foreign_trace_that_is_none_begins_a_new_one(traced: TestClient, spans: Spans) -> None:
    traced.get("/healthz", headers={"traceparent": "00-zz-1-01"})
    traced.request("SECRET", "/healthz")
    assert [parent(span) for span in spans.get_finished_spans()] == [None, None]
    assert set(named(spans)) == {"GET /healthz", "_OTHER /healthz"}


def test_nothing_is_traced_unless_the_variables_ask() -> None:
    for environ in (
        {},
        {"OTEL_SERVICE_NAME": "x"},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "console"},
    ):
        with tracing_of(environ, "1") as tracing:
            assert tracing is None
    for environ in (
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ):
        with pytest.raises(InputError, match="not usable"), tracing_of(environ, "1"):
            pass


def test_what_sends_spans_is_asked_for_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    environ = {"OTEL_TRACES_EXPORTER": "console"}
    with pytest.raises(InputError, match=r"pincite\[telemetry\]"), tracing_of(environ, "1"):
        pass


def test_the_console_gets_spans_where_it_is_asked() -> None:
    code = (
        "from api.telemetry_setup import tracing_of\n"
        "with tracing_of({'OTEL_TRACES_EXPORTER': 'console'}, '1') as tracing:\n"
        "    with tracing.span('one', {}): pass"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    told = json.loads(printed)
    assert told["name"] == "one"
    assert told["resource"]["attributes"]["service.name"] == "pincite"


def test_the_application_loads_nothing_of_it_where_it_is_off() -> None:
    code = (
        "import sys, api.app, api.serving\n"
        "print({'api.telemetry', 'opentelemetry.sdk'} & sys.modules.keys())"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert loaded.stdout.strip() == b"set()"
