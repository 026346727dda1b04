"""How long the page's own thread is busy at a stretch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

Event = dict[str, Any]


@contextmanager
def traced(page: Page) -> Iterator[list[float]]:
    """Record what the page does inside; the list then has the milliseconds of each of its tasks.

    Time is that of the processor, not of the wall: what else the machine does takes none of it.
    """
    session = page.context.new_cdp_session(page)
    events: list[Event] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.send("Tracing.start", {"categories": "toplevel,blink.user_timing,__metadata"})
    durations: list[float] = []
    page.evaluate("performance.mark('traced')")
    yield durations
    page.evaluate("performance.mark('traced')")
    over: list[object] = []
    session.on("Tracing.tracingComplete", lambda data: over.append(data))
    session.send("Tracing.end")
    while not over:
        page.wait_for_timeout(20)
    session.detach()
    durations += _tasks(events)


def _tasks(events: list[Event]) -> list[float]:
    marks = [each for each in events if each["name"] == "traced"]
    assert marks, json.dumps(sorted({each["name"] for each in events}))
    thread = (marks[0]["pid"], marks[0]["tid"])
    return [
        each["tdur"] / 1000
        for each in events
        if each["name"].endswith("RunTask")
        and "tdur" in each
        and (each["pid"], each["tid"]) == thread
    ]
