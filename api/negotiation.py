"""What a client would rather have: ``Accept`` and its kin (RFC 9110, section 12.5)."""

from collections.abc import Sequence

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


def preferred_language(accept_language: str, offered: Sequence[str]) -> str:
    """Return which of the ``offered`` languages is wanted most; the first, if none of them is.

    >>> preferred_language("fr, de-AT;q=0.8, en;q=0.5", ["en", "de"])
    'de'
    """
    wanted = dict.fromkeys(offered, 0.0)
    for tag, quality in (_range(each) for each in accept_language.split(",")):
        language = tag.partition("-")[0]
        if language in wanted:
            wanted[language] = max(wanted[language], quality)
    return max(offered, key=lambda language: wanted[language])


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether an answer may be packed by gzip.

    >>> accepts_gzip("br, gzip"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    codings = dict(_range(each) for each in accept_encoding.split(","))
    return codings.get("gzip", codings.get("x-gzip", codings.get("*", 0.0))) > 0


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    return name, next((_quality(p[2:]) for p in parameters if p.startswith("q=")), 1.0)


def _quality(text: str) -> float:
    try:
        return float(text) if 0 <= float(text) <= 1 else 0.0
    except ValueError:
        return 0.0
