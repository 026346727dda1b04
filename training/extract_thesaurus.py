"""Make ``rag/thesaurus/relations.txt.gz`` from WordNet's own files.

    python -m training.extract_thesaurus /usr/share/wordnet rag/thesaurus/relations.txt.gz

Debian's package ``wordnet-base`` has the files (their format: wndb(5WN)). A sense of a word counts
if it is the word's first, or one of its first six and met in WordNet's tagged texts; a word counts
if it was met there at all.
"""

import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

from index.terms import fold
from rag.gate.words import stem_of

_PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_SENSES = 6
_BROADEST = 300
"""Narrower words from which on a word is too broad to stand for any of them."""
_MARK = re.compile(r"\(\w+\)$")  # of adjectives: "galore(ip)"

Sense = tuple[str, str]
"""A part of speech and the place of a set of synonyms in its file."""


@dataclass(frozen=True, slots=True)
class Synset:
    """A set of synonyms with its pointers: kind, target, own word and target's, 0 for all."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, Sense, int, int], ...]


def main(folder: Path, target: Path) -> None:
    """Write the relations, one said word a line: stem, "=" stems it may stand for, "!" opposites.

    Same input, same bytes.
    """
    kept, synsets = _kept(folder), dict(_synsets(folder))
    same, opposite = _relations(synsets, kept)
    met = _met(folder)
    lines = []
    for stem in sorted(same.keys() | opposite.keys()):
        stands = sorted(other for other in same[stem] if met[stem] and met[other])
        against = sorted(other for other in opposite[stem] if met[stem] and met[other])
        if stands or against:
            lines.append(" ".join([stem, *stands, *(f"!{each}" for each in against)]))
    data = "\n".join(lines).encode() + b"\n"
    target.write_bytes(gzip.compress(data, 9, mtime=0))


def _kept(folder: Path) -> dict[Sense, set[str]]:
    """Return the words of each set of synonyms that have it as a common sense."""
    kept: dict[Sense, set[str]] = defaultdict(set)
    for part, name in _PARTS.items():
        for fields in _lines(folder / f"index.{name}"):
            pointers = int(fields[3])
            tagged, places = int(fields[5 + pointers]), fields[6 + pointers :]
            for place in places[: min(max(1, tagged), _SENSES)]:
                kept[part, place].add(fields[0])
    return kept


def _synsets(folder: Path) -> Iterator[tuple[Sense, Synset]]:
    for part, name in _PARTS.items():
        for fields in _lines(folder / f"data.{name}"):
            count = int(fields[3], 16)
            words = tuple(_MARK.sub("", fields[4 + 2 * at]).lower() for at in range(count))
            start = 5 + 2 * count
            pointers = (fields[start + 4 * at :][:4] for at in range(int(fields[start - 1])))
            yield (
                (part, fields[0]),
                Synset(
                    words,
                    tuple(
                        (kind, (_part(of), place), int(ends[:2], 16), int(ends[2:], 16))
                        for kind, place, of, ends in pointers
                    ),
                ),
            )


def _part(letter: str) -> str:
    return "a" if letter == "s" else letter


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith("  "):
            yield line.partition(" | ")[0].split()


def _relations(
    synsets: dict[Sense, Synset], kept: dict[Sense, set[str]]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    same: dict[str, set[str]] = defaultdict(set)
    broader: dict[str, set[str]] = defaultdict(set)
    opposite: dict[str, set[str]] = defaultdict(set)
    for sense, synset in synsets.items():
        own = [word for word in synset.words if word in kept[sense]]
        _pair(same, permutations(own, 2))
        for kind, target, at, other_at in synset.pointers:
            theirs = [word for word in synsets[target].words if word in kept[target]]
            if kind == "@" and sense[0] == "n":
                _pair(broader, product(theirs, own))
            elif kind == "$":
                _pair(same, product(own, theirs))
            elif kind in "!+":
                pair = synset.words[at - 1], synsets[target].words[other_at - 1]
                if pair[0] in own and pair[1] in theirs:
                    _pair(opposite if kind == "!" else same, [pair])
    for stem, narrower in broader.items():
        if len(narrower) <= _BROADEST:
            same[stem] |= narrower
    return same, opposite


def _pair(found: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
    for one, other in pairs:
        stems = _stem(one), _stem(other)
        if all(stems) and stems[0] != stems[1]:
            found[stems[0]].add(stems[1])


def _stem(words: str) -> str:
    """Return the stem of one word, or of two joined by "_"; "" for what is longer or no word."""
    parts = words.split("_")
    if len(parts) > 2 or not all(part.isascii() and part.isalpha() for part in parts):
        return ""
    return "_".join(stem_of(fold(part)) for part in parts)


def _met(folder: Path) -> Counter[str]:
    met: Counter[str] = Counter()
    for key, _, count in (line.split() for line in _text(folder / "cntlist.rev")):
        met[_stem(key.partition("%")[0])] += int(count)
    met[""] = 0
    return met


def _text(path: Path) -> list[str]:
    return path.read_text(encoding="latin-1").splitlines()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
