"""A draft held against the sources on the page: written, checked, stepped through, copied."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from index.reading import from_text
from index.types import document_id
from rag.checking import Check
from rag.draft_checking import DraftChecker
from rag.drafts.ways.footnotes import without_footnotes
from tests.browser.site import ARABIC, PIER, SIGHT, SPRINT, Site
from tests.browser.steps import ask_and_wait, chip, marked, pane
from tests.browser.test_looks import COLOURS, DARK, NARROW, PHONE, contrast, overflows
from tests.index.word.drafts import WordFile, paragraph, run

pytestmark = pytest.mark.browser

SHORTER = f"{SPRINT}."
WRONG = SHORTER.replace("seven", "nine")
UNSAID = "The moon cost four million dollars."
QUESTION = "Who would have thought it?"
HALF = "Nobody slept and the bridge burned."
ALTERED = "Somebody wrote “Nobody 🎉 woke that night.” on the wall."
DRAFT = f"""# The sprint 🚀

{SHORTER} {WRONG}

{UNSAID} {QUESTION} {ALTERED}
{HALF} {SIGHT}
"""
VERDICTS = ["supported", "contradicted", "not_in_sources", "not_in_sources", "partly", "supported"]


def check(page: Page, text: str) -> None:
    page.get_by_label("Your draft").fill(text)
    page.get_by_role("button", name="Check draft").click()


def check_and_wait(page: Page, text: str) -> None:
    check(page, text)
    expect(page.get_by_role("region", name="The checked draft")).to_have_attribute(
        "aria-busy", "false"
    )


def sentence(page: Page, text: str) -> Locator:
    return page.locator(".draft").get_by_role("button").filter(has_text=text)


def verdict(page: Page) -> Locator:
    return page.get_by_role("region", name="What the sources say")


@pytest.fixture
def draft_page(page: Page) -> Page:
    page.get_by_role("link", name="Check").click()
    return page


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Checks wait before the wrong sentence until this is set, or for the test's end."""
    may_go_on = threading.Event()
    checked: Callable[..., Check] = DraftChecker.check_sentence

    def waiting(self: DraftChecker, text: str, *rest: object) -> Check:
        if text == WRONG:
            may_go_on.wait(timeout=30)
        return checked(self, text, *rest)

    monkeypatch.setattr(DraftChecker, "check_sentence", waiting)
    yield may_go_on
    may_go_on.set()


def test_the_switch_leads_there_and_the_back_button_to_what_was_asked(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    page.get_by_label("Your question").fill("half a question")
    page.get_by_role("link", name="Check").click()
    assert page.url.endswith("/#check")
    expect(page.get_by_role("heading", name="Check a draft")).to_be_visible()
    expect(page.get_by_role("link", name="Check")).to_have_attribute("aria-current", "page")
    expect(page.locator(".statement")).to_have_count(0)
    check_and_wait(page, SHORTER)
    page.go_back()
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1", f"{PIER}2"])
    expect(page.get_by_label("Your question")).to_have_value("half a question")
    page.go_forward()
    expect(sentence(page, SHORTER)).to_be_visible()


def test_the_address_opens_the_view_and_it_says_what_it_does(page: Page) -> None:
    page.goto("/#check")
    page.reload()
    expect(page.get_by_label("Your draft")).to_be_focused()
    expect(page.get_by_text("every quotation letter by letter")).to_be_visible()
    expect(page.get_by_text("not what is true")).to_be_visible()
    expect(page.get_by_role("button", name="Check draft")).to_be_disabled()
    page.get_by_label("Your draft").fill("  \n")
    expect(page.get_by_role("button", name="Check draft")).to_be_disabled()


def test_the_whole_draft_is_shown_with_its_lines_and_each_sentence_with_its_verdict(
    draft_page: Page,
) -> None:
    check_and_wait(draft_page, DRAFT)
    assert draft_page.locator(".draft").text_content() == DRAFT
    expect(draft_page.locator(".draft")).to_have_css("white-space", "pre-wrap")
    found = draft_page.locator(".draft .sentence")
    assert [each.split()[1] for each in found.evaluate_all("all => all.map(e => e.className)")] == (
        VERDICTS
    )
    assert found.all_text_contents() == [SHORTER, WRONG, UNSAID, ALTERED, HALF, SIGHT]
    names = [
        f"Supported: {SHORTER}",
        f"Contradicted: {WRONG}",
        f"Not in the sources: {UNSAID}",
        f"Not in the sources, Altered quotation: {ALTERED}",
        f"Partly supported: {HALF}",
        f"Supported, Exact quotation: {SIGHT}",
    ]
    for button, name in zip(found.all(), names, strict=True):
        expect(button).to_have_accessible_name(name)


def test_quotations_are_marked_by_their_characters(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    expect(draft_page.locator(".quotation.altered")).to_have_text("Nobody 🎉 woke that night.")
    expect(draft_page.locator(".quotation.exact")).to_have_text("old")


def test_a_quotation_outside_of_every_sentence_can_be_chosen_too(draft_page: Page) -> None:
    text = "```\nsay('“The moon is cheese.”')\n```\n"
    check_and_wait(draft_page, text)
    assert draft_page.locator(".draft").text_content() == text
    sentence(draft_page, "The moon is cheese.").click()
    expect(verdict(draft_page)).to_contain_text("Quotation not found")
    expect(verdict(draft_page)).to_contain_text("These words stand in no source.")


def test_choosing_a_sentence_tells_the_difference_and_cites(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    sentence(draft_page, WRONG).click()
    expect(sentence(draft_page, WRONG)).to_have_attribute("aria-expanded", "true")
    expect(verdict(draft_page).get_by_role("heading")).to_have_text("Contradicted")
    expect(verdict(draft_page)).to_contain_text("The source says seven weeks, not nine weeks.")
    expect(verdict(draft_page).locator("q").first).to_contain_text(SPRINT)
    expect(sentence(draft_page, WRONG)).to_have_accessible_description(
        "The source says seven weeks, not nine weeks."
    )
    verdict(draft_page).get_by_role("button", name="Citation").click()
    assert SPRINT in (marked(draft_page).text_content() or "")
    expect(marked(draft_page)).to_be_in_viewport()
    expect(verdict(draft_page)).to_be_visible()


def test_an_altered_quotation_is_told_with_its_difference(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    sentence(draft_page, ALTERED).click()
    found = verdict(draft_page).locator(".quotation-altered")
    expect(found).to_contain_text("The source says “slept”, not “woke”.")
    expect(found.locator("q")).to_have_text(PIER.rstrip("."))


def test_escape_closes_the_source_then_the_verdict_and_stays_at_the_sentence(
    draft_page: Page,
) -> None:
    check_and_wait(draft_page, DRAFT)
    sentence(draft_page, WRONG).focus()
    draft_page.keyboard.press("Enter")
    citation = verdict(draft_page).get_by_role("button", name="Citation")
    citation.focus()
    draft_page.keyboard.press("Enter")
    expect(pane(draft_page)).to_be_visible()
    draft_page.keyboard.press("Escape")
    expect(pane(draft_page)).to_have_count(0)
    expect(citation).to_be_focused()
    draft_page.keyboard.press("Escape")
    expect(verdict(draft_page)).to_have_count(0)
    expect(sentence(draft_page, WRONG)).to_be_focused()


def test_focus_has_moved_by_the_time_the_verdict_can_be_pressed(draft_page: Page) -> None:
    """Whoever goes on before the browser draws stays where they went: nothing takes focus late."""
    check_and_wait(draft_page, DRAFT)
    focused = sentence(draft_page, WRONG).evaluate(
        """async (element) => {
            element.click();
            await null;
            document.querySelector(".verdict .words button").focus();
            await new Promise((resolve) => setTimeout(resolve, 300));
            return document.activeElement.getAttribute("aria-label");
        }"""
    )
    assert focused.startswith("Citation 1")


@pytest.mark.parametrize(
    ("forward", "back"), [("j", "k"), ("n", "p"), ("Alt+ArrowDown", "Alt+ArrowUp")]
)
def test_keys_step_through_the_problems_and_round_again(
    draft_page: Page, forward: str, back: str
) -> None:
    check_and_wait(draft_page, DRAFT)
    for problem in (WRONG, UNSAID, ALTERED, HALF, WRONG):
        draft_page.keyboard.press(forward)
        expect(sentence(draft_page, problem)).to_be_focused()
        expect(draft_page.locator("[aria-expanded=true]")).to_have_text(problem)
    for problem in (HALF, ALTERED, UNSAID):
        draft_page.keyboard.press(back)
        expect(sentence(draft_page, problem)).to_be_focused()
    expect(verdict(draft_page)).to_contain_text("2 of 4")


def test_stepping_on_closes_the_source_of_the_sentence_before(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    draft_page.keyboard.press("j")
    verdict(draft_page).get_by_role("button", name="Citation").click()
    expect(pane(draft_page)).to_be_visible()
    draft_page.keyboard.press("j")
    expect(pane(draft_page)).to_have_count(0)
    expect(sentence(draft_page, UNSAID)).to_be_focused()


def test_keys_typed_into_the_draft_are_letters(draft_page: Page) -> None:
    box = draft_page.get_by_label("Your draft")
    box.press_sequentially("jump, knight/")
    expect(box).to_have_value("jump, knight/")


def test_the_whole_view_is_used_by_tab_and_enter_alone(draft_page: Page) -> None:
    draft_page.get_by_label("Your draft").fill(f"{WRONG} {SHORTER}")
    for name in ("Check draft", "Choose a file"):
        draft_page.keyboard.press("Tab")
        expect(draft_page.locator(":focus")).to_have_accessible_name(name)
    draft_page.keyboard.press("Shift+Tab")
    draft_page.keyboard.press("Enter")
    expect(draft_page.get_by_role("button", name="Copy with citations")).to_be_visible()
    draft_page.get_by_role("link", name="Library").focus()
    reached = []
    for _ in range(11):
        draft_page.keyboard.press("Tab")
        focused = draft_page.locator(":focus")
        reached.append(focused.get_attribute("aria-label") or focused.inner_text())
    assert [" ".join(each.split()) for each in reached] == [
        "History",
        "Settings",
        "1 Contradicted",
        "1 Supported",
        "Previous",
        "Next",
        f"Contradicted: {WRONG}",
        f"Supported: {SHORTER}",
        "What the draft uses of your sources",
        "Copy with citations",
        "Edit draft",
    ]


def test_a_count_shows_only_its_sentences_and_is_stepped_through(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    counts = draft_page.get_by_role("list", name="Show only").get_by_role("listitem")
    assert [" ".join(each.split()) for each in counts.all_inner_texts()] == [
        "1 Contradicted",
        "1 Partly supported",
        "2 Not in the sources",
        "2 Supported",
        "2 No claim",
        "1 Altered quotation",
        "1 Exact quotation",
    ]
    supported = draft_page.get_by_role("button", name="2 Supported")
    supported.click()
    expect(supported).to_have_attribute("aria-pressed", "true")
    expect(draft_page.locator(".faded")).to_have_text([WRONG, UNSAID, ALTERED, HALF])
    for text in (SHORTER, SIGHT, SHORTER):
        draft_page.keyboard.press("j")
        expect(sentence(draft_page, text)).to_be_focused()
    supported.click()
    expect(draft_page.locator(".faded")).to_have_count(0)


def test_progress_is_shown_with_what_is_checked_and_its_end_is_told(
    draft_page: Page, slow: threading.Event
) -> None:
    check(draft_page, DRAFT)
    expect(draft_page.get_by_text("2 of 8 sentences")).to_be_visible()
    expect(draft_page.get_by_role("progressbar")).to_have_attribute("value", "2")
    expect(draft_page.get_by_role("status").first).to_have_text("Checked 25%")
    assert draft_page.locator(".draft").text_content() == DRAFT
    expect(sentence(draft_page, SHORTER)).to_have_class("sentence supported")
    expect(sentence(draft_page, WRONG)).to_have_count(0)
    slow.set()
    expect(draft_page.get_by_role("status").first).to_have_text(
        "Check complete. 1 Contradicted, 2 Not in the sources, 1 Partly supported, "
        "1 Altered quotation"
    )
    expect(draft_page.get_by_role("progressbar")).to_have_count(0)


def test_stop_keeps_what_was_checked_and_checking_again_completes_it(
    draft_page: Page, slow: threading.Event
) -> None:
    check(draft_page, DRAFT)
    expect(sentence(draft_page, SHORTER)).to_be_visible()
    draft_page.get_by_role("button", name="Stop").click()
    expect(draft_page.get_by_text("Stopped after 2 of 8 sentences.")).to_be_visible()
    expect(sentence(draft_page, SHORTER)).to_be_visible()
    slow.set()
    draft_page.get_by_role("button", name="Check again").click()
    expect(draft_page.locator(".draft .sentence")).to_have_count(6)
    expect(draft_page.get_by_text("Stopped after")).to_have_count(0)


def test_a_check_goes_on_while_another_view_is_shown(
    draft_page: Page, slow: threading.Event
) -> None:
    check(draft_page, DRAFT)
    expect(sentence(draft_page, SHORTER)).to_be_visible()
    draft_page.get_by_role("link", name="Ask").click()
    expect(draft_page.get_by_label("Your question")).to_be_visible()
    slow.set()
    draft_page.go_back()
    expect(draft_page.locator(".draft .sentence")).to_have_count(6)


def test_a_draft_can_be_edited_and_checked_again(draft_page: Page) -> None:
    check_and_wait(draft_page, WRONG)
    draft_page.keyboard.press("j")
    draft_page.get_by_role("button", name="Edit draft").click()
    expect(verdict(draft_page)).to_have_count(0)
    box = draft_page.get_by_label("Your draft")
    expect(box).to_have_value(WRONG)
    box.fill(SHORTER)
    box.press("Control+Enter")
    expect(sentence(draft_page, SHORTER)).to_have_class("sentence supported")


def test_a_chosen_file_is_read_as_text_with_its_offsets(draft_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_bytes(f"\ufeff🎉 Party.\r\n\r\n{SIGHT}\r\n".encode())
    draft_page.get_by_label("Choose a file").set_input_files(file)
    expect(draft_page.get_by_label("Your draft")).to_have_value(f"🎉 Party.\n\n{SIGHT}\n")
    draft_page.get_by_role("button", name="Check draft").click()
    expect(sentence(draft_page, SIGHT)).to_have_class("sentence supported")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "is not plain text in UTF-8"),
        (b"text\0text", "is not plain text in UTF-8"),
        (b"a" * 2_000_001, "is too large: a draft has up to 500,000 characters"),
    ],
)
def test_a_file_that_is_no_draft_is_told_and_changes_nothing(
    draft_page: Page, tmp_path: Path, data: bytes, told: str
) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(data)
    draft_page.get_by_label("Your draft").fill("What I wrote.")
    draft_page.get_by_label("Choose a file").set_input_files(file)
    expect(draft_page.get_by_role("alert")).to_contain_text(f"“odd.txt” {told}")
    expect(draft_page.get_by_label("Your draft")).to_have_value("What I wrote.")


def test_a_word_file_is_checked_at_once_and_given_back_with_its_footnotes(
    draft_page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "draft.docx"
    runs = (run(SHORTER[:9], "<w:b/>"), run(f"{SHORTER[9:]} {WRONG}"))
    file.write_bytes(WordFile(paragraph(*runs)).data)
    draft_page.get_by_label("Your draft").fill("What I wrote.")
    draft_page.get_by_label("Choose a file").set_input_files(file)
    expect(sentence(draft_page, SHORTER)).to_have_accessible_name(f"Supported: {SHORTER}")
    expect(sentence(draft_page, WRONG)).to_have_accessible_name(f"Contradicted: {WRONG}")
    with draft_page.expect_download() as downloading:
        draft_page.get_by_role("button", name="Download with footnotes").click()
    assert downloading.value.suggested_filename == "draft-cited.docx"
    noted = docx.Document(str(downloading.value.path()))
    assert [each.text for each in noted.paragraphs] == [f"{SHORTER} {WRONG}"]
    assert len(noted.comments) == 1
    assert len(noted.element.body.xpath("//w:footnoteReference")) == 1
    draft_page.get_by_role("button", name="Edit draft").click()
    box = draft_page.get_by_label("Your draft")
    expect(box).to_have_value(f"{SHORTER} {WRONG}")
    box.press("Control+Enter")
    expect(draft_page.get_by_role("button", name="Copy with citations")).to_be_visible()
    expect(draft_page.get_by_role("button", name="Download with footnotes")).to_have_count(0)


def test_a_broken_word_file_is_told_and_what_was_written_stays(
    draft_page: Page, tmp_path: Path, complaints: list[str]
) -> None:
    file = tmp_path / "broken.DOCX"
    file.write_bytes(b"PK no archive")
    draft_page.get_by_label("Your draft").fill("What I wrote.")
    draft_page.get_by_label("Choose a file").set_input_files(file)
    expect(draft_page.get_by_role("alert")).to_contain_text("broken.DOCX is broken or cut off.")
    expect(draft_page.get_by_role("button", name="Check again")).to_be_visible()
    draft_page.get_by_role("button", name="Edit draft").click()
    expect(draft_page.get_by_label("Your draft")).to_have_value("What I wrote.")
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_a_dropped_file_becomes_the_draft_also_over_a_checked_one(draft_page: Page) -> None:
    check_and_wait(draft_page, WRONG)
    dropped = draft_page.evaluate_handle(
        """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "note.md", { type: "text/markdown" }));
            return data;
        }""",
        SIGHT,
    )
    draft_page.locator(".draft").dispatch_event("dragover", {"dataTransfer": dropped})
    expect(draft_page.locator(".dropping")).to_have_count(1)
    draft_page.locator(".draft").dispatch_event("drop", {"dataTransfer": dropped})
    expect(draft_page.get_by_label("Your draft")).to_have_value(SIGHT)
    expect(draft_page.locator(".dropping")).to_have_count(0)


def test_the_draft_is_copied_with_a_footnote_for_each_supported_sentence(
    window: BrowserContext, draft_page: Page, site: Site
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    notes = document_id("notes.txt")
    own = f"[^1]: {PIER}"
    draft = f"{PIER} {UNSAID}\n\nIt is known.[^1]\n\n{SIGHT} {PIER}\n\n{own}\n"
    (night, night_link), (sight, sight_link) = (site.cited(notes, q) for q in (PIER, SIGHT))
    expected = (
        f"{PIER}[^pincite-1] {UNSAID}\n\nIt is known.[^1]\n\n"
        f"{SIGHT}[^pincite-2] {PIER}[^pincite-1]\n\n{own}\n\n\n"
        f"[^pincite-1]: “{PIER}” Field notes 🎉, {night}. <{night_link}>\n"
        f"[^pincite-2]: “{SIGHT}” Field notes 🎉, {sight}. <{sight_link}>\n"
    )
    assert copied(draft_page, draft) == expected
    assert without_footnotes(expected) == draft
    draft_page.get_by_role("button", name="Edit draft").click()
    assert copied(draft_page, expected) == expected, "what was cited before is cited anew"


def copied(page: Page, draft: str) -> str:
    check_and_wait(page, draft)
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def test_markup_in_a_draft_and_in_what_is_cited_stays_text(draft_page: Page) -> None:
    payload = "The payload <img src=x onerror=alert(1)> and [a](javascript:alert(1)) stay text."
    check_and_wait(draft_page, payload)
    assert draft_page.locator(".draft").text_content() == payload
    sentence(draft_page, "payload").first.click()
    expect(verdict(draft_page)).to_contain_text("<b>Bold</b>")
    expect(draft_page.locator("img, b, i, body script")).to_have_count(0)


def test_an_error_of_the_request_is_told_and_can_be_tried_again(
    draft_page: Page, complaints: list[str]
) -> None:
    full = {"title": "Service Unavailable", "detail": "The disk is asleep.", "status": 503}
    draft_page.route("**/v1/checks", lambda route: route.fulfill(status=503, json=full))
    check(draft_page, SHORTER)
    expect(draft_page.get_by_role("alert")).to_contain_text("The disk is asleep.")
    assert draft_page.locator(".draft").text_content() == SHORTER
    draft_page.unroute("**/v1/checks")
    draft_page.get_by_role("button", name="Check again").click()
    expect(sentence(draft_page, SHORTER)).to_be_visible()
    expect(draft_page.get_by_role("alert")).to_have_count(0)
    assert all("503" in complaint for complaint in complaints)
    complaints.clear()


def test_a_check_waits_until_pincite_is_ready(
    draft_page: Page, site: Site, complaints: list[str]
) -> None:
    site.readiness.wait_for("The documents are still being indexed.")
    with draft_page.expect_response("**/readyz"):
        check(draft_page, SHORTER)
    site.readiness.done()
    expect(sentence(draft_page, SHORTER)).to_be_visible()
    assert all("503" in complaint for complaint in complaints)
    complaints.clear()


def test_a_stream_that_breaks_off_keeps_what_was_checked(draft_page: Page) -> None:
    position = {"start": 0, "end": len(UNSAID)}
    told = {"text": UNSAID, "position": position, "verdict": "not_in_sources", "reason": ""}
    body = f"event: sentence\ndata: {json.dumps({**told, 'citations': [], 'cited': []})}\n\n"

    def cut(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body=body)

    draft_page.route("**/v1/checks", cut)
    check(draft_page, f"{UNSAID} {SHORTER}")
    expect(draft_page.get_by_role("alert")).to_contain_text("The connection was lost")
    expect(draft_page.locator(".draft .sentence")).to_have_text([UNSAID])


def test_a_library_without_documents_says_so_before_a_draft_is_checked(page: Page) -> None:
    nothing = {"object": "list", "data": [], "has_more": False}
    page.route("**/v1/documents?*", lambda route: route.fulfill(json=nothing))
    page.get_by_role("link", name="Check").click()
    expect(page.get_by_text("Your library is empty: no sentence will be found")).to_be_visible()


def test_a_draft_is_held_against_the_chosen_collection_and_not_lost_by_choosing(
    page: Page, site: Site
) -> None:
    with site.library.collection("Moon", create=True) as index:
        index.add(from_text(UNSAID, title="Costs", source="costs.txt"))
    try:
        page.goto("/?#check")
        page.get_by_label("Your draft").fill(UNSAID)
        page.get_by_label("Collection").select_option("Moon")
        page.wait_for_url("**/?collection=Moon#check")
        expect(page.get_by_label("Your draft")).to_have_value(UNSAID)
        page.get_by_role("button", name="Check draft").click()
        sentence(page, UNSAID).click()
        verdict(page).get_by_role("button", name="Citation 1: Costs").click()
        expect(marked(page)).to_have_text(UNSAID)
    finally:
        site.library.delete("Moon")


def test_right_to_left_sentences_start_at_the_right(draft_page: Page) -> None:
    check_and_wait(draft_page, f"{SHORTER}\n\n{ARABIC}")
    box = draft_page.locator(".draft").bounding_box()
    arabic = sentence(draft_page, ARABIC).bounding_box()
    english = sentence(draft_page, SHORTER).bounding_box()
    assert box is not None
    assert arabic is not None
    assert english is not None
    assert english["x"] == box["x"]
    assert arabic["x"] + arabic["width"] == pytest.approx(box["x"] + box["width"], abs=3)
    assert arabic["x"] > box["x"] + 50


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, DARK])
def test_verdicts_are_told_apart_without_colour_and_can_be_read(draft_page: Page) -> None:
    check_and_wait(draft_page, DRAFT)
    paper = draft_page.locator("body").evaluate(COLOURS)[0]
    lines = {}
    for kind in ("supported", "contradicted", "partly", "not_in_sources"):
        found = draft_page.locator(f".draft .{kind}").first
        background, ink = found.evaluate(COLOURS)
        assert contrast(background, ink) > 9
        style, rule = found.evaluate("""(element) => {
            const { textDecorationStyle, textDecorationColor } = getComputedStyle(element);
            return [textDecorationStyle, textDecorationColor];
        }""")
        assert contrast(paper, rule) > 4.5
        lines[kind] = style
    assert len(set(lines.values())) == 4, lines


@pytest.mark.parametrize("options", [PHONE])
def test_on_a_phone_a_touch_opens_the_verdict_below_and_the_source_over_it(
    draft_page: Page,
) -> None:
    check_and_wait(draft_page, DRAFT)
    sentence(draft_page, WRONG).tap()
    expect(verdict(draft_page)).to_be_in_viewport()
    sheet = draft_page.locator(".beside").bounding_box()
    touched = sentence(draft_page, WRONG).bounding_box()
    assert sheet is not None
    assert touched is not None
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    assert touched["y"] + touched["height"] < sheet["y"], "the sentence stays in sight"
    verdict(draft_page).get_by_role("button", name="Citation").tap()
    expect(marked(draft_page)).to_be_in_viewport()
    draft_page.get_by_role("button", name="Close the source").tap()
    verdict(draft_page).get_by_role("button", name="Close").tap()
    expect(verdict(draft_page)).to_have_count(0)


@pytest.mark.parametrize("options", [PHONE, NARROW, {"viewport": {"width": 900, "height": 500}}])
def test_no_state_of_the_check_is_wider_than_the_window(draft_page: Page) -> None:
    assert not overflows(draft_page)
    check_and_wait(draft_page, f"{DRAFT}\n{'W' * 300} is {'V' * 300}.")
    assert not overflows(draft_page)
    draft_page.keyboard.press("j")
    expect(verdict(draft_page)).to_be_visible()
    assert not overflows(draft_page)


def test_a_source_opened_in_one_view_is_not_open_in_the_other(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    expect(marked(page)).to_have_text(SIGHT)
    page.get_by_role("link", name="Check").click()
    expect(pane(page)).to_have_count(0)
    page.keyboard.press("Escape")
    page.go_back()
    expect(marked(page)).to_have_text(SIGHT)


def test_a_draft_s_own_citations_are_shown_with_what_their_sources_say(draft_page: Page) -> None:
    text = f"{SPRINT}.[^1] {SIGHT} [@nobody2001] {PIER}[^2]\n\n[^1]: notes.txt\n[^2]: notes.txt\n"
    check_and_wait(draft_page, text)
    assert draft_page.locator(".draft").text_content() == text
    expect(draft_page.locator(".draft .miscited")).to_have_count(2)
    counts = draft_page.get_by_label("Show only").get_by_role("listitem")
    expect(counts).to_have_text(
        [
            "3 Supported",
            "1 Cited source does not say it",
            "1 Cited source unknown",
            "1 Cited source says it",
            "1 Exact quotation",
        ],
        use_inner_text=True,
    )
    draft_page.keyboard.press("j")
    expect(verdict(draft_page)).to_contain_text("1 of 2")
    expect(verdict(draft_page)).to_contain_text("[^1]")
    expect(verdict(draft_page)).to_contain_text("“Field notes 🎉” does not say this; “")
    draft_page.keyboard.press("j")
    expect(verdict(draft_page)).to_contain_text("“nobody2001” is not in the library")
    draft_page.keyboard.press("Escape")
    used = draft_page.get_by_role("group").filter(has_text="What the draft uses of your sources")
    used.get_by_text("What the draft uses of your sources").click()
    expect(used.get_by_role("listitem").filter(has_text="Field notes 🎉")).to_contain_text(
        "2 of 4 sentences"
    )
    used.get_by_role("button", name="From concept to production").click()
    expect(verdict(draft_page)).to_contain_text("1 of 2")
    assert not overflows(draft_page)


def test_a_long_draft_is_drawn_without_a_halt(page: Page) -> None:
    page.goto("/#check")
    text, sentences = "", []
    for number in range(4_000):
        words = f"Sentence {number} 🎉 claims something."
        position = {"start": len(text), "end": len(text) + len(words)}
        sentences.append(
            {
                "text": words,
                "position": position,
                "verdict": "partly",
                "reason": "",
                "citations": [],
                "cited": [],
            }
        )
        text += words + (" " if number % 10 else "\n\n")
    body = "".join(f"event: sentence\ndata: {json.dumps(each)}\n\n" for each in sentences)
    done = {"sentences": sentences, "quotations": [], "index": {}}
    body += f"event: done\ndata: {json.dumps(done)}\n\n"
    page.route(
        "**/v1/checks", lambda route: route.fulfill(content_type="text/event-stream", body=body)
    )
    check_and_wait(page, text)
    expect(page.locator(".draft .sentence")).to_have_count(4_000)
    page.evaluate("window.started = performance.now()")
    for _ in range(5):
        page.keyboard.press("j")
    expect(verdict(page)).to_contain_text("5 of 4,000")
    assert page.evaluate("performance.now() - window.started") < 5_000
