"""The headers Accept and Accept-Language."""

import pytest

from api.negotiation import preferred_language, prefers_events


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/html, */*;q=0.8", False),
        ("text/*", False),
        ("text/event-stream", True),
        ("TEXT/Event-Stream; Q=0.5", True),
        ("text/event-stream, */*", True),
        ("text/event-stream;q=0.5, */*;q=0.1", True),
        ("text/event-stream;q=0.1, */*;q=0.5", False),
        ("application/json, text/event-stream", False),
        ("application/json;q=0.5, text/event-stream", True),
        ("application/json, text/event-stream;q=0.9", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=nonsense", False),
        ("text/event-stream;q=7", False),
        ("text/event-stream;q=nan", False),
        (",;,=;q", False),
    ],
)
def test_events_are_sent_to_whom_asks_for_them_by_name(accept: str, events: bool) -> None:
    assert prefers_events(accept) is events


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("fr, es;q=0.5", "en"),
        ("de", "de"),
        ("DE-at", "de"),
        ("en-GB, de", "en"),
        ("en;q=0.5, de-CH;q=0.7, de;q=0.1", "de"),
        ("de;q=0, en;q=0", "en"),
        ("de;q=nonsense", "en"),
        ("den, dex-DE", "en"),
        (",;,=;q", "en"),
    ],
)
def test_the_wanted_language_is_taken_where_it_is_offered(
    accept_language: str, language: str
) -> None:
    assert preferred_language(accept_language, ["en", "de"]) == language
