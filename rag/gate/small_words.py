"""The small words of English, German, French and Spanish: they say nothing by themselves."""

from collections.abc import Collection, Mapping

LIGHT = frozenset(
    "a an the is are was were be been being am do does did done has have had having to of in on at "
    "by for from with and or any it its they them their he him she her his this that these those "
    "there very just so as than then yet ever i we you me us my our your who which what when "
    "where while whose whom how if into onto out up down off over under again also too s t "
    "will would can could may might must should shall not no never but".split()
)
"""The English ones."""
_OTHERS: Mapping[str, frozenset[str]] = {
    "german": frozenset(
        "der die das den dem des ein eine einen einem einer eines und oder nicht ist sind war "
        "waren wird wurde wurden werden worden hat haben hatte hatten sich mit von vom zum zur im "
        "am auf für nach bei als wie dass daß in an aus zu es er sie ihr ihre ihren ihrem sein "
        "seine seinen dies diese dieser dieses diesem man auch nur noch schon sehr so aber denn "
        "doch dort da hier wo wer was wenn um durch über unter vor hinter zwischen bis seit kein "
        "keine keinen keinem keiner kann können konnte soll sollen will wollen muss müssen darf "
        "dürfen dagegen dabei dazu mehr gegen davon damit daraus wieder weil während deren "
        "dessen".split()
    ),
    "french": frozenset(
        "le la les l un une des du de d et ou ne n pas est sont était étaient fut furent été être "
        "a ont avait avaient eut se s en y à au aux dans par pour sur sous avec sans que qu qui "
        "quoi dont où ce cet cette ces c il ils elle elles on son sa ses leur leurs lui eux nous "
        "vous je tu mais car si plus moins très aussi puis là ici comme quand".split()
    ),
    "spanish": frozenset(
        "el la los las un una unos unas de del y o no es son era eran fue fueron sido ser ha han "
        "había se en a al por para con sin que quien cuyo este esta estos estas ese esa eso lo le "
        "les su sus pero si más menos muy también como cuando donde".split()
    ),
}
_TELLING: Mapping[str, frozenset[str]] = {
    "german": frozenset(
        "der die das den dem des ein eine einen und nicht ist wird wurde wurden sich mit von vom "
        "zum zur im auf für nach bei".split()
    ),
    "french": frozenset(
        "le la les l un une des du et est fut ne pas dans par pour sur avec qui que au aux "
        "elle il d".split()
    ),
    "spanish": frozenset("el los las una del y es fue en por para con que se su al".split()),
}
"""Those that show the language; some are words of another one too."""
_ENGLISH = frozenset("the of and to is was were in that for with it his their at by from".split())


def light_words(text: Collection[str]) -> frozenset[str]:
    """Return the small words of the language of a text, given its folded words.

    The English ones count in every text, but for those that say something in its language.
    """
    found = {word for word in text if len(word) < 10}
    scores = {name: len(found & telling) for name, telling in _TELLING.items()}
    best = max(scores, key=scores.__getitem__)
    if scores[best] < 2 or scores[best] <= len(found & _ENGLISH):
        return LIGHT
    return LIGHT | _OTHERS[best]


def small_words() -> frozenset[str]:
    """Return those of all languages."""
    return LIGHT.union(*_OTHERS.values())
