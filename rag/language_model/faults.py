"""What can go wrong with an endpoint, in plain words that hold nothing of what it sent."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

_STATUS = {
    400: "the endpoint does not understand the request (400)",
    401: "the endpoint does not accept the key (401): check OPENAI_API_KEY",
    402: "the account of the key has no credit (402)",
    403: "the key may not use this model (403)",
    404: "the endpoint has no such model or address (404): check PINCITE_LLM_MODEL and "
    "OPENAI_BASE_URL",
    408: "the endpoint gave up waiting (408)",
    422: "the endpoint does not understand the request (422)",
    429: "the endpoint takes no more requests now (429)",
}
_TEMPORARY = frozenset({408, 409, 425, 429})
_NOT_UNDERSTOOD = frozenset({400, 422})


@dataclass(eq=False)
class Fault(Exception):  # noqa: N818 - becomes a LanguageModelError once nothing more is tried
    """A try that failed."""

    reason: str
    temporary: bool = False
    """Whether the same request may succeed a little later."""
    refused: bool = False
    """Whether the endpoint did not understand a parameter; a simpler request may succeed."""
    retry_after: float | None = None
    """Seconds that the endpoint asks to be left alone."""


def fault_of(error: Exception) -> Fault:
    """Return an exception of the library, or of what lies below it, as a fault."""
    import httpx2
    import openai

    if isinstance(error, Fault):
        return error
    if isinstance(error, openai.APIStatusError):
        return status_fault(error.status_code, error.response.headers.get("retry-after"))
    cause = error.__cause__
    while cause is not None:  # the library wraps what happens while it sends
        if isinstance(cause, Fault):
            return cause
        cause = cause.__cause__
    if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
        return Fault("the endpoint says nothing", temporary=True)
    if isinstance(error, (openai.APIConnectionError, httpx2.TransportError, OSError)):
        return Fault("the endpoint cannot be reached, or broke off the connection", temporary=True)
    return Fault(f"the endpoint could not be asked ({type(error).__name__})")


def status_fault(status: int, retry_after: str | None = None) -> Fault:
    """Return what an HTTP status other than 200 means."""
    if 300 <= status < 400:
        reason = (
            f"the endpoint redirects to another address ({status}), which is not followed: "
            "set OPENAI_BASE_URL to the final one"
        )
        return Fault(reason)
    default = f"the endpoint failed ({status})" if status >= 500 else f"the endpoint said {status}"
    return Fault(
        _STATUS.get(status, default),
        temporary=status >= 500 or status in _TEMPORARY,
        refused=status in _NOT_UNDERSTOOD,
        retry_after=_seconds(retry_after),
    )


def _seconds(value: str | None) -> float | None:
    """Return how long from now a Retry-After header (RFC 9110, 10.2.3) asks to wait."""
    told = (value or "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        until = parsedate_to_datetime(told)
        return max(0.0, until.timestamp() - time())
    except (ValueError, OverflowError):
        return None
