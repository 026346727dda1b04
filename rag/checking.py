"""Is a claim borne out by a source? Evidence is chosen, weighed, and looked through for objections.

support = mean of four shares, each 0 to 1: the claim's content terms that the source holds, the
pairs of neighbouring terms that it holds, what the judge gives the chosen evidence, and the terms
that one sentence holds, by their rarity and in the source's words (``rag/wording.py``). Where an
embedding model was asked, mean of that last share, of the same by number, and of the likeness.
Less 0.1 if a layer objects, less 0.2 if the claim speaks of its writer and the source does not.
The weights are few and round on purpose; `bench/results/` has the figures on unlike data.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.segmentation import split_sentences
from index.terms import terms
from index.types import Span
from rag.citing.places import cite
from rag.evidence import (
    Sentence,
    Source,
    all_terms,
    best_held,
    choose_evidence,
    content_terms,
    lacking,
)
from rag.gate import (
    RULES,
    Layer,
    appositions,
    attachments,
    attitudes,
    crossing,
    denials,
    frames,
    grounds,
    licences,
    objection,
    order,
    parties,
    roles,
    sides,
    substitution,
)
from rag.gate.judge import Judge, LexicalJudge, unsupported
from rag.strangers import stranger
from rag.types import Citation
from rag.wording import in_source_words

CHECKED = (
    *RULES,
    sides.objection,
    parties.objection,
    crossing.objection,
    attachments.objection,
    attitudes.objection,
    appositions.titled,
    frames.objection,
    order.objection,
    licences.objection,
    grounds.objection,
    crossing.suspicion,
    denials.objection,
    substitution.objection,
)
"""The gate's rules, and those that see more than they can prove: see ``docs/decisions/011``."""
_OF_PARTIES = (roles.objection, sides.objection, parties.objection)
_NEAR, _CLOSE = 0.5, 0.75
_HEARD_FROM: Mapping[Layer, float] = {
    crossing.objection: _NEAR,
    attitudes.objection: _NEAR,
    order.objection: _NEAR,
    licences.objection: _NEAR,
    substitution.objection: _NEAR,
    sides.objection: _CLOSE,
    parties.objection: _CLOSE,
    roles.objection: _CLOSE,
    crossing.suspicion: _CLOSE,
    attachments.objection: _CLOSE,
    frames.objection: _CLOSE,
    denials.objection: _CLOSE,
}
"""Rules that hold words against those in their place, with the share of a sentence's terms that one
place must have: of a sentence that puts together what stands in several they tell nothing."""
SUPPORTED, PARTLY = 0.5, 0.48
"""The least support of the verdicts "supported" and "partly"."""
LEAST_PARTLY = 0.3
"""The least support of "partly" where one part of the sentence stands in the source whole."""
CONTRADICTED, SAME = 0.4, 0.61
"""The least support of "contradicted" where one place has that share of a sentence's terms."""
LEAST_CLAUSE = 0.35
"""What the judge must give: a clause of which the source has nothing is never supported."""
LIKE, MOST_LACKING = 0.6, 0.34
"""A sentence of whose telling words the source lacks more than a third must be as like one of the
source's as this: names alone bear out nothing."""
LEVEL = 0.02
"""By how much support that a likeness is part of is higher than other support."""
_PARTS = re.compile(
    r"[,;:–—]|\b(?:and|but|while|because|although|which|who|und|aber|et|mais|y|pero)\b"
)
NEUTRAL = 0.5
"""The support told of a sentence that claims nothing."""
_LONGEST = 2_000
"""Characters of a sentence, a tenth of those of its evidence, up to which they are compared."""
_MISSING = ("the source does not name ", "the source does not say ")
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
_INSTEAD = (
    "denies “",
    "does not deny",
    ", not ",
    "the other way round",
    "only says",
    " apart",
    " there",
    "another reason",
)
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


def check_claim(claim: str, source: Source, judge: Judge | None = None) -> Check:
    """Return whether ``source`` bears out ``claim``, sentence by sentence.

    Of several sentences the support is that of the least supported one.
    """
    spans = split_sentences(claim) or [Span(0, len(claim))]
    return together(
        [check_sentence(span.of(claim), source, judge or LexicalJudge()) for span in spans]
    )


def check_sentence(
    sentence: str, source: Source, judge: Judge, likeness: float | None = None
) -> Check:
    """Return whether ``source`` bears out one sentence.

    ``likeness`` is the greatest cosine of the sentence with one of the source's, where an embedding
    model was asked: a sentence in other words shares few terms and is near all the same.
    """
    if not claims_anything(sentence):
        return Check(Verdict.NO_CLAIM, NEUTRAL, (), "it claims nothing that a source could tell")
    evidence = choose_evidence(sentence, source)
    texts = [each.text for each in evidence]
    worded = in_source_words(sentence, texts)
    weighed, counted = best_held(worded, evidence, source)
    reason = evidence_objection(worded, evidence, source, counted)
    if reason is None and counted >= _CLOSE:
        reason = stranger(sentence, evidence, source)
    entailed = judge.entails(worded, texts)
    if likeness is None:
        own = entailed if worded == sentence else judge.entails(sentence, texts)
        shares = [_held(sentence, source), _phrased(sentence, source), own, weighed]
    else:
        shares = [weighed, counted, likeness]
    support = sum(shares) / len(shares) - LEVEL * (likeness is not None)
    support -= 0.1 * (reason is not None) + 0.2 * _speaks_of_writer(sentence, source)
    unlike = likeness is not None and likeness < LIKE and lacking(worded, texts) > MOST_LACKING
    if reason is None and (unlike or support < SUPPORTED or entailed < LEAST_CLAUSE):
        missing = unsupported(worded, texts)
        reason = f"the source does not say “{missing}”" if missing else None
    same = support >= SUPPORTED or (support >= CONTRADICTED and counted >= SAME)
    verdict = decide(support, reason, part_held=_part_held(worded, texts), same=same)
    citations = () if verdict is Verdict.NOT_IN_SOURCES else _cited(evidence, source)
    return Check(verdict, support, citations, _told(verdict, reason))


def claims_anything(sentence: str) -> bool:
    """Tell whether a sentence says something that can be right or wrong.

    Questions, lines that only announce what follows ("Here is a summary:"), requests to the reader
    and opinions of the writer do not.
    """
    bare = sentence.rstrip(" \n\t*_\"'”’)")
    if not content_terms(sentence) or bare.endswith(("?", "？", "؟", ":", "：")):
        return False
    return _UNTOLD.match(sentence.lstrip("*_#>-– \t")) is None


def evidence_objection(
    sentence: str, evidence: Sequence[Sentence], source: Source, held: float = 1.0
) -> str | None:
    """Return what speaks against the sentence in the evidence, unless its neighbours clear it.

    A name or figure may stand in the sentence before: "It burned oil" needs to be told what "it"
    is. One from further away clears nothing, for it may belong to something else.
    """
    if not evidence:
        return None
    if len(sentence) > _LONGEST or sum(len(each.text) for each in evidence) > 10 * _LONGEST:
        return "it is too long to be compared word by word; make it several sentences"
    places = {source.sentences.index(each) for each in evidence}
    rules = [rule for rule in CHECKED if held >= _HEARD_FROM.get(rule, 0.0)]
    found = _objection(sentence, sorted(evidence, key=lambda each: each.span), rules)
    if found is None:
        return None
    near = {place + step for place in places for step in (-1, 0, 1)}
    around = [
        each
        for at, each in enumerate(source.sentences)
        if at in places or (at in near and not each.is_row)
    ]
    return found if _objection(sentence, around, rules) else None


def _objection(sentence: str, evidence: Sequence[Sentence], rules: Sequence[Layer]) -> str | None:
    """Return the first objection; a row of a table has no verb whose sides could be compared."""
    prose = [each.text for each in evidence if not each.is_row]
    if len(prose) == len(evidence):
        return objection(sentence, prose, rules)
    every = [each.text for each in evidence]
    of_parties = objection(sentence, prose, [each for each in rules if each in _OF_PARTIES])
    others = [each for each in rules if each not in _OF_PARTIES]
    return of_parties or objection(sentence, every, others)


def decide(
    support: float, reason: str | None, *, part_held: bool = False, same: bool | None = None
) -> Verdict:
    """Return the verdict that support and objection make.

    Where a whole part of the sentence stands in the source, less support is called "partly".
    ``same`` tells that the source speaks of the matter, so that it can contradict; None: if it
    would support.
    """
    speaks_of_it = support >= SUPPORTED if same is None else same
    if reason is not None and speaks_of_it and any(sign in reason for sign in _INSTEAD):
        return Verdict.CONTRADICTED
    if support >= SUPPORTED and reason is None:
        return Verdict.SUPPORTED
    least = LEAST_PARTLY if part_held else PARTLY
    if reason is not None and reason.startswith(_MISSING) and not part_held:
        least = PARTLY + 0.1
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
    told = [frozenset(all_terms(text)) for text in texts]
    parts = [content_terms(part) for part in _PARTS.split(sentence)]
    return len(parts) > 1 and any(
        len(part) > 1 and any(part <= each for each in told) for part in parts
    )


def _held(sentence: str, source: Source) -> float:
    wanted = content_terms(sentence)
    return len(wanted & source.terms) / len(wanted)


def _phrased(sentence: str, source: Source) -> float:
    pairs = set(pairwise(all_terms(sentence)))
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
