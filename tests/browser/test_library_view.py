"""The library: adding, looking through, editing and removing documents on the page."""

import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Route, expect

from index.errors import NotFoundError
from index.passage_index import PassageIndex
from index.reading import from_text, read
from tests.browser.site import MILL, Site
from tests.browser.steps import ask_and_wait, chip, marked, pane
from tests.browser.test_looks import DARK, NARROW, PHONE, contrast, overflows
from tests.index.pdfs import Pdf, PdfPage, text

pytestmark = pytest.mark.browser

NAME = "Shelf"
ARABIC_TITLE = "السفينة في الميناء القديم"
NOTE = f"# The mill\n\n{MILL}\n\n## Water\n\nIt has two wheels.\n"
DROP = """([name, text]) => {
    const files = new DataTransfer();
    files.items.add(new File([text], name));
    const happen = (type) => document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
    happen("dragover");
    return happen;
}"""


@pytest.fixture
def shelf(site: Site) -> Iterator[PassageIndex]:
    """A collection of its own with two documents."""
    with site.library.collection(NAME, create=True) as index:
        index.add(from_text("A short text.", title=ARABIC_TITLE, source="ship.txt"))
        index.add(read(NOTE.encode(), "mill.md", metadata={"author": "Ève Byrne"}))
        yield index
    site.library.delete(NAME)


@pytest.fixture
def view(page: Page, shelf: PassageIndex) -> Page:
    assert shelf.summaries()
    page.goto(f"/?collection={NAME}#library")
    expect(rows(page)).to_have_count(2)
    return page


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Documents").get_by_role("listitem")


def uploads(page: Page) -> Locator:
    return page.get_by_role("list", name="Uploads").get_by_role("listitem")


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    page.get_by_label("Files to add").set_input_files(
        [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
            for name, data in files
        ]
    )


def titles(index: PassageIndex) -> list[str]:
    return [summary.title for summary in index.summaries()]


def test_the_heading_is_as_dark_as_that_of_another_view(view: Page) -> None:
    def colour() -> object:
        return view.locator("#shelf-title").evaluate("(title) => getComputedStyle(title).color")

    of_library = colour()
    view.get_by_role("link", name="History").click()
    expect(view.get_by_role("heading", name="History")).to_be_visible()
    assert of_library == colour()


def test_the_switch_goes_to_the_library_and_back_and_keeps_the_conversation(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    views = page.get_by_role("navigation", name="Views")
    views.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible()
    expect(views.get_by_role("link", name="Library")).to_be_focused()
    expect(views.get_by_role("link", name="Library")).to_have_attribute("aria-current", "page")
    expect(page.locator(".statement")).to_have_count(0)
    page.go_back()
    expect(page.locator(".statement")).to_have_count(2)


def test_documents_are_listed_the_newest_first_with_what_is_known_of_them(view: Page) -> None:
    facts = f"{len(NOTE)} characters2 passagesadded "
    expect(rows(view).nth(0)).to_contain_text(f"The millmill.mdÈve Byrne{facts}")
    expect(rows(view).nth(1)).to_contain_text(f"{ARABIC_TITLE}ship.txt13 characters1 passageadded ")
    expect(view.get_by_text("2 documents", exact=True)).to_be_visible()
    expect(rows(view).nth(1).get_by_role("link")).to_have_css("direction", "rtl")


def test_the_filter_finds_words_in_any_order_without_case_and_accents(view: Page) -> None:
    view.keyboard.press("/")
    view.keyboard.type("EVE mill")
    expect(rows(view)).to_have_count(1)
    expect(rows(view)).to_contain_text("The mill")
    expect(view.get_by_text("1 of 2 documents")).to_be_visible()
    view.get_by_role("searchbox").fill("nowhere")
    expect(rows(view)).to_have_count(0)
    expect(view.get_by_text("0 of 2 documents")).to_be_visible()


def test_files_are_added_in_the_background_and_one_that_fails_is_told_in_the_servers_words(
    view: Page, shelf: PassageIndex
) -> None:
    choose(view, ("wheels.md", b"# Wheels\n\nTwo of oak."), ("scan.png", b"\x89PNG\r\n\x1a\n" * 9))
    expect(uploads(view)).to_have_count(2)
    expect(uploads(view).nth(0)).to_have_text("wheels.mdAdded.")
    expect(uploads(view).nth(1)).to_contain_text("Failed. scan.png is a PNG image")
    expect(view.get_by_text("1 done, 1 failed.")).to_be_visible()
    expect(rows(view)).to_have_count(3)
    expect(rows(view).first.get_by_role("link")).to_have_text("Wheels")
    assert titles(shelf) == [ARABIC_TITLE, "The mill", "Wheels"]
    choose(view, ("wheels.md", b"# Wheels\n\nTwo of oak."), ("mill.md", b"The mill is gone."))
    expect(uploads(view).nth(2)).to_have_text("wheels.mdAlready here, nothing changed.")
    expect(uploads(view).nth(3)).to_have_text("mill.mdReplaced what was here under this name.")
    view.get_by_role("button", name="Clear list").click()
    expect(uploads(view)).to_have_count(0)


def test_the_progress_of_a_file_is_shown_from_sending_to_indexing(view: Page) -> None:
    held = threading.Event()
    states: list[str] = []

    def working(route: Route) -> None:
        job = route.fetch().json()
        states.append(job["state"])
        if not held.is_set():
            job |= {"state": "running", "finished_at": None}
        route.fulfill(json=job)

    view.route("**/v1/jobs/*", working)
    sent: list[Route] = []
    view.route("**/v1/documents?background=true*", lambda route: sent.append(route))
    choose(view, ("wheels.md", b"Two of oak."))
    expect(uploads(view)).to_contain_text("wheels.mdSending ")
    expect(view.get_by_role("progressbar", name="Sending wheels.md")).to_be_visible()
    expect(view.get_by_text("1 of 1 file to go.")).to_be_visible()
    view.wait_for_timeout(100)
    sent[0].continue_()
    expect(uploads(view)).to_contain_text("Reading and indexing…")
    expect(view.get_by_role("progressbar", name="Reading wheels.md")).to_be_visible()
    held.set()
    expect(uploads(view)).to_have_text("wheels.mdAdded.")
    assert states[-1] == "done"


def test_a_file_can_be_cancelled_while_it_is_sent_and_while_it_is_read(
    view: Page, shelf: PassageIndex, complaints: list[str]
) -> None:
    held: list[Route] = []
    view.route("**/v1/documents?background=true*", lambda route: held.append(route))
    choose(view, ("never.md", b"Never sent."))
    view.get_by_role("button", name="Cancel never.md").click()
    expect(uploads(view)).to_have_text("never.mdCancelled.")
    held[0].abort()
    view.unroute("**/v1/documents?background=true*")

    def unfinished(route: Route) -> None:
        job = route.fetch().json()
        done = route.request.method == "DELETE"
        news = {"state": "cancelled" if done else "running", "finished_at": "now" if done else None}
        route.fulfill(json=job | news)

    view.route("**/v1/jobs/*", unfinished)
    choose(view, ("slow.md", b"Read slowly."))
    expect(uploads(view).nth(1)).to_contain_text("Reading and indexing…")
    with view.expect_request(lambda request: request.method == "DELETE") as asked:
        view.get_by_role("button", name="Cancel slow.md").click()
    assert "/v1/jobs/job_" in asked.value.url
    expect(uploads(view).nth(1)).to_contain_text("Cancelled")
    assert "never.md" not in [summary.source for summary in shelf.summaries()]
    assert all("ERR_ABORTED" in complaint for complaint in complaints)
    complaints.clear()


def test_what_the_server_refuses_at_once_is_told(view: Page, complaints: list[str]) -> None:
    words = {"title": "Too large", "detail": "The disk is full: free some space.", "status": 507}
    view.route(
        "**/v1/documents?background=true*", lambda route: route.fulfill(status=507, json=words)
    )
    choose(view, ("wheels.md", b"Two of oak."))
    expect(uploads(view)).to_have_text("wheels.mdFailed. The disk is full: free some space.")
    complaints.clear()


@pytest.mark.parametrize("start", ["/", "/#library"])
def test_a_file_dropped_anywhere_is_added(page: Page, shelf: PassageIndex, start: str) -> None:
    page.goto(start.replace("/", f"/?collection={NAME}"))
    expect(page.get_by_text("2 documents").first).to_be_visible()
    happen = page.evaluate_handle(DROP, ["dropped.md", "# Dropped\n\nFrom above."])
    expect(page.get_by_text("Drop to add to your library")).to_be_visible()
    happen.evaluate("(happen) => happen('drop')")
    expect(page.get_by_text("Drop to add to your library")).to_have_count(0)
    expect(uploads(page)).to_have_text("dropped.mdAdded.")
    expect(rows(page)).to_have_count(3)
    assert titles(shelf)[-1] == "Dropped"
    assert page.url.endswith("#library")


def test_a_deleted_document_comes_back_by_undo_and_the_server_is_not_told(
    view: Page, shelf: PassageIndex
) -> None:
    told: list[str] = []
    view.on("request", lambda request: told.append(request.method))
    view.clock.install()
    button = view.get_by_role("button", name="Delete The mill")
    button.focus()
    view.keyboard.press("Enter")
    expect(rows(view)).to_have_count(1)
    expect(view.get_by_text("Deleting The mill in 6 seconds, or when you leave")).to_be_visible()
    expect(view.get_by_role("button", name="Undo")).to_be_focused()
    view.clock.run_for(5_000)
    view.keyboard.press("Enter")
    view.clock.run_for(10_000)
    expect(rows(view)).to_have_count(2)
    expect(view.get_by_role("link", name="The mill", exact=True)).to_be_focused()
    assert "DELETE" not in told
    assert titles(shelf) == [ARABIC_TITLE, "The mill"]


def test_a_deleted_document_is_removed_after_six_seconds(view: Page, shelf: PassageIndex) -> None:
    view.clock.install()
    view.get_by_role("button", name="Delete The mill").click()
    with view.expect_response(lambda response: response.request.method == "DELETE") as answered:
        view.clock.run_for(6_100)
    assert answered.value.status == 204
    expect(view.get_by_role("button", name="Undo")).to_have_count(0)
    expect(view.get_by_role("heading", name="Library", exact=True)).to_be_focused()
    assert titles(shelf) == [ARABIC_TITLE]


def test_a_deleted_document_is_removed_when_the_page_is_left(
    view: Page, shelf: PassageIndex
) -> None:
    identity = next(each.id for each in shelf.summaries() if each.title == "The mill")
    view.get_by_role("button", name="Delete The mill").click()
    expect(rows(view)).to_have_count(1)
    assert titles(shelf) == [ARABIC_TITLE, "The mill"]
    view.goto(f"/d/{shelf.summaries()[0].id}?collection={NAME}")
    view.goto(f"/?collection={NAME}#library")
    expect(rows(view)).to_have_count(1)
    with pytest.raises(NotFoundError):
        shelf.document(identity)


def test_a_document_that_cannot_be_removed_comes_back_with_the_reason(
    view: Page, complaints: list[str]
) -> None:
    words = {"title": "Full", "detail": "The disk is full.", "status": 507}
    view.route(
        "**/v1/documents/*",
        lambda route: (
            route.fulfill(status=507, json=words)
            if route.request.method == "DELETE"
            else route.fallback()
        ),
    )
    view.clock.install()
    view.get_by_role("button", name="Delete The mill").click()
    view.clock.run_for(6_100)
    expect(view.get_by_text("Not deleted: The mill. The disk is full.")).to_be_visible()
    expect(rows(view)).to_have_count(2)
    view.get_by_role("button", name="Close").click()
    expect(view.get_by_text("Not deleted")).to_have_count(0)
    complaints.clear()


def test_title_and_metadata_are_edited_and_emptied_fields_take_back_what_the_file_says(
    view: Page, shelf: PassageIndex
) -> None:
    view.get_by_role("button", name="Edit The mill").click()
    editor = view.get_by_role("dialog", name="Edit document")
    expect(editor.get_by_label("Title")).to_be_focused()
    expect(editor.get_by_label("Author")).to_have_value("Ève Byrne")
    editor.get_by_label("Title").fill("The mill of 1874")
    editor.get_by_label("Language").fill("en")
    editor.get_by_label("Date").fill("1874-05-03")
    with view.expect_request(lambda request: request.method == "PATCH") as sent:
        view.keyboard.press("Enter")
    assert sent.value.post_data_json == {
        "title": "The mill of 1874",
        "metadata": {"date": "1874-05-03", "language": "en"},
    }
    expect(editor).to_have_count(0)
    expect(rows(view).first.get_by_role("link")).to_have_text("The mill of 1874")
    expect(view.get_by_role("button", name="Edit The mill of 1874")).to_be_focused()
    assert shelf.summaries()[1].metadata == {
        "author": "Ève Byrne",
        "date": "1874-05-03",
        "language": "en",
    }
    view.get_by_role("button", name="Edit The mill of 1874").click()
    editor.get_by_label("Title").fill("")
    editor.get_by_label("Date").fill(" ")
    editor.get_by_role("button", name="Save").click()
    expect(rows(view).first.get_by_role("link")).to_have_text("The mill")
    assert shelf.summaries()[1].metadata == {"author": "Ève Byrne", "language": "en"}


def test_an_edit_that_the_server_refuses_is_told_and_kept_in_the_form(
    view: Page, complaints: list[str]
) -> None:
    view.get_by_role("button", name="Edit The mill").click()
    editor = view.get_by_role("dialog", name="Edit document")
    editor.get_by_label("Title").fill("W" * 2001)
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_role("alert")).to_contain_text("2000 characters")
    expect(editor.get_by_label("Title")).to_have_value("W" * 2001)
    view.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    complaints[:] = [said for said in complaints if "422" not in said]


def test_a_document_opens_beside_the_list_and_its_outline_leads_to_its_headings(
    view: Page,
) -> None:
    view.get_by_role("link", name="The mill", exact=True).click()
    expect(pane(view).get_by_text("Document", exact=True)).to_be_visible()
    outline = pane(view).get_by_role("group").get_by_role("button")
    expect(outline).to_have_text(["The mill", "Water"])
    outline.nth(1).focus()
    view.keyboard.press("Enter")
    expect(pane(view).get_by_role("heading", name="Water")).to_be_focused()
    expect(pane(view).get_by_role("heading", name="Water")).to_be_in_viewport()
    expect(marked(view)).to_have_count(0)
    view.keyboard.press("Escape")
    expect(pane(view)).to_have_count(0)
    expect(view.get_by_role("link", name="The mill", exact=True)).to_be_focused()


def test_an_empty_library_invites_and_names_the_formats(page: Page, shelf: PassageIndex) -> None:
    for summary in shelf.summaries():
        shelf.remove(summary.id)
    page.goto(f"/?collection={NAME}#library")
    expect(page.get_by_text("Drop files here")).to_be_visible()
    expect(page.get_by_text("PDF, Word, PowerPoint")).to_be_visible()
    choose(page, ("wheels.md", b"# Wheels\n\nTwo of oak."))
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text("Drop files here")).to_have_count(0)


def test_a_library_that_cannot_be_listed_can_be_tried_again(
    page: Page, window: BrowserContext, complaints: list[str]
) -> None:
    window.route("**/v1/documents?*", lambda route: route.abort())
    page.goto("/#library")
    page.reload()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Check that it is still running, then try again.")
    window.unroute("**/v1/documents?*")
    page.get_by_role("button", name="Try again").click()
    expect(rows(page)).to_have_count(3)
    expect(alert).to_have_count(0)
    complaints.clear()


@pytest.mark.parametrize("options", [PHONE, NARROW])
def test_on_a_phone_nothing_is_wider_than_the_window(view: Page) -> None:
    choose(view, ("W" * 150 + ".png", b"\x89PNG\r\n\x1a\n" * 9))
    expect(uploads(view)).to_contain_text("Failed.")
    assert not overflows(view)
    view.get_by_role("button", name=f"Delete {ARABIC_TITLE}").click()
    assert not overflows(view)
    view.get_by_role("button", name="Undo").click()
    view.get_by_role("button", name="Edit The mill").click()
    expect(view.get_by_role("dialog")).to_be_in_viewport(ratio=1)
    assert not overflows(view)


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, DARK])
def test_the_facts_of_a_document_can_be_read_in_light_and_dark(view: Page) -> None:
    paper = view.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    facts = rows(view).first.locator(".facts")
    assert contrast(paper, facts.evaluate("(facts) => getComputedStyle(facts).color")) > 4.5


@pytest.mark.usefixtures("shelf")
def test_a_cited_page_is_drawn_with_boxes_over_the_cited_words_when_it_is_asked_for(
    page: Page,
) -> None:
    drawn: list[str] = []
    page.on(
        "request", lambda request: drawn.append(request.url) if "/pages/" in request.url else None
    )
    open_pdf(page)
    expect(marked(page)).to_have_text(MILL)
    button = pane(page).get_by_role("button", name="Page image")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert drawn == []
    button.click()
    image = pane(page).get_by_role("img")
    expect(image).to_have_accessible_name(
        f"Page 2 of Mill, with boxes round the cited words: {MILL}"
    )
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("(image) => image.naturalWidth") == 600
    (address,) = drawn
    assert address.partition("/pages/")[2] == f"2?width=600&collection={NAME}"
    sheet = image.bounding_box()
    box = pane(page).locator(".box").bounding_box()
    assert sheet is not None
    assert box is not None
    expect(pane(page).locator(".box")).to_be_in_viewport(ratio=1)
    scale = sheet["width"] / 595
    assert box["x"] - sheet["x"] == pytest.approx(100 * scale, abs=2)
    assert sheet["height"] / sheet["width"] == pytest.approx(842 / 595, abs=0.01)
    assert (
        (box["y"] - sheet["y"]) / scale
        < 842 - 500
        < (box["y"] + box["height"] - sheet["y"]) / scale + 4
    )
    button.click()
    expect(image).to_have_count(0)


@pytest.mark.usefixtures("shelf")
def test_a_page_that_cannot_be_drawn_is_told_in_the_servers_words(
    page: Page, complaints: list[str]
) -> None:
    words = {
        "title": "No page",
        "detail": "This page cannot be drawn: it is damaged.",
        "status": 422,
    }
    page.route("**/pages/*", lambda route: route.fulfill(status=422, json=words))
    open_pdf(page)
    pane(page).get_by_role("button", name="Page image").click()
    expect(pane(page).get_by_role("alert")).to_have_text(
        "This page cannot be drawn: it is damaged."
    )
    expect(marked(page)).to_have_text(MILL)
    complaints[:] = [said for said in complaints if "422" not in said]


def test_a_source_without_pages_offers_no_image(page: Page) -> None:
    ask_and_wait(page, "What happened at the pier?")
    chip(page, 1).click()
    expect(marked(page)).to_be_visible()
    expect(pane(page).get_by_role("button", name="Page image")).to_have_count(0)


def open_pdf(page: Page) -> None:
    """Upload a PDF whose second page has the cited words at (100, 500) points, and cite them."""
    first = PdfPage(text(100, 700, "The first page tells of the river and its banks alone."))
    pdf = Pdf([first, PdfPage(text(100, 500, MILL))], info={"Title": "Mill"})
    page.goto(f"/?collection={quote(NAME)}#library")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Delete The mill").click()
    choose(page, ("mill.pdf", pdf.to_bytes()))
    expect(uploads(page)).to_have_text("mill.pdfAdded.")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Ask").click()
    ask_and_wait(page, "Who built the mill?")
    chip(page, 1).click()
