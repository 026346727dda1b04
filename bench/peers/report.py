"""What was measured of the peers and of Pincite, as a report, a plot and a paragraph."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.peers.own import ADDING, OWN, READING, RULES
from bench.peers.running import Added, Asked
from bench.speed import commit, machine, spread
from bench.speed_plot import plot
from rag.evaluation.metrics import quantile

CHOSEN = {
    "txtai": "Embeddings with content",
    "LlamaIndex": "VectorStoreIndex with its simple store",
    "LangChain": "InMemoryVectorStore",
    "Haystack": "InMemoryDocumentStore, pipeline of embedder and retriever",
    "Chroma": "persistent collection",
}


@dataclass(slots=True)
class Measured:
    """All figures, by name of the peer or of what Pincite does."""

    held: int
    """Passages that were searched."""
    disk: dict[str, int]
    """Bytes of their stores."""
    added: dict[str, list[Added]] = field(default_factory=dict)
    asked: dict[str, list[Asked]] = field(default_factory=dict)

    @property
    def peers(self) -> list[str]:
        """The names that are not Pincite's."""
        return [name for name in self.added if name != ADDING]

    @property
    def common(self) -> float:
        """The median of how many texts all peers found alike for the first question of a round."""
        rounds = zip(*(self.asked[name] for name in self.peers), strict=True)
        return statistics.median(
            len(set.intersection(*(set(each.found) for each in one))) for one in rounds
        )

    def rate(self, name: str) -> float:
        """Return the median of passages added a second, on the wall."""
        return statistics.median(each.passages / each.wall for each in self.added[name])

    def times(self, name: str) -> float:
        """Return how many times as fast as a peer Pincite adds: the median of the rounds."""
        pairs = zip(self.added[name], self.added[ADDING], strict=True)
        return statistics.median(peer.wall / own.wall for peer, own in pairs)

    def start(self, name: str) -> float:
        """Return the median of the seconds from a cold start to the first answer."""
        return statistics.median(each.start for each in self.asked[name])

    def answer(self, name: str, share: float) -> float:
        """Return a quantile of the milliseconds of the questions of all rounds."""
        return 1e3 * quantile([wall for each in self.asked[name] for wall in each.walls], share)


def report(measured: Measured, options: str) -> str:
    """Return the report in Markdown."""
    return "\n".join([*_heading(measured, options), *_adding(measured), *_asking(measured)]) + "\n"


def plotted(measured: Measured) -> str:
    """Return the bars of adding, the fastest first."""
    bars = {name: measured.rate(name) for name in measured.added}
    ordered = sorted(bars.items(), key=lambda bar: -bar[1])
    return plot(dict(ordered), "Passages added a second")


def summary(measured: Measured) -> str:
    """Return the paragraph of the README."""
    times = _span([measured.times(name) for name in measured.peers], ".1f")
    start, bare = (
        _span([tell(name) for name in measured.peers], shape)
        for tell, shape in ((measured.start, ".1f"), (_half(measured), ".0f"))
    )
    return (
        f"Beside {_listed(measured.peers)}, with the same weights and passages, Pincite adds "
        f"{times} times as fast, though it embeds each sentence too. Over {measured.held:,} "
        f"passages it tells its first checked answer {measured.start(READING):.1f} s after a cold "
        f"start; they need {start} s to their first bare search. With all loaded a full answer "
        f"takes {measured.answer(RULES, 0.5):.0f} ms by rules alone and "
        f"{measured.answer(READING, 0.5):.0f} ms with the reader, their bare search {bare} ms "
        "(`make bench-peers`, [figures](bench/results/peers.md))."
    )


def _half(measured: Measured) -> Callable[[str], float]:
    return lambda name: measured.answer(name, 0.5)


def _span(values: Sequence[float], shape: str) -> str:
    least, most = format(min(values), shape), format(max(values), shape)
    return least if least == most else f"{least} to {most}"


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _heading(measured: Measured, options: str) -> Iterator[str]:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield "# Beside other programs\n"
    yield f"`python -m bench.peers{options}`, {now}, commit {commit()}, {machine()}.\n"
    used = [f"{name} {measured.added[name][0].version} ({CHOSEN[name]})" for name in measured.peers]
    yield (
        f"{_listed(used)}: each as its documentation shows it, with the same MiniLM weights and "
        "the same passages of the open sets, in an environment of its own. Each measurement is "
        "made in a process of its own, all in turns in one run; figures are medians of the rounds, "
        "in brackets least to most. Threads that wait give up their core.\n"
    )


def _adding(measured: Measured) -> Iterator[str]:
    passages = _span([float(each.passages) for each in measured.added[ADDING]], ".0f")
    yield (
        f"## Adding\n\n{passages} passages a round, in {len(measured.added[ADDING])} rounds, all "
        "imported and loaded before. Peers embed the passages and save their index; Pincite reads "
        "and cuts documents, embeds passages and sentences, writes durably and indexes.\n"
    )
    yield "| | passages a second | a second of a core | Pincite is so many times as fast |"
    yield "|---|---:|---:|---:|"
    for name, rounds in measured.added.items():
        cores = statistics.median(each.passages / each.cores for each in rounds)
        times = [
            peer.wall / own.wall for peer, own in zip(rounds, measured.added[ADDING], strict=True)
        ]
        shown = "" if name == ADDING else spread(times)
        yield f"| {name} | {measured.rate(name):.1f} | {cores:.1f} | {shown} |"


def _asking(measured: Measured) -> Iterator[str]:
    asked = len(measured.asked[RULES][0].walls)
    yield (
        f"\n## Starting and asking\n\nOver {measured.held:,} passages. Start: from the start of a "
        "process to its first answer, with importing, loading and searching; LlamaIndex, LangChain "
        "and Haystack, as they are used here, read their whole store from JSON. Then "
        f"{asked} questions, each new to it; p50 and p95 are of all rounds together. Peers search "
        f"by meaning alone, and find {measured.common:.0f} of 10 texts alike. Memory: what the "
        "process holds at the end, code and model included. Disk: the store, for 1,000 passages; "
        "Pincite's holds documents, full text and the vectors of sentences too.\n"
    )
    yield "| | start, s | p50, ms | p95, ms | p50 beside the peers' median | MiB | disk, MB |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    bare = statistics.median(measured.answer(name, 0.5) for name in measured.peers)
    for name, rounds in measured.asked.items():
        p50, p95 = measured.answer(name, 0.5), measured.answer(name, 0.95)
        yield (
            f"| {name} | {spread([each.start for each in rounds])} | {p50:.1f} | {p95:.1f} "
            f"| {p50 / bare:.2f} | {statistics.median(each.resident for each in rounds):.0f} "
            f"| {_megabytes(measured, name):.1f} |"
        )


def _megabytes(measured: Measured, name: str) -> float:
    return measured.disk[ADDING if name in OWN else name] / measured.held / 1e3
