import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index.types import document_id
from rag.citing.formats import FORMATS
from tests.browser.accessibility import violations
from tests.browser.site import ARABIC, LAUNCH, PIER, SIGHT, Site
from tests.browser.steps import ask, ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser


def test_a_number_opens_the_source_at_the_marked_words(page: Page, site: Site) -> None:
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).click()
    expect(marked(page)).to_have_count(1)
    assert marked(page).text_content() == LAUNCH
    expect(marked(page)).to_be_in_viewport()
    expect(pane(page)).to_contain_text("05 Codex Release Journey, paragraph 4")
    title = "Inside OpenAI: Unfiltered Lessons on AI, Culture, and Rapid Product Launches"
    expect(pane(page).get_by_role("heading", name=title).first).to_be_focused()
    link = pane(page).get_by_role("link", name="Open page").get_attribute("href")
    assert link is not None
    identity, _, span = link.removeprefix("/d/").partition("?c=")
    start, _, end = span.partition("-")
    assert site.index.document(identity).text[int(start) : int(end)] == LAUNCH


def test_the_page_behind_the_link_marks_the_same_words(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    link = pane(page).get_by_role("link", name="Open page").get_attribute("href")
    page.goto(link or "")
    expect(page.locator("mark")).to_have_text(SIGHT)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_the_source_and_escape_returns_to_the_number(
    page: Page, key: str
) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 2).focus()
    page.keyboard.press(key)
    expect(marked(page)).to_have_text(PIER)
    expect(chip(page, 2)).to_have_attribute("aria-expanded", "true")
    expect(chip(page, 1)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(pane(page)).to_have_count(0)
    expect(chip(page, 2)).to_be_focused()


def test_the_close_button_returns_to_the_number(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    page.get_by_role("button", name="Close the source").click()
    expect(pane(page)).to_have_count(0)
    expect(chip(page, 1)).to_be_focused()


def test_offsets_count_characters_and_not_utf_16_units(page: Page, site: Site) -> None:
    ask_and_wait(page, "What happened at the pier?")
    text = site.index.document(document_id("notes.txt")).text
    assert len(text[: text.index(PIER)].encode("utf-16-le")) // 2 == text.index(PIER) + 8
    for number, quote in ((1, SIGHT), (2, PIER)):
        chip(page, number).click()
        expect(marked(page)).to_have_text(quote)
        assert marked(page).text_content() == quote


def test_right_to_left_words_run_from_right_to_left(page: Page) -> None:
    ask_and_wait(page, "Which ship came?")
    expect(page.locator(".statement")).to_have_css("direction", "rtl")
    chip(page, 1).click()
    expect(marked(page)).to_have_text(ARABIC)
    expect(marked(page)).to_have_css("direction", "rtl")
    expect(pane(page).get_by_text(SIGHT)).to_have_css("direction", "ltr")


def test_pointing_at_a_number_previews_the_words_until_the_pointer_leaves(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).hover()
    preview = page.get_by_role("tooltip")
    expect(preview).to_be_visible()
    expect(preview.locator("mark")).to_have_text(SIGHT)
    preview.hover()
    expect(preview).to_be_visible()
    page.mouse.move(0, 0)
    expect(preview).to_be_hidden()
    expect(pane(page)).to_have_count(0)


def test_focus_previews_the_words_and_escape_hides_them(page: Page, site: Site) -> None:
    ask_and_wait(page, "What happened at the pier?")
    page.get_by_role("button", name="Edit question").focus()
    page.keyboard.press("Tab")
    expect(chip(page, 1)).to_be_focused()
    expect(page.get_by_role("tooltip").locator("mark")).to_have_text(SIGHT)
    where, _ = site.cited(document_id("notes.txt"), SIGHT)
    expect(chip(page, 1)).to_have_accessible_description(f"{SIGHT} Field notes 🎉 · {where}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    expect(chip(page, 1)).to_be_focused()


def test_the_list_below_the_answer_opens_the_same_place_under_the_same_number(page: Page) -> None:
    ask_and_wait(page, "What happened to Codex?")
    sources = page.get_by_role("group", name="Sources")
    expect(sources.get_by_role("listitem")).to_have_text(
        ["105 Codex Release Journey, paragraph 4", "205 Codex Release Journey, paragraph 1"]
    )
    sources.get_by_role("button").first.click()
    expect(marked(page)).to_have_text(LAUNCH)
    expect(pane(page).get_by_label("Citation 1")).to_have_text("1")
    expect(chip(page, 1)).to_have_attribute("aria-expanded", "true")


def test_another_number_moves_the_open_source_to_its_words(page: Page) -> None:
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).click()
    expect(marked(page)).to_have_text(LAUNCH)
    ask_and_wait(page, "What happened at the pier?")
    expect(marked(page)).to_have_text(LAUNCH)
    page.locator(".turn").last.get_by_role("button", name="Citation 2:").click()
    expect(marked(page)).to_have_text(PIER)
    expect(pane(page)).to_have_count(1)


def test_words_that_are_gone_from_the_document_are_shown_as_they_were_cited(page: Page) -> None:
    page.route("**/v1/documents/*/text", lambda route: route.fulfill(body="A newer text. " * 50))
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    problem = pane(page).get_by_role("alert")
    expect(problem).to_contain_text("The document has changed since this answer.")
    expect(problem.locator("blockquote")).to_have_text(SIGHT)
    expect(marked(page)).to_have_count(0)


def test_a_document_read_before_is_read_again_when_it_has_changed(page: Page, site: Site) -> None:
    newer = site.index.document(document_id("notes.txt")).text
    older = "An older text, in which the words stand nowhere. " * 10
    page.route("**/v1/documents/*/text", lambda route: route.fulfill(body=older))
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    expect(pane(page).get_by_role("alert")).to_be_visible()
    page.unroute("**/v1/documents/*/text")
    chip(page, 2).click()
    expect(marked(page)).to_have_text(PIER)
    assert PIER in newer


def test_the_quote_of_a_removed_document_is_still_shown(page: Page, complaints: list[str]) -> None:
    ask(page, "What happened at the pier?")
    removed = '{"title": "Not found", "status": 404, "detail": "There is no such document."}'
    page.route("**/v1/documents/*", lambda route: route.fulfill(status=404, body=removed))
    chip(page, 1).click()
    problem = pane(page).get_by_role("alert")
    expect(problem).to_contain_text("Not found. There is no such document.")
    expect(problem.locator("blockquote")).to_have_text(SIGHT)
    assert all("404" in complaint for complaint in complaints)
    complaints.clear()


def test_a_citation_is_copied_in_every_format_by_keyboard(
    page: Page, window: BrowserContext, site: Site
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    expect(marked(page)).to_have_text(SIGHT)
    menu = pane(page).get_by_role("group").filter(has_text="Copy as…")
    pane(page).get_by_text("Copy as…").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button")).to_have_count(len(FORMATS))
    assert violations(page) == []
    _, link = site.cited(document_id("notes.txt"), SIGHT)
    query = link.rpartition("?c=")[2].replace("-", "&end=")
    for at, form in enumerate(FORMATS):
        button = menu.get_by_role("button").nth(at)
        button.focus()
        page.keyboard.press("Enter")
        expect(menu.get_by_role("status").nth(at)).to_have_text("Copied")
        address = f"/v1/citations?document_id={document_id('notes.txt')}&start={query}"
        expected = page.request.get(f"{address}&format={form}").text()
        assert page.evaluate("navigator.clipboard.readText()") == expected, form
