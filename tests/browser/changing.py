"""The server's answers, changed on their way to the page: what the small library cannot cause."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

Change = Callable[[dict[str, Any]], object]
"""Changes an answer object in place."""


def change_answers(page: Page, change: Change) -> None:
    """Let the page get every answer as ``change`` leaves it."""

    def changed(route: Route) -> None:
        if "text/event-stream" not in route.request.headers.get("accept", ""):
            route.continue_()
            return
        whole = route.fetch().text()
        answer = json.loads(whole.rpartition("data: ")[2])
        change(answer)
        body = f"event: done\ndata: {json.dumps(answer)}\n\n"
        route.fulfill(content_type="text/event-stream", body=body)

    page.route("**/v1/answers*", changed)


def change_citations(page: Page, change: Change) -> None:
    """Let the page get every citation of every answer as ``change`` leaves it."""

    def changed(answer: dict[str, Any]) -> None:
        for statement in answer["statements"]:
            for citation in statement["citations"]:
                change(citation)

    change_answers(page, changed)


def highlighted(*words: str) -> Change:
    """Make words the decisive ones of each quote that has them."""

    def change(citation: dict[str, Any]) -> None:
        exact, origin = citation["quote"]["exact"], citation["position"]["start"]
        starts = [(origin + exact.index(each), each) for each in words if each in exact]
        citation["highlights"] = [{"start": at, "end": at + len(each)} for at, each in starts]

    return change
