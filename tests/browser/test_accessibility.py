"""Every state of the page as axe-core finds it: light and dark, wide and a phone, turned round."""

import threading

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.recalling import to_keep
from tests.browser.accessibility import violations
from tests.browser.changing import change_answers
from tests.browser.site import LAUNCH, SLOW_QUESTION, Site
from tests.browser.steps import ask, ask_and_wait, chip, marked, pane
from tests.browser.test_check_view import DRAFT, WRONG, check, sentence, slow, verdict
from tests.browser.test_library_view import DROP, NAME, choose, open_pdf, shelf, uploads

pytestmark = pytest.mark.browser

__all__ = ["shelf", "slow"]

WIDE = ViewportSize(width=1280, height=720)
BARS = """(position) => {
    for (const bar of document.querySelectorAll(".masthead, .ask")) bar.style.position = position;
}"""
PHONE = ViewportSize(width=360, height=740)


def assert_fine(page: Page, state: str) -> None:
    """Look at a state in light and dark and on a phone; the window is as before afterwards."""
    wrong = [f"light: {each}" for each in violations(page)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    wrong += [f"dark: {each}" for each in violations(page, "color-contrast")]
    page.set_viewport_size(PHONE)
    page.evaluate(BARS, "static")  # what scrolls beneath them is not smaller for it
    wrong += [f"phone: {each}" for each in violations(page, "color-contrast", "target-size")]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        wrong.append(f"phone: the page is {wide} pixels wide")
    page.evaluate("document.documentElement.dir = 'rtl'")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        wrong.append(f"from right to left: the page is {wide} pixels wide")
    page.evaluate("document.documentElement.dir = ''")
    page.evaluate(BARS, "")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    assert wrong == [], state


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size(WIDE)
    return page


def test_asking_is_fine_in_every_state(page: Page, site: Site) -> None:
    expect(page.get_by_role("region", name="Examples").get_by_role("button")).to_have_count(3)
    assert_fine(page, "empty")
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_count(1)
    assert_fine(page, "an answer being written")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    site.writer.may_go_on.set()
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).last.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert_fine(page, "stopped, and a preview")
    page.locator(".turn").last.get_by_role("button", name="Citation 1:").click()
    expect(marked(page)).to_have_text(LAUNCH)
    assert_fine(page, "a source beside the answer")
    page.keyboard.press("Escape")
    ask_and_wait(page, "Who owns the moon?")
    assert_fine(page, "not in the sources")


def test_what_stands_beside_an_answer_is_fine(page: Page, complaints: list[str]) -> None:
    def change(answer: dict[str, object]) -> None:
        answer |= {
            "note": "Two of your sources disagree.",
            "degraded": "The model was not asked.",
            "missing": ["what did the moon cost?"],
        }

    change_answers(page, change)
    ask_and_wait(page, "How long did it take?")
    page.get_by_text("1 sentence left out after checking").click()
    page.unroute("**/v1/answers*")
    ask(page, "why " * 1001)
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fine(page, "partial, noted, dropped and refused")
    complaints.clear()


def test_checking_is_fine_in_every_state(page: Page, slow: threading.Event) -> None:
    page.get_by_role("link", name="Check").click()
    assert_fine(page, "a draft to be written")
    check(page, DRAFT)
    expect(page.get_by_text("2 of 8 sentences")).to_be_visible()
    assert_fine(page, "a draft being checked")
    slow.set()
    expect(page.get_by_role("button", name="Copy with citations")).to_be_visible()
    sentence(page, WRONG).click()
    verdict(page).get_by_role("button", name="Citation 1:").click()
    expect(marked(page)).to_be_visible()
    assert_fine(page, "a checked draft, a verdict and its source")
    page.get_by_role("button", name="1 Contradicted").click()
    assert_fine(page, "a filtered draft")


@pytest.mark.usefixtures("shelf")
def test_the_library_is_fine_in_every_state(page: Page) -> None:
    page.goto(f"/?collection={NAME}#library")
    page.get_by_role("link", name="The mill").click()
    expect(page.get_by_text("Outline")).to_be_visible()
    assert_fine(page, "a document beside the list")
    page.get_by_role("button", name="Edit The mill").click()
    assert_fine(page, "the editor")
    page.get_by_role("button", name="Cancel").click()
    held: list[Route] = []
    page.route("**/v1/documents?background=true*", lambda route: held.append(route))
    choose(page, ("wheels.md", b"Two of oak."))
    expect(uploads(page)).to_contain_text("Sending")
    page.get_by_role("button", name="Cancel wheels.md").click()
    page.unroute("**/v1/documents?background=true*")
    choose(page, ("scan.png", b"\x89PNG\r\n\x1a\n" * 9))
    expect(uploads(page).nth(1)).to_contain_text("Failed.")
    page.route("**/v1/documents?background=true*", lambda route: held.append(route))
    choose(page, ("oak.md", b"Two of oak."))
    expect(uploads(page).nth(2)).to_contain_text("Sending")
    page.get_by_role("button", name="Delete The mill").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert_fine(page, "uploads, one of them on its way, and a removal")
    page.get_by_role("button", name="Undo").click()
    page.evaluate(DROP, ["wheels.md", "Two of oak."])
    expect(page.get_by_text("Drop to add to your library")).to_be_visible()
    assert_fine(page, "a file held over the page")


def test_an_empty_library_is_fine(page: Page, shelf: PassageIndex) -> None:
    for summary in shelf.summaries():
        shelf.remove(summary.id)
    page.goto(f"/?collection={NAME}#library")
    expect(page.get_by_text("Drop files here")).to_be_visible()
    assert_fine(page, "no documents in the library")
    page.goto(f"/?collection={NAME}#ask")
    expect(page.get_by_text("Your library is empty")).to_be_visible()
    assert_fine(page, "no documents to ask")


@pytest.mark.usefixtures("shelf")
def test_a_page_as_it_was_printed_is_fine(page: Page) -> None:
    open_pdf(page)
    pane(page).get_by_role("button", name="Page image").click()
    expect(pane(page).get_by_role("img")).to_have_js_property("complete", value=True)
    assert_fine(page, "a printed page with the cited words")


def test_history_and_settings_are_fine_in_every_state(page: Page, site: Site) -> None:
    site.index.history.clear()
    ask_and_wait(page, "What happened to Codex?")
    page.locator("summary", has_text="More").click()
    ask_and_wait(page, "Who owns the moon?")
    page.get_by_role("button", name="Edit question").first.click()
    assert_fine(page, "what can be done with an answer, and a question being edited")
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("1 conversation", exact=True)).to_be_visible()
    assert_fine(page, "the history")
    page.get_by_role("button", name="Delete all").click()
    assert_fine(page, "all of it about to be deleted")
    page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert_fine(page, "no history")
    page.get_by_role("link", name="Settings").click()
    assert_fine(page, "the settings")


def test_the_pages_without_a_program_are_fine(
    page: Page, site: Site, complaints: list[str]
) -> None:
    [newest, *_] = site.index.summaries()
    answer = to_keep(Assistant(site.index, site.writer).answer("What happened to Codex?"), "")
    site.index.history.keep(answer, site.index.generation)
    for address in (f"/d/{newest.id}?c=4-20", "/d/none", "/docs", f"/a/{answer.id}"):
        page.goto(address)
        assert_fine(page, address)
    complaints.clear()
