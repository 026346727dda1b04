"""Whether and where spans are sent: as the variables of OpenTelemetry say."""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from index.errors import InputError

if TYPE_CHECKING:
    from api.telemetry import Tracing
    from index.embedding import Embedder

_ASKING = (
    "OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
)
_EXPORTERS = {
    "otlp": "opentelemetry.exporter.otlp.proto.http.trace_exporter:OTLPSpanExporter",
    "console": "opentelemetry.sdk.trace.export:ConsoleSpanExporter",
}
_HTTP = "http/protobuf"


@contextmanager
def tracing_of(
    environ: Mapping[str, str], version: str, console: TextIO | None = None
) -> "Iterator[Tracing | None]":
    """Give where spans go, until this ends and the last ones are sent; None where none are wanted.

    ``console`` is what the exporter of that name writes to, instead of standard output.

    Raises:
        InputError: they are wanted in a way that there is not, or what sends them is not installed.
    """
    wanted = _exporter(environ)
    if wanted is None:
        yield None
        return
    provider = _provider(wanted, environ, version, console)
    from api.telemetry import Tracing, captures

    try:
        yield Tracing(provider.get_tracer("pincite", version), captures(environ))
    finally:
        provider.shutdown()


def traced(model: "Embedder", tracing: "Tracing | None") -> "Embedder":
    """Return an embedding model whose work is traced, if any is."""
    if tracing is None:
        return model
    from api.telemetry import TracedEmbedder

    return TracedEmbedder(model, tracing)


def _exporter(environ: Mapping[str, str]) -> str | None:
    """Return the name of the exporter that is asked for."""
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    if not any(environ.get(name) for name in _ASKING):
        return None
    name = environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    if name == "none":
        return None
    if name not in _EXPORTERS:
        raise InputError(
            f"OTEL_TRACES_EXPORTER is not usable: spans go to {', '.join(_EXPORTERS)} or none."
        )
    protocol = environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or environ.get(
        "OTEL_EXPORTER_OTLP_PROTOCOL", _HTTP
    )
    if name == "otlp" and protocol != _HTTP:
        raise InputError(f"OTEL_EXPORTER_OTLP_PROTOCOL is not usable: spans are sent as {_HTTP}.")
    return name


def _provider(
    exporter: str, environ: Mapping[str, str], version: str, console: TextIO | None
) -> Any:  # noqa: ANN401
    options = {"out": console} if exporter == "console" and console else {}
    module, _, name = _EXPORTERS[exporter].partition(":")
    try:
        sdk: Any = importlib.import_module("opentelemetry.sdk.trace")
        export: Any = importlib.import_module("opentelemetry.sdk.trace.export")
        resources: Any = importlib.import_module("opentelemetry.sdk.resources")
        made = getattr(importlib.import_module(module), name)(**options)
    except ImportError:
        raise InputError(
            "The environment asks for OpenTelemetry, which is not installed. Install it with "
            "pip install 'pincite[telemetry]', or set OTEL_TRACES_EXPORTER=none."
        ) from None
    own = {"service.version": version}
    if not environ.get("OTEL_SERVICE_NAME"):
        own["service.name"] = "pincite"
    provider = sdk.TracerProvider(resource=resources.Resource.create(own))
    batch = exporter != "console"
    processor = export.BatchSpanProcessor if batch else export.SimpleSpanProcessor
    provider.add_span_processor(processor(made))
    return provider
