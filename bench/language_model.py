"""What a real language model drafts, and what the gate lets pass: questions about the seed article.

It asks the model of PINCITE_LLM_MODEL at the endpoint of OPENAI_BASE_URL. Run
``python -m bench.language_model``; it is no part of ``make test``.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from os import environ
from pathlib import Path

from index.embedding import load_embedder
from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.assembly import build_assistant, seed
from rag.settings import Settings
from rag.types import Answer

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "data" / "seed_questions.jsonl"
RESULT = ROOT / "bench" / "results" / "language-model.md"
_QUOTED = re.compile(r"“[^”]*”|\d[\d.,]*")


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, print the report and keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench.language_model", description=__doc__)
    parser.add_argument("--questions", type=int, default=20, help="how many are asked")
    parser.add_argument("--result", type=Path, default=RESULT, help="the report to write")
    options = parser.parse_args(arguments)
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[: options.questions]
    with tempfile.TemporaryDirectory(prefix="pincite-model-") as temporary:
        settings = Settings.from_env(environ, store=Path(temporary))
        with PassageIndex.open(settings.store, load_embedder()) as index:
            seed(index)
            answers = _asked(build_assistant(settings, index), lines)
    report = "\n".join(_report(settings, answers))
    print(report)  # noqa: T201 - a report for the terminal
    options.result.write_text(report + "\n", encoding="utf-8")


def _asked(assistant: Assistant, lines: Sequence[str]) -> list[Answer]:
    """Return the model's answers alone: where it fails, nothing takes its place."""
    alone = replace(assistant, write=lambda _question, _passages: ())
    return [alone.answer(json.loads(line)["question"], writer="llm") for line in lines]


def _report(settings: Settings, answers: Sequence[Answer]) -> list[str]:
    kept = sum(len(answer.statements) for answer in answers)
    dropped = [rejection for answer in answers for rejection in answer.dropped]
    seconds = sum(answer.timing.write for answer in answers) / 1e3
    tokens = sum(answer.usage.completion_tokens for answer in answers)
    reasons = Counter(_QUOTED.sub("…", rejection.reason) for rejection in dropped)
    failed = Counter(answer.degraded for answer in answers if answer.degraded)
    return [
        f"# {settings.llm_model}: what it drafts and what passes",
        "",
        f"`python -m bench.language_model`, {len(answers)} questions about the seed article.",
        "",
        "| | |",
        "|---|---:|",
        f"| sentences drafted | {kept + len(dropped)} |",
        f"| kept | {kept} |",
        f"| dropped | {len(dropped)} |",
        f"| questions with a kept sentence | {sum(bool(a.statements) for a in answers)} |",
        f"| questions where it failed | {sum(failed.values())} |",
        f"| tokens read, written | {sum(a.usage.prompt_tokens for a in answers)}, {tokens} |",
        f"| tokens written a second, reading the prompt included | {tokens / seconds:.1f} |",
        "",
        "Dropped, and why:",
        "",
        *(f"- {count} × {reason}" for reason, count in reasons.most_common()),
        "",
        "Failed, and why:",
        "",
        *(f"- {count} × {reason}" for reason, count in failed.most_common()),
        "",
        "Kept:",
        "",
        *(
            f"- {statement.text} ← {' '.join(f'“{c.exact}”' for c in statement.citations)}"
            for answer in answers
            for statement in answer.statements
        ),
    ]


if __name__ == "__main__":
    main()
