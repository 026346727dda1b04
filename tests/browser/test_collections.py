"""The choice of a collection, and that everything on the page keeps to it."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index.reading import from_text
from tests.browser.site import SIGHT, Site
from tests.browser.steps import ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser

NAME = "Ships & more"
NOTE = f"An old page.\n\n{SIGHT} It was written down twice."


@pytest.fixture
def collection(site: Site) -> Iterator[str]:
    with site.library.collection(NAME, create=True) as index:
        index.add(from_text(NOTE, title="The other notes", source="notes.txt"))
    yield NAME
    site.library.delete(NAME)


def test_nothing_is_to_be_chosen_where_there_is_one_collection(page: Page) -> None:
    expect(page.get_by_text("in your library")).to_be_visible()
    expect(page.get_by_label("Collection")).to_have_count(0)


def test_a_chosen_collection_is_asked_cited_and_opened(
    window: BrowserContext, page: Page, site: Site, collection: str
) -> None:
    page.reload()
    page.get_by_label("Collection").select_option(collection)
    page.wait_for_url(f"**/?collection={quote(collection)}")
    expect(page.get_by_text("1 document in your library")).to_be_visible()
    expect(page.get_by_label("Collection")).to_have_value(collection)
    expect(page.get_by_role("link", name="The other notes")).to_have_attribute(
        "href", f"/d/{_only_id(site)}?collection={quote(collection)}"
    )
    ask_and_wait(page, "What happened at the pier?")
    expect(page.locator(".statement")).to_have_text([f"{SIGHT}1"])
    chip(page, 1).click()
    expect(marked(page)).to_have_text(SIGHT)
    expect(pane(page).get_by_role("heading", name="The other notes")).to_be_visible()
    with window.expect_page() as opened:
        pane(page).get_by_role("link", name="Open page").click()
    expect(opened.value.locator("mark")).to_have_text(SIGHT)
    opened.value.locator("a.home").click()
    expect(opened.value.get_by_label("Collection")).to_have_value(collection)
    opened.value.close()


def test_the_default_collection_is_a_page_without_a_name_in_its_address(
    page: Page, site: Site, collection: str
) -> None:
    page.goto(f"/?collection={quote(collection.upper())}")
    expect(page.get_by_label("Collection")).to_have_value(collection)
    page.get_by_label("Collection").select_option("default")
    page.wait_for_url(site.url + "/")
    expect(page.get_by_text("3 documents in your library")).to_be_visible()


@pytest.mark.usefixtures("collection")
def test_a_collection_that_is_gone_is_told_and_another_can_be_chosen(
    page: Page, complaints: list[str]
) -> None:
    page.goto("/?collection=gone")
    expect(page.get_by_role("alert")).to_contain_text("There is no collection of that name")
    page.get_by_label("Collection").select_option("default")
    expect(page.get_by_text("3 documents in your library")).to_be_visible()
    complaints[:] = [said for said in complaints if "404" not in said]


def _only_id(site: Site) -> str:
    with site.library.collection(NAME) as index:
        return index.summaries()[0].id
