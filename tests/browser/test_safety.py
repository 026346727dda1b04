import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, FilePayload, Page, expect

import api.web
from index.passage_index import PassageIndex
from index.reading import from_text, read
from tests.browser.changing import change_answers
from tests.browser.payloads import FOREIGN, HTML, filled, payloads
from tests.browser.site import PAYLOAD, PIER, SIGHT, Site
from tests.browser.steps import ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser

WEB = Path(api.web.__file__).parent
VENDORED = "htm-preact.js"
OWN_MODULES = sorted(path for path in WEB.glob("*.js") if path.name != VENDORED)

HOSTILE = payloads()
NAMED = "<img src=/x onerror=console.error(0)>"
"""The name of a collection."""
WITHOUT_POLICY = pytest.mark.parametrize("options", [{"bypass_csp": True}], ids=["no policy"])
"""What is text by the page's own doing stays text without the policy too."""
STRANGE = """() => [...document.querySelectorAll("*")].flatMap((element) => {
    const leads = ["href", "xlink:href", "src", "srcset", "action", "data", "poster", "ping"];
    const foreign = (value) => URL.parse(value, location.origin)?.origin !== location.origin;
    const strange = [...element.attributes].filter(({ name, value }) =>
        name.startsWith("on") || (leads.includes(name) && foreign(value)));
    return strange.length || element.matches("img, iframe, style, base, script:not([src])")
        ? [element.outerHTML] : [];
})"""
"""Returns the elements that run something, lead or ask elsewhere, or that no text page has."""


def test_the_page_is_served_under_a_policy_that_allows_its_own_files_alone(page: Page) -> None:
    response = page.goto("/")
    assert response is not None
    policy = response.header_value("content-security-policy") or ""
    directives = dict(each.strip().partition(" ")[::2] for each in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["trusted-types"] == "'none'"


def test_a_violation_of_the_policy_would_be_seen_by_these_tests(
    page: Page, complaints: list[str]
) -> None:
    with page.expect_console_message(lambda message: message.text.startswith("policy: ")):
        page.evaluate("""() => {
            const style = document.createElement("style");
            style.textContent = "body { color: red }";
            document.head.append(style);
        }""")
    assert any(complaint.startswith("policy: style-src") for complaint in complaints)
    complaints.clear()


def test_markup_in_titles_and_documents_stays_text(page: Page) -> None:
    expect(page.locator(".library")).to_contain_text("<b>Bold</b> <img src=x onerror=alert(1)>")
    ask_and_wait(page, "What is the payload?")
    expect(page.locator(".statement")).to_have_text(f"{PAYLOAD}1")
    chip(page, 1).hover()
    expect(page.get_by_role("tooltip").locator("mark")).to_have_text(PAYLOAD)
    chip(page, 1).click()
    expect(marked(page)).to_have_text(PAYLOAD)
    expect(pane(page)).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("img, b, i, body script")).to_have_count(0)
    links = page.get_by_role("link").evaluate_all("links => links.map((link) => link.protocol)")
    assert set(links) == {"http:"}


@pytest.fixture
def hostile(site: Site) -> Iterator[PassageIndex]:
    """A collection whose titles, file names and words are all payloads."""
    named = zip(HOSTILE["title"], HOSTILE["file name"], strict=True)
    body = "\n\n".join(f"# {each}\n\n{each}" for each in HOSTILE["document"])
    with (
        site.library.collection(NAMED, create=True),
        site.library.collection("Hostile", create=True) as index,
    ):
        index.add_many(from_text(f"Text {PAYLOAD}", title=t, source=name) for t, name in named)
        words = f"{SIGHT} {PIER}"
        stated = {"author": HOSTILE["title"][0], HTML[1]: HTML[2]}
        index.add(from_text(words, title="Stated", source="notes.txt", metadata=stated))
        index.add(read(body.encode(), "hostile.md", title="All of it"))
        yield index
    site.library.delete("Hostile")
    site.library.delete(NAMED)


def make_hostile(answer: dict[str, Any]) -> None:
    """Put a payload wherever an answer has words."""
    texts = HOSTILE["answer"]
    told = [{"text": each, "reason": each} for each in texts]
    answer |= {"note": texts[0], "degraded": texts[1], "missing": texts, "dropped": told}
    if not answer["statements"]:
        for passage, text in zip(answer["related"], texts, strict=False):
            passage |= {"title": text, "text": text}
        return
    [citation, *_] = answer["statements"][0]["citations"]
    answer["statements"] = [
        {"text": text, "citations": [_hostile_citation(citation, n, text)]}
        for n, text in enumerate(texts, start=1)
    ]


def _hostile_citation(citation: dict[str, Any], n: int, text: str) -> dict[str, Any]:
    quoted = {"exact": text, "prefix": text, "suffix": text}
    locator = citation["locator"] | {"section": text}
    said = {"n": n, "title": text, "source": text, "quote": quoted, "locator": locator}
    return citation | said | {"highlights": []}


def fail_uploads(page: Page) -> None:
    """Let each file be refused in the words of a payload."""
    detail = {"title": HOSTILE["title"][1], "detail": HOSTILE["title"][2], "status": 400}
    page.route(
        "**/v1/documents?background=true*", lambda route: route.fulfill(status=400, json=detail)
    )
    files = [FilePayload(name=each, mimeType="a/b", buffer=b"") for each in HOSTILE["file name"]]
    page.get_by_label("Files to add").set_input_files(files)
    expect(page.get_by_text(f"{len(files)} failed.")).to_be_visible(timeout=60_000)


@WITHOUT_POLICY
def test_300_payloads_run_nothing_ask_for_nothing_and_lead_nowhere(
    page: Page, hostile: PassageIndex, complaints: list[str]
) -> None:
    assert sum(map(len, HOSTILE.values())) == 300

    def shows(places: tuple[str, ...], selector: str = "body") -> None:
        shown = page.locator(selector).first.text_content() or ""
        missed = [each for place in places for each in HOSTILE[place] if each not in shown]
        assert missed == []
        assert page.evaluate(STRANGE) == []

    page.goto("/?collection=Hostile#library")
    expect(page.get_by_role("list", name="Documents").get_by_role("listitem")).to_have_count(77)
    fail_uploads(page)
    shows(("title", "file name"))
    expect(page.get_by_role("combobox", name="Collection")).to_contain_text(NAMED)
    page.get_by_role("button", name="Edit Stated").click()
    expect(page.get_by_role("textbox", name="Author")).to_have_value(HOSTILE["title"][0])
    assert page.evaluate(STRANGE) == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name="All of it").click()
    expect(pane(page)).to_contain_text(HOSTILE["document"][-1])
    shows(("document",))
    page.get_by_role("link", name="Check").click()
    page.get_by_label("Your draft").fill("\n\n".join(HOSTILE["answer"]))
    page.get_by_role("button", name="Check draft").click()
    expect(page.get_by_role("button", name="Copy with citations")).to_be_visible()
    shows(("answer",), ".draft")
    page.get_by_role("link", name="Ask").click()
    ask_and_wait(page, "What is the payload?")
    change_answers(page, make_hostile)
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 30).hover()
    expect(page.get_by_role("tooltip")).to_contain_text(HOSTILE["answer"][29])
    shows(("answer",), ".turn >> nth=1")
    page.get_by_role("button", name="New chat").click()
    ask_and_wait(page, " ".join(HOSTILE["title"][:25]))
    assert page.evaluate(STRANGE) == []
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text(HOSTILE["title"][3]).first).to_be_visible()
    assert page.evaluate(STRANGE) == []
    newest = hostile.summaries()
    kept = page.request.get("/v1/answers?collection=Hostile").json()["data"]
    addresses = [f"/d/{each.id}" for each in newest if each.title == "All of it"]
    addresses += [f"/d/{newest[5].id}?c=0-4", *(f"/a/{each['id']}" for each in kept)]
    for address in addresses:
        page.goto(f"{address}{'&' if '?' in address else '?'}collection=Hostile")
        assert page.evaluate(STRANGE) == []
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()


@WITHOUT_POLICY
def test_a_payload_that_becomes_markup_would_be_seen(window: BrowserContext) -> None:
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"{FOREIGN}**", lambda route: route.abort())
    page.goto("/")
    ran: set[str] = set()
    running = {str(n) for n, each in enumerate(HTML) if "{run}" in each and "<a " not in each}
    seen = len(page.evaluate(STRANGE))

    def all_ran(message: ConsoleMessage) -> bool:
        ran.add(message.text)
        return running <= ran

    with page.expect_console_message(all_ran):
        page.set_content("<p>".join(filled(each, n) for n, each in enumerate(HTML)))
    assert {url for url in asked if url.startswith(FOREIGN)} >= {f"{FOREIGN}2", f"{FOREIGN}7"}
    assert seen == 0
    assert len(page.evaluate(STRANGE)) >= len(HTML)


def test_markup_in_a_question_stays_text(page: Page) -> None:
    ask_and_wait(page, "<img src=x onerror=alert(1)> what?")
    expect(page.get_by_role("heading", level=2)).to_have_text("<img src=x onerror=alert(1)> what?")
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("module", OWN_MODULES, ids=lambda path: path.name)
def test_no_module_makes_markup_or_code_from_text(module: Path) -> None:
    code = re.sub(r'\bimport\("\./[a-z-]+\.js"\)', "", module.read_text())
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\bimport\("
    )
    assert re.findall(forbidden, code) == []


def test_the_vendored_library_is_the_one_that_was_reviewed_and_has_its_licence_beside_it() -> None:
    assert hashlib.sha256((WEB / VENDORED).read_bytes()).hexdigest() == (
        "72284e8e9079c87817145df1110f74e8a2aa040b2fc384922e18dfcb46fc1fd7"
    )
    licence = (WEB / "htm-preact.LICENSE.txt").read_text()
    assert "Apache License" in licence
    assert "The MIT License" in licence
