"""OpenTelemetry: a span for each request, and in it one for each step, with the GenAI names.

Off unless the variables of OpenTelemetry ask for it, and then nothing here is wrapped, so that it
costs nothing. No span holds a question or a word of a document, unless the convention's own
variable asks for that. The spans go to a provider of their own: libraries that trace by themselves
stay silent, for their spans hold messages of errors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from threading import Event
from types import GeneratorType
from typing import Any, cast

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.embedding import Embedder, Vectors
from index.passage_index import PassageIndex
from index.types import Hit, Passage
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.types import Answer, Draft, Model, Question, Rejection, Turn, Usage, Writing

CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_CAPTURING = frozenset({"true", "span_only", "span_and_event"})
_NO_ROUTE = "none"
_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
_OPERATION = "gen_ai.operation.name"


@dataclass(frozen=True, slots=True)
class Tracing:
    """Where spans go."""

    tracer: Tracer
    captures: bool = False
    """Whether questions may stand in them."""

    @contextmanager
    def span(
        self,
        name: str,
        of: Mapping[str, AttributeValue],
        *,
        kind: SpanKind = SpanKind.INTERNAL,
        context: Context | None = None,
    ) -> Iterator[Span]:
        """Give a span that is current until this ends; an error leaves its kind, not its words."""
        with self.tracer.start_as_current_span(
            name,
            context,
            kind,
            of,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except Exception as error:
                _fail(span, type(error).__name__)
                raise

    def assistants(self, made: Assistants) -> Assistants:
        """Return assistants that are traced, and whose answers are noted on the present span."""

        def told(answer: Answer) -> None:
            made.told(answer)
            self.answered(answer)

        return replace(made, told=told, build=lambda index: self.assistant(made.build(index)))

    def assistant(self, made: Assistant) -> Assistant:
        """Return an assistant whose searches and language model are traced."""
        index = cast("PassageIndex", _TracedIndex(made.index, self))
        model = made.model and _TracedModel(made.model, self)
        return replace(made, index=index, model=model)

    def answered(self, answer: Answer) -> None:
        """Note on the present span what became of a question."""
        span = get_current_span()
        span.set_attribute("pincite.answer.status", answer.status.value)
        span.set_attribute("pincite.answer.statements", len(answer.statements))
        span.set_attribute("pincite.answer.dropped", len(answer.dropped))


class Traced:
    """Passes requests on, each in a span that goes on with the caller's trace, if it has one."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
        caller = TraceContextTextMapPropagator().extract(dict(Headers(scope=scope)), Context())
        with self.tracing.span(
            method, {"http.request.method": method}, kind=SpanKind.SERVER, context=caller
        ) as span:

            async def watched(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note_status(span, message["status"])
                await send(message)

            try:
                await self.app(scope, receive, watched)
            finally:
                route = getattr(scope.get("route"), "path", None) or _NO_ROUTE
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)


@dataclass(frozen=True)
class TracedEmbedder:
    """An embedding model whose work is traced."""

    model: Embedder
    tracing: Tracing

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    @property
    def dimension(self) -> int:
        """The number of columns."""
        return self.model.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the model's rows."""
        with self.tracing.span(
            f"embeddings {self.name}",
            {
                "gen_ai.operation.name": "embeddings",
                "gen_ai.provider.name": "pincite",
                "gen_ai.request.model": self.name,
                "gen_ai.embeddings.dimension.count": self.dimension,
                "pincite.embeddings.texts": len(texts),
            },
        ):
            return self.model.embed(texts)


@dataclass(frozen=True)
class _TracedIndex:
    """An index whose searches are traced; all else it does as it is."""

    index: PassageIndex
    tracing: Tracing

    def search(self, query: str, k: int = 10, *, within: str | None = None) -> list[Hit]:
        captured = {"gen_ai.retrieval.query.text": query} if self.tracing.captures else {}
        with self.tracing.span(
            "retrieval",
            {
                "gen_ai.operation.name": "retrieval",
                "gen_ai.provider.name": "pincite",
                "gen_ai.request.model": self.index.embedder.name,
                "gen_ai.retrieval.top_k": k,
                **captured,
            },
        ) as span:
            hits = self.index.search(query, k, within=within)
            span.set_attribute("pincite.retrieval.passages", len(hits))
            return hits

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the index has
        return getattr(self.index, name)


@dataclass(frozen=True)
class _TracedModel:
    """A language model whose work is traced."""

    model: Model
    tracing: Tracing

    @property
    def name(self) -> str:
        return self.model.name

    def begin(self, history: Sequence[Turn], given_up: Event) -> Writing:
        return _TracedWriting(self.model.begin(history, given_up), self.tracing)


@dataclass(frozen=True)
class _TracedWriting:
    """A language model at work; each of its requests is a span."""

    writing: Writing
    tracing: Tracing

    @property
    def name(self) -> str:
        return self.writing.name

    @property
    def usage(self) -> Usage:
        return self.writing.usage

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterable[Draft]:
        return self._traced(self.writing(question, passages), question)

    def restate(
        self, question: Question, passages: Sequence[Passage], rejected: Sequence[Rejection]
    ) -> Iterable[Draft]:
        drafts = self.writing.restate(question, passages, rejected)
        return self._traced(drafts, question) if isinstance(drafts, GeneratorType) else drafts

    def _traced(self, drafts: Iterable[Draft], question: Question) -> Iterator[Draft]:
        # Not made current: what comes between two drafts is not the model's work.
        before, span = self.usage, self._begun(question)
        try:
            if isinstance(drafts, GeneratorType):
                with closing(drafts):
                    yield from drafts
            else:
                yield from drafts
        except Exception as error:
            _fail(span, type(error).__name__)
            raise
        finally:
            now = self.usage
            used = now.prompt_tokens - before.prompt_tokens
            written = now.completion_tokens - before.completion_tokens
            span.set_attribute("gen_ai.usage.input_tokens", used)
            span.set_attribute("gen_ai.usage.output_tokens", written)
            span.end()

    def _begun(self, question: Question) -> Span:
        of: dict[str, Any] = {
            _OPERATION: "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": self.name,
        }
        if self.tracing.captures:
            of["gen_ai.input.messages"] = _message(question.text)
        return self.tracing.tracer.start_span(
            f"chat {self.name}", kind=SpanKind.CLIENT, attributes=of
        )


def captures(environ: Mapping[str, str]) -> bool:
    """Tell whether the questions that are asked may stand in spans."""
    return environ.get(CAPTURE, "").strip().lower() in _CAPTURING


def _message(text: str) -> str:
    import json

    part = {"type": "text", "content": text}
    return json.dumps([{"role": "user", "parts": [part]}], ensure_ascii=False)


def _note_status(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        _fail(span, str(status))


def _fail(span: Span, kind: str) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)
