"""Used in checking alone: what governs a thought in the source governs it in the sentence.

"The captain said that he followed the course" does not say that he did; "it may be sublet if the
tenant is a student" does not say that it may be sublet. Whatever the words, a sentence that takes
a thought out of such a frame says more than its source. Frames are told by small closed classes
of words in English, German, French and Spanish.
"""

from collections.abc import Callable, Iterator, Sequence

from rag.gate.homes import Home, home, stems
from rag.gate.words import Word, stem_of

_GOVERNED = 0.6
"""The share of what both say that stands inside of the frame."""
_DOUBTFUL = frozenset(
    stem_of(word)
    for word in "claim believe think argue insist maintain allege suppose assume "
    "doubt predict guess feel fear hope complain suggest consider "
    "suspect speculate wonder imagine conjecture surmise presume reckon contend assert expect "
    "hypothesise hypothesize theorise theorize deem swear boast "
    "vermutet vermuten vermutete vermuteten soupçonne soupçonnent prétend prétendent suppose "
    "sospecha sospechan supone suponen sostiene sostienen "
    "meint meinte glaubt glaubte behauptet behauptete hofft hoffte fürchtet hält "
    "affirme affirma estime pense croit craint espère assure juge "
    "afirma afirmó cree creía espera teme".split()
)
"""Verbs of what may be otherwise. What somebody just says, tells or reports is taken for the
source's own word, as whoever sums up a report does, unless they tell of themselves."""
_TELLING = frozenset(
    stem_of(word) for word in "say tell warn declare remark sagt sagte dit déclare dijo".split()
)
_SAYING = _DOUBTFUL | _TELLING
_TELLING_THAT = frozenset(
    stem_of(word) for word in "report announce estimate note add mention explain find state".split()
)
"""Those that say so only before "that": one may also report a balance."""
_SELF = frozenset("i we he she they er sie ich wir il elle ils elles je nous".split())
_ACCORDING = frozenset("according selon laut zufolge según angaben".split())
_BEFORE_WHAT = frozenset("that how whether dass daß que qu".split())
_HEDGES = frozenset(
    "seem seems seemed seemingly probably perhaps possibly maybe reportedly apparently allegedly "
    "presumably supposedly pourrait pourraient aurait auraient peut-être probablement semble "
    "semblent könnte könnten dürfte dürften vielleicht möglicherweise vermutlich angeblich "
    "scheint wohl womöglich wahrscheinlich podría podrían quizá quizás probablemente "
    "parece".split()
)
_WEAK = frozenset("expected meant supposed intended thought believed estimated said".split())
"""Participles before "to" that leave open whether it comes so."""
_COMING = frozenset("will would wird würde".split())
_SOFT = _HEDGES | frozenset(
    "may might could should would can likely about roughly expected expects plan plans planned "
    "intend intends supposed meant suspected estimated estimates estimate believed thought view "
    "opinion words eyes soll sollen sollte will wollen möchte plant prévoit prévu veut voudrait "
    "doit devrait peut rumoured appears appear appeared going wants hopes aim aims likes "
    "critic critics".split()
)
"""Words of a sentence that take back some of what it says."""
_CONDITIONS = frozenset("if unless provided wenn falls sofern solange si condition".split())
_NO_CONDITION = frozenset("even selbst auch même as wonder ask asked whether incluso".split())
"""Words before "if" where it limits nothing."""
_LIMITED = _CONDITIONS | frozenset(
    "when whenever once only except without until long case whoever who whose which with during "
    "requires require needs need ohne außer erst bei nur wer sauf sans lorsque quand seulement "
    "depends depending conditional subject or must otherwise else".split()
)
"""Words of a sentence that make a condition of their own."""
_EXCEPTIONS = frozenset("except excepting sauf außer ausgenommen excepto salvo".split())
_EXCEPTED = _EXCEPTIONS | frozenset(
    "not no never none nobody but only without exception apart save other besides than unless "
    "everywhere nicht kein keine nur ausnahme l'exception pas sauf seuls seul exception ne no "
    "sólo".split()
)
_SWEEPING = frozenset(
    "all every always never even any everybody nobody whole alle jeder immer nie tous toutes "
    "toujours jamais même todos siempre nunca including included".split()
)
_TURNING = frozenset("but while whereas although though aber während mais tandis pero".split())


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which frame of the source the sentence leaves out, or None."""
    both = home(sentence, quotes)
    if both is None:
        return None
    found = (rule(both) for rule in _RULES)
    return next((reason for reason in found if reason is not None), None)


def _unattributed(both: Home) -> str | None:
    """Find a thought that the source puts into somebody's mouth and the sentence does not."""
    if _speaks(both.said) or _has(both.said, _SOFT - {"can", "about", "roughly", "should"}):
        return None
    for at, word in enumerate(both.told):
        if not _says(both.told, at):
            continue
        inside = _spoken(both.told, at)
        near = [w for w in both.told[max(0, at - 3) : at] if w not in inside]
        frame = f"{' '.join(w.shown for w in near)} {word.shown}".strip()
        speakers = stems(near) - stems(inside)
        if word.stem not in _DOUBTFUL and not _of_themselves(inside, speakers, both.said):
            continue
        thought = both.shared - speakers
        if thought and len(thought & stems(inside)) >= _GOVERNED * len(thought):
            return f"the source only says “{frame}”"
    return None


def _says(text: Sequence[Word], at: int) -> bool:
    behind = text[at + 1].text if at + 1 < len(text) else ""
    known = text[at].stem in _SAYING and not text[at].text.endswith(("ing", "ings"))
    return known or (text[at].stem in _TELLING_THAT and behind in _BEFORE_WHAT)


def _of_themselves(inside: Sequence[Word], speakers: frozenset[str], said: Sequence[Word]) -> bool:
    """Tell whether somebody tells of themselves, and the sentence of them."""
    opening = {word.text for word in inside[:4]}
    return not _SELF.isdisjoint(opening) and not speakers.isdisjoint(stems(said))


def _spoken(text: Sequence[Word], at: int) -> list[Word]:
    """Return what is said by a verb: all behind it, or all before it where it closes a quote."""
    if at and text[at - 1].clause != text[at].clause:
        return list(text[:at])
    behind = list(text[at + 1 :])
    for place, word in enumerate(behind):
        if word.text in _TURNING and word.clause != text[at].clause:
            return behind[:place]
    return behind


def _speaks(text: Sequence[Word]) -> bool:
    return any(_says(text, at) or w.text in _ACCORDING for at, w in enumerate(text))


def _unhedged(both: Home) -> str | None:
    """Find a thought that the source is not sure of and the sentence is."""
    if _has(both.said, _SOFT) or _speaks(both.said):
        return None
    for at, word in enumerate(both.told):
        behind = [w for w in both.told[at + 1 :] if w.clause == word.clause]
        weak = word.text in _WEAK and behind and behind[0].text == "to"
        if (word.text in _HEDGES or weak) and both.share_in(behind) >= _GOVERNED / 2:
            return f"the source only says “{word.shown}”"
        if word.text in _COMING and _is_past(behind[:3], both.said):
            return f"the source only says “{word.shown}”"
    return None


def _is_past(coming: Sequence[Word], said: Sequence[Word]) -> bool:
    """Tell whether a verb behind "will" or "would" is said to have come about."""
    forms = {word.stem: word.text for word in coming if word.content}
    verb = next((word for word in said if word.stem in forms), None)
    return (
        verb is not None and not verb.text.endswith(("s", "ing")) and verb.text != forms[verb.stem]
    )


def _unconditional(both: Home) -> str | None:
    """Find what the source says under a condition alone, and the sentence without one."""
    if _has(both.said, _LIMITED):
        return None
    for at, inside in _regions(both.told, lambda w: w.text in _CONDITIONS):
        before = both.told[at - 1].text if at else ""
        rest = _ruled_by(both.told, at)
        told = stems(inside)
        unsaid = not told or len(told & both.shared) / len(told) < _GOVERNED / 2
        if before not in _NO_CONDITION and unsaid and both.share_in(rest) >= _GOVERNED:
            return f"the source only says so “{' '.join(w.shown for w in inside)}”"
    return None


def _ruled_by(text: Sequence[Word], at: int) -> list[Word]:
    """Return what stands under a condition: what is before it, or the clause behind if it opens."""
    if at and (at > 1 or text[at - 1].clause == text[at].clause):
        return list(text[:at])
    return [w for w in text if w.clause == text[at].clause + 1]


def _excepted(both: Home) -> str | None:
    """Find what the source makes an exception of, and the sentence does not."""
    if _has(both.said, _EXCEPTED - _SWEEPING):
        return None
    for _, inside in _regions(both.told, lambda w: w.text in _EXCEPTIONS):
        if stems(inside) & both.shared or _has(both.said, _SWEEPING):
            return f"the source says “{' '.join(w.shown for w in inside)}” there"
    return None


def _regions(
    text: Sequence[Word], opens: Callable[[Word], bool]
) -> Iterator[tuple[int, Sequence[Word]]]:
    """Yield each word that opens a region with the words up to the end of its clause."""
    for at, word in enumerate(text):
        if opens(word):
            yield at, [w for w in text[at:] if w.clause == word.clause]


def _has(text: Sequence[Word], signs: frozenset[str]) -> bool:
    return any(word.text in signs for word in text)


_RULES = (_unattributed, _unhedged, _unconditional, _excepted)
