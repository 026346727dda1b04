import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.site import (
    ARABIC,
    LAUNCH,
    MILL,
    PAYLOAD,
    PIER,
    SIGHT,
    SLOW_QUESTION,
    SPRINT,
    Site,
    running_site,
)

CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""

ANSWERS = {
    "What happened at the pier?": [[SIGHT], [PIER]],
    "What happened to Codex?": [[LAUNCH], [SPRINT]],
    "Who built the mill?": [[MILL]],
    "Which ship came?": [[ARABIC]],
    "Which ship came that night?": [[ARABIC], [SPRINT]],
    "What is the payload?": [[PAYLOAD]],
    "How did it begin and end?": [[f"{SPRINT}.", SPRINT, LAUNCH], [LAUNCH]],
    "How long did it take?": [["The sprint took 13 weeks.", SPRINT], [SPRINT]],
    "What did the family see and what did the moon cost?": [],
    "What did the family see": [[SIGHT]],
    SLOW_QUESTION: [[SIGHT], [PIER]],
}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, for this package alone: Playwright's event loop would disturb other tests."""
    program = shutil.which("chromium")
    if program is None and "CI" not in os.environ:
        pytest.skip("Debian's chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program or "/usr/bin/chromium", args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running_pincite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("store"), ANSWERS) as site:
        yield site


@pytest.fixture
def site(running_pincite: Site) -> Iterator[Site]:
    running_pincite.writer.may_go_on.clear()
    yield running_pincite
    running_pincite.writer.may_go_on.set()
    running_pincite.readiness.done()


@pytest.fixture
def options() -> dict[str, object]:
    """What a test module may set of the browser window, by parametrizing this."""
    return {}


@pytest.fixture
def window(chromium: Browser, site: Site, options: dict[str, object]) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=site.url, reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about; a test that expects some removes it."""
    return []


@pytest.fixture
def page(window: BrowserContext, site: Site, complaints: list[str]) -> Iterator[Page]:
    """The page, just opened. It must never complain, nor ask another origin for anything."""
    page = window.new_page()
    page.add_init_script(REPORT_VIOLATIONS)
    foreign: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith(site.url) else foreign.append(request.url),
    )
    page.goto("/")
    yield page
    assert complaints == []
    assert foreign == []
