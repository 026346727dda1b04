"""Is a claim borne out by a source? Evidence is chosen, weighed, and looked through for objections.

support = mean of three shares, each 0 to 1: the claim's content terms that the source holds, the
pairs of neighbouring terms that it holds, and what the judge gives the chosen evidence; less 0.1
if a layer of the gate objects, less 0.2 if the claim speaks of its writer and the source does not.
The weights are few and round on purpose; `bench/results/` has the figures on unlike data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.segmentation import split_sentences
from index.terms import terms
from index.types import Document, Span
from rag.citing.places import cite
from rag.function_words import FUNCTION_WORDS
from rag.gate import RULES, objection, substitution
from rag.gate.alignment import PRONOUNS
from rag.gate.judge import ENOUGH, Judge, LexicalJudge, unsupported
from rag.gate.words import words
from rag.term_weights import Weights
from rag.types import Citation

CHECKED = (*RULES, substitution.objection)
"""The gate's rules, and one that only points a writer to a word."""
SUPPORTED, PARTLY = 0.5, 0.45
"""The least support of the verdicts "supported" and "partly"."""
LEAST_PARTLY = 0.3
"""The least support of "partly" where one part of the sentence stands in the source whole."""
_PARTS = re.compile(
    r"[,;:–—]|\b(?:and|but|while|because|although|which|who|und|aber|et|mais|y|pero)\b"
)
NEUTRAL = 0.5
"""The support told of a sentence that claims nothing."""
ALIKE, ALIKE_BONUS = 0.8, 0.15
"""The cosine from which a sentence counts as alike, and what support it gains by that."""
MOST_EVIDENCE = 3
LEAST_GAIN = 0.1
"""The share of a claim's terms that a further sentence must add to become evidence."""
_WRITER = frozenset({"i", "me", "my"})
_UNTOLD = re.compile(
    r"(?:let us|let's|let me|please|we will now|we now turn|i will now|we shall|imagine|consider"
    r"|(?:i|we) (?:find|think|feel|hope|guess|suppose|wonder|admire|wish|love|like|am convinced"
    r"|are convinced|would argue|would say|doubt)|one (?:can|may|might|must|should|could) "
    r"(?:only |hardly |well |but )?(?:admire|wonder|hope|ask|regret|imagine|wish)|in my (?:opinion"
    r"|view)|in our (?:opinion|view)|to my mind|what (?:a|an) \w+.*!\s*$|how \w+.*!\s*$"
    r"|lassen sie uns|bitte|meiner meinung nach|ich (?:finde|denke|glaube|meine|hoffe)"
    r"|à mon avis|je (?:pense|trouve|crois)|s'il vous plaît|en mi opinión|creo que|por favor)\b",
    re.IGNORECASE,
)
"""How requests, announcements and opinions begin."""
_INSTEAD = ("denies “", "does not deny", ", not ", "the other way round", "only says")
"""How objections read that tell what the source says instead."""


class Verdict(StrEnum):
    """How a claim stands to the sources."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    PARTLY = "partly"
    NOT_IN_SOURCES = "not_in_sources"
    NO_CLAIM = "no_claim"


@dataclass(frozen=True, slots=True)
class Check:
    """A verdict on a claim, with the sentences that it rests on."""

    verdict: Verdict
    score: float
    """How well the claim is supported: higher is better, about 0 to 1; no probability."""
    citations: tuple[Citation, ...]
    """What supports the claim; of a contradicted one, what the source says instead."""
    reason: str
    """Why it is not simply supported, in words a reader understands; empty if it is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source with its distinct terms.

    One that opens with a pronoun has those of the sentence before it too: they tell what it is of.
    """

    span: Span
    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A document made ready for claims to be checked against it."""

    document: Document
    sentences: tuple[Sentence, ...]
    terms: frozenset[str]
    phrases: frozenset[tuple[str, str]]
    """Pairs of neighbouring terms."""

    @classmethod
    def of(cls, document: Document, within: Sequence[Span] | None = None) -> "Source":
        """Take the document's citable sentences, or those of them inside given spans, in order."""
        spans = [span for block in document.blocks for span in block.sentences]
        if within is not None:
            spans = [span for span in spans if any(span in each for each in within)]
        texts = [(span, span.of(document.text)) for span in spans]
        own = [frozenset(terms(text)) for _, text in texts]
        found = tuple(
            Sentence(span, text, held | (own[at - 1] if at and _leans(text) else frozenset()))
            for at, ((span, text), held) in enumerate(zip(texts, own, strict=True))
        )
        every = [term for _, text in texts for term in terms(text)]
        return cls(document, found, frozenset(every), frozenset(pairwise(every)))


def check_claim(claim: str, source: Source, judge: Judge | None = None) -> Check:
    """Return whether ``source`` bears out ``claim``, sentence by sentence.

    Of several sentences the support is that of the least supported one.
    """
    spans = split_sentences(claim) or [Span(0, len(claim))]
    return together(
        [check_sentence(span.of(claim), source, judge or LexicalJudge()) for span in spans]
    )


def check_sentence(sentence: str, source: Source, judge: Judge, likeness: float = 0.0) -> Check:
    """Return whether ``source`` bears out one sentence.

    ``likeness`` is the greatest cosine of the sentence with one of the source's, where an embedding
    model was asked: a sentence in other words shares few terms and is near all the same.
    """
    if not claims_anything(sentence):
        return Check(Verdict.NO_CLAIM, NEUTRAL, (), "it claims nothing that a source could tell")
    evidence = choose_evidence(sentence, source)
    texts = [each.text for each in evidence]
    reason = evidence_objection(sentence, evidence, source)
    entailed = judge.entails(sentence, texts)
    support = (
        sum((_held(sentence, source), _phrased(sentence, source), entailed)) / 3
        - 0.1 * (reason is not None)
        - 0.2 * _speaks_of_writer(sentence, source)
        + ALIKE_BONUS * (likeness >= ALIKE)
    )
    if reason is None and entailed < ENOUGH:
        missing = unsupported(sentence, texts)
        reason = f"the source does not say “{missing}”" if missing else None
    verdict = decide(support, reason, part_held=_part_held(sentence, texts))
    citations = () if verdict is Verdict.NOT_IN_SOURCES else _cited(evidence, source)
    return Check(verdict, support, citations, _told(verdict, reason))


def claims_anything(sentence: str) -> bool:
    """Tell whether a sentence says something that can be right or wrong.

    Questions, lines that only announce what follows ("Here is a summary:"), requests to the reader
    and opinions of the writer do not.
    """
    bare = sentence.rstrip(" \n\t*_\"'”’)")
    if not _content(sentence) or bare.endswith(("?", "？", "؟", ":", "：")):
        return False
    return _UNTOLD.match(sentence.lstrip("*_#>-– \t")) is None


def choose_evidence(sentence: str, source: Source) -> list[Sentence]:
    """Return the fewest sentences of the source that hold most of what is said, best first.

    Each one is the sentence that adds most of the terms still missing, by their rarity in the
    source. One that adds little is left out, and so is one beside the first that shares a single
    term: a name that stands there would bear out whatever is said of it.
    """
    wanted = _content(sentence)
    frequencies = {term: sum(term in s.terms for s in source.sentences) for term in wanted}
    weights = Weights.from_frequencies(frequencies, len(source.sentences))
    chosen: list[Sentence] = []
    open_to = source.sentences
    held: set[str] = set()
    while open_to and len(chosen) < MOST_EVIDENCE:
        gains = [weights.share({*s.terms & wanted} - held) for s in open_to]
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] < LEAST_GAIN:
            break
        chosen.append(open_to[best])
        held |= open_to[best].terms
        open_to = tuple(s for s in source.sentences if len(s.terms & wanted) > 1)
    return _with_antecedents(chosen, wanted, source)


def _with_antecedents(
    chosen: Sequence[Sentence], wanted: frozenset[str], source: Source
) -> list[Sentence]:
    """Return the sentences chosen, and those before them that tell what "it" is."""
    found = list(chosen)
    for each in chosen:
        if (each.terms & wanted) - frozenset(terms(each.text)):
            before = source.sentences[source.sentences.index(each) - 1]
            if before not in found:
                found.append(before)
    return found


def evidence_objection(sentence: str, evidence: Sequence[Sentence], source: Source) -> str | None:
    """Return what speaks against the sentence in the evidence, unless its neighbours clear it.

    A name or figure may stand in the sentence before: "It burned oil" needs to be told what "it"
    is. One from further away clears nothing, for it may belong to something else.
    """
    if not evidence:
        return None
    places = {source.sentences.index(each) for each in evidence}
    in_order = sorted(evidence, key=lambda each: each.span)
    found = objection(sentence, [each.text for each in in_order], CHECKED)
    if found is None:
        return None
    near = {place + step for place in places for step in (-1, 0, 1)}
    around = [each.text for at, each in enumerate(source.sentences) if at in near]
    return found if objection(sentence, around, CHECKED) else None


def decide(support: float, reason: str | None, *, part_held: bool = False) -> Verdict:
    """Return the verdict that support and objection make.

    Where a whole part of the sentence stands in the source, less support is called "partly".
    """
    if reason is not None and support >= SUPPORTED and any(sign in reason for sign in _INSTEAD):
        return Verdict.CONTRADICTED
    if support >= SUPPORTED and reason is None:
        return Verdict.SUPPORTED
    least = LEAST_PARTLY if part_held else PARTLY
    return Verdict.PARTLY if support >= least else Verdict.NOT_IN_SOURCES


def together(checks: Sequence[Check]) -> Check:
    """Return the check of a claim whose sentences were checked one by one."""
    telling = [check for check in checks if check.verdict is not Verdict.NO_CLAIM] or checks
    verdicts = {check.verdict for check in telling}
    weakest = min(telling, key=lambda check: check.score)
    if len(verdicts) == 1:
        verdict = weakest.verdict
    else:
        verdict = Verdict.CONTRADICTED if Verdict.CONTRADICTED in verdicts else Verdict.PARTLY
    told = next((c for c in telling if c.verdict is verdict), weakest)
    citations = dict.fromkeys(each for check in telling for each in check.citations)
    return Check(verdict, weakest.score, tuple(citations), told.reason)


def _part_held(sentence: str, texts: Sequence[str]) -> bool:
    """Tell whether one of the texts has every telling word of a part of the sentence."""
    told = [frozenset(terms(text)) for text in texts]
    parts = [_content(part) for part in _PARTS.split(sentence)]
    return len(parts) > 1 and any(
        len(part) > 1 and any(part <= each for each in told) for part in parts
    )


def _leans(sentence: str) -> bool:
    first = words(sentence)[:1]
    return bool(first) and first[0].text in PRONOUNS


def _content(sentence: str) -> frozenset[str]:
    return frozenset(terms(sentence)) - FUNCTION_WORDS


def _held(sentence: str, source: Source) -> float:
    wanted = _content(sentence)
    return len(wanted & source.terms) / len(wanted)


def _phrased(sentence: str, source: Source) -> float:
    pairs = set(pairwise(terms(sentence)))
    return len(pairs & source.phrases) / len(pairs) if pairs else _held(sentence, source)


def _speaks_of_writer(sentence: str, source: Source) -> bool:
    return not _WRITER.isdisjoint(terms(sentence)) and _WRITER.isdisjoint(source.terms)


def _cited(evidence: Sequence[Sentence], source: Source) -> tuple[Citation, ...]:
    return tuple(cite(source.document, each.span) for each in evidence)


def _told(verdict: Verdict, reason: str | None) -> str:
    if verdict is Verdict.NOT_IN_SOURCES:
        return "the source does not say this"
    if verdict is Verdict.PARTLY:
        return reason or "the source says only a part of this"
    return reason or ""
