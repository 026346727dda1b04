import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.changing import change_citations, highlighted
from tests.browser.site import LAUNCH
from tests.browser.steps import ask_and_wait, chip, marked, pane

pytestmark = pytest.mark.browser

DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = {"viewport": {"width": 320, "height": 640}}
COLOURS = """(element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    return [backgroundColor, color];
}"""


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, DARK])
def test_the_marked_words_can_be_read_in_light_and_dark(page: Page, options: object) -> None:
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).click()
    paper, ink = page.locator("body").evaluate(COLOURS)
    marker, marker_ink = marked(page).evaluate(COLOURS)
    assert (luminance(paper) < 0.1) == (options == DARK)
    assert contrast(paper, ink) > 12
    assert contrast(marker, marker_ink) > 5.5
    assert marker != paper


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, DARK])
def test_the_decisive_words_can_be_read_and_told_apart_without_their_colour(page: Page) -> None:
    change_citations(page, highlighted("Codex"))
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).click()
    quote, quote_ink = marked(page).evaluate(COLOURS)
    assert contrast(quote, quote_ink) > 9
    for decisive in (marked(page).locator("mark"), page.locator(".statement mark")):
        background, ink = decisive.evaluate(COLOURS)
        assert contrast(background, ink) > 5.5
        assert background != quote
        expect(decisive).to_have_css("text-decoration-line", "underline")
        rule = decisive.evaluate("(element) => getComputedStyle(element).textDecorationColor")
        assert contrast(background, rule) > 3


@pytest.mark.parametrize("options", [PHONE])
def test_on_a_phone_a_touch_opens_the_source_as_a_sheet_at_the_bottom(
    page: Page,
) -> None:
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 2).tap()
    expect(marked(page)).to_be_in_viewport()
    sheet = pane(page).bounding_box()
    number = chip(page, 2).bounding_box()
    assert sheet is not None
    assert number is not None
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    assert number["y"] + number["height"] < sheet["y"], "the pressed number stays in sight"
    expect(page.get_by_role("tooltip")).to_be_hidden()


def test_on_a_wide_window_the_source_stands_beside_the_answer(page: Page) -> None:
    ask_and_wait(page, "What happened to Codex?")
    chip(page, 1).click()
    expect(marked(page)).to_have_text(LAUNCH)
    answer = page.locator(".answer").bounding_box()
    source = pane(page).bounding_box()
    assert answer is not None
    assert source is not None
    assert answer["x"] + answer["width"] < source["x"]
    assert source["height"] == 720


@pytest.mark.parametrize("options", [PHONE, NARROW, {"viewport": {"width": 900, "height": 500}}])
def test_no_state_of_the_page_is_wider_than_the_window(page: Page) -> None:
    expect(page.locator(".library")).to_be_visible()
    assert not overflows(page)
    ask_and_wait(page, "What is the payload?")
    assert not overflows(page)
    chip(page, 1).click()
    expect(marked(page)).to_be_visible()
    assert not overflows(page)
    page.keyboard.press("Escape")
    ask_and_wait(page, "W" * 300)
    assert not overflows(page)


def overflows(page: Page) -> bool:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert isinstance(wide, bool)
    return wide


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
