"""History and settings: what was asked is found again, until it is deleted."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from index.reading import from_text
from rag.answering import Assistant
from rag.recalling import to_keep
from tests.browser.site import MILL, PIER, SIGHT, SPRINT, Site
from tests.browser.steps import ask, ask_and_wait, chip, marked, pane
from tests.browser.test_looks import DARK, NARROW, PHONE, luminance, overflows

pytestmark = pytest.mark.browser

ASKED = "What happened at the pier?"
COPY = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(autouse=True)
def nothing_kept(site: Site) -> Iterator[None]:
    site.index.history.clear()
    yield
    site.index.history.clear()


def kept(site: Site) -> list[str]:
    return [summary.question for summary in site.index.history.summaries()]


def talks(page: Page) -> Locator:
    return page.get_by_role("list", name="Conversations").get_by_role("listitem")


def ask_and_keep(page: Page, question: str) -> None:
    ask_and_wait(page, question)
    expect(page.locator(".turn").last.get_by_role("link", name="Open as page")).to_be_visible()


def go_to(page: Page, view: str) -> None:
    page.get_by_role("navigation", name="Views").get_by_role("link", name=view).click()


def questions(page: Page) -> Locator:
    return page.locator(".question")


def test_a_conversation_goes_on_after_the_page_was_loaded_anew(page: Page, site: Site) -> None:
    ask_and_keep(page, ASKED)
    ask_and_keep(page, "Who owns the moon?")
    page.reload()
    expect(questions(page)).to_have_text([ASKED, "Who owns the moon?"])
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])
    chip(page, 2).click()
    expect(marked(page)).to_have_text(PIER)
    page.keyboard.press("Escape")
    with page.expect_request("**/v1/answers") as asked:
        ask_and_keep(page, "Which ship came?")
    told = asked.value.post_data_json or {}
    assert [each["question"] for each in told["history"]] == [ASKED, "Who owns the moon?"]
    assert len({each.conversation for each in site.index.history.summaries()}) == 1
    page.get_by_role("button", name="New chat").click()
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(questions(page)).to_have_count(0)


def test_conversations_are_listed_found_opened_and_deleted_with_undo(
    page: Page, site: Site
) -> None:
    ask_and_keep(page, ASKED)
    ask_and_keep(page, "Who owns the moon?")
    page.get_by_role("button", name="New chat").click()
    ask_and_keep(page, "Who owns the moon?")
    go_to(page, "History")
    expect(talks(page)).to_have_count(2)
    expect(talks(page).nth(0)).to_contain_text("not in the sources")
    expect(talks(page).nth(1)).to_contain_text("2 questions")
    page.keyboard.press("/")
    page.keyboard.type("PIER")
    expect(page.get_by_text("1 of 2 conversations")).to_be_visible()
    talks(page).get_by_role("link", name=ASKED).click()
    expect(questions(page)).to_have_text([ASKED, "Who owns the moon?"])
    go_to(page, "History")
    page.get_by_role("button", name=f"Delete {ASKED}").click()
    expect(talks(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(talks(page)).to_have_count(2)
    expect(talks(page).nth(1).get_by_role("link")).to_be_focused()
    assert len(kept(site)) == 3
    page.clock.install()
    page.get_by_role("button", name=f"Delete {ASKED}").click()
    with page.expect_response("**/v1/answers?conversation=*"):
        page.clock.run_for(7_000)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert kept(site) == ["Who owns the moon?"]
    go_to(page, "Ask")
    expect(questions(page)).to_have_count(0)


def test_the_history_is_exported_and_deleted_at_once(page: Page, site: Site) -> None:
    ask_and_keep(page, ASKED)
    go_to(page, "History")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Export").click()
    rows = [json.loads(line) for line in saved.value.path().read_text().splitlines()]
    assert [row["question"] for row in rows] == [ASKED]
    page.get_by_role("button", name="Delete all").click()
    dialog = page.get_by_role("dialog", name="Delete 1 conversation?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(talks(page)).to_have_count(1)
    page.get_by_role("button", name="Delete all").click()
    dialog.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_role("heading", name="History")).to_be_focused()
    assert kept(site) == []


def test_a_sentence_whose_source_is_gone_is_withheld_in_the_opened_conversation(
    page: Page, site: Site
) -> None:
    added = site.index.add(from_text(f"{MILL}\n", title="The mill", source="mill.txt"))
    ask_and_keep(page, "Who built the mill?")
    expect(page.locator(".statement")).to_have_text([f"{MILL}1"])
    site.index.remove(added.document_id)
    page.reload()
    expect(page.get_by_text("1 sentence of this answer is not shown any more:")).to_be_visible()
    expect(page.get_by_text("The source was removed.")).to_be_visible()
    expect(page.get_by_text("No sentence in your sources")).to_have_count(0)
    assert MILL not in page.content()
    go_to(page, "History")
    expect(talks(page)).to_contain_text("1 sentence no longer shown")


def test_what_was_left_out_is_unfolded_with_its_reason_after_reloading(page: Page) -> None:
    ask_and_keep(page, "How long did it take?")
    page.reload()
    page.get_by_text("1 sentence left out after checking").click()
    expect(page.locator(".dropped li")).to_have_text(
        re.compile(r"The sprint took 13 weeks\. the source says seven weeks, not 13 weeks")
    )
    expect(page.get_by_text("not kept")).to_have_count(0)


def test_the_page_of_an_answer_opens_from_it_and_its_numbers_open_the_sources(
    page: Page, window: BrowserContext, complaints: list[str]
) -> None:
    ask_and_keep(page, ASKED)
    with window.expect_page() as opened:
        page.get_by_role("link", name="Open as page").click()
    shared = opened.value
    shared.on("console", lambda said: complaints.append(said.text))
    expect(shared.get_by_role("heading", name=ASKED)).to_be_visible()
    number = shared.get_by_role("link", name=re.compile("^Citation 1:"))
    expect(number).to_have_attribute("title", f"“{SIGHT}”")
    shared.get_by_text("As Markdown").click()
    expect(shared.locator("pre").nth(1)).to_contain_text(f"{PIER}[^2]")
    number.focus()
    shared.keyboard.press("Enter")
    expect(shared.locator("mark")).to_have_text(SIGHT)
    expect(shared.locator("mark")).to_be_in_viewport()


def test_a_question_is_edited_and_takes_the_place_of_what_followed(page: Page, site: Site) -> None:
    ask_and_keep(page, ASKED)
    ask_and_keep(page, "Who owns the moon?")
    page.get_by_role("button", name="Edit question").first.click()
    box = page.get_by_role("textbox", name="Edit question")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit question").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The question after it is removed.")).to_be_visible()
    box.fill("What happened to Codex?")
    first, second = (each.id for each in site.index.history.summaries())
    with (
        page.expect_response(re.compile(rf"/v1/answers/{first}$")),
        page.expect_response(re.compile(rf"/v1/answers/{second}$")),
    ):
        page.keyboard.press("Enter")
    expect(questions(page)).to_have_text(["What happened to Codex?"])
    expect(page.locator(".turn")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".statement").nth(1)).to_contain_text(SPRINT)
    page.reload()
    expect(questions(page)).to_have_text(["What happened to Codex?"])
    assert kept(site) == ["What happened to Codex?"]


def test_an_answer_is_made_anew_and_kept_once(page: Page, site: Site) -> None:
    ask_and_keep(page, ASKED)
    first = site.index.history.summaries()[0].id
    with page.expect_response(re.compile(rf"/v1/answers/{first}$")):
        page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".statement")).to_have_count(2)
    assert kept(site) == [ASKED]
    assert site.index.history.summaries()[0].id != first


@pytest.mark.parametrize("options", [COPY])
def test_an_answer_is_copied_with_or_without_citations_as_markdown_and_in_a_chosen_style(
    page: Page, site: Site
) -> None:
    ask_and_keep(page, ASKED)
    _, link = site.cited(site.index.summaries()[1].id, SIGHT)

    def copied(name: str) -> str:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("Copied")).to_be_visible()
        text: str = page.evaluate("navigator.clipboard.readText()")
        expect(page.get_by_text("Copied")).to_have_count(0)
        return text

    page.get_by_text("More").click()
    assert copied("Copy without citations") == f"{SIGHT}\n{PIER}"
    markdown = copied("Copy as Markdown")
    assert f"{SIGHT}[^1]\n\n{PIER}[^2]" in markdown
    assert f"[^1]: “{SIGHT}” Field notes 🎉, para. 2. <{link}>" in markdown
    assert re.fullmatch(rf"{site.url}/a/ans_[0-9a-f]{{24}}", copied("Copy link"))
    go_to(page, "Settings")
    page.get_by_label("Sources as").select_option("APA")
    go_to(page, "Ask")
    text = copied("Copy answer")
    assert f"{SIGHT} [1]" in text
    assert re.search(r"\[1\] .*Field notes", text)
    assert link not in text


def test_what_is_set_is_kept_and_changes_the_page(page: Page, site: Site) -> None:
    go_to(page, "Settings")
    expect(page.get_by_text("nothing leaves the machine")).to_be_visible()
    page.get_by_label("Dark").check()
    page.get_by_label("Keep questions and answers").press("Space")
    page.reload()
    expect(page.get_by_label("Dark")).to_be_checked()
    expect(page.get_by_label("Keep questions and answers")).not_to_be_checked()
    paper = page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    assert luminance(paper) < 0.1
    go_to(page, "History")
    expect(page.get_by_text("switched off in the settings")).to_be_visible()
    go_to(page, "Ask")
    ask_and_wait(page, ASKED)
    expect(page.get_by_role("link", name="Open as page")).to_have_count(0)
    assert kept(site) == []


def test_a_language_model_is_named_with_what_is_sent_and_can_be_switched_off(page: Page) -> None:
    model = {"name": "qwen", "endpoint": "https://models.example", "is_local": False}
    facts = {"version": "1", "embedder": "e", "keeps_history": False, "fetches_pages": False}
    answer = facts | {"language_model": model | {"passages_sent": 8}}
    page.route("**/v1/settings", lambda route: route.fulfill(json=answer))
    page.goto("/#settings")
    page.reload()
    expect(page.get_by_text("up to 8 passages of your documents")).to_contain_text(
        "https://models.example"
    )
    expect(page.get_by_label("Keep questions and answers")).to_be_disabled()
    page.get_by_label("Let qwen write the answers").uncheck()
    expect(page.get_by_text("nothing is sent")).to_be_visible()
    go_to(page, "Ask")
    with page.expect_request("**/v1/answers") as asked:
        ask(page, ASKED)
    told = asked.value.post_data_json or {}
    assert (told["writer"], told["keep"]) == ("extractive", False)


@pytest.mark.parametrize("options", [PHONE, NARROW, DARK])
def test_history_and_settings_fit_the_window(page: Page) -> None:
    ask_and_keep(page, "W" * 300)
    go_to(page, "History")
    expect(talks(page)).to_have_count(1)
    assert not overflows(page)
    go_to(page, "Settings")
    expect(page.get_by_text("Quotes with links")).to_be_attached()
    assert not overflows(page)


def test_a_long_conversation_shows_its_newest_part_first(page: Page, site: Site) -> None:
    assistant = Assistant(site.index, site.writer)
    answer = assistant.answer(ASKED)
    for number in range(200):
        kept_answer = to_keep(answer, "conv_long")
        site.index.history.keep(
            replace(kept_answer, id=f"ans_{number}", question=f"Question {number}"),
            answer.index.generation,
        )
    page.evaluate("sessionStorage.setItem('pincite-conversation:', 'conv_long')")
    page.reload()
    expect(questions(page).last).to_have_text("Question 199")
    expect(questions(page)).to_have_count(30)
    page.get_by_role("button", name="Show 170 earlier questions").click()
    expect(questions(page)).to_have_count(60)
    expect(pane(page)).to_have_count(0)
