import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import api.web
from tests.browser.site import PAYLOAD
from tests.browser.steps import ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser

WEB = Path(api.web.__file__).parent
VENDORED = "htm-preact.js"
OWN_MODULES = sorted(path for path in WEB.glob("*.js") if path.name != VENDORED)


def test_the_page_is_served_under_a_policy_that_allows_its_own_files_alone(page: Page) -> None:
    response = page.goto("/")
    assert response is not None
    policy = response.header_value("content-security-policy") or ""
    directives = dict(each.strip().partition(" ")[::2] for each in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["trusted-types"] == "'none'"


def test_a_violation_of_the_policy_would_be_seen_by_these_tests(
    page: Page, complaints: list[str]
) -> None:
    with page.expect_console_message(lambda message: message.text.startswith("policy: ")):
        page.evaluate("""() => {
            const style = document.createElement("style");
            style.textContent = "body { color: red }";
            document.head.append(style);
        }""")
    assert any(complaint.startswith("policy: style-src") for complaint in complaints)
    complaints.clear()


def test_markup_in_titles_and_documents_stays_text(page: Page) -> None:
    expect(page.locator(".library")).to_contain_text("<b>Bold</b> <img src=x onerror=alert(1)>")
    ask_and_wait(page, "What is the payload?")
    expect(page.locator(".statement")).to_have_text(f"{PAYLOAD}1")
    chip(page, 1).hover()
    expect(page.get_by_role("tooltip").locator("mark")).to_have_text(PAYLOAD)
    chip(page, 1).click()
    expect(marked(page)).to_have_text(PAYLOAD)
    expect(pane(page)).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("img, b, i, body script")).to_have_count(0)
    links = page.get_by_role("link").evaluate_all("links => links.map((link) => link.protocol)")
    assert set(links) == {"http:"}


def test_markup_in_a_question_stays_text(page: Page) -> None:
    ask_and_wait(page, "<img src=x onerror=alert(1)> what?")
    expect(page.get_by_role("heading", level=2)).to_have_text("<img src=x onerror=alert(1)> what?")
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("module", OWN_MODULES, ids=lambda path: path.name)
def test_no_module_makes_markup_or_code_from_text(module: Path) -> None:
    code = re.sub(r'\bimport\("\./[a-z-]+\.js"\)', "", module.read_text())
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\bimport\("
    )
    assert re.findall(forbidden, code) == []


def test_the_vendored_library_is_the_one_that_was_reviewed_and_has_its_licence_beside_it() -> None:
    assert hashlib.sha256((WEB / VENDORED).read_bytes()).hexdigest() == (
        "72284e8e9079c87817145df1110f74e8a2aa040b2fc384922e18dfcb46fc1fd7"
    )
    licence = (WEB / "htm-preact.LICENSE.txt").read_text()
    assert "Apache License" in licence
    assert "The MIT License" in licence
