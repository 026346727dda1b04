"""What a monitor may know of one application: how often, how long, how much; never of what.

No label holds a question, a name of a document or collection, or an address as it was asked:
addresses are counted by their template, so that their number is bounded. Each application has a
registry of its own.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.readiness import Readiness
from index.errors import PinciteError
from index.library import Library
from rag.checking import Verdict
from rag.draft_checking import Checked, CheckedSentence
from rag.quoting.comparing import QuoteVerdict
from rag.types import Answer, Status

logger = logging.getLogger(__name__)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
NO_ROUTE = "none"
"""The route of a request that no address takes, or that was refused before it was looked for."""
_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120)
_WRITERS = ("extractive", "llm")
_SHARE = 20
"""Counting what is stored takes at most one part in so many of the time."""


class Metrics:
    """Counts what one application does."""

    def __init__(self, library: Library, readiness: Readiness, version: str) -> None:
        self._registry = registry = CollectorRegistry()
        Info("pincite_build", "The version.", registry=registry).info({"version": version})
        ProcessCollector(registry=registry)
        registry.register(_Stored(library, readiness))
        self._requests = Counter(
            "pincite_http_requests",
            "Requests by the template of their address.",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "pincite_http_request_duration_seconds",
            "Seconds until a response was sent whole.",
            ["route", "method"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "pincite_answers", "Answers given.", ["status", "writer"], registry=registry
        )
        self._statements = Counter(
            "pincite_statements", "Sentences of answers that the gate let pass.", registry=registry
        )
        self._dropped = Counter(
            "pincite_sentences_dropped", "Sentences that the gate let not pass.", registry=registry
        )
        self._model = Counter(
            "pincite_language_model_answers",
            "Answers by what the language model did for them: written, cached, or degraded.",
            ["outcome"],
            registry=registry,
        )
        self._tokens = Counter(
            "pincite_language_model_tokens", "Tokens of the model.", ["kind"], registry=registry
        )
        self._sentences = Counter(
            "pincite_checked_sentences", "Sentences of drafts.", ["verdict"], registry=registry
        )
        self._quotations = Counter(
            "pincite_checked_quotations", "Quotations of drafts.", ["verdict"], registry=registry
        )
        self._begin_at_zero()

    def text(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(_Plain(self._registry))

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; ``route`` is the template of its address."""
        method = method if method in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        writer = _WRITERS[answer.writer != "extractive"]
        self._answers.labels(answer.status.value, writer).inc()
        self._statements.inc(len(answer.statements))
        self._dropped.inc(len(answer.dropped))
        self._tokens.labels("prompt").inc(answer.usage.prompt_tokens)
        self._tokens.labels("completion").inc(answer.usage.completion_tokens)
        if outcome := _outcome(answer):
            self._model.labels(outcome).inc()

    def checked(self, checked: Checked) -> None:
        """Count a verdict on a sentence or a quotation of a draft."""
        if isinstance(checked, CheckedSentence):
            self._sentences.labels(checked.check.verdict.value).inc()
        else:
            self._quotations.labels(checked.verdict.value).inc()

    def _begin_at_zero(self) -> None:
        # A rate over time needs a first value.
        for status in Status:
            for writer in _WRITERS:
                self._answers.labels(status.value, writer)
        for verdict in Verdict:
            self._sentences.labels(verdict.value)
        for faith in QuoteVerdict:
            self._quotations.labels(faith.value)
        for outcome in ("written", "cached", "degraded"):
            self._model.labels(outcome)


class Measured:
    """Counts every request that it passes on, refused ones too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and count it when its response is sent whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", None) or NO_ROUTE
            self.metrics.requested(route, scope["method"], status, perf_counter() - started)


class _Stored(Collector):
    """How much is stored, and whether questions can be answered: looked up when asked."""

    def __init__(self, library: Library, readiness: Readiness) -> None:
        self._library = library
        self._readiness = readiness
        self._counting = threading.Lock()
        self._counted: dict[str, int] = {}
        self._fresh_until = 0.0

    def collect(self) -> Iterable[Metric]:
        """Yield the present values; nothing of a store that cannot be read."""
        ready = self._readiness.reason is None
        yield GaugeMetricFamily("pincite_ready", "Whether questions can be answered.", int(ready))
        try:
            with self._library.collection() as index:
                generation = index.generation
            counts = self._counts()
        except PinciteError as error:
            logger.warning("%s", error)
            return
        yield GaugeMetricFamily(
            "pincite_store_generation", "Changes of the default collection.", generation
        )
        for noun, count in counts.items():
            yield GaugeMetricFamily(f"pincite_{noun}", f"Number of {noun} in all.", count)

    def _counts(self) -> dict[str, int]:
        with self._counting:
            started = perf_counter()
            if started >= self._fresh_until:
                described = self._library.describe()
                self._counted = {
                    "collections": len(described),
                    "documents": sum(each.documents for each in described),
                    "passages": sum(each.passages for each in described),
                }
                ended = perf_counter()
                self._fresh_until = ended + _SHARE * (ended - started)
            return self._counted


class _Plain(Collector):
    """What another collector has, without the times at which each counter was made."""

    def __init__(self, whole: Collector) -> None:
        self._whole = whole

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        for metric in self._whole.collect():
            metric.samples = [each for each in metric.samples if not _is_creation(each.name)]
            yield metric


def _is_creation(name: str) -> bool:
    return name.endswith("_created")


def _outcome(answer: Answer) -> str | None:
    """Return what the language model did for an answer; None where none was asked."""
    if answer.degraded is not None:
        return "degraded"
    if answer.usage.cached:
        return "cached"
    return "written" if answer.usage.prompt_tokens else None
