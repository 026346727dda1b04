"""Take the library's picture anew: ``python -m tests.browser.screenshot_library``.

Adds a few short files beside the seed article, opens the article, and lets one file fail.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import FilePayload, expect, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.screenshot import save
from tests.browser.site import running_site

FILES = {
    "lighthouse.md": "# The lighthouse\n\nIt was lit on 3 May 1874. Its keeper was Ada Byrne.\n",
    "mill.html": "<title>The mill at Ash Ford</title><p>The mill has two wheels of oak.</p>",
    "tides.csv": "day,height in m\nMonday,3.1\nTuesday,3.4\n",
    "harbour.png": "\x89PNG\r\n\x1a\n",
}


def photograph(url: str) -> None:
    """Add the files, open the article, and save what the browser shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        page = browser.new_page(
            base_url=url, viewport={"width": 1280, "height": 760}, reduced_motion="reduce"
        )
        page.goto("/#library")
        page.get_by_label("Files to add").set_input_files(
            [
                FilePayload(name=name, mimeType="text/plain", buffer=text.encode("latin-1"))
                for name, text in FILES.items()
            ]
        )
        expect(page.get_by_text("3 done, 1 failed.")).to_be_visible()
        expect(page.get_by_text("4 documents")).to_be_visible()
        page.get_by_role("link", name="Inside OpenAI").click()
        expect(page.get_by_text("Outline")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        save(page, "library")
        browser.close()


def main() -> None:
    """Serve a new store for as long as the picture takes."""
    with TemporaryDirectory() as folder, running_site(Path(folder), {}, ()) as site:
        photograph(site.url)


if __name__ == "__main__":
    main()
