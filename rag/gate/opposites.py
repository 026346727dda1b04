"""Pairs of opposites: English ones, and the commonest German, French and Spanish ones."""

from collections.abc import Mapping
from functools import cache

from rag.gate.words import stem_of

_PAIRS = (
    "few many|more less|more fewer|most least|most fewest|before after|above below|over under|"
    "higher lower|highest lowest|larger smaller|largest smallest|bigger smaller|"
    "biggest smallest|longer shorter|longest shortest|older younger|older newer|"
    "oldest youngest|oldest newest|earlier later|earliest latest|faster slower|"
    "better worse|best worst|cheaper dearer|heavier lighter|stronger weaker|warmer colder|"
    "warmer cooler|hotter colder|wider narrower|deeper shallower|taller shorter|"
    "nearer farther|closer further|easier harder|first last|up down|rise fall|"
    "increase decrease|increase reduce|grow shrink|gain lose|win lose|accept reject|"
    "accept refuse|open close|open shut|start stop|begin end|start end|buy sell|"
    "arrive leave|arrive depart|lengthen shorten|allow forbid|allow ban|permit forbid|"
    "agree disagree|agree refuse|approve reject|approve refuse|succeed fail|pass fail|"
    "appear disappear|inside outside|indoors outdoors|early late|north south|east west|"
    "northern southern|eastern western|left right|upper lower|upstairs downstairs|"
    "morning evening|morning afternoon|day night|summer winter|spring autumn|raise lower|"
    "raise cut|increase cut|add remove|include exclude|strengthen weaken|improve worsen|"
    "hot cold|warm cold|wet dry|heavy light|hard soft|long short|high low|large small|"
    "big small|old new|old young|strong weak|cheap expensive|cheap dear|easy difficult|"
    "easy hard|safe dangerous|rich poor|public private|always never|remember forget|"
    "lock unlock|love hate|like dislike|son daughter|brother sister|mother father|"
    "husband wife|uncle aunt|grandmother grandfather|man woman|boy girl|male female|"
    "front back|front behind|full empty|true false|right wrong|praise criticise|"
    "support oppose|borrow lend|top bottom|import export|advance delay|keep discard|"
    "same different|together alone|together separately|front rear|paid unpaid|wide narrow|"
    "thick thin|deep shallow|fast slow|quick slow|near far|present absent|"
    "minimum maximum|profit loss|success failure|victory defeat|strength weakness|"
    "odd even|voluntary compulsory|optional mandatory|temporary permanent|partly fully|"
    "begin finish|ahead behind|forward back|alive dead|bright dark|clean dirty|"
    "noisy quiet|loud quiet|with without|major minor|main minor|accept decline|"
    "internal external|inner outer|ancient modern|early recent|domestic foreign|"
    "urban rural|visible invisible|attack defend|enter leave|enter exit|join leave|"
    "join quit|hire dismiss|hire fire|appoint dismiss|expand shrink|expand contract|"
    "widen narrow|praise condemn|agree object|agree deny|admit deny|confirm deny|"
    "possible impossible|legal illegal|guilty innocent|correct wrong|correct incorrect|"
    "common rare|frequent rare|slowly quickly|slowly rapidly|gradually suddenly|"
    "majority minority|advantage disadvantage|benefit drawback|friend enemy|ally enemy|"
    "tall short|build demolish|build destroy|create destroy|tighten loosen|marry divorce|"
    "appear vanish|simple complex|complicated simple|positive negative|active passive|"
    "vertical horizontal|formal informal|legitimate illegitimate|fresh salt|sharp blunt|"
    "rough smooth|heavy slight|rising falling|float sink|push pull|send receive|"
    "teach learn|question answer|ask answer|save waste|save spend|earn spend|"
    "create abolish|introduce abolish|ban permit|encourage discourage|attract repel|"
    "obey disobey|trust distrust|honest dishonest|healthy sick|healthy ill|sweet sour|"
    "sweet bitter|tight loose|narrow broad|natural artificial|real fake|original copy|"
    "peace war|birth death|born died|entrance exit|departure arrival|increase drop|"
    "rise drop|climb drop|descend ascend|descend climb|upward downward|inward outward|"
    "victory loss|expensive free|modern traditional|liberal conservative|"
    "optimistic pessimistic|plus minus|maximum least|credit debit|employer employee|"
    "teacher pupil|buyer seller|landlord tenant|host guest|doctor patient|parent child|"
    "predator prey|wild tame|brave cowardly|deep superficial|polite rude|generous mean|"
    "lucky unlucky|useful useless|harmful harmless|careful careless|hopeful hopeless|"
    "happy sad|glad sorry|near distant|ahead late|dawn dusk|sunrise sunset|noon midnight|"
    "above underneath|senior junior|superior inferior|primary secondary|former latter|"
    "first final|lead follow|lead trail|abundant scarce|plenty shortage|surplus deficit|"
    "surplus shortage|cause prevent|help hinder|strengthen undermine|protect endanger|"
    "mild severe|minor serious|slight severe|exact approximate|even uneven|"
    "sufficient insufficient|complete incomplete|complete partial|vague precise|"
    "twice half|double half|double halve|longest shortest|"
    "clear vague|tiny huge|giant tiny|loud silent|ripe unripe|raw cooked|"
    "über unter|mehr weniger|vor nach|vorher nachher|früher später|höher niedriger|"
    "größer kleiner|länger kürzer|älter jünger|älter neuer|steigen sinken|stiegen sanken|"
    "stieg sank|gestiegen gesunken|steigen fallen|stieg fiel|gestiegen gefallen|"
    "zunehmen abnehmen|zugenommen abgenommen|erlaubt verboten|öffnen schließen|"
    "geöffnet geschlossen|immer nie|alle keine|mit ohne|links rechts|linken rechten|"
    "innen außen|oben unten|warm kalt|heiß kalt|trocken nass|stark schwach|reich arm|"
    "billig teuer|billiger teurer|leicht schwer|schnell langsam|hell dunkel|laut leise|"
    "erste letzte|ersten letzten|gewinnen verlieren|gewann verlor|gewonnen verloren|"
    "kaufen verkaufen|kaufte verkaufte|gekauft verkauft|angenommen abgelehnt|"
    "zufrieden unzufrieden|mindestens höchstens|besser schlechter|neu alt|neue alte|"
    "plus moins|avant après|augmenter diminuer|augmenta diminua|augmenté diminué|hausse baisse|"
    "grand petit|grande petite|haut bas|long court|premier dernier|première dernière|"
    "ouvrir fermer|ouvert fermé|permis interdit|admis interdit|toujours jamais|avec sans|"
    "gauche droite|chaud froid|sec humide|fort faible|riche pauvre|cher bon|vendre acheter|"
    "vendit acheta|vendu acheté|gagner perdre|gagna perdit|gagné perdu|accepta refusa|"
    "accepté refusé|favorable défavorable|grâce malgré|meilleur pire|nouveau ancien|"
    "jeune vieux|supérieur inférieur|début fin|maximum minimum|gratuit payant|"
    "nord sud|est ouest|norden süden|osten westen|nördlich südlich|östlich westlich|"
    "nordseite südseite|norte sur|este oeste|"
    "subir bajar|subió bajó|antes después|mayor menor|alto bajo|primero último|abrir cerrar|"
    "ganar perder|ganó perdió|siempre nunca|comprar vender"
)


@cache
def _paired() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split("|"):
        one, other = map(stem_of, pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def opposites(stem: str) -> frozenset[str]:
    """Return the stems of what a word is the opposite of."""
    return _paired().get(stem, frozenset())
