import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index.types import document_id
from tests.browser.site import LAUNCH, PIER, SIGHT, SLOW_QUESTION, SPRINT, Site
from tests.browser.steps import ask, ask_and_wait

pytestmark = pytest.mark.browser


def test_an_answer_is_sentences_followed_by_the_numbers_of_their_sources(page: Page) -> None:
    ask(page, "What happened at the pier?")
    expect(page.get_by_role("heading", name="What happened at the pier?")).to_be_visible()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])
    numbers = page.locator(".statement").get_by_role("button")
    expect(numbers.first).to_have_accessible_name(re.compile("^Citation 1: Field notes 🎉"))


def test_a_number_is_named_by_its_title_and_section(page: Page) -> None:
    ask(page, "What happened to Codex?")
    title = "Inside OpenAI: Unfiltered Lessons on AI, Culture, and Rapid Product Launches"
    name = f"Citation 1: {title}, 05 Codex Release Journey"
    expect(page.locator(".statement").get_by_role("button").first).to_have_accessible_name(name)


def test_a_place_cited_twice_keeps_its_number(page: Page) -> None:
    ask(page, "How did it begin and end?")
    expect(page.locator(".statement")).to_have_text([f"{SPRINT}.12", f"{LAUNCH}2"])


def test_a_sentence_is_shown_before_the_next_one_is_written(page: Page, site: Site) -> None:
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1"])
    expect(page.get_by_role("status").filter(has_text="Checking sources…")).to_be_visible()
    site.writer.may_go_on.set()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])
    expect(page.get_by_text("Checking sources…")).to_have_count(0)


def test_stop_keeps_what_was_verified_and_asking_again_completes_it(page: Page, site: Site) -> None:
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_count(1)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. The answer may be incomplete.")).to_be_visible()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1"])
    site.writer.may_go_on.set()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_text("Stopped.")).to_have_count(0)


def test_a_question_typed_while_an_answer_is_written_waits(page: Page, site: Site) -> None:
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_count(1)
    ask(page, "What happened to Codex?")
    expect(page.get_by_label("Your question")).to_have_value("What happened to Codex?")
    expect(page.locator(".turn")).to_have_count(1)
    site.writer.may_go_on.set()
    expect(page.locator(".statement")).to_have_count(2)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn").last.locator(".statement")).to_have_count(2)


def test_shift_and_enter_start_a_new_line(page: Page) -> None:
    box = page.get_by_label("Your question")
    box.fill("first")
    box.press("Shift+Enter")
    box.press_sequentially("second")
    expect(box).to_have_value("first\nsecond")
    expect(page.locator(".turn")).to_have_count(0)


def test_an_empty_question_is_not_asked(page: Page) -> None:
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_disabled()
    ask(page, "  ")
    expect(page.locator(".turn")).to_have_count(0)


def test_a_slash_goes_to_the_question_and_is_not_typed(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    page.get_by_role("button", name="New chat").focus()
    page.keyboard.press("/")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.press("/")
    expect(box).to_have_value("/")


def test_a_follow_up_is_sent_with_what_was_asked_before(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    with page.expect_request("**/v1/answers") as asked:
        ask_and_wait(page, "What happened to Codex?")
    told = asked.value.post_data_json or {}
    assert told.pop("conversation").startswith("conv_")
    assert told == {
        "keep": True,
        "question": "What happened to Codex?",
        "history": [{"question": "What happened at the pier?", "answer": f"{SIGHT} {PIER}"}],
    }
    expect(page.locator(".turn")).to_have_count(2)


def test_a_new_chat_knows_nothing_of_the_old_one(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    with page.expect_request(
        lambda request: "What happened to Codex?" in (request.post_data or "")
    ) as asked:
        ask_and_wait(page, "What happened to Codex?")
    assert (asked.value.post_data_json or {})["history"] == []


def test_a_new_chat_stops_the_answer_that_is_being_written(page: Page, site: Site) -> None:
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_count(1)
    page.get_by_role("button", name="New chat").click()
    site.writer.may_go_on.set()
    ask_and_wait(page, "What happened to Codex?")
    expect(page.locator(".statement")).to_have_text([f"{LAUNCH}1", f"{SPRINT}2"])


def test_the_library_is_named_with_its_newest_documents_first(page: Page) -> None:
    library = page.locator(".library")
    expect(library.get_by_role("heading")).to_have_text("3 documents in your library")
    expect(library.get_by_role("link").nth(1)).to_have_text("Field notes 🎉")
    expect(library.get_by_role("link").nth(1)).to_have_attribute(
        "href", f"/d/{document_id('notes.txt')}"
    )


def test_an_example_is_made_of_a_heading_and_asked_by_a_click(page: Page) -> None:
    examples = page.get_by_role("region", name="Examples").get_by_role("button")
    expect(examples).to_have_count(3)
    examples.filter(has_text="Codex Release Journey").click()
    question = "What does it say about Codex Release Journey?"
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page.locator(".statement")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_be_focused()


def test_the_answer_is_copied_with_its_numbers_and_sources(
    window: BrowserContext, page: Page, site: Site
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    ask_and_wait(page, "What happened at the pier?")
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    notes = document_id("notes.txt")
    (first, first_link), (second, second_link) = (site.cited(notes, q) for q in (SIGHT, PIER))
    assert page.evaluate("navigator.clipboard.readText()") == (
        "What happened at the pier?\n\n"
        f"{SIGHT} [1]\n{PIER} [2]\n\n"
        "Sources\n"
        f"[1] Field notes 🎉, {first}: “{SIGHT}” {first_link}\n"
        f"[2] Field notes 🎉, {second}: “{PIER}” {second_link}"
    )


def test_a_newer_question_moves_to_the_top_and_the_answer_does_not_scroll_the_reader(
    page: Page, site: Site
) -> None:
    ask_and_wait(page, "What happened to Codex?")
    ask(page, SLOW_QUESTION)
    expect(page.locator(".statement")).to_have_count(3)
    top = page.get_by_role("heading", name=SLOW_QUESTION).bounding_box()
    assert top is not None
    assert top["y"] < 150
    site.writer.may_go_on.set()
    expect(page.locator(".statement")).to_have_count(4)
    assert page.get_by_role("heading", name=SLOW_QUESTION).bounding_box() == top
