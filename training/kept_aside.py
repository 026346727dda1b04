"""Write the written articles kept aside as data sets that ``pincite eval`` can score.

python -m training.kept_aside --written DIR --out DIR

OUT gets two folders: ``written`` (question answering over all of these articles) and
``written-claims`` (claims, each beside its article).
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.conversation import resolve
from rag.types import Turn
from training.reading_sets import articles

VERDICTS = {"supported": "supported", "contradicted": "contradicted", "absent": "not_in_sources"}

Row = Mapping[str, Any]


def documents(found: Sequence[tuple[str, Row]]) -> Iterator[Row]:
    """Yield the articles."""
    for name, article in found:
        yield {"_id": name, "title": article["title"], "text": article["text"]}


def questions(found: Sequence[tuple[str, Row]]) -> Iterator[Row]:
    """Yield the questions, follow-ups made self-contained."""
    for name, article in found:
        for number, question in enumerate(article["questions"]):
            history = [Turn(turn["q"], turn["a"]) for turn in question.get("history", ())]
            evidence = [{"doc_id": name, "sentences": question["evidence"]}]
            yield {
                "_id": f"{name}#{number}",
                "question": resolve(question["q"], history),
                "kind": question["kind"],
                "answers": [question["answer"]] if question["answerable"] else [],
                "answerable": question["answerable"],
                "context_id": name,
                "evidence": evidence if question["answerable"] else [],
            }


def claims(found: Sequence[tuple[str, Row]]) -> Iterator[Row]:
    """Yield the claims, each with its article."""
    for name, article in found:
        for number, claim in enumerate(article["claims"]):
            yield {
                "_id": f"{name}#{number}",
                "claim": claim["claim"],
                "source": article["text"],
                "label": VERDICTS[claim["label"]],
            }


def _write(rows: Iterable[Row], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write the data sets as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    found = list(articles(given.written, aside=True))
    _write(documents(found), given.out / "written" / "docs.jsonl")
    _write(questions(found), given.out / "written" / "questions.jsonl")
    _write(claims(found), given.out / "written-claims" / "pairs.jsonl")


if __name__ == "__main__":
    main()
