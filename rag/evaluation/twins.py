"""False twins and true rewordings of any English text, to measure the gate with.

A false twin differs from its original in one small thing and says something else; a true
rewording differs as much and says the same. Each is judged against its original alone, beside
other sentences of the text, and inside one quote with them, one of which holds the changed word
where there is such a one. Run ``python -m rag.evaluation.twins FILE…`` for the tables by kind.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from index.segmentation import split_sentences
from index.types import Span
from rag.evaluation import contradicting, falsifying, rewording
from rag.evaluation.falsifying import Maker, put
from rag.evaluation.halves import HALVES, half_of
from rag.gate import objection
from rag.gate.dates import moments
from rag.gate.figures import figures

FACTS = ("number", "date", "entity", "quoted term", "negation")
"""The kinds of which none may pass."""
FALSE_KINDS: Mapping[str, Maker] = {
    "number": falsifying.number,
    "date": falsifying.date,
    "negation": contradicting.negation,
    "unit": falsifying.unit,
    "number swap": falsifying.number_swap,
    "role swap": contradicting.role_swap,
    "quantifier": contradicting.quantifier,
    "modality": contradicting.modality,
    "comparison": contradicting.comparison,
    "antonym": contradicting.antonym,
    "addition": contradicting.addition,
}
"""Beside those that need the whole text: "entity" and "quoted term"."""
TRUE_KINDS: Mapping[str, Maker] = {
    "clause dropped": rewording.clause_dropped,
    "order changed": rewording.order_changed,
    "active/passive": rewording.voice_changed,
    "synonyms": rewording.synonyms,
    "number forms": rewording.number_forms,
}
_SHORTEST, _LONGEST = 20, 300


@dataclass(frozen=True, slots=True)
class Twin:
    """A changed sentence beside its original: a rewording if ``true``, else a falsehood."""

    original: str
    sentence: str
    kind: str
    true: bool
    others: tuple[str, ...] = ()
    """Other sentences that a writer could quote beside the original."""

    def quotings(self) -> tuple[tuple[str, ...], ...]:
        """Return the original quoted alone, beside the others, and in one quote with them."""
        before, after = self.others[:1], self.others[1:]
        together = (*before, self.original, *after)
        return (self.original,), together, (" ".join(together),)


@dataclass(frozen=True, slots=True)
class Row:
    """How the gate did on one kind of ``count`` twins."""

    kind: str
    true: bool
    count: int
    passed: int
    """How many pass with the original quoted alone."""
    beside: int
    """How many pass with the original among two or three other quotes."""
    within: int
    """How many pass with all of these in one quote."""

    @property
    def share(self) -> float:
        """The part that passed with the original quoted alone, 0 to 1."""
        return self.passed / self.count


def twins(text: str, *, seed: int = 0, limit: int | None = None) -> list[Twin]:
    """Return twins of the sentences of an English text, the same for the same seed.

    At most one twin of each kind is made of a sentence. With a ``limit``, that many are drawn
    from all of them, in the order of the text.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    sentences = [span.of(line) for line in text.splitlines() for span in split_sentences(line)]
    sentences = [s for s in sentences if _SHORTEST <= len(s) <= _LONGEST]
    found = list(_made(sentences, text, chance))
    if limit is None or len(found) <= limit:
        return found
    kept = sorted(chance.sample(range(len(found)), limit))
    return [found[at] for at in kept]


def _made(sentences: Sequence[str], text: str, chance: random.Random) -> Iterator[Twin]:
    whole = {"entity": falsifying.entity_of(text), "quoted term": falsifying.quoted_of(text)}
    for at, sentence in enumerate(sentences):
        for kind, maker in (*whole.items(), *FALSE_KINDS.items(), *TRUE_KINDS.items()):
            changed = maker(sentence, chance)
            if changed is not None and changed != sentence:
                others = _others(sentence, changed, at, sentences)
                yield Twin(sentence, changed, kind, kind in TRUE_KINDS, others)


def _others(sentence: str, changed: str, at: int, sentences: Sequence[str]) -> tuple[str, ...]:
    near = [*sentences[max(0, at - 1) : at], *sentences[at + 1 : at + 2]]
    decoy = _decoy(sentence, changed, [other for other in sentences if other != sentence])
    return tuple(dict.fromkeys([*near, *([decoy] if decoy else [])]))


def _decoy(sentence: str, changed: str, others: Sequence[str]) -> str | None:
    """Return another sentence that holds the new words of the changed one, made if need be."""
    new = set(_tokens(changed)) - set(_tokens(sentence))
    held = next((other for other in others if new and new <= set(_tokens(other))), None)
    return held or next((made for other in others if (made := _planted(other, changed, new))), None)


def _tokens(text: str) -> list[str]:
    return [match.group() for match in regex.finditer(r"\p{L}+|\p{N}+(?:[.,]\p{N}+)*", text)]


def _planted(other: str, changed: str, new: set[str]) -> str | None:
    """Return ``other`` with the new date or number of the changed sentence in place of its own."""
    for fresh, old in zip(_marks(changed), _marks(other), strict=True):
        span = next((span for span in fresh if new & {*_tokens(span.of(changed))}), None)
        if span and old:
            return put(other, old[0].start, old[0].end, span.of(changed))
    return None


def _marks(text: str) -> tuple[list[Span], list[Span]]:
    return [moment.span for moment in moments(text)], [figure.span for figure in figures(text)]


def twin_table(made: Iterable[Twin]) -> list[Row]:
    """Return for each kind how many twins there are and how many pass the gate."""
    found: dict[str, list[tuple[bool, ...]]] = {}
    for twin in made:
        passed = tuple(objection(twin.sentence, quotes) is None for quotes in twin.quotings())
        found.setdefault(twin.kind, []).append(passed)
    order = ("entity", "quoted term", *FALSE_KINDS, *TRUE_KINDS)
    return [
        Row(kind, kind in TRUE_KINDS, len(found[kind]), *map(sum, zip(*found[kind], strict=True)))
        for kind in order
        if kind in found
    ]


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a table: what passes of the false twins and of the true rewordings."""
    lines = [
        "| kind | | twins | pass: quoted alone | beside others | within one quote |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in rows:
        shares = [f"{n} ({n / row.count:.1%})" for n in (row.passed, row.beside, row.within)]
        kind = "true" if row.true else "false"
        lines.append(f"| {row.kind} | {kind} | {row.count} | {' | '.join(shares)} |")
    return "\n".join(lines)


def documents(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield id and text of what the files hold: a text each, or a JSON object a line."""
    for path in paths:
        if path.suffix == ".jsonl":
            for line in path.read_text("utf-8").splitlines():
                fields = json.loads(line)
                yield str(fields.get("_id") or fields.get("id")), fields["text"]
        else:
            yield path.name, path.read_text("utf-8")


def failures(made: Iterable[Twin]) -> Iterator[str]:
    """Yield each false twin that passes and each rewording that does not, to be read by hand."""
    for twin in made:
        for quotes in twin.quotings():
            reason = objection(twin.sentence, quotes)
            if (reason is None) != twin.true:
                yield "\n    ".join([twin.sentence, *quotes, f"=> {reason}"])
                break


def main() -> None:
    """Print the table for the documents of the files named, or the failures of a kind."""
    parser = argparse.ArgumentParser(description="Measure the gate with false twins.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--half", choices=HALVES, help="only the documents of one half")
    parser.add_argument("--limit", type=int, help="at most so many twins of one document")
    parser.add_argument("--kind", help="print what went wrong with twins of this kind")
    asked = parser.parse_args()
    texts = [text for name, text in documents(asked.files) if asked.half in {None, half_of(name)}]
    made = [twin for text in texts for twin in twins(text, limit=asked.limit)]
    if asked.kind:
        lines = failures(twin for twin in made if twin.kind == asked.kind)
    else:
        lines = iter([markdown(twin_table(made))])
    print("\n".join(lines))  # noqa: T201 - a report for the terminal


if __name__ == "__main__":
    main()
