"""Take the README's picture anew: ``python -m tests.browser.screenshot``.

Asks a question about the seed article, with the real model, and opens the first citation.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import expect, sync_playwright

from api.app import create_app
from rag.assembly import build_assistants, open_library, seed
from rag.settings import Settings
from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.site import running
from tests.browser.steps import ask_and_wait, chip, marked

PICTURE = Path(__file__).parents[2] / "docs/screenshot.png"
QUESTION = "How long did the Codex sprint take?"


def photograph(url: str) -> None:
    """Ask, open the citation, and save what the browser shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        page = browser.new_page(
            base_url=url, viewport={"width": 1280, "height": 760}, reduced_motion="reduce"
        )
        page.goto("/")
        ask_and_wait(page, QUESTION)
        chip(page, 1).click()
        expect(marked(page)).to_be_visible()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)
        browser.close()


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
