"""Take the README's pictures anew: ``python -m tests.browser.screenshot``.

Shows the page before the first question; asks one about the seed article, with the real model, and
opens the first citation, also on a dark phone; asks what the article does not say; then checks a
draft about it, and opens what one sentence gets wrong.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from api.app import create_app
from rag.assembly import build_assistants, open_library, seed
from rag.settings import Settings
from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.site import running
from tests.browser.steps import ask_and_wait, chip, marked

PICTURES = Path(__file__).parents[2] / "docs"
LARGEST = 140_000
WIDE = ViewportSize(width=1280, height=760)
PHONE = ViewportSize(width=390, height=760)
QUESTION = "How long did the Codex sprint take?"
UNANSWERED = "Which bank financed the Codex launch?"
DRAFT = """# What the Codex sprint teaches

From concept to production, the sprint took only nine weeks. Communication happens almost entirely \
on Slack. The author joined OpenAI in May 2023, when about a thousand employees had become three \
thousand.

“Codex proved especially strong at handling small codebases”, the article says. The office in \
Zurich was opened by the mayor. Who would have thought it?
"""


def photograph(url: str) -> None:
    """Go through the page's views; save what the browser shows of each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        page = browser.new_page(base_url=url, viewport=WIDE, reduced_motion="reduce")
        page.goto("/")
        examples = page.get_by_role("region", name="Examples").get_by_role("button")
        expect(examples).to_have_count(3, timeout=60_000)
        save(page, "start")
        photograph_answers(page)
        photograph_check(page)
        browser.close()


def save(page: Page, name: str) -> None:
    """Save the window as it comes to rest; with fewer colours where it would be a large file."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    path = PICTURES / f"screenshot-{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)


def photograph_answers(page: Page) -> None:
    """Ask what the article says, on a phone too, and what it does not."""
    ask_and_wait(page, QUESTION)
    chip(page, 1).click()
    expect(marked(page)).to_be_visible()
    save(page, "answer")
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    chip(page, 1).click()
    expect(marked(page)).to_be_visible()
    save(page, "phone")
    page.keyboard.press("Escape")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.get_by_role("button", name="New chat").click()
    ask_and_wait(page, UNANSWERED)
    save(page, "refusal")


def photograph_check(page: Page) -> None:
    """Check a draft and open the source of its first problem."""
    page.get_by_role("link", name="Check").click()
    page.get_by_label("Your draft").fill(DRAFT)
    page.get_by_role("button", name="Check draft").click()
    expect(page.get_by_role("button", name="Copy with citations")).to_be_visible()
    page.keyboard.press("j")
    page.locator(".verdict .chip").first.click()
    expect(marked(page)).to_be_visible()
    save(page, "check")


def main() -> None:
    """Serve a new store for as long as the picture takes."""
    with TemporaryDirectory() as folder:
        settings = Settings(store=Path(folder) / "store")
        with open_library(settings) as library:
            with library.collection() as index:
                seed(index)
            with running(create_app(build_assistants(settings, library), settings)) as url:
                photograph(url)


if __name__ == "__main__":
    main()
