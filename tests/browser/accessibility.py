"""What axe-core finds wrong with a page for people who do not see it or use no mouse."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

RUN = """async (rules) => {
    const kinds = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, {
        resultTypes: ["violations"],
        preload: false,
        // What floats over the page lies beside its landmarks: a preview, a deletion with its undo.
        rules: { region: { enabled: false } },
        runOnly: rules.length ? { type: "rule", values: rules } : { type: "tag", values: kinds },
    });
    return violations;
}"""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def violations(page: Page, *rules: str) -> list[str]:
    """Return what is wrong by some rules, or all: the rule, how bad it is, and where.

    axe-core comes in by the debugger, as the page's own policy lets no other program in.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(RUN, rules)
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in found
        for node in each["nodes"]
    ]
