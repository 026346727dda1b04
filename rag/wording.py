"""A sentence in the words of its source: "turned the offer down" becomes "refused the offer".

What compares words then sees a source's own ones. Only a word that the source lacks is replaced,
by one that may mean the same (``rag/thesaurus``); names, figures and small words never are.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.terms import stem
from index.types import Span
from rag.gate.words import IRREGULAR, PARTICIPLES, Word, joined, words
from rag.thesaurus import thesaurus

_BETWEEN = 3
"""Words from a verb to its particle: "turned the offer down"."""
_KEPT = frozenset(
    "all every each most many few some several always never often sometimes none both half only "
    "may must shall should might can could will more less fewer before after".split()
)
"""Words that other rules compare as they are."""
_ROOTS = {stem(form): root for form, root in IRREGULAR.items() if stem(form) != root}


def root_of(term: str) -> str:
    """Return a term of ``index.terms`` as the gate's words have it: "took" is "take".

    >>> root_of("took")
    'take'
    """
    return _ROOTS.get(term, term)


def stand_ins(term: str) -> frozenset[str]:
    """Return the term and the single terms that it may stand for."""
    return frozenset({term, *(each for each in thesaurus().alike(term) if "_" not in each)})


def in_source_words(sentence: str, texts: Sequence[str]) -> str:
    """Return ``sentence`` with words that ``texts`` lack in those that they have instead.

    >>> in_source_words("They turned the offer down.", ["The offer was refused."])
    'They refused the offer.'
    """
    said, told = words(sentence), _Told(joined(tuple(texts)))
    parts, at = [], 0
    for span, new in _replacements(sentence, said, told):
        parts += [sentence[at : span.start], new]
        at = span.end
    return "".join([*parts, sentence[at:]])


class _Told:
    """The words of a source, by stem and by pairs of stems."""

    def __init__(self, text: Sequence[Word]) -> None:
        self.shown: Mapping[str, str] = {
            **{
                f"{one.stem}_{other.stem}": f"{one.shown} {other.shown}"
                for one, other in pairwise(text)
            },
            **{word.stem: _plain(word) for word in reversed(text)},
        }

    def instead(self, stem_said: str, said: str) -> str | None:
        """Return how the source puts a stem, or two joined by "_"; None if not at all.

        A word that is no participle stays none, so that no noun turns into a passive verb.
        """
        found = sorted(thesaurus().alike(stem_said) & self.shown.keys())
        if not found:
            return None
        shown = self.shown[found[0]]
        return shown if _is_participle(said) else _bare(shown)


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or word in PARTICIPLES


def _bare(word: str) -> str:
    """Return a participle as a bare verb, and any other word as it is."""
    if word in PARTICIPLES:
        return IRREGULAR.get(word, word)
    return word[: -1 if word[-3] in "cegsuvz" else -2] if word[3:].endswith("ed") else word


def _replacements(sentence: str, said: Sequence[Word], told: _Told) -> Iterator[tuple[Span, str]]:
    """Yield what is replaced, in order and apart, with what by; a particle by nothing."""
    gone: set[int] = set()
    for at, word in enumerate(said):
        if at in gone:
            space = sentence[word.span.start - 1].isspace()
            yield Span(word.span.start - space, word.span.end), ""
        elif _may_go(said, at) and word.stem not in told.shown:
            particle, new = _phrasal(said, at, told)
            new = new or told.instead(word.stem, word.text)
            if new:
                gone |= {particle} - {-1}
                yield word.span, new.capitalize() if word.shown[0].isupper() else new


def _phrasal(said: Sequence[Word], at: int, told: _Told) -> tuple[int, str | None]:
    """Return the place of a verb's particle and what the source has for both, or -1 and None."""
    for near in range(at + 1, min(len(said), at + 1 + _BETWEEN)):
        if said[near].clause == said[at].clause and not said[near].content:
            new = told.instead(f"{said[at].stem}_{said[near].stem}", said[at].text)
            if new:
                return near, new
    return -1, None


def _may_go(said: Sequence[Word], at: int) -> bool:
    word = said[at]
    opens = at == 0 or said[at - 1].sentence != word.sentence
    is_name = word.shown[:1].isupper() and not opens
    return word.content and word.text.isalpha() and word.text not in _KEPT and not is_name


def _plain(word: Word) -> str:
    """Return a word in small letters unless more than its first one is large."""
    return word.text if word.shown[1:].islower() else word.shown
