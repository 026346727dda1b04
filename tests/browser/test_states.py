import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.site import PIER, SIGHT, SPRINT, Site
from tests.browser.steps import ask, ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser

ASKED = "What happened at the pier?"


def test_a_question_that_the_sources_do_not_answer_is_refused_with_the_nearest_passages(
    page: Page,
) -> None:
    ask_and_wait(page, "Who owns the moon?")
    expect(page.get_by_text("No sentence in your sources clearly answers this.")).to_be_visible()
    expect(page.locator(".statement, .chip, .sources")).to_have_count(0)
    nearest = page.get_by_role("group", name="Nearest passages (not an answer)")
    expect(nearest.get_by_role("button")).to_have_count(3)
    expect(page.get_by_role("button", name="Copy answer")).to_have_count(0)


def test_a_nearest_passage_opens_in_the_pane_and_says_that_it_is_no_answer(
    page: Page,
) -> None:
    ask_and_wait(page, "Did anyone see the old pier?")
    passage = page.get_by_role("group", name="Nearest passages (not an answer)").get_by_role(
        "button"
    )
    passage.filter(has_text=SIGHT).click()
    expect(pane(page)).to_contain_text("Nearest passage (not an answer)")
    expect(marked(page).first).to_be_visible()
    assert SIGHT in "".join(marked(page).all_text_contents())
    expect(marked(page).first).not_to_have_css("background-color", "rgb(255, 231, 129)")


def test_a_part_that_is_not_answered_is_named(page: Page) -> None:
    ask_and_wait(page, "What did the family see and what did the moon cost?")
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1"])
    expect(page.locator(".note")).to_contain_text("Your sources do not answer this part:")
    expect(page.locator(".note li")).to_have_text(["what did the moon cost?"])


def test_a_sentence_that_the_check_rejected_can_be_unfolded_with_its_reason(page: Page) -> None:
    ask_and_wait(page, "How long did it take?")
    expect(page.locator(".statement")).to_have_text([f"{SPRINT}1"])
    rejected = page.get_by_text("The sprint took 13 weeks.")
    expect(rejected).to_be_hidden()
    page.get_by_text("1 sentence left out after checking").click()
    expect(rejected).to_be_visible()
    expect(page.locator(".dropped .reason")).to_contain_text("13")


def test_while_pincite_is_not_ready_a_question_waits_with_the_reason_and_is_then_answered(
    page: Page, site: Site, complaints: list[str]
) -> None:
    expect(page.locator(".library")).to_be_visible()
    site.readiness.wait_for("The documents are still being indexed.")
    ask(page, ASKED)
    expect(page.locator(".turn .progress")).to_have_text("The documents are still being indexed.")
    site.readiness.done()
    expect(page.locator(".statement")).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert_only(complaints, "503")


def test_a_page_opened_too_early_tells_why_and_fills_itself_when_pincite_is_ready(
    page: Page, site: Site, complaints: list[str]
) -> None:
    site.readiness.wait_for("The model is being loaded.")
    page.reload()
    expect(page.get_by_role("status")).to_have_text("The model is being loaded.")
    site.readiness.done()
    expect(page.locator(".library")).to_be_visible()
    assert_only(complaints, "503")


def test_an_error_of_the_request_is_told_in_the_servers_words(
    page: Page, complaints: list[str]
) -> None:
    ask(page, "why " * 1001)
    expect(page.get_by_role("alert")).to_contain_text("4000 characters")
    assert_only(complaints, "422")


def test_an_error_in_the_middle_of_an_answer_keeps_what_was_verified(
    page: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(timeout: float) -> None:
        raise RuntimeError(f"after {timeout}")

    monkeypatch.setattr(site.writer.may_go_on, "wait", broken)
    ask(page, "Tell the launch slowly")
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong inside the server")
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1"])
    monkeypatch.undo()
    site.writer.may_go_on.set()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])


def test_a_server_that_is_gone_is_told_and_can_be_asked_again(
    page: Page, complaints: list[str]
) -> None:
    expect(page.get_by_role("region", name="Examples").get_by_role("button")).to_have_count(3)
    page.route("**/v1/answers", lambda route: route.abort("connectionrefused"))
    ask(page, ASKED)
    expect(page.get_by_role("alert")).to_contain_text("Pincite cannot be reached")
    page.unroute("**/v1/answers")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".statement")).to_have_count(2)
    assert_only(complaints, "ERR_CONNECTION_REFUSED")


@pytest.mark.parametrize("ending", ["", 'event: statement\ndata: {"text": "half'])
def test_a_stream_that_ends_before_the_answer_is_complete_is_told(page: Page, ending: str) -> None:
    def cut(route: Route) -> None:
        head = 'event: status\ndata: {"stage": "retrieving"}\n\n'
        route.fulfill(content_type="text/event-stream", body=head + ending)

    expect(page.get_by_role("region", name="Examples").get_by_role("button")).to_have_count(3)
    page.route("**/v1/answers", cut)
    ask(page, ASKED)
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    expect(page.locator(".statement")).to_have_count(0)


def test_a_failed_question_is_no_part_of_what_a_follow_up_tells(
    page: Page, complaints: list[str]
) -> None:
    ask(page, "why " * 1001)
    expect(page.get_by_role("alert")).to_be_visible()
    with page.expect_request("**/v1/answers") as asked:
        ask_and_wait(page, ASKED)
    assert (asked.value.post_data_json or {})["history"] == []
    complaints.clear()


def test_a_library_that_cannot_be_read_can_be_tried_again(
    window: BrowserContext, page: Page, complaints: list[str]
) -> None:
    window.route("**/v1/documents?*", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Pincite cannot be reached")
    window.unroute("**/v1/documents?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".library")).to_be_visible()
    assert_only(complaints, "ERR_FAILED")


def test_the_start_says_how_to_add_documents_also_where_there_are_none(page: Page) -> None:
    expect(page.locator(".library").get_by_role("link", name="Add documents")).to_be_visible()
    nothing = {"object": "list", "data": [], "has_more": False}
    page.route("**/v1/documents?*", lambda route: route.fulfill(json=nothing))
    page.reload()
    expect(page.get_by_role("heading", name="Your library is empty")).to_be_visible()
    expect(page.get_by_text("pincite add FILE")).to_be_visible()
    expect(page.get_by_role("region", name="Examples")).to_have_count(0)


def test_the_mark_is_gone_when_the_chat_is_new(page: Page) -> None:
    ask_and_wait(page, ASKED)
    chip(page, 1).click()
    expect(marked(page)).to_have_count(1)
    page.get_by_role("button", name="New chat").click()
    expect(pane(page)).to_have_count(0)


def assert_only(complaints: list[str], expected: str) -> None:
    """The browser itself reports each failed request; nothing else was wrong."""
    assert complaints
    assert all(expected in complaint for complaint in complaints)
    complaints.clear()
