"""The words of the page in its languages."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import api.web
from tests.browser.site import SIGHT

WEB = Path(api.web.__file__).parent
MODULES = {
    path.name: path.read_text()
    for path in sorted(WEB.glob("*.js"))
    if path.name != "htm-preact.js" and not path.name.startswith("messages-")
}
Message = str | dict[str, str]

GERMAN = {"locale": "de-AT"}


def catalogue(language: str) -> dict[str, Message]:
    """Return the messages of a language, each key once."""
    text = (WEB / f"messages-{language}.js").read_text()
    pairs = json.loads(
        text[text.index("{") : text.rindex(";")],
        object_pairs_hook=lambda pairs: dict(pairs) if pairs[-1][0] in {"one", "other"} else pairs,
    )
    assert len(dict(pairs)) == len(pairs), "a key stands twice"
    return dict(pairs)


ENGLISH = catalogue("en")
OTHERS = [path.stem.removeprefix("messages-") for path in WEB.glob("messages-*.js")]


def forms(message: Message) -> dict[str, str]:
    return {"": message} if isinstance(message, str) else message


def placeholders(message: Message) -> set[str]:
    return {name for text in forms(message).values() for name in re.findall(r"\{(\w+)\}", text)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_the_same_keys_in_order_with_the_same_placeholders(
    language: str,
) -> None:
    messages = catalogue(language)
    assert list(messages) == sorted(ENGLISH)
    for key, message in messages.items():
        assert placeholders(message) == placeholders(ENGLISH[key]), key
        assert set(forms(message)) in ({""}, {"one", "other"}), key
        assert all(text.strip() == text != "" for text in forms(message).values()), key


def test_every_key_that_a_module_names_is_in_the_catalogue_and_no_other_is() -> None:
    code = "\n".join(MODULES.values())
    assert set(re.findall(r'\b(?:t|rich)\(\s*"([^"]+)"', code)) <= set(ENGLISH)
    named = set(re.findall(r'"([\w.-]+)"', code))
    made = {form.partition("$")[0] for form in re.findall(r"\b(?:t|rich)\(\s*`([^`]+)`", code)}
    unused = [key for key in ENGLISH.keys() - named if not key.startswith(tuple(made))]
    assert unused == []


COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"])//[^\n]*", re.DOTALL)
SPOKEN = (
    r'"([A-Z][a-z]+[^A-Za-z"]*|[A-Z][a-z]*[^"\n]* [^"\n]*[a-z]{2}[^"\n]*)"',
    r"`([A-Z][^`<]* [^`<]*)`",
    r'(?:aria-label|title|placeholder|alt|label)="([^"]+)"',
    r"(?<!=)>([^<>`{}$()=;&]*[A-Za-z]{2}[^<>`{}$()=;&]*)<",
)
UNSPOKEN = {"Enter", "Escape", "Files", "Pin", "cite", "English", "Deutsch"} | {
    "Markdown", "Pandoc", "Web Annotation", "Chicago", "Harvard",
}  # fmt: skip
"""Names of keys and of kinds of data, of the product, of languages in themselves, and of formats
of citations, which are the same in every language."""


def spoken(code: str) -> set[str]:
    """Return what a module says to a reader in words of its own."""
    found = {words for form in SPOKEN for words in re.findall(form, COMMENT.sub("", code))}
    return {words for words in found - UNSPOKEN if not words.startswith("pincite ")}


@pytest.mark.parametrize("name", MODULES)
def test_no_module_speaks_a_language_of_its_own(name: str) -> None:
    assert spoken(MODULES[name]) == set()


@pytest.mark.parametrize(
    "code",
    [
        "html`<p>Stopped.</p>`",
        "html`<a href=${x} title=${y}>and more</a>`",
        'html`<button aria-label="close">`',
        "`What is “${title}” about?`",
        'set("Cancelled.")',
        '["Copied"]',
        'new Error("The page failed")',
    ],
)
def test_a_module_that_speaks_would_be_found(code: str) -> None:
    assert len(spoken(f"{code} // Not this one.")) == 1


@pytest.mark.browser
@pytest.mark.parametrize("options", [GERMAN])
def test_the_page_speaks_the_browsers_language_unless_another_is_chosen(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("link", name="Bibliothek")).to_be_visible()
    page.evaluate(
        'import("/static/messages.js").then(({ chooseLanguage }) => chooseLanguage("en"))'
    )
    expect(page.get_by_role("link", name="Library")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.evaluate(
        'import("/static/messages.js").then(({ chooseLanguage }) => chooseLanguage(null))'
    )
    expect(page.get_by_role("link", name="Bibliothek")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


FORMS = """async () => {
    const { t, rich, day, percent } = await import("/static/messages.js");
    return [rich("welcome.text", { words: 7 })[1], t("no.such {key}", { key: 1234567 }),
        percent(0.5), day("2026-11-26T12:00:00Z")];
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["7", "no.such 1,234,567", "50%", "Nov 26, 2026"]),
        (GERMAN, ["7", "no.such 1.234.567", "50\u00a0%", "26.11.2026"]),
        ({"locale": "fr-FR"}, ["7", "no.such 1,234,567", "50%", "Nov 26, 2026"]),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(page: Page, expected: list[str]) -> None:
    assert page.evaluate(FORMS) == expected


SAID = """() => [document.body.innerText, ...[...document.querySelectorAll("*")].flatMap((one) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? ""))]"""


def pieces(messages: dict[str, Message]) -> set[str]:
    """Return what stands between the values in messages, without what is too short to tell."""
    texts = [text for message in messages.values() for text in forms(message).values()]
    parts = {part.strip() for text in texts for part in re.split(r"\{\w+\}", text)}
    return {part for part in parts if len(part) > 5}


def english_in(page: Page) -> set[str]:
    """Return what the page says in words of the English catalogue."""
    said = "\n".join(page.evaluate(SAID))
    english = pieces(ENGLISH) - pieces(catalogue("de"))
    return {part for part in english if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", said)}


@pytest.mark.browser
@pytest.mark.parametrize("options", [GERMAN])
def test_every_view_speaks_german(page: Page) -> None:
    expect(page.get_by_text("3 Dokumente in Ihrer Bibliothek")).to_be_visible()
    assert english_in(page) == set()
    page.get_by_label("Ihre Frage").fill("What did the family see and what did the moon cost?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diesen Teil beantworten Ihre Quellen nicht:")).to_be_visible()
    page.get_by_role("button", name="Beleg 1: Field notes 🎉").click()
    expect(page.get_by_role("complementary", name="Quelle")).to_contain_text("Absatz 2")
    assert english_in(page) == set()
    page.get_by_role("link", name="Prüfen").click()
    assert english_in(page) == set()
    page.get_by_label("Ihr Entwurf").fill(f"{SIGHT} The bridge burned.")
    page.get_by_role("button", name="Entwurf prüfen").click()
    expect(page.get_by_role("button", name="1 Nicht in den Quellen")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("region", name="Was die Quellen sagen")).to_be_visible()
    assert english_in(page) == set()
    page.get_by_role("link", name="Bibliothek").click()
    expect(page.get_by_text("3 Dokumente", exact=True)).to_be_visible()
    page.get_by_role("button", name="bearbeiten").first.click()
    expect(page.get_by_role("dialog", name="Dokument bearbeiten")).to_be_visible()
    assert english_in(page) == set()


@pytest.mark.browser
def test_english_in_a_view_would_be_seen(page: Page) -> None:
    expect(page.get_by_text("3 documents in your library")).to_be_visible()
    assert "documents in your library" in english_in(page)
