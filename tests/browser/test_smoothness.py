"""A long conversation and a long document leave the page's thread free: no task over 200 ms."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site
from tests.browser.tracing import traced

pytestmark = [pytest.mark.browser, pytest.mark.alone]

LONGEST_MS = 200
SAME_ANSWER = """async (question) => {
    const send = window.fetch;
    const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
    const asked = { method: "POST", headers, body: JSON.stringify({ question }) };
    const body = await (await send("/v1/answers", asked)).text();
    window.fetch = (path, options) => String(path).startsWith("/v1/answers")
        ? Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }))
        : send(path, options);
}"""
# Playwright looks through the whole page for each of its own steps: here the page goes by itself.
STEPS = """
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const until = async (selector) => {
        while (!document.querySelector(selector)) await pause(10);
        return document.querySelector(selector);
    };
    const ask = async (question) => {
        const box = document.getElementById("question");
        box.value = question;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        await pause();
        box.form.requestSubmit();
        await pause();
        return until(".turn:last-of-type[aria-busy=false] .chip");
    };
    const scroll = async (box, by) => {
        for (let n = 0; n < 20; n += 1) {
            box.scrollBy({ top: by, behavior: "instant" });
            await pause(20);
        }
    };
"""
ASK_MANY = f"""async (count) => {{
    {STEPS}
    for (let n = 0; n < count; n += 1) await ask(`Question ${{n}}`);
}}"""
GO_ON = f"""async () => {{
    {STEPS}
    await scroll(document.scrollingElement, -4000);
    (await ask("And then?")).click();
    await until(".source mark");
}}"""
OPEN = f"""async () => {{
    {STEPS}
    document.querySelector(".documents .title").click();
    await until(".source .document .heading");
    const body = document.querySelector(".source .body");
    await scroll(body, 20_000);
    document.querySelectorAll(".outline button")[150].click();
    const chosen = [...body.querySelectorAll(".heading")]
        .find(({{ textContent }}) => textContent === "Page 150");
    const below = () => chosen.getBoundingClientRect().top - body.getBoundingClientRect().top;
    for (let n = 0; n < 100 && Math.abs(below()) > body.clientHeight; n += 1) await pause(20);
    return [body.scrollTop, below(), body.clientHeight];
}}"""


def test_a_conversation_of_200_turns_goes_on_smoothly(page: Page) -> None:
    page.evaluate(SAME_ANSWER, "What happened to Codex?")
    page.evaluate(ASK_MANY, 200)
    with traced(page) as tasks:
        page.evaluate(GO_ON)
    assert len(tasks) > 20
    expect(page.locator(".turn")).to_have_count(201)
    assert max(tasks) < LONGEST_MS


def test_a_document_of_300_pages_is_opened_and_looked_through_smoothly(page: Page) -> None:
    text, blocks = long_document(300)
    page.goto("/#library")
    page.route("**/v1/documents/*/text", lambda route: route.fulfill(body=text))
    page.route("**/*include=blocks", lambda route: route.fulfill(json={"blocks": blocks}))
    expect(page.locator(".documents .title")).to_have_count(3)
    with traced(page) as tasks:
        scrolled, below, height = page.evaluate(OPEN)
    # How far that is depends on which paragraphs were drawn: of the others the height is guessed.
    assert scrolled > 50_000
    assert 0 <= below < height
    assert len(text) > 700_000
    assert max(tasks) < LONGEST_MS


def long_document(pages: int) -> tuple[str, list[dict[str, Any]]]:
    """Return a text of so many pages, each a heading and seven paragraphs, with its blocks."""
    paragraph = "The keeper wrote that the lamp was lit at dusk and that the sea was calm. " * 5
    text, blocks = "", []
    for page in range(pages):
        for words in (f"Page {page}", *[paragraph] * 7):
            kind = "paragraph" if words == paragraph else "heading"
            span = {"start": len(text), "end": len(text) + len(words)}
            blocks.append(span | {"kind": kind, "level": 1})
            text += f"{words}\n"
    return text, blocks


def test_a_long_task_would_be_seen(page: Page) -> None:
    with traced(page) as tasks:
        page.evaluate(
            "() => { const end = performance.now() + 600; while (performance.now() < end); }"
        )
    assert max(tasks) > LONGEST_MS


SCRIPTS = """() => performance.getEntriesByType("resource")
    .filter(({ name }) => name.endsWith(".js"))
    .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""
FIRST_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
        if (name === "first-contentful-paint") resolve(startTime);
}).observe({ type: "paint", buffered: true }))"""


def test_the_scripts_of_all_views_come_over_the_wire_in_under_60_kilobytes(page: Page) -> None:
    for view in page.get_by_role("navigation", name="Views").get_by_role("link").all():
        view.click()
        expect(view).to_have_attribute("aria-current", "page")
    sizes = dict(page.evaluate(SCRIPTS))
    assert len(sizes) >= 49
    assert all(0 < size < 10_000 for size in sizes.values()), "each is packed"
    assert sum(sizes.values()) < 60_000


def test_the_first_paint_comes_within_a_second(site: Site, chromium: Browser) -> None:
    paints = []
    for _ in range(5):
        with chromium.new_context(base_url=site.url) as window:
            page = window.new_page()
            page.goto("/")
            paints.append(page.evaluate(FIRST_PAINT))
    assert min(paints) < 1_000
