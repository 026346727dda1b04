"""The words of the page in its languages."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import api.web

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
    named = set(re.findall(r'\b(?:t|rich)\(\s*"([^"]+)"', code))
    made = [
        re.sub(
            r"\$\{[^}]+\}", "[a-z_-]+", re.escape(key).replace(r"\$\{", "${").replace(r"\}", "}")
        )
        for key in re.findall(r"\b(?:t|rich)\(\s*`([^`]+)`", code)
    ]
    assert named <= set(ENGLISH)
    assert [
        key for key in ENGLISH.keys() - named if not any(re.fullmatch(form, key) for form in made)
    ] == []


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
