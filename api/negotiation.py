"""What a client would rather have: the ``Accept`` header (RFC 9110, section 12.5.1)."""

from starlette.requests import Request

JSON = "application/json"
EVENTS = "text/event-stream"


async def wants_events(request: Request) -> bool:
    """Tell whether the client would rather have events than JSON."""
    return prefers_events(", ".join(request.headers.getlist("accept")))


def prefers_events(accept: str) -> bool:
    """Tell whether ``accept`` asks for events by name and does not want JSON more.

    >>> prefers_events("text/event-stream, */*"), prefers_events("*/*")
    (True, False)
    >>> prefers_events("application/json, text/event-stream;q=0.9")
    False
    """
    ranges = dict(_range(each) for each in accept.split(","))
    events = ranges.get(EVENTS, 0.0)
    if JSON in ranges:
        return events > ranges[JSON]
    any_json = ranges.get("application/*", ranges.get("*/*", 0.0))
    return events > 0 and events >= any_json


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    return name, next((_quality(p[2:]) for p in parameters if p.startswith("q=")), 1.0)


def _quality(text: str) -> float:
    try:
        return float(text) if 0 <= float(text) <= 1 else 0.0
    except ValueError:
        return 0.0
