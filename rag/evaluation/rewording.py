"""Small changes that leave an English sentence true if it was true."""

import random
from collections.abc import Iterator, Mapping

import regex

from rag.evaluation.falsifying import MONTHS, put, quotations
from rag.gate.dates import moments
from rag.gate.figures import figures

Form = tuple[int, int, str]
"""From where to where another form may stand."""
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_DROPPABLE = (
    r",? because [^,;:.()?]+(?=\.$)",
    r", which [^,;:.()?]+(?=\.$)",
    r", who [^,;:.()?]+(?=,)(?:,)",
    r", (?:and|but) (?:he|she|it|they|we|I) (?:was|were|is|are|had|has|did|took|said|kept|gave|put"
    r"|went) [^,;:.()?]+(?=\.$)",
    r", although [^,;:.()?]+(?=\.$)",
    r" \([^()]+\)(?=[ ,.])",
)
_LEFT = 25
"""The least that must be left of a sentence."""


def clause_dropped(sentence: str, chance: random.Random) -> str | None:
    """Leave out a clause that only adds something."""
    found = [
        match
        for pattern in _DROPPABLE
        for match in regex.finditer(pattern, sentence)
        if len(sentence) - len(match.group()) > _LEFT and not regex.search(r"[\"“”]", match.group())
    ]
    return put(sentence, *chance.choice(found).span(), "") if found else None


_MONTH = "|".join(MONTHS)
_TIME = (
    rf"(?:in \d{{4}}|in (?:{_MONTH})(?: \d{{4}})?|on \d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|evening|afternoon))?|"
    r"at \d{2}:\d{2}|last (?:week|year|month|winter|summer))"
)
_SUBJECT = r"(?i:the|a|an|he|she|they|we|i|it)|\p{Lu}\p{Ll}+"
_FRONTED = regex.compile(rf"(?P<phrase>(?i:{_TIME})),? (?P<rest>(?:{_SUBJECT}) [^.]+)\.$")
_BACK = regex.compile(rf"(?P<rest>(?:{_SUBJECT}) [^.]+) (?P<phrase>{_TIME})\.$")
_MANY_PARTS = regex.compile(r"[,;:()\"“”–—?]| and | but ")
_MANY_CLAUSES = regex.compile(r" or | from |\b(?:that|who|which|where|when|if)\b")


def order_changed(sentence: str, _: random.Random) -> str | None:
    """Move an adverbial of time from the front to the end, or back."""
    front, back = _FRONTED.match(sentence), _BACK.match(sentence)
    if front and not _MANY_PARTS.search(front.group("rest")):
        phrase, rest = front.group("phrase", "rest")
        return f"{_opened(rest)} {phrase[0].lower()}{phrase[1:]}."
    if back and not regex.search(_MANY_PARTS, back.group("rest")):
        phrase, rest = back.group("phrase", "rest")
        if not _MANY_CLAUSES.search(rest):
            return f"{_opened(phrase)}, {_lowered(rest)}."
    return None


def _opened(text: str) -> str:
    return text[0].upper() + text[1:]


_OPENERS = frozenset("The A An He She They We It".split())


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:] if text.split()[0] in _OPENERS else text


_PRONOUNS: Mapping[str, str] = {"He": "him", "She": "her", "They": "them", "We": "us", "I": "me"}
_PARTICIPLES: Mapping[str, str] = {
    pair.split()[0]: pair.split()[-1]
    for pair in (
        "opened|closed|built|sold|bought|found|approved|rejected|reported|replaced|repaired|won|"
        "designed|signed|checked|paid|warned|founded|removed|refused|ordered|cancelled|accepted|"
        "proposed|caused|stopped|moved|read|lost|kept|measured|tested|invited|hired|painted|"
        "counted|sent|changed|asked|told|killed|used|wanted|raised|baked|raked|described|made|"
        "held|praised|visited|mended|published|introduced|defeated|established|invaded|conquered|"
        "developed|created|produced|wrote written|broke broken|took taken|chose chosen|drew drawn|"
        "rang rung|showed shown|gave given|formed|adopted|captured|appointed|abandoned|destroyed"
    ).split("|")
}
_PASTS: Mapping[str, str] = {participle: past for past, participle in _PARTICIPLES.items()}
_WORD = r"[^\s,;:.()\"“”–—?]+"
_NOUNS = rf"(?:{_WORD}(?<!ly|ed|ing|s)(?: of (?:the )?{_WORD})?|{_WORD} {_WORD}(?<!ly|ed|ing|s))"
_NAME = r"\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})?"
_TAIL = rf"(?P<tail>(?: (?:in|on|at|during|after) (?:the |a )?{_WORD}(?: {_WORD})?)?)"
_ACTIVE = regex.compile(
    rf"(?P<doer>(?:The|A|An) {_WORD}(?: {_WORD})?|He|She|They|We|I|{_NAME}) "
    rf"(?P<verb>{'|'.join(_PARTICIPLES)}) (?P<done>(?:the|a|an) {_NOUNS}|{_NAME}){_TAIL}\.$"
)
_PASSIVE = regex.compile(
    rf"(?P<done>(?:The|A|An) {_WORD}(?: {_WORD})?|{_NAME}) (?:was|were) "
    rf"(?P<verb>{'|'.join(_PASTS)}) by (?P<doer>(?:the|a|an) {_WORD}(?: {_WORD})?|{_NAME})"
    rf"{_TAIL}\.$"
)


def voice_changed(sentence: str, _: random.Random) -> str | None:
    """Turn "A verbed B." into "B was verbed by A.", or back."""
    if active := _ACTIVE.match(sentence):
        doer, verb, done, tail = active.group("doer", "verb", "done", "tail")
        by = _PRONOUNS.get(doer) or _article_lowered(doer)
        return f"{_opened(done)} was {_PARTICIPLES[verb]} by {by}{tail}."
    if passive := _PASSIVE.match(sentence):
        done, verb, doer, tail = passive.group("done", "verb", "doer", "tail")
        return f"{_opened(doer)} {_PASTS[verb]} {_article_lowered(done)}{tail}."
    return None


def _article_lowered(text: str) -> str:
    return text[0].lower() + text[1:] if text.startswith(("The ", "A ", "An ")) else text


def synonyms(sentence: str, chance: random.Random) -> str | None:
    """Replace one word by another that says the same."""
    found = [
        (match, new)
        for old, new in _SYNONYMS.items()
        for match in regex.finditer(rf"(?<![\p{{L}}-]){old}(?![\p{{L}}-])", sentence)
        if _unquoted(sentence, match.start())
    ]
    if not found:
        return None
    match, new = chance.choice(found)
    return put(sentence, *match.span(), new)


_SYNONYMS: Mapping[str, str] = dict(
    pair.split(">")
    for pair in (
        "began>started|started>began|bought>purchased|roughly>about|approximately>about|"
        "near>close to|nearly>almost|almost>nearly|often>frequently|several>various|"
        "because>since|although>though|permitted>allowed|allowed>permitted|require>need|"
        "requires>needs|must>have to|every year>each year|every day>each day|"
        "each year>every year|car>automobile|doctor>physician|children>kids|quickly>fast|"
        "at once>immediately|immediately>at once|error>mistake|mistake>error|per cent>percent|"
        "chose>picked|fixed>repaired|repaired>fixed|rang>phoned|said that>stated that|"
        "whole>entire|huge>enormous|did not>didn't|was not>wasn't|is not>isn't|cannot>can't|"
        "does not>doesn't|were not>weren't|could not>couldn't|didn't>did not|sufficient>enough|"
        "assist>help|assisted>helped|perhaps>maybe|until>till|autumn>fall|film>movie|"
        "big>large|asked for>requested|about half>roughly half|more than half>over half|"
        "at least>no fewer than|begin>start|entirely>completely|completely>entirely|"
        "bike>bicycle"
    ).split("|")
)


def number_forms(sentence: str, chance: random.Random) -> str | None:
    """Write one number, date or time in another form."""
    forms = [*_numbers(sentence), *_money(sentence), *_dates(sentence)]
    forms = [form for form in forms if _unquoted(sentence, form[0])]
    return put(sentence, *chance.choice(forms)) if forms else None


def _unquoted(sentence: str, at: int) -> bool:
    """Tell whether a place stands outside quotation marks: what is quoted has one form only."""
    return not any(start <= at < end for start, end in quotations(sentence))


_NUMBERED = regex.compile(r"(?:[€$£¥]|\p{L} no\. |page |version |item |row |[A-Z])$")


def _numbers(sentence: str) -> Iterator[Form]:
    dated = [moment.span for moment in moments(sentence)]
    for figure in figures(sentence):
        start, end = figure.span.start, figure.span.end
        tail = sentence[end : end + 1]
        if any(span.overlaps(figure.span) for span in dated) or tail in set(":-/’'‑"):
            continue
        new = _other_form(figure.written, inside=start > 0 and tail == " ")
        if new and not _NUMBERED.search(sentence[:start]):
            yield start, end, new


def _other_form(written: str, *, inside: bool) -> str | None:
    if written in _NUMBERS[2:]:
        return str(_NUMBERS.index(written))
    if regex.fullmatch(r"[2-9]|1\d|20", written) and inside:
        return _NUMBERS[int(written)]
    if regex.fullmatch(r"\d{1,3},000", written):
        return written.removesuffix(",000") + " thousand"
    if regex.fullmatch(r"\d{1,3},\d{3}", written):
        return written.replace(",", "")
    if regex.fullmatch(r"\d{1,3} ?k", written):
        return written.rstrip("k ") + ",000"
    return None


_MONEY = regex.compile(
    r"([€£])(\d[\d,]*)(?![.,]?\d)(?! (?:million|billion|thousand|k\b|m\b))(?=[ .,])"
)


def _money(sentence: str) -> Iterator[Form]:
    for match in _MONEY.finditer(sentence):
        if match.group(2) != "1":
            name = {"€": "euros", "£": "pounds"}[match.group(1)]
            yield *match.span(), f"{match.group(2)} {name}"


_DATE = regex.compile(rf"(?<![\d,.-])(\d{{1,2}}) ({_MONTH})\b(?: (\d{{4}}))?(?! and| to|,)")


def _dates(sentence: str) -> Iterator[Form]:
    for match in _DATE.finditer(sentence):
        day, month, year = match.groups()
        yield *match.span(), f"{month} {day}, {year}" if year else f"{month} {day}"
