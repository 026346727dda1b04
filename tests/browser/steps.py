"""What a person does on the page."""

from playwright.sync_api import Locator, Page, expect


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def ask_and_wait(page: Page, question: str) -> None:
    ask(page, question)
    expect(page.locator(".turn").last).to_have_attribute("aria-busy", "false")


def chip(page: Page, number: int) -> Locator:
    return page.locator(".statement").get_by_role("button", name=f"Citation {number}:").first


def pane(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Source", exact=True)


def marked(page: Page) -> Locator:
    """The quote in the open document; the decisive words in it are marked once more, inside."""
    return pane(page).locator(":not(mark) > mark")
