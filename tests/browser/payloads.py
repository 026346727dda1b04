"""Texts that try to become markup, a program, a request or a link: what no text may do on the page.

Each has a number of its own, which a script that runs tells the console, and an address that is
asked or led to has in it.
"""

PLACES = ("answer", "title", "file name", "document")
FOREIGN = "https://away.example/"
HTML = (
    "<script>{run}</script>",
    "<img src=/x onerror={run}>",
    "<img srcset={away}>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><a xlink:href=javascript:{run}><text>x</text></a></svg>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<iframe src={away}></iframe>",
    "<input autofocus onfocus={run}>",
    "<details open ontoggle={run}>x</details>",
    "<video poster={away}><source onerror={run} src=/x></video>",
    "<object data={away}></object>",
    "<embed src={away}>",
    "<link rel=stylesheet href={away}>",
    "<style>@import '{away}';</style>",
    "<form action={away}><button>x</button></form>",
    "<a href=javascript:{run}>x</a>",
    "<a href={away} ping={away}>x</a>",
)
"""Each does something where it is taken for markup."""
OTHERS = (
    "[x](javascript:{run})",
    "[x]({away})",
    "![x]({away})",
    "<{away}> and {away}",
    "${{{run}}} {{{{{run}}}}}",
    "javascript:{run}",
    "data:text/html,<script>{run}</script>",
)
"""Markdown, templates and addresses."""
AROUND = (
    "{}",
    "\"'></title></textarea></style></script></mark>{}",
    '--><!--><p title="{}" \'>',
)
"""Where a text may stand that lets markup begin."""


def filled(template: str, number: int) -> str:
    """Return a payload with its number in all that it does."""
    return template.format(run=f"console.error({number})", away=f"{FOREIGN}{number}")


def payloads() -> dict[str, list[str]]:
    """Return the payloads of each place, no two of them equal."""
    templates = [
        around.replace("{}", template) for around in AROUND for template in (*HTML, *OTHERS)
    ]
    return {
        place: [filled(each, at * len(templates) + n) for n, each in enumerate(templates)]
        for at, place in enumerate(PLACES)
    }
